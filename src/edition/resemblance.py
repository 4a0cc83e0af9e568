"""Passages whose words were changed: found by incipit, order and length together.

Nothing proves such a find, so each kind of evidence is a number from 0 to 1,
and every reason for doubt is taken off. A stretch of the source is a changed
passage only between the neighbours that were found, and only if how it begins
and how long it is speak for it together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import Indel

from .anchor import count_words
from .chain import Stretch, chain
from .lines import LETTERS, Border
from .passage import Passage, letters
from .words import Reading

ENOUGH = 1.45
"""What the likeness of the beginning and that of the length must add up to.

With the incipit as it was, half the words may be gone; with half of the
incipit changed, one in twenty. Beginnings that have nothing to do with each
other are mostly 0.2 alike and hardly ever 0.45: so length alone is never enough.
"""

IN_PLACE = 0.85
"""How alike the lengths must be where nothing but the place speaks for a passage."""

RIVAL = 0.15
"""How much less alike the length of another passage must be that opens with the same words."""

# Doubts about where a passage begins:
WITHIN_LINES = 0.1  # at a line end within a sentence, or after a sentence within a line
EACH_WORD_BEFORE = 0.05  # for each new word before the incipit
WORDS_BEFORE = 3

# Doubts about where it ends:
AT_LINE_END = 0.05  # after a sentence, at a line end
AT_SENTENCE_END = 0.2  # after a sentence, within a line
WITHIN_SENTENCE = 0.25  # at the end of a paragraph, but of no sentence: as headings end
SECOND_PARAGRAPH = 0.1  # it was split in two
SHORT_SECOND_PARAGRAPH = 0.25  # it was split in two, or the second is a caption
CAPTION_WORDS = 25

CREDIT = re.compile(
    r"\b(?:photo(?:graph)?|image|picture|illustration)s?(?: credits?)?(?: by\b|:)"
    r"|\bcourtesy of\b|©",
    re.IGNORECASE,
)
"""What stands in captions and in no essay."""


@dataclass(frozen=True)
class Gap:
    """The passages without a place between two neighbours, and the pieces there.

    `enclosed` tells that there is a neighbour on either side.
    """

    reading: Reading
    passages: range
    first: int
    last: int
    enclosed: bool

    @cached_property
    def openings(self) -> dict[int, float]:
        """The pieces with which a passage may begin, each with the doubt about it."""
        openings = {}
        for piece in range(self.first, self.last):
            border = self.border(piece)
            if border >= Border.SENTENCE:
                openings[piece] = 0.0
            elif border == Border.LINE or self.reading.ends_sentence(piece - 1):
                openings[piece] = WITHIN_LINES
        return openings

    def count(self, first: int, last: int) -> int:
        """Return the number of words from piece `first` to before piece `last`."""
        pieces, counts = self.reading.pieces, self.reading.counts
        return counts[pieces[last - 1].word + 1] - counts[pieces[first].word]

    def border(self, piece: int) -> Border:
        """Return the border before a piece; where a neighbour stands, a paragraph ends."""
        return Border.PARAGRAPH if piece in (self.first, self.last) else self.reading.border(piece)

    def ends(self, first: int, words: int) -> Iterator[tuple[int, float]]:
        """Yield where a passage of `words` may end that begins with piece `first`.

        Each end is the piece after it, with the doubt about it.
        """
        paragraph = first
        for end in range(first + 1, min(self.last, first + 3 * words) + 1):
            border, ends_sentence = self.border(end), self.reading.ends_sentence(end - 1)
            split = paragraph > first
            if border < Border.PARAGRAPH:
                if ends_sentence and not split:
                    yield end, AT_LINE_END if border else AT_SENTENCE_END
            elif not split:
                yield end, 0.0 if ends_sentence else WITHIN_SENTENCE
                if self.border(first) < Border.PARAGRAPH:
                    return
                paragraph = end
            else:
                if ends_sentence and not CREDIT.search(self.reading.text(first, end)):
                    short = self.count(paragraph, end) <= CAPTION_WORDS
                    yield end, SHORT_SECOND_PARAGRAPH if short else SECOND_PARAGRAPH
                return

    def stretch(self, passage: int, first: int, last: int, weight: float) -> Stretch:
        """Return the stretch from piece `first` to before piece `last`."""
        start, end = self.reading.pieces[first].start, self.reading.pieces[last - 1].end
        return Stretch(passage, start, end, self.reading.text(first, last), weight)


def changed(
    passages: Sequence[Passage], reading: Reading, placed: Sequence[Stretch]
) -> list[Stretch]:
    """Return the stretches between those `placed` that are the other passages, changed."""
    whole = "".join(piece.letters for piece in reading.pieces)
    if not placed and not any(letters(passage.incipit) in whole for passage in passages):
        return []  # another text: whatever is alike here is so by chance
    found: list[Stretch] = []
    for gap in _gaps(len(passages), reading, placed):
        alike = chain(s for index in gap.passages for s in _alike(index, passages[index], gap))
        found += _unambiguous(alike, passages, gap)
    for gap in _gaps(len(passages), reading, sorted([*placed, *found], key=lambda s: s.passage)):
        found += _in_place(passages, gap)
    return found


def _gaps(count: int, reading: Reading, placed: Sequence[Stretch]) -> Iterator[Gap]:
    """Yield the gaps between the stretches `placed`, in order, of `count` passages."""
    starts = [piece.start for piece in reading.pieces]
    for left, right in pairwise([None, *placed, None]):
        missing = range(left.passage + 1 if left else 0, right.passage if right else count)
        first = bisect_left(starts, left.end) if left else 0
        last = bisect_left(starts, right.start) if right else len(starts)
        if missing and first < last:
            yield Gap(reading, missing, first, last, enclosed=bool(left and right))


def _alike(index: int, passage: Passage, gap: Gap) -> Iterator[Stretch]:
    """Yield the stretches of `gap` that may be `passage`."""
    incipit = [letters(piece) for piece in LETTERS.findall(passage.incipit)]
    for first in _openings(passage.incipit, incipit, gap):
        beginning = _beginning(incipit, first, gap)
        if beginning < ENOUGH - 1:
            continue
        for last, doubt in gap.ends(first, passage.words):
            evidence = beginning + _closeness(gap.count(first, last), passage.words)
            if evidence >= ENOUGH:
                yield gap.stretch(index, first, last, evidence - doubt)


def _openings(incipit: str, pieces: Sequence[str], gap: Gap) -> list[int]:
    """Return the pieces with which the passage may begin.

    Its exact words may stand anywhere, as after a heading that was run
    together with it, but not within a sentence, where they begin small.
    """
    exact = {
        piece
        for piece in range(gap.first, gap.last)
        if _window(gap, piece, len(pieces)) == list(pieces)
        and gap.reading.text(piece, piece + 1).lstrip("\"'“‘«")[:1] == incipit.lstrip("\"'“‘«")[:1]
    }
    return sorted(exact | gap.openings.keys())


def _window(gap: Gap, first: int, length: int) -> list[str]:
    """Return the letters of at most `length` pieces of the paragraph, from piece `first` on."""
    window = []
    for piece in range(first, min(first + length, gap.last)):
        if piece > first and gap.border(piece) == Border.PARAGRAPH:
            break
        window.append(gap.reading.pieces[piece].letters)
    return window


def _beginning(incipit: Sequence[str], first: int, gap: Gap) -> float:
    """Return how alike the `incipit` and the words from piece `first` are, less the doubts.

    A few words may have been put before it, but not a heading.
    """
    best = 0.0
    for skipped in range(min(WORDS_BEFORE + 1, gap.last - first)):
        if skipped and gap.border(first + skipped) > Border.LINE:
            break
        window = _window(gap, first + skipped, len(incipit))
        best = max(best, _likeness(incipit, window) - skipped * EACH_WORD_BEFORE)
    exact = _window(gap, first, len(incipit)) == list(incipit)
    return best if exact else best - gap.openings[first]


def _likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """Return how alike two sequences of words are: by their words, and by their letters.

    By letters alone, any two beginnings are rather alike; by words alone,
    a word that is spelt otherwise counts for nothing.
    """
    by_words = Indel.normalized_similarity(first, second)
    by_letters = Indel.normalized_similarity(" ".join(first), " ".join(second))
    return (by_words + by_letters) / 2


def _closeness(count: int, words: int) -> float:
    """Return how alike two numbers of words are."""
    return min(count, words) / max(count, words)


def _unambiguous(
    found: Sequence[Stretch], passages: Sequence[Passage], gap: Gap
) -> Iterator[Stretch]:
    """Yield those found, without such as may as well be a missing passage that opens alike."""
    for left, stretch, right in zip([None, *found], found, [*found[1:], None], strict=False):
        first = left.passage + 1 if left else gap.passages.start
        last = right.passage if right else gap.passages.stop
        passage = passages[stretch.passage]
        count = count_words(stretch.text)
        rivals = [
            rival
            for rival in passages[first:last]
            if rival is not passage
            and letters(rival.incipit) == letters(passage.incipit)
            and _closeness(count, rival.words) > _closeness(count, passage.words) - RIVAL
        ]
        if not rivals:
            yield stretch


def _in_place(passages: Sequence[Passage], gap: Gap) -> list[Stretch]:
    """Return the paragraphs of `gap` if they match the passages missing there, one by one.

    So a passage is found even if all of its first words were changed.
    """
    borders = [p for p in range(gap.first, gap.last + 1) if gap.border(p) == Border.PARAGRAPH]
    paragraphs = [
        (first, last)
        for first, last in pairwise(borders)
        if gap.reading.ends_sentence(last - 1) and not CREDIT.search(gap.reading.text(first, last))
    ]
    pairs = list(zip(gap.passages, paragraphs, strict=False))
    if (
        not gap.enclosed
        or len(paragraphs) != len(gap.passages)
        or any(
            _closeness(gap.count(*paragraph), passages[index].words) < IN_PLACE
            for index, paragraph in pairs
        )
    ):
        return []
    return [gap.stretch(index, first, last, IN_PLACE) for index, (first, last) in pairs]
