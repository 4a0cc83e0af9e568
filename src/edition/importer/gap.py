"""The gaps between passages that were found: what may be a passage there.

Every place at which a passage may begin or end has a number from 0 to 1, the
doubt about it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from .chain import Stretch
from .lines import Border
from .words import Reading

OPENING_PIECES = 12
"""More than any incipit has, with what may stand before it."""

# Doubts about where a passage begins:
WITHIN_LINES = 0.1  # at a line end within a sentence, or after a sentence within a line

# Doubts about where it ends:
AT_BORDER = 0.05  # after a sentence, at a line end or where another passage seems to begin
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


class Opening(NamedTuple):
    """Where a passage may begin: the doubt about it, and the first words there."""

    doubt: float
    words: frozenset[str]


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
    def openings(self) -> dict[int, Opening]:
        """The pieces with which a passage may begin."""
        openings = {}
        for piece in range(self.first, self.last):
            border = self.border(piece)
            if border or piece - 1 in self.reading.sentence_ends:
                doubt = 0.0 if border >= Border.SENTENCE else WITHIN_LINES
                openings[piece] = Opening(doubt, frozenset(self.window(piece, OPENING_PIECES)))
        return openings

    def count(self, first: int, last: int) -> int:
        """Return the number of words from piece `first` to before piece `last`."""
        pieces, counts = self.reading.pieces, self.reading.counts
        return counts[pieces[last - 1].word + 1] - counts[pieces[first].word]

    def border(self, piece: int) -> Border:
        """Return the border before a piece; where a neighbour stands, a paragraph ends."""
        return Border.PARAGRAPH if piece in (self.first, self.last) else self.reading.borders[piece]

    def ends(self, first: int, words: int, starts: Collection[int]) -> Iterator[tuple[int, float]]:
        """Yield where a passage of `words` may end that begins with piece `first`.

        Each end is the piece after it, with the doubt about it. `starts` are
        the pieces with which later passages seem to begin.
        """
        paragraph = first
        for end in range(first + 1, min(self.last, first + 3 * words) + 1):
            border, ends_sentence = self.border(end), end - 1 in self.reading.sentence_ends
            split = paragraph > first
            if border < Border.PARAGRAPH:
                if ends_sentence and not split:
                    yield end, AT_BORDER if border or end in starts else AT_SENTENCE_END
            elif not split:
                yield end, 0.0 if ends_sentence else WITHIN_SENTENCE
                if not ends_sentence or self.border(first) < Border.PARAGRAPH:
                    return  # a heading, or what follows another passage, is no half of one
                paragraph = end
            else:
                if ends_sentence and not CREDIT.search(self.reading.text(first, end)):
                    short = self.count(paragraph, end) <= CAPTION_WORDS
                    yield end, SHORT_SECOND_PARAGRAPH if short else SECOND_PARAGRAPH
                return

    def window(self, first: int, length: int) -> list[str]:
        """Return the letters of at most `length` pieces of the paragraph, from piece `first` on."""
        window = []
        for piece in range(first, min(first + length, self.last)):
            if piece > first and self.border(piece) == Border.PARAGRAPH:
                break
            window.append(self.reading.pieces[piece].letters)
        return window


def gaps_between(count: int, reading: Reading, placed: Sequence[Stretch]) -> Iterator[Gap]:
    """Yield the gaps between the stretches `placed`, in order, of `count` passages."""
    starts = [piece.start for piece in reading.pieces]
    for left, right in pairwise([None, *placed, None]):
        missing = range(left.passage + 1 if left else 0, right.passage if right else count)
        first = bisect_left(starts, left.end) if left else 0
        last = bisect_left(starts, right.start) if right else len(starts)
        if missing and first < last:
            yield Gap(reading, missing, first, last, enclosed=bool(left and right))
