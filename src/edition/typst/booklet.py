"""Booklets: pages laid out two by two, so that the folded sheets are read in order."""

from __future__ import annotations

from . import syntax

SHEETS = {"a4": ("297mm", "210mm"), "letter": ("11in", "8.5in")}
"""The width and height of a sheet before it is folded."""


TITLE = "A booklet, for printing only"


def order_of(pages: int) -> list[tuple[int, int]]:
    """Return the pages of each side of each sheet, left and right; 0 is an empty one.

    The sheets lie in one another: the first side bears the last page, with
    the empty ones that fill up the last sheet, and the first.
    """
    whole = -(-pages // 4) * 4
    sides = []
    for first in range(1, whole // 2 + 1):
        pair = (whole + 1 - first, first) if first % 2 else (first, whole + 1 - first)
        sides.append(pair)
    return [(left * (left <= pages), right * (right <= pages)) for left, right in sides]


def source_of(booklet: str, pages: int, paper: str) -> str:
    """Return the source that puts the pages of the PDF `booklet` on sheets."""
    width, height = SHEETS[paper]
    sides = syntax.array(syntax.array(map(str, side)) for side in order_of(pages))
    picture = syntax.apply("image", syntax.string(booklet), page="page")
    return (
        f"#set document(title: {syntax.string(TITLE)}, date: auto)\n"
        f"#set page(width: {width}, height: {height}, margin: 0pt)\n"
        f"#for side in {sides} {{ grid(columns: (50%, 50%), rows: 100%,\n"
        f"  ..side.map(page => if page > 0 {{ {picture} }})) }}\n"
    )
