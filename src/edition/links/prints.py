"""The links of a printed copy, told from what they read and where they stand.

A link in print leads to a point of a page, so places are named by their
points. What stands at a point is read from the page: the number of a note,
or the address of a passage, a question or a further note.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from edition.problem import Code, Problem, quoted

from .pages import ADDRESS
from .pdf import Box, Pdf, Point, UnreadableError
from .records import Link, Output, Outside, Role, Target

NUMBER = re.compile(r"\d{1,2}")
"""How the number of a note reads, in the text and before the note."""

MORE = re.compile(r"More: p\. ?(\d+)")
"""How the link from a note to what follows its lead reads."""

NOTE_ADDRESS = re.compile(r"\d+\.\d+\.(\d+)")
AT_POINT = re.compile(rf"({ADDRESS.pattern})(?![\w.])")

LINE, WIDTH, ABOVE = 20.0, 60.0, 4.0
"""How far below, beside and above a point what stands there is looked for."""


def read_pdf(file: Path, name: str) -> Output:
    """Read the PDF in `file`; `name` is what messages call it."""
    try:
        with Pdf(file) as pdf:
            return _Copy(pdf, name).read()
    except UnreadableError as error:
        message = f"a PDF must be readable; found: {quoted(str(error))}"
        problem = Problem(name, 1, message, Code.OUTPUT_UNREADABLE)
        return Output(name, frozenset([name]), problems=(problem,))


class _Copy:
    """What an open PDF holds, and what its links are to its notes."""

    def __init__(self, pdf: Pdf, name: str) -> None:
        self.pdf, self.name = pdf, name
        boxes = list(pdf.links())
        self.outside = [box for box in boxes if box.address]
        self.inside = [box for box in boxes if not box.address]
        numbers = [box for box in self.inside if NUMBER.fullmatch(box.words)]
        self.numbers, self.callers = _by_page(numbers), _by_page(numbers, where_they_lead=True)
        self.further = _by_page(box for box in self.inside if NOTE_ADDRESS.fullmatch(box.words))
        self.more = _by_page(
            (box for box in self.inside if MORE.fullmatch(box.words)), where_they_lead=True
        )
        self.destinations, self.bookmarks = list(pdf.destinations()), list(pdf.bookmarks())

    def read(self) -> Output:
        """Return all of it."""
        points = {box.point for box in self.inside}
        points |= {point for _, point in self.destinations + self.bookmarks}
        there = [point for point in points if point and self.pdf.has(point)]
        return Output(
            self.name,
            frozenset([self.name]),
            tuple(Target(self.name, p.page, str(p), self._address(p)) for p in there),
            tuple([self._link(box) for box in self.inside] + list(self._marks())),
            tuple(Outside(self.name, box.page, box.address) for box in self.outside),
            (*self._unmarked(), *self._pages_named()),
        )

    def _link(self, box: Box) -> Link:
        target = str(box.point or box.name or "such place")
        there = self._address(box.point)
        named = AT_POINT.fullmatch(box.words)
        # A note shows the last part of its address only.
        short = NOTE_ADDRESS.fullmatch(box.words) if NUMBER.fullmatch(there) else None
        address = short[1] if short else named[1] if named else ""
        role, within = self._role(box, there)
        shown = quoted(box.words or "a picture", 60)
        return Link(self.name, box.page, shown, self.name, target, role, address, within)

    def _role(self, box: Box, there: str) -> tuple[Role, frozenset[str]]:
        """Return what a link is to a note, and the places it stands in; `there` is where it leads.

        The number of a note without a place in the text leads to its passage.
        """
        if NUMBER.fullmatch(box.words) and not AT_POINT.fullmatch(there):
            callers = self.callers[box.page]
            return Role.EITHER, _names(other for other in callers if box.holds(other.point))
        if MORE.fullmatch(box.words):
            return Role.CALL, self._note_of(box)
        if NOTE_ADDRESS.fullmatch(box.words):
            more = [b for b in self.more[box.page] if self._further_at(b.point) == box]
            return Role.RETURN if more else Role.NONE, _names(more)
        return Role.NONE, frozenset()

    def _further_at(self, point: Point | None) -> Box | None:
        """Return the address of the further note at a point: what leads there ends above it."""
        found = [box for box in self.further[point.page if point else 0] if box.holds(point)]
        return min(found, key=lambda box: box.bottom, default=None)

    def _note_of(self, more: Box) -> frozenset[str]:
        """Return the place of the note that a link to its further part stands in."""
        further = self._further_at(more.point)
        if further is None or further.point is None:
            return frozenset()
        above = [
            box
            for box in self.numbers[more.page]
            if abs(box.left - further.point.x) <= 1 and box.bottom >= more.bottom - 1
        ]
        nearest = min(above, key=lambda box: box.bottom, default=None)
        own = nearest is not None and nearest.holds(further.point)
        return frozenset([str(further.point)] if own else [])

    def _address(self, point: Point | None) -> str:
        """Return the number or the address that stands at a point, "" if neither does."""
        if point is None or not self.pdf.has(point):
            return ""
        for box in self.numbers[point.page]:
            if box.holds(point):
                return box.words
        if further := self._further_at(point):
            return further.words
        x, y = point.x, point.y
        match = AT_POINT.match(self.pdf.words(point.page, x - 1, y - LINE, x + WIDTH, y + ABOVE))
        return match[1] if match else ""

    def _marks(self) -> Iterator[Link]:
        for title, point in self.bookmarks:
            shown = f"the bookmark {quoted(title, 60)}"
            yield Link(self.name, 1, shown, self.name, str(point or "such place"))

    def _unmarked(self) -> Iterator[Problem]:
        """Yield the headings without a bookmark: Typst gives the place of each heading a name."""
        marked = {point for _, point in self.bookmarks}
        counts = Counter(heading for heading, _ in self.destinations)
        for heading, point in self.destinations:
            page = point.page if point else 1
            if counts[heading] > 1:
                message = f"a name must be given once in a file; found {quoted(heading)} again"
                yield Problem(self.name, page, message, Code.TARGET_DUPLICATE)
            if point is None or not self.pdf.has(point):
                message = f"a destination must be on a page; found {quoted(heading)} on none"
                yield Problem(self.name, page, message, Code.LINK_BROKEN)
            elif point not in marked:
                message = f"a heading must have a bookmark; found none for {quoted(heading)}"
                yield Problem(self.name, page, message, Code.BOOKMARK_MISSING)

    def _pages_named(self) -> Iterator[Problem]:
        for box in self.inside:
            match = MORE.fullmatch(box.words)
            if match and box.point and int(match[1]) != box.point.page:
                message = (
                    f"a link to page {match[1]} must lead there; found page {box.point.page} "
                    f"from {quoted(box.words)}"
                )
                yield Problem(self.name, box.page, message, Code.LINK_ASTRAY)


def _by_page(boxes: Iterable[Box], *, where_they_lead: bool = False) -> dict[int, list[Box]]:
    pages: dict[int, list[Box]] = defaultdict(list)
    for box in boxes:
        if not where_they_lead:
            pages[box.page].append(box)
        elif box.point:
            pages[box.point.page].append(box)
    return pages


def _names(boxes: Iterable[Box]) -> frozenset[str]:
    return frozenset(str(box.point) for box in boxes)
