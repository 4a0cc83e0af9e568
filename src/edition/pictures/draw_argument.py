"""The map of the argument as a picture: groups of boxes, and lines from one to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from .argument import Argument, Box
from .svg import STYLE, Canvas, wrap

SIZE, LEADING, SMALL = 15.0, 19.0, 13.0
PAD, GAP, BETWEEN = 10.0, 14.0, 46.0
"""Within a box, between boxes, and between columns."""

WIDE, TALL, EDGE = 960.0, 400.0, 1.0
"""The widths of the two pictures, and the room for a box's line at their edges."""

HEAD = 38.0
"""The height of a group's heading."""

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DEBATED = "debated"


@dataclass(frozen=True)
class Placed:
    """A box with its words in lines, its place and size, and a remark at its foot."""

    box: Box
    lines: list[str]
    x: float
    y: float
    width: float
    height: float
    remark: str


def draw_argument(
    argument: Argument,
    addresses: Mapping[str, str],
    debated: Collection[str],
    *,
    wide: bool,
    complete: bool = False,
) -> str:
    """Return an SVG of the map: groups in columns if `wide`, else one below another.

    `addresses` has what readers call each passage; a box that names one of
    the `debated` passages says so. Where there is no room for lines, letters
    say which boxes a box follows. A `complete` picture brings its own
    colours, as a file must.
    """
    canvas = Canvas(WIDE if wide else TALL)
    columns = _columns(argument, debated) if wide else _stack(argument, debated)
    placed = {one.box.name: one for column in columns for one in column}
    if wide:
        for target in placed.values():
            for name in target.box.follows:
                _connect(canvas, placed[name], target)
    for group, column in zip(argument.groups, columns, strict=True):
        top = HEAD if wide else min(one.y for one in column)
        canvas.text(column[0].x, top - 20, [group.heading], size=17, style="heading")
    for one in placed.values():
        _draw_box(canvas, one, addresses)
    height = max(one.y + one.height for one in placed.values()) + EDGE
    return canvas.svg(height, describe(argument, addresses), STYLE if complete else "")


def describe(argument: Argument, addresses: Mapping[str, str]) -> str:
    """Return the map in words."""
    names = {box.name: box.words for group in argument.groups for box in group.boxes}
    sentences = []
    for group in argument.groups:
        boxes = []
        for box in group.boxes:
            where = ", ".join(addresses[name] for name in box.passages)
            followed = " and ".join(names[name] for name in box.follows)
            boxes.append(f"{box.words} ({where}){', linked to: ' if followed else ''}{followed}")
        sentences.append(f"{group.heading}: {'; '.join(boxes)}.")
    return " ".join(["Map of the argument.", *sentences])


def _columns(argument: Argument, debated: Collection[str]) -> list[list[Placed]]:
    """Place each group as a column, its boxes spread over the height of the fullest."""
    number = len(argument.groups)
    width = (WIDE - 2 * EDGE - BETWEEN * (number - 1)) / number
    columns = [
        [_measure(box, EDGE + index * (width + BETWEEN), width, debated) for box in group.boxes]
        for index, group in enumerate(argument.groups)
    ]
    room = max(sum(one.height + GAP for one in column) for column in columns) - GAP
    placed: list[list[Placed]] = []
    for column in columns:
        gap = (room - sum(one.height for one in column)) / len(column)
        y = HEAD + gap / 2
        placed.append([])
        for one in column:
            placed[-1].append(replace(one, y=y))
            y += one.height + gap
    return placed


def _stack(argument: Argument, debated: Collection[str]) -> list[list[Placed]]:
    """Place each group below the one before, its boxes lettered."""
    boxes = [box for group in argument.groups for box in group.boxes]
    letters = {box.name: letter for box, letter in zip(boxes, LETTERS, strict=False)}
    y = 0.0
    placed: list[list[Placed]] = []
    for group in argument.groups:
        y += HEAD
        placed.append([])
        for box in group.boxes:
            lettered = replace(box, words=f"{letters[box.name]}. {box.words}")
            one = _measure(lettered, EDGE, TALL - 2 * EDGE, debated)
            followed = ", ".join(letters[name] for name in box.follows)
            remarks = [one.remark, f"linked to {followed}" if followed else ""]
            placed[-1].append(replace(one, y=y, remark=" · ".join(filter(None, remarks))))
            y += one.height + GAP
    return placed


def _measure(box: Box, x: float, width: float, debated: Collection[str]) -> Placed:
    lines = wrap(box.words, SIZE, width - 2 * PAD)
    height = len(lines) * LEADING + SMALL + 2 * PAD + 4
    remark = DEBATED if set(box.passages) & set(debated) else ""
    return Placed(box, lines, x, 0, width, height, remark)


def _draw_box(canvas: Canvas, one: Placed, addresses: Mapping[str, str]) -> None:
    canvas.add(
        f'<rect class="box" x="{one.x:g}" y="{one.y:g}" width="{one.width:g}" '
        f'height="{one.height:g}" rx="5"/>'
    )
    canvas.text(one.x + PAD, one.y + PAD + SIZE - 3, one.lines)
    foot = one.y + one.height - PAD
    passages = [(name, addresses[name]) for name in one.box.passages]
    canvas.links(one.x + PAD, foot, passages, SMALL)
    if one.remark:
        right = one.x + one.width - PAD
        canvas.text(right, foot, [one.remark], size=SMALL, style="remark", anchor="end")


def _connect(canvas: Canvas, source: Placed, target: Placed) -> None:
    """Draw a line with an arrow from a box to one that follows from it."""
    x1, y1 = source.x + source.width, source.y + source.height / 2
    x2, y2 = target.x - 1, target.y + target.height / 2
    bend = BETWEEN * 0.6
    canvas.add(
        f'<path class="line" d="M{x1:g} {y1:g} C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} '
        f'{x2 - 5:g} {y2:g}"/><path class="line" d="M{x2 - 8:g} {y2 - 4:g} L{x2 - 1:g} {y2:g} '
        f'L{x2 - 8:g} {y2 + 4:g}"/>'
    )
