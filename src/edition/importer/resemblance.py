"""Passages whose words were changed: found by incipit, order and length together.

Nothing proves such a find, so each kind of evidence is a number from 0 to 1,
and every reason for doubt is taken off. A stretch of the source is a changed
passage only between the neighbours that were found, and only if how it begins
and how long it is speak for it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from rapidfuzz.distance import Indel

from edition.anchor import count_words
from edition.passage import Passage, letters

from .chain import MOST, Stretch, chain
from .gap import CREDIT, Gap, gaps_between
from .lines import LETTERS, Border
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

WORDS_BEFORE = 3
EACH_WORD_BEFORE = 0.05
"""How many new words may stand before an incipit, and the doubt about each of them."""

WORDS_SHARED = 2
"""How many words a beginning has in common with an incipit that it is like."""


def changed(
    passages: Sequence[Passage], reading: Reading, placed: Sequence[Stretch]
) -> list[Stretch]:
    """Return the stretches between those `placed` that are the other passages, changed."""
    whole = "".join(piece.letters for piece in reading.pieces)
    if not placed and not any(letters(passage.incipit) in whole for passage in passages):
        return []  # another text: whatever is alike here is so by chance
    found: list[Stretch] = []
    for gap in gaps_between(len(passages), reading, placed):
        found += _unambiguous(chain(_alike(passages, gap)), passages, gap)
    placed = sorted([*placed, *found], key=lambda stretch: stretch.passage)
    for gap in gaps_between(len(passages), reading, placed):
        found += _in_place(passages, gap)
    return found


def _alike(passages: Sequence[Passage], gap: Gap) -> Iterator[Stretch]:
    """Yield the stretches of `gap` that may be one of its passages."""
    beginnings = {index: _beginnings(passages[index].incipit, gap) for index in gap.passages}
    for index, found in beginnings.items():
        later = [others for other, others in beginnings.items() if other > index]
        starts = {start for others in later for start in others}
        words = passages[index].words
        stretches = (
            gap.reading.stretch(index, first, last, evidence - doubt)
            for first, beginning in found.items()
            for last, doubt in gap.ends(first, words, starts)
            if (evidence := beginning + _closeness(gap.count(first, last), words)) >= ENOUGH
        )
        yield from islice(stretches, MOST)


def _beginnings(incipit: str, gap: Gap) -> dict[int, float]:
    """Return the pieces with which the passage may begin, each with what speaks for it."""
    pieces = [letters(piece) for piece in LETTERS.findall(incipit)]
    likely = {first: _beginning(pieces, first, gap) for first in _openings(incipit, pieces, gap)}
    return {first: beginning for first, beginning in likely.items() if beginning >= ENOUGH - 1}


def _openings(incipit: str, pieces: list[str], gap: Gap) -> Iterator[int]:
    """Yield the pieces with which the passage may begin.

    Its exact words may stand anywhere, as after a heading that was run
    together with it, but not within a sentence, where they begin small.
    """
    words = frozenset(pieces)
    for piece in range(gap.first, gap.last):
        if piece in gap.openings:
            if len(words & gap.openings[piece].words) >= min(WORDS_SHARED, len(words)):
                yield piece
        elif (
            gap.reading.pieces[piece].letters == pieces[0]
            and gap.window(piece, len(pieces)) == pieces
            and gap.reading.initial(piece) == next(filter(str.isalnum, incipit))
        ):
            yield piece


def _beginning(incipit: list[str], first: int, gap: Gap) -> float:
    """Return how alike the `incipit` and the words from piece `first` are, less the doubts.

    A few words may have been put before it, but not a heading.
    """
    best = 0.0
    for skipped in range(min(WORDS_BEFORE + 1, gap.last - first)):
        if skipped and gap.border(first + skipped) > Border.LINE:
            break
        window = gap.window(first + skipped, len(incipit))
        best = max(best, _likeness(incipit, window) - skipped * EACH_WORD_BEFORE)
    exact = gap.window(first, len(incipit)) == incipit
    return best if exact else best - gap.openings[first].doubt


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
    if not gap.enclosed:
        return []
    borders = [p for p in range(gap.first, gap.last + 1) if gap.border(p) == Border.PARAGRAPH]
    paragraphs = [
        (first, last)
        for first, last in pairwise(borders)
        if last - 1 in gap.reading.sentence_ends
        and not CREDIT.search(gap.reading.text(first, last))
        and any(_is_as_long(passages[index], gap, first, last) for index in gap.passages)
    ]
    pairs = list(zip(gap.passages, paragraphs, strict=False))
    if len(paragraphs) != len(gap.passages) or not all(
        _is_as_long(passages[index], gap, *paragraph) for index, paragraph in pairs
    ):
        return []
    return [gap.reading.stretch(index, first, last, IN_PLACE) for index, (first, last) in pairs]


def _is_as_long(passage: Passage, gap: Gap, first: int, last: int) -> bool:
    return _closeness(gap.count(first, last), passage.words) >= IN_PLACE
