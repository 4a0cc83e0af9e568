"""Sessions: one meeting of a study group or one lesson, with a plan in minutes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block, read_blocks, read_entries, read_title
from .markup import ROLES, check_body
from .problem import Code, Problem, quoted

STEP = re.compile(r"([1-9][0-9]{0,2}) (\S.*)")
OPTIONS = frozenset({"minutes", "passages", "handout", "terms", "questions"})
PLAN_ROLES = (*ROLES, "question")


@dataclass(frozen=True)
class Step:
    """A step of a session's plan; `body` is Markdown, `questions` those it discusses."""

    minutes: int
    title: str
    body: str
    questions: tuple[str, ...]
    line: int
    body_line: int


@dataclass(frozen=True)
class Session:
    """A session: what is read for it, what is printed for it, and its plan.

    `passages` are read before the meeting, `handout` are those that the
    handout prints: ids, and ranges such as `c1p1-c2p6`. `terms` make its
    word list, `questions` are chosen from the chapters.
    """

    number: int
    title: str
    minutes: int
    passages: tuple[str, ...]
    handout: tuple[str, ...]
    terms: tuple[str, ...]
    questions: tuple[str, ...]
    plan: tuple[Step, ...]
    path: str
    line: int

    @property
    def document(self) -> str:
        """The session's name as Sphinx has it: the path without its ending."""
        return self.path.removesuffix(".md")


def read_session(path: str, source: str) -> tuple[Session | None, list[Problem]]:
    """Read the session whose page is the Markdown `source` of the file at `path`.

    Return None for a page that is no session, or one that is malformed.
    """
    blocks = {block.name: block for block in read_blocks(source)}
    block, title = blocks.get("session"), read_title(source)
    if block is None:
        return None, []
    plan, problems = _read_plan(blocks["plan"], path) if "plan" in blocks else ([], [])
    minutes = block.options.get("minutes", "")
    for must, found, holds in (
        ("a number", block.argument, re.fullmatch("[1-9]", block.argument)),
        ("a title", "", title),
        ("a number of minutes", minutes, re.fullmatch("[1-9][0-9]{0,2}", minutes)),
        ("passages", "", block.options.get("passages")),
        ("questions", "", block.options.get("questions")),
        ("a plan", "", "plan" in blocks),
        ("no other options", ", ".join(sorted(block.options)), block.options.keys() <= OPTIONS),
    ):
        if not holds:
            message = f"a session must have {must}; found: {quoted(found)}"
            return None, [Problem(path, block.line, message, Code.SESSION_MALFORMED)]
    session = Session(
        int(block.argument),
        title,
        int(minutes),
        tuple(block.options["passages"].split()),
        tuple(block.options.get("handout", "").split()),
        tuple(filter(None, map(str.strip, block.options.get("terms", "").split(",")))),
        tuple(block.options["questions"].split()),
        tuple(plan),
        path,
        block.line,
    )
    return session, problems


def _read_plan(block: Block, path: str) -> tuple[list[Step], list[Problem]]:
    """Read the steps of a plan: `10 Title`, and what is done indented below it."""
    steps: list[Step] = []
    problems: list[Problem] = []
    for entry in read_entries(block):
        match = STEP.fullmatch(entry.head)
        if match is None:
            message = f"a step must begin with its minutes and title; found: {quoted(entry.head)}"
            problems.append(Problem(path, entry.line, message, Code.SESSION_MALFORMED))
            continue
        body, found = check_body(entry.body, path, entry.body_line, PLAN_ROLES)
        problems += found
        discussed = tuple(target for role, target, _ in body.references if role == "question")
        steps.append(
            Step(int(match[1]), match[2], entry.body, discussed, entry.line, entry.body_line)
        )
    return steps, problems


def expand(names: Sequence[str], order: Sequence[str]) -> list[str]:
    """Return the passages that `names` name: ids of `order`, and ranges of them.

    Raise KeyError with the first name that is none.
    """
    found: list[str] = []
    for name in names:
        first, _, last = name.partition("-")
        if first not in order or (last or first) not in order:
            raise KeyError(name)
        found += order[order.index(first) : order.index(last or first) + 1]
    return found
