"""Which of many places are right: the chain that keeps the order of the passages."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

MOST = 50
"""How many stretches should be considered for one passage: more are made by a machine."""


@dataclass(frozen=True)
class Stretch:
    """A stretch of a source that may be a passage, given by its place in the sequence.

    `start` and `end` are offsets in the source, `text` its words as they are
    stored. `weight` tells how much speaks for it.
    """

    passage: int
    start: int
    end: int
    text: str
    weight: float = 1.0


@dataclass(frozen=True)
class _Chain:
    """A chain that ends with `last`: what all of it weighs, and the sum of its gaps."""

    last: Stretch
    before: _Chain | None
    weight: float
    gaps: int


def chain(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the heaviest choice of stretches in the order of passages and text alike.

    None overlap. Of choices that weigh the same, the tightest is returned, the
    one with the smallest gaps: teasers and comments may repeat a passage, but
    they stand apart from the others.
    """
    best: dict[int, _Chain] = {}  # by the last passage, of those that have ended
    unended: list[tuple[int, int, _Chain]] = []  # by the end of the last stretch
    longest: _Chain | None = None
    for number, stretch in enumerate(sorted(stretches, key=lambda s: (s.start, s.passage))):
        while unended and unended[0][0] <= stretch.start:
            ended = heapq.heappop(unended)[2]
            passage = ended.last.passage
            best[passage] = _better(best.get(passage), ended, stretch.start)
        before: _Chain | None = None
        for passage, candidate in best.items():
            if passage < stretch.passage:
                before = _better(before, candidate, stretch.start)
        extended = _extend(before, stretch)
        heapq.heappush(unended, (stretch.end, number, extended))
        if not longest or _merit(longest) < _merit(extended):
            longest = extended
    return _unwind(longest)


def _extend(before: _Chain | None, stretch: Stretch) -> _Chain:
    if not before:
        return _Chain(stretch, None, stretch.weight, 0)
    gaps = before.gaps + stretch.start - before.last.end
    return _Chain(stretch, before, before.weight + stretch.weight, gaps)


def _better(first: _Chain | None, second: _Chain, at: int) -> _Chain:
    """Return the better of two chains to be extended by a stretch that starts `at` an offset."""
    return first if first and _merit(first, at) >= _merit(second, at) else second


def _merit(of: _Chain, at: int | None = None) -> tuple[float, int]:
    """Return what makes a chain good, counting the gap from its end to the offset `at`."""
    gap = 0 if at is None else at - of.last.end
    return of.weight, -of.gaps - gap


def _unwind(last: _Chain | None) -> list[Stretch]:
    stretches: list[Stretch] = []
    while last:
        stretches.append(last.last)
        last = last.before
    return stretches[::-1]
