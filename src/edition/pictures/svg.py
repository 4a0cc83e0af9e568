"""A small canvas: shapes and wrapped text as SVG, with classes for colours and type.

The colours come from outside: on a page from the page's style sheet, in a file
of its own from `STYLE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

STYLE = """
text { font-family: 'Libertinus Serif', serif; fill: #24211d; }
.heading { font-weight: bold; fill: #7a3b2e; }
.strong { font-weight: bold; }
.quiet, .quiet a text { fill: #5f5751; }
.remark { font-style: italic; fill: #7a3b2e; }
.line { fill: none; stroke: #b9a69c; stroke-width: 1.2; }
.axis { fill: none; stroke: #7a3b2e; stroke-width: 1.6; }
.box { fill: #ffffff; stroke: #b9a69c; stroke-width: 1.2; }
.mark { fill: #7a3b2e; stroke: #ffffff; stroke-width: 1.5; }
"""

NARROW, BROAD = set("fijlrtI.,:;'’‘!|()[]- "), set("mwMW—%@")
"""Letters that take clearly less or more room than others in a book face."""


def width_of(text: str, size: float) -> float:
    """Return about how wide `text` is at a type size, rather too much than too little."""
    widths = (
        0.34 if c in NARROW else 0.9 if c in BROAD else 0.7 if c.isupper() else 0.57 for c in text
    )
    return sum(widths) * size


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break `text` into lines that are about `width` wide at most."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass
class Canvas:
    """Collects the elements of a picture."""

    width: float
    parts: list[str] = field(default_factory=list)

    def add(self, element: str) -> None:
        """Add an element."""
        self.parts.append(element)

    def text(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        *,
        size: float = 15,
        leading: float = 19,
        style: str = "",
        anchor: str = "start",
    ) -> None:
        """Add lines of text: `x` is where they begin, `y` the base of the first."""
        spans = "".join(
            f'<tspan x="{x:g}" y="{y + number * leading:g}">{escape(line)}</tspan>'
            for number, line in enumerate(lines)
        )
        self.add(
            f'<text class="{style}" font-size="{size:g}" text-anchor="{anchor}">{spans}</text>'
        )

    def links(self, x: float, y: float, passages: Sequence[tuple[str, str]], size: float) -> None:
        """Add the addresses of passages, each a link to `passage:ID`."""
        for passage_id, address in passages:
            self.add(
                f'<a href="passage:{passage_id}"><text class="link" font-size="{size:g}" '
                f'x="{x:g}" y="{y:g}">{address}</text></a>'
            )
            x += width_of(address, size) + 10

    def svg(self, height: float, title: str, style: str = "") -> str:
        """Return the picture. With `style` it is complete in itself, as a file must be."""
        sheet = f"<style>{style}</style>" if style else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {height:g}" '
            f'role="group" aria-label="{escape(title)}">{sheet}{"".join(self.parts)}</svg>'
        )
