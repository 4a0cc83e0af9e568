"""The characters a source may hold: those that a reader sees as they are written."""

from __future__ import annotations

import re
import unicodedata

from .problem import Code, Problem

CATEGORIES = ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")
BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U000e0100-\U000e01ef]"
)
"""Characters of other categories that show nothing (Unicode's Default_Ignorable_Code_Point)."""

LINE_CHARACTERS = 2000
"""The longest line of a note: the limits on words do not see its citations."""

MOST_MARKS = 3
"""The most marks on one letter: with more, a line is written across its neighbours."""


def check_characters(source: str, path: str, line: int = 1) -> list[Problem]:
    """Find the first character on each line that is invisible, or a pile of marks.

    `line` is that of the first line of `source`.
    """
    problems: list[Problem] = []
    if not any(map(_is_suspect, set(source) - {"\n"})):
        return problems
    for number, text in enumerate(source.split("\n"), start=line):
        if found := _find(text):
            message = f"no control or invisible characters; found {found}"
            problems.append(Problem(path, number, message, Code.CHARACTER_REFUSED))
    return problems


def check_lines(source: str, path: str) -> list[Problem]:
    """Find each line of a note so long that its words or works cannot be meant."""
    return [
        Problem(
            path,
            number,
            f"a line may have {LINE_CHARACTERS} characters at most; found {len(text)}",
            Code.NOTE_TOO_LONG,
        )
        for number, text in enumerate(source.split("\n"), start=1)
        if len(text) > LINE_CHARACTERS
    ]


def _find(text: str) -> str:
    """Return the name of what is refused in a line, or nothing."""
    marks = 0
    for character in text:
        marks = marks + 1 if _is_mark(character) else 0
        if _is_invisible(character) or marks > MOST_MARKS:
            name = unicodedata.name(character, "control character")
            return f"U+{ord(character):04X} ({name})"
    return ""


def _is_suspect(character: str) -> bool:
    return _is_invisible(character) or _is_mark(character)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in CATEGORIES or bool(BLANK.fullmatch(character))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me")
