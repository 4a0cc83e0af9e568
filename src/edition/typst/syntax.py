"""Typst's language, spelt so that nothing in a text is ever taken for markup.

Strings in, strings out. All text goes into string literals; content blocks
hold nothing but such literals and calls, each ended by a semicolon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SPACES = re.compile(r"[ \t\r\n\f\v]+")
ORIGIN = re.compile(r"/\*@(.*?):([0-9]+)\n\*/")


def string(text: str) -> str:
    """Return a string literal of `text`."""
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == " " or character.isprintable():
        return character
    return f"\\u{{{ord(character):x}}}"


def text(words: str) -> str:
    """Return `words` as content; line ends and runs of spaces are one space."""
    return f"#{string(SPACES.sub(' ', words))};"


def content(parts: Iterable[str]) -> str:
    """Return one content block of pieces of content."""
    return f"[{''.join(parts)}]"


def value(item: str | float | bool | None) -> str:
    """Return the literal of a plain value."""
    if item is None:
        return "none"
    if isinstance(item, bool):
        return str(item).lower()
    return string(item) if isinstance(item, str) else str(item)


def apply(function: str, *arguments: str, **options: str) -> str:
    """Return a call as code. Arguments and options are code, already spelt."""
    named = [f"{name.replace('_', '-')}: {code}" for name, code in options.items()]
    return f"{function}({', '.join([*named, *arguments])})"


def call(function: str, *arguments: str, **options: str) -> str:
    """Return a call as content."""
    return f"#{apply(function, *arguments, **options)};"


def label(name: str) -> str:
    """Return a label as code."""
    return apply("label", string(name))


def array(items: Iterable[str]) -> str:
    """Return an array of pieces of code."""
    return f"({''.join(f'{item}, ' for item in items)})"


def origin(path: str, line: int) -> str:
    """Return a comment that says which line of a source what follows comes from.

    It holds a line end, which elsewhere would be a space in the text.
    """
    return f"/*@{path.replace('*/', '*_/')}:{line}\n*/"


def find_origin(source: str, line: int, column: int) -> tuple[str, int] | None:
    """Return the path and line of the last `origin` before a place in `source`.

    Lines and columns count from 1.
    """
    lines = source.split("\n")
    before = "\n".join([*lines[: line - 1], lines[line - 1][:column]])
    found = list(ORIGIN.finditer(before))
    return (found[-1][1], int(found[-1][2])) if found else None
