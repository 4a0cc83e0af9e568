"""Anchoring: find a quoted phrase in a passage. Strings in, offsets out.

A phrase is found by exact comparison after folding, or not at all: a text
changes only when somebody changes it, so a guess would be a hidden error.
Fuzzy search words the hint in a message and nothing else.

Model: text-quote selectors of the W3C Web Annotation Data Model, as in
Hypothesis (match-quote) and Apache Annotator (describe), without the guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz

APOSTROPHES = "'‘’‚‛‹›"
HYPHENS = "-‐‑‒–—―"
FOLDED = (
    str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
    | str.maketrans(dict.fromkeys('"“”„‟«»', '"'))
    | str.maketrans(dict.fromkeys(HYPHENS, "-"))
)

WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")
"""A word: a run of letters and digits with the apostrophes and hyphens inside it."""

INSIDE_WORD = re.compile(
    r"(?<=[^\W_])(?=[^\W_])|(?<=[^\W_])(?=['‘’][^\W_])|(?<=[^\W_]['‘’])(?=[^\W_])"
)
"""The places at which a phrase may not begin or end.

Hyphens are borders here, because they fold with dashes.
"""

CONTEXT_WORDS = 4
"""How many words of context a hint offers at most, on either side."""

NEAR = 60.0
"""The similarity (0 to 100) from which a nearest wording is worth showing."""


class Span(NamedTuple):
    """A stretch of a passage: offsets in code points, the end exclusive."""

    start: int
    end: int


@dataclass(frozen=True)
class Phrase:
    """The words a note explains, and the words around them that tell them apart."""

    text: str
    before: str = ""
    after: str = ""


def fold(text: str) -> tuple[str, tuple[int, ...]]:
    """Fold `text` for comparison; return it with the offset of each character.

    Any run of white space is one space; single quotation marks and
    apostrophes are one; double ones and guillemets are one; hyphens and
    dashes are one. The offsets are one longer than the folded text: the last
    is the length of `text`.
    """
    folded: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if not character.isspace():
            folded.append(character.translate(FOLDED))
        elif not folded or folded[-1] != " ":
            folded.append(" ")
        else:
            continue
        offsets.append(offset)
    return "".join(folded), (*offsets, len(text))


def count_words(text: str) -> int:
    """Return the number of words in `text`."""
    return len(WORD.findall(text))


def locate(phrase: Phrase, passage: str) -> tuple[Span, ...]:
    """Return every place in `passage` at which `phrase` stands, in order.

    It begins and ends at the border of a word, with the words of its
    `before` and `after`, if given, directly next to it.
    """
    folded, offsets = fold(passage)
    needle, before, after = (
        fold(part)[0].strip() for part in (phrase.text, phrase.before, phrase.after)
    )
    if not needle:
        return ()
    inside = {match.start() for match in INSIDE_WORD.finditer(folded)}
    spans = []
    for match in re.finditer(f"(?={re.escape(needle)})", folded):
        start, end = match.start(), match.start() + len(needle)
        if (
            not inside.intersection((start, end))
            and folded[:start].rstrip().endswith(before)
            and folded[end:].lstrip().startswith(after)
        ):
            spans.append(Span(offsets[start], offsets[end - 1] + 1))
    return tuple(spans)


def describe(span: Span, passage: str) -> Phrase:
    """Return the shortest phrase with context that stands at `span` only.

    Words are added after it, then before it, one at a time. If
    `CONTEXT_WORDS` on both sides do not suffice, that much is returned.
    """
    text = passage[span.start : span.end]
    before = [match.span() for match in WORD.finditer(passage, 0, span.start)]
    after = [match.span() for match in WORD.finditer(passage, span.end)]
    phrase = Phrase(text)
    for count in range(CONTEXT_WORDS + 1):
        last, first = after[:count][-1:], before[max(0, len(before) - count) :][:1]
        following = passage[span.end : last[0][1]].strip() if last else ""
        preceding = passage[first[0][0] : span.start].strip() if first else ""
        for phrase in (Phrase(text, after=following), Phrase(text, preceding, following)):
            if len(locate(phrase, passage)) == 1:
                return phrase
    return phrase


def nearest(text: str, passage: str) -> str | None:
    """Return the words of `passage` that are most like `text`, if any are.

    Runs of as many words are preferred to runs of one fewer or one more.
    """
    length = count_words(text)
    for count in filter(None, (length, length - 1, length + 1)):
        best = max(_runs(text, passage, count), key=lambda run: run.likeness, default=None)
        if best and best.likeness >= NEAR:
            return best.words
    return None


def nearest_few(text: str, passage: str, most: int = 3) -> list[str]:
    """Return the wordings of `passage` that are like `text`, each at its place, the likest first.

    Of those that overlap only the likest is given.
    """
    length, chosen = count_words(text), list[_Run]()
    counts = filter(None, (length, length - 1, length + 1))
    runs = [run for count in counts for run in _runs(text, passage, count)]
    for run in sorted(runs, key=lambda run: -run.likeness):
        apart = all(run.end <= other.start or other.end <= run.start for other in chosen)
        if run.likeness >= NEAR and apart and len(chosen) < most:
            chosen.append(run)
    return [run.words for run in chosen]


class _Run(NamedTuple):
    """A run of words of a passage, and how like it is to what is sought."""

    likeness: float
    words: str
    start: int
    end: int


def _runs(text: str, passage: str, count: int) -> Iterator[_Run]:
    """Yield every run of `count` words in `passage`, compared with `text`."""
    sought = fold(text)[0].casefold()
    words = [match.span() for match in WORD.finditer(passage)]
    for first, last in zip(words, words[count - 1 :], strict=False):
        run = passage[first[0] : last[1]]
        yield _Run(fuzz.ratio(sought, fold(run)[0].casefold()), run, first[0], last[1])


def segments(
    length: int, spans: Sequence[Span]
) -> Iterable[tuple[Span, frozenset[int], tuple[int, ...]]]:
    """Cut a text of `length` at the borders of `spans`, which may overlap.

    Yield each piece in order with the indexes of the spans that cover it,
    and of those that end with it.
    """
    borders = sorted({0, length, *(border for span in spans for border in span)})
    for start, end in pairwise(borders):
        covering = frozenset(i for i, s in enumerate(spans) if s.start <= start and end <= s.end)
        ending = tuple(i for i, s in enumerate(spans) if s.end == end)
        yield Span(start, end), covering, ending
