"""The map of the argument: boxes in groups, and which follows from which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edition.blocks import Block, read_entries
from edition.problem import Code, Problem, quoted

BOX = re.compile(r"([a-z-]+): ([^;]+); ([a-z0-9 ]+)(?:; ([a-z -]+))?")
FORM = "`name: words; c4p2 c4p3; names of boxes it follows`"


@dataclass(frozen=True)
class Box:
    """A step of the argument, the passages that take it, and the boxes it follows."""

    name: str
    words: str
    passages: tuple[str, ...]
    follows: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Group:
    """Steps of one kind under a heading."""

    heading: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Argument:
    """The groups of a map, and the page at `path` that holds them."""

    groups: tuple[Group, ...]
    path: str


def read_argument(block: Block, path: str) -> tuple[Argument, list[Problem]]:
    """Read an `argument-map` directive: headings, and a box a line indented below."""
    groups: list[Group] = []
    problems: list[Problem] = []
    for entry in read_entries(block):
        boxes: list[Box] = []
        for number, line in enumerate(entry.body.split("\n"), start=entry.body_line):
            match = BOX.fullmatch(line.strip())
            if match:
                follows = tuple((match[4] or "").split())
                boxes.append(
                    Box(match[1], match[2].strip(), tuple(match[3].split()), follows, number)
                )
            elif line.strip():
                message = f"a box must be written as {FORM}; found: {quoted(line.strip())}"
                problems.append(Problem(path, number, message, Code.MAP_MALFORMED))
        if not boxes:
            message = f"a group must have a box; found none under {quoted(entry.head)}"
            problems.append(Problem(path, entry.line, message, Code.MAP_MALFORMED))
        groups.append(Group(entry.head, tuple(boxes)))
    return Argument(tuple(groups), path), [*problems, *_check_names(groups, path)]


def _check_names(groups: list[Group], path: str) -> Iterator[Problem]:
    """Yield a problem for each name that is taken twice, or followed before it is given."""
    known: set[str] = set()
    for group in groups:
        for box in group.boxes:
            if box.name in known:
                message = f"a box must have a name of its own; found again: {quoted(box.name)}"
                yield Problem(path, box.line, message, Code.MAP_MALFORMED)
            for name in box.follows:
                if name not in known:
                    message = f"a box must follow boxes of earlier groups; found: {quoted(name)}"
                    yield Problem(path, box.line, message, Code.MAP_MALFORMED)
        known.update(box.name for box in group.boxes)
