"""Look for the phrase of a new note: what was found, or what there is to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from edition.anchor import Phrase, Span, count_words, describe, fold, locate, nearest_few
from edition.annotation import PHRASE_WORDS
from edition.problem import quoted


@dataclass(frozen=True)
class Finding:
    """What became of the search for a phrase.

    `phrase` is as the passage has it, `word` the number of its first word; 0
    where there is no text. If it was not found once, `problem` says so and
    `choices` are phrases of the passage that would be.
    """

    phrase: Phrase
    word: int = 0
    problem: str = ""
    choices: tuple[Phrase, ...] = ()


def find_phrase(sought: Phrase, text: str | None) -> Finding:
    """Look for `sought` in the `text` of its passage; None if there is no text."""
    if not count_words(sought.text):
        return Finding(sought, problem="a phrase must have a word")
    if (count := count_words(sought.text)) > PHRASE_WORDS:
        return Finding(
            sought, problem=f"a phrase may have {PHRASE_WORDS} words at most; found {count}"
        )
    if text is None:
        return Finding(replace(sought, text=" ".join(sought.text.split())))
    spans = locate(sought, text)
    if len(spans) == 1:
        return _at(spans[0], text, sought)
    if spans or (spans := locate(Phrase(sought.text), text)):
        problem = f"the phrase must occur once; found {len(spans)} times: {quoted(sought.text)}"
        return Finding(sought, problem=problem, choices=tuple(describe(s, text) for s in spans))
    choices = tuple(Phrase(words) for words in nearest_few(sought.text, text))
    problem = f"the phrase must occur in the passage; found 0 times: {quoted(sought.text)}"
    return Finding(sought, problem=problem, choices=choices)


def _at(span: Span, text: str, sought: Phrase) -> Finding:
    """Return what was found at `span`, in the passage's own characters."""
    words = " ".join(text[span.start : span.end].split())
    found = Phrase(words, *(fold(part)[0].strip() for part in (sought.before, sought.after)))
    return Finding(found, count_words(text[: span.start]) + 1)
