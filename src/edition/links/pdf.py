"""A PDF: what stands where, and what leads where. What is C of the library stays here."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pypdfium2
import pypdfium2.raw as pdfium

ABOVE = 0.8
"""How far above what it leads to a link may end, as a share of the height of that."""

EDGE = 0.2
"""How much of a line's height its edges are, where other lines may reach into it."""


@dataclass(frozen=True)
class Point:
    """A point of a page, counted from 1; y grows upwards."""

    page: int
    x: float
    y: float

    def __str__(self) -> str:
        """Name the point."""
        return f"page {self.page} at {self.x:.0f}, {self.y:.0f}"


@dataclass(frozen=True)
class Box:
    """A link: where it stands, what it reads, and where it leads.

    That is an `address` outside, or a `point`; where the file has no such
    point, `name` is what the link calls it, "" if it gives no name.
    """

    page: int
    left: float
    bottom: float
    top: float
    words: str
    address: str
    name: str
    point: Point | None

    def holds(self, point: Point | None) -> bool:
        """Tell whether a link to `point` leads to this one."""
        if point is None or point.page != self.page:
            return False
        return abs(point.x - self.left) <= 1 and self.bottom <= point.y <= self.top + ABOVE * (
            self.top - self.bottom
        )


class UnreadableError(Exception):
    """A file is no PDF; the message is for people."""


class Pdf:
    """A PDF that is open, to be used in a `with` statement."""

    def __init__(self, file: Path) -> None:
        try:
            self._document = pypdfium2.PdfDocument(file)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError(str(error)) from error
        self._pages = list(self._document)
        self._texts = [page.get_textpage() for page in self._pages]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._document.close()

    def has(self, point: Point) -> bool:
        """Tell whether a point lies on a page of the file."""
        if not 1 <= point.page <= len(self._pages):
            return False
        width, height = self._pages[point.page - 1].get_size()
        return bool(0 <= point.x <= width and 0 <= point.y <= height)

    def words(self, page: int, left: float, bottom: float, right: float, top: float) -> str:
        """Return what is read in a part of a page, in one line."""
        return " ".join(
            str(self._texts[page - 1].get_text_bounded(left, bottom, right, top)).split()
        )

    def links(self) -> Iterator[Box]:
        """Yield every link, page by page."""
        for number, page in enumerate(self._pages, start=1):
            position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
            while pdfium.FPDFLink_Enumerate(page, position, link):
                rect = pdfium.FS_RECTF()
                pdfium.FPDFLink_GetAnnotRect(link, rect)
                yield Box(
                    number,
                    rect.left,
                    rect.bottom,
                    rect.top,
                    self._words(number, link, rect),
                    self._address(pdfium.FPDFLink_GetAction(link)),
                    _name(page, link),
                    self._point(pdfium.FPDFLink_GetDest(self._document, link)),
                )

    def destinations(self) -> Iterator[tuple[str, Point | None]]:
        """Yield every name of a place, and the place; None if it is on no page."""
        for number in range(pdfium.FPDF_CountNamedDests(self._document)):
            size = ctypes.c_long(0)
            pdfium.FPDF_GetNamedDest(self._document, number, None, size)
            name = ctypes.create_string_buffer(max(size.value, 0))
            place = pdfium.FPDF_GetNamedDest(self._document, number, name, size)
            yield name.raw.decode("utf-16-le").rstrip("\0"), self._point(place)

    def bookmarks(self) -> Iterator[tuple[str, Point | None]]:
        """Yield the title of every bookmark, and its place; None if it has none."""
        for bookmark in self._document.get_toc():
            place = bookmark.get_dest()
            yield str(bookmark.get_title()), self._point(place.raw if place else None)

    def _words(self, page: int, link: Any, rect: Any) -> str:
        """Return what a link reads, which may go on in another line."""
        parts = [(rect.left, rect.bottom, rect.right, rect.top)]
        if count := pdfium.FPDFLink_CountQuadPoints(link):
            parts = [_corners(link, index) for index in range(count)]
        words = []
        for left, bottom, right, top in parts:
            edge = EDGE * (top - bottom)
            words.append(self.words(page, left, bottom + edge, right, top - edge))
        return " ".join(words)

    def _address(self, action: Any) -> str:
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            return ""
        size = pdfium.FPDFAction_GetURIPath(self._document, action, None, 0)
        address = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(self._document, action, address, size)
        return address.value.decode("utf-8", "replace")

    def _point(self, place: Any) -> Point | None:
        page = pdfium.FPDFDest_GetDestPageIndex(self._document, place) if place else -1
        if page < 0:
            return None
        found = [ctypes.c_int() for _ in range(3)]
        values = [ctypes.c_float() for _ in range(3)]
        pdfium.FPDFDest_GetLocationInPage(place, *found, *values)
        return Point(page + 1, round(values[0].value, 1), round(values[1].value, 1))


def _corners(link: Any, index: int) -> tuple[float, float, float, float]:
    """Return where one line of a link stands: left, bottom, right, top."""
    corners = pdfium.FS_QUADPOINTSF()
    pdfium.FPDFLink_GetQuadPoints(link, index, corners)
    xs = corners.x1, corners.x2, corners.x3, corners.x4
    ys = corners.y1, corners.y2, corners.y3, corners.y4
    return min(xs), min(ys), max(xs), max(ys)


def _name(page: Any, link: Any) -> str:
    """Return the name that a link gives for where it leads, "" if it gives a place."""
    annotation = pdfium.FPDFLink_GetAnnot(page, link)
    size = pdfium.FPDFAnnot_GetStringValue(annotation, b"Dest", None, 0)
    name = ctypes.create_string_buffer(size)
    wide = ctypes.cast(name, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetStringValue(annotation, b"Dest", wide, size)
    pdfium.FPDFPage_CloseAnnot(annotation)
    return name.raw.decode("utf-16-le").rstrip("\0")
