"""A Markdown source as text: its title, and its directives with all that belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from textwrap import dedent

from .markup import parse

OPTION = re.compile(r":([a-z]+):[ \t]*(.*)")
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
DIRECTIVE = re.compile(r"\{([^{}\s]+)\}\s*(.*)")


@dataclass(frozen=True)
class Block:
    """A directive: `:::{name} argument`, options, and a body.

    `line` is that of the opening fence, `body_line` that of the body's first
    line; both count from 1.
    """

    name: str
    argument: str
    options: Mapping[str, str]
    body: str
    line: int
    body_line: int


@dataclass(frozen=True)
class Entry:
    """A line at the margin and what is indented below it, as in a glossary."""

    head: str
    body: str
    line: int
    body_line: int


def read_title(source: str) -> str:
    """Return the title of a page, as its source has it; "" if there is none."""
    match = TITLE.search(source)
    return match[1].strip() if match else ""


def read_blocks(source: str, line: int = 1) -> Iterator[Block]:
    """Yield the directives of `source`, which begins at `line`, but not those within them."""
    for token in parse(source):
        match = DIRECTIVE.fullmatch(token.info.strip())
        if token.type not in ("colon_fence", "fence") or not token.map or not match:
            continue
        lines = token.content.rstrip("\n").split("\n")
        options: dict[str, str] = {}
        while lines and (option := OPTION.fullmatch(lines[0])):
            options[option[1]] = option[2].strip()
            lines.pop(0)
        opening = line + token.map[0]
        body_line = opening + 1 + len(options)
        yield Block(match[1], match[2], options, "\n".join(lines), opening, body_line)


def read_entries(block: Block) -> list[Entry]:
    """Return the entries of a block: each a line at the margin, its text indented below.

    A line at the margin that is followed by another one has no text.
    """
    entries: list[Entry] = []
    lines = block.body.split("\n")
    heads = [index for index, text in enumerate(lines) if re.match(r"[^\s:]", text)]
    for start, end in pairwise([*heads, len(lines)]):
        body = dedent("\n".join(lines[start + 1 : end]))
        number = block.body_line + start
        entries.append(Entry(lines[start].strip(), body.strip("\n"), number, number + 1))
    return entries
