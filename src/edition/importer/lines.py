"""The lines of a source: cleaned, and told from the furniture of its pages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

LIGATURES = str.maketrans({c: unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"})
SOFT_BREAK = re.compile(r"[\u00ad¬][ \t]*(?:\r\n|\r|\n)[ \t]*")
"""A soft hyphen that breaks a word at a line end; some PDF readers copy it as a not-sign."""

INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
"""Soft hyphens, zero-width, direction and byte order marks, control characters."""

TYPED_DASH = re.compile(r"(?<!-)-{2,3}(?!-)")
END_MARK = re.compile(r"[.!?…]")
SENTENCE_END = re.compile(r"(?:(?<!\b\w)\.|[!?…])['\"’”»›)\]]*$")
"""The end of a sentence, but not that of an abbreviation such as U.S."""

LETTERS = re.compile(r"[^\W_]+")
BROKEN = re.compile(r"[^\s—–-][-‐‑]$")
"""What ends in a hyphen: the last word may go on."""

LONG_LINE = 120
"""Characters beyond which a line is a whole paragraph, and not a part of a hard-wrapped one."""

SHORT_LINE = 80
"""Characters up to which a line may be furniture."""

FULL_LINE = 0.7
"""How much of the usual width a line within a paragraph fills at least."""

REPEATS = 3
"""How often a line must stand in a source to be a running head."""

PAGE_NUMBER = re.compile(
    r"\W*(?:page\W+|p\.\W*)?[0-9]{1,4}(?:\W*(?:of|/)\W*[0-9]{1,4})?\W*", re.IGNORECASE
)


class Furniture(IntEnum):
    """How surely a line belongs to the page, not to the text."""

    NONE = 0
    REPEATED = 1
    """It stands there several times, as running heads do; but so may a line of a narrow column."""
    COMMONEST = 2
    """No line stands there more often."""
    NUMBER = 3


class Border(IntEnum):
    """What stands before a word: the higher, the likelier a paragraph begins with it."""

    SPACE = 0
    LINE = 1
    """A line end within a sentence."""
    SENTENCE = 2
    """A line end after a sentence."""
    PARAGRAPH = 3
    """A blank line, or a line end where lines are not hard-wrapped."""


class Line(NamedTuple):
    """A line of a source, with its offset there."""

    text: str
    offset: int
    furniture: Furniture


def clean(source: str) -> str:
    """Return `source` with dashes for double hyphens, and without what nobody sees."""
    visible = INVISIBLE.sub("", SOFT_BREAK.sub("", source)).translate(LIGATURES)
    return TYPED_DASH.sub("—", unicodedata.normalize("NFC", visible))


def split_lines(text: str) -> Iterator[Line]:
    """Yield the lines of `text`, each with what it is taken for."""
    lines = text.splitlines(keepends=True)
    heads = Counter(filter(None, map(_head, lines)))
    most = max(heads.values(), default=0)
    offset = 0
    for line in lines:
        furniture = Furniture.NONE
        count = heads[_head(line)]
        if len(line) <= SHORT_LINE and PAGE_NUMBER.fullmatch(line.strip()):
            furniture = Furniture.NUMBER
        elif count >= REPEATS:
            furniture = Furniture.COMMONEST if count == most else Furniture.REPEATED
        yield Line(line, offset, furniture)
        offset += len(line)


def _head(line: str) -> str:
    """Return what identifies `line` as a running head: its letters, for pages are numbered there.

    Return nothing if it cannot be one.
    """
    if len(line) > SHORT_LINE or BROKEN.search(line.rstrip()):
        return ""
    return "".join(character for character in line.casefold() if character.isalpha())


def usual_width(lines: Sequence[Line]) -> int:
    """Return how long the longer ones of hard-wrapped lines are; most are among them."""
    lengths = sorted(len(text) for line in lines if (text := line.text.strip()))
    return lengths[len(lengths) * 4 // 5] if lengths else 0


def border_between(before: str, line: str, width: int, *, blank: bool, furniture: bool) -> Border:
    """Return what stands between two lines that follow each other in the text.

    Between them there may be `blank` lines, and `furniture`. The usual `width`
    tells where a line ends early.
    """
    over = not before or bool(SENTENCE_END.search(before))
    early = len(before) < FULL_LINE * width
    first = LETTERS.search(line)
    if not over and ((furniture and not early) or (first and first[0][0].islower())):
        return Border.LINE  # the sentence goes on, as after the end of a page
    if blank or early or max(len(before), len(line)) > LONG_LINE:
        return Border.PARAGRAPH
    return Border.SENTENCE if over else Border.LINE
