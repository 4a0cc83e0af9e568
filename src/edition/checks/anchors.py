"""Checks of where notes stand: passages, phrases and opening words."""

from __future__ import annotations

from collections.abc import Iterator

from edition.anchor import Phrase, count_words, describe, fold, locate, nearest
from edition.annotation import Annotation
from edition.book import Book
from edition.problem import Code, Problem, quoted


def check_passages_exist(book: Book) -> Iterator[Problem]:
    """A note must name a passage that exists.

    Bad:  passage: c4p99
    Good: passage: c4p2
    """
    for annotation in book.annotations:
        if annotation.passage not in book.passages:
            message = f"passage must exist; found: {quoted(annotation.passage)}"
            yield Problem(
                annotation.path, annotation.lines["passage"], message, Code.PASSAGE_UNKNOWN
            )


def check_phrases(book: Book) -> Iterator[Problem]:
    """A phrase must occur exactly once in its passage, where there is a text.

    Bad:  phrase: elastic form
    Good: phrase: plastic form
    """
    for annotation in book.annotations:
        text, passage = book.text.get(annotation.passage), book.passages.get(annotation.passage)
        if text is None or passage is None:
            continue
        found = locate(annotation.phrase, text)
        if len(found) == 1:
            if not book.is_changed(passage):
                yield from _check_word(annotation, text, found[0].start)
        elif found:
            yield _ambiguous(annotation, text)
        elif not book.is_changed(passage):
            # In a reader's changed copy a lost phrase is no error: its note stays, unanchored.
            yield _not_found(annotation, text)


def _not_found(annotation: Annotation, text: str) -> Problem:
    phrase = annotation.phrase
    if places := locate(Phrase(phrase.text), text):
        message = (
            f"the words directly before and after must be those given; {quoted(phrase.text)} "
            f"occurs {_times(len(places))}, but not next to them"
        )
        line = annotation.lines.get("before", annotation.lines.get("after", 1))
        return Problem(annotation.path, line, message, Code.CONTEXT_NOT_FOUND)
    message = (
        f"phrase must occur once in {annotation.passage}; found {_times(0)}: {quoted(phrase.text)}"
    )
    if hint := nearest(phrase.text, text):
        message += f". Nearest: {quoted(hint)}"
    return Problem(annotation.path, annotation.lines["phrase"], message, Code.PHRASE_NOT_FOUND)


def _ambiguous(annotation: Annotation, text: str) -> Problem:
    places = locate(annotation.phrase, text)
    described = (describe(span, text) for span in places)
    hints = [
        " and ".join(
            f"`{key}: {fold(words)[0].strip()}`"
            for key, words in (("before", phrase.before), ("after", phrase.after))
            if words
        )
        for phrase in described
    ]
    message = (
        f"phrase must occur once in {annotation.passage}; found {_times(len(places))}: "
        f"{quoted(annotation.phrase.text)}. Add {' or '.join(filter(None, hints))}"
    )
    return Problem(annotation.path, annotation.lines["phrase"], message, Code.PHRASE_AMBIGUOUS)


def _check_word(annotation: Annotation, text: str, start: int) -> Iterator[Problem]:
    number = count_words(text[:start]) + 1
    if annotation.word not in (0, number):
        message = f"word must be {number}, where the phrase begins; found: {annotation.word}"
        yield Problem(annotation.path, annotation.lines["word"], message, Code.WORD_DIFFERS)


def _times(count: int) -> str:
    return "1 time" if count == 1 else f"{count} times"


def check_incipits(book: Book) -> Iterator[Problem]:
    """An incipit must be the opening words of its passage, where there is a text.

    Bad:  :incipit: Because, as Carl von Clausewitz
    Good: :incipit: Since, as Carl von Clausewitz
    """
    for passage in book.passages.values():
        text = book.text.get(passage.id)
        if text and not book.is_changed(passage):
            opening = fold(text)[0]
            if not opening.startswith(fold(passage.incipit)[0]):
                message = f"an incipit must open its passage; found: {quoted(passage.incipit)}"
                yield Problem(passage.path, passage.line + 1, message, Code.INCIPIT_DIFFERS)
