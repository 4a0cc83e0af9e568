"""The copies that can be printed: for whom, on what paper, and how much of the book."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

COPIES = ("reader", "student", "teacher", "handout", "large", "booklet")
"""For whom a PDF is.

The reader has the notes, the student room to write instead of them, the
teacher the keys and the sessions as well; a handout is for one session,
`large` is the reader's copy in large print, and a booklet the student's,
without the room, to be folded and stapled.
"""

PAPERS = ("a4", "letter")
SIDES = ("one", "two")

CONTENTS = {"large": "reader", "booklet": "student"}
"""The copies that hold what another one holds."""

NAME = re.compile(
    rf"(?P<copy>{'|'.join(COPIES)})(?:-(?P<part>chapter|session))?(?:-(?P<number>[1-9][0-9]*))?"
    rf"-(?P<paper>{'|'.join(PAPERS)})(?P<two>-two-sided)?(?P<lines>-line-numbers)?"
)


class NotPrintable(Exception):  # noqa: N818  (it tells what is asked for, not that something failed)
    """What was asked for cannot be printed; the message is one line for people."""


@dataclass(frozen=True)
class Printing:
    """One PDF. `chapter` and `session` are the numbers of what alone it holds, if not the book."""

    copy: str = "reader"
    paper: str = "a4"
    sides: str = "one"
    line_numbers: bool = False
    chapter: int | None = None
    session: int | None = None

    @property
    def name(self) -> str:
        """The stem of the PDF's file."""
        two = "-two-sided" if self.sides == "two" else ""
        return f"{self.copy}{self.part}-{self.paper}{two}{'-line-numbers' * self.line_numbers}"

    @property
    def part(self) -> str:
        """What of the book it holds, as its name tells: "" for all."""
        if self.chapter:
            return f"-chapter-{self.chapter}"
        if self.session:
            return f"-{self.session}" if self.copy == "handout" else f"-session-{self.session}"
        return ""

    @property
    def contents(self) -> str:
        """The copy that is first to hold the same."""
        return CONTENTS.get(self.copy, self.copy)


def read_name(name: str) -> Printing | None:
    """Return the printing of that name; None if it is not the name of any."""
    match = NAME.fullmatch(name)
    if match is None:
        return None
    number = int(match["number"]) if match["number"] else None
    printing = Printing(
        copy=match["copy"],
        paper=match["paper"],
        sides="two" if match["two"] else "one",
        line_numbers=bool(match["lines"]),
        chapter=number if match["part"] == "chapter" else None,
        session=number if match["part"] != "chapter" else None,
    )
    return printing if printing.name == name else None


def choose(
    wanted: Printing, chapters: Sequence[int], sessions: Sequence[int], has_text: bool
) -> list[Printing]:
    """Return the PDFs that one wish stands for: without a session, a handout for each.

    `chapters` and `sessions` are the numbers of those that the book has. A
    booklet always has two sides, so they are not part of its name. Raise
    NotPrintable where the book does not have what is wished for.
    """
    if wanted.chapter is not None and wanted.session is not None:
        raise NotPrintable("a copy is of a chapter or of a session, not of both")
    for part, number, known in (
        ("chapter", wanted.chapter, chapters),
        ("session", wanted.session, sessions),
    ):
        if number is not None and number not in known:
            numbers = ", ".join(map(str, known)) or "none"
            raise NotPrintable(f"there must be such a {part}; found: {number}, known: {numbers}")
    if wanted.line_numbers and not has_text:
        raise NotPrintable("line numbers count the lines of the essay; bring its text: make text")
    if wanted.copy == "booklet":
        return [replace(wanted, sides="one")]
    if wanted.copy != "handout" or wanted.session is not None:
        return [wanted]
    if wanted.chapter is not None:
        raise NotPrintable("a handout is for a session, not for a chapter")
    if not sessions:
        raise NotPrintable("a handout is for a session; sessions/ has none")
    return [replace(wanted, session=number) for number in sessions]
