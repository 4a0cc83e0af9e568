"""The checks: what each file cannot know alone, told with its repair.

A check is a generator of problems. Its docstring is its rule, with a bad and
a good example. What a file shows by itself is told when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rapidfuzz import process

from .anchor import Phrase, count_words, describe, fold, locate, nearest
from .annotation import Annotation
from .book import Book
from .problem import Code, Problem, quoted
from .reference import Verified

Check = Callable[[Book], Iterator[Problem]]


def check(book: Book) -> list[Problem]:
    """Return every problem of `book`, sorted by file and line."""
    problems = {*book.problems}
    for rule in CHECKS:
        problems.update(rule(book))
    return sorted(problems)


def unchecked_phrases(book: Book) -> int:
    """Return how many phrases could not be checked, as their passage has no text."""
    return sum(annotation.passage not in book.text for annotation in book.annotations)


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


def check_references(book: Book) -> Iterator[Problem]:
    """What a note refers to must exist, and a work it cites must be verified.

    Bad:  {cite:p}`clausewitz1796`
    Good: {cite:p}`clausewitz1976`
    """
    known = {
        "term": (book.terms, Code.TERM_UNKNOWN, "a term of glossary.md"),
        "passage": (book.passages, Code.PASSAGE_UNKNOWN, "a passage"),
        "note": (
            {annotation.id for annotation in book.annotations},
            Code.NOTE_UNKNOWN,
            "the id of a note",
        ),
        "cite:p": (book.references, Code.CITATION_UNKNOWN, "a key of references.bib"),
        "cite:t": (book.references, Code.CITATION_UNKNOWN, "a key of references.bib"),
    }
    for annotation in book.annotations:
        for role, target, line in annotation.references:
            names, code, what = known[role]
            if target not in names:
                message = f"`{{{role}}}` must name {what}; found: {quoted(target)}"
                if near := process.extractOne(target, sorted(names), score_cutoff=60):
                    message += f". Nearest: {quoted(near[0])}"
                yield Problem(annotation.path, line, message, code)


def check_verified(book: Book) -> Iterator[Problem]:
    """A work may be cited once somebody has seen it, a copy or its record.

    Bad:  verified = {unverified}
    Good: verified = {page}
    """
    for annotation in book.annotations:
        for key, line in annotation.citations:
            reference = book.references.get(key)
            if reference and reference.verified is Verified.UNVERIFIED:
                message = f"a work must be verified before it is cited; found: {quoted(key)}"
                yield Problem(annotation.path, line, message, Code.REFERENCE_UNVERIFIED)


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


def check_coverage(book: Book) -> Iterator[Problem]:
    """Each passage should have a note: a warning for now.

    Bad:  a passage without a file in annotations/
    Good: a passage with one note or more
    """
    for passage in book.passages.values():
        if not book.notes[passage.id]:
            message = f"passage {passage.address} should have a note; found none"
            yield Problem(
                passage.path, passage.line, message, Code.PASSAGE_WITHOUT_NOTE, warning=True
            )


CHECKS: tuple[Check, ...] = (
    check_passages_exist,
    check_phrases,
    check_references,
    check_verified,
    check_incipits,
    check_coverage,
)
