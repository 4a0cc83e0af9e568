"""Exceptions from the rules, recorded with a reason in `exceptions.txt`: `path: code: reason`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .problem import Code, Problem, quoted

EXCEPTIONS = "exceptions.txt"
LINE = re.compile(r"([^\s:]+): ([a-z-]+): (\S.*)")
EXCEPTABLE = (
    Code.PASSAGE_WITHOUT_NOTE,
    Code.NOTES_TOO_MANY,
    Code.ABBREVIATION_UNEXPLAINED,
    Code.PASSAGE_WITHOUT_SESSION,
    Code.TERM_UNUSED,
    Code.DEBATE_ONE_SIDED,
    Code.WORK_UNCITED,
)
"""The rules of good editing, which may have exceptions; those of form and safety have none."""


@dataclass(frozen=True)
class Exemption:
    """One file that need not keep one rule, and the line that says so and why."""

    path: str
    code: Code
    reason: str
    line: int


def read_exemptions(source: str) -> tuple[tuple[Exemption, ...], list[Problem]]:
    """Read `exceptions.txt`: an exception a line; empty lines and those with # are for people."""
    found: list[Exemption] = []
    problems: list[Problem] = []
    codes = {code.value: code for code in EXCEPTABLE}
    for number, text in enumerate(source.split("\n"), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        match = LINE.fullmatch(text.strip())
        if match and match[2] in codes:
            found.append(Exemption(match[1], codes[match[2]], match[3], number))
        else:
            message = (
                "an exception must be `path: rule: reason`, the rule one of "
                f"{', '.join(codes)}; found: {quoted(text)}"
            )
            problems.append(Problem(EXCEPTIONS, number, message, Code.EXCEPTION_MALFORMED))
    return tuple(found), problems


def apply_exemptions(
    problems: Iterable[Problem], exemptions: Sequence[Exemption], *, complete: bool
) -> set[Problem]:
    """Return `problems` without those that are excepted, and one for each exception not used.

    Where the book could not be read whole (not `complete`), nobody knows what is used.
    """
    found = set(problems)
    excepted = {(exemption.path, exemption.code) for exemption in exemptions}
    used = {(problem.path, problem.code) for problem in found} & excepted
    kept = {problem for problem in found if (problem.path, problem.code) not in excepted}
    for exemption in exemptions if complete else ():
        if (exemption.path, exemption.code) not in used:
            shown = quoted(f"{exemption.path}: {exemption.code.value}")
            message = f"an exception must be needed; take it out: {shown}"
            kept.add(Problem(EXCEPTIONS, exemption.line, message, Code.EXCEPTION_UNUSED))
    return kept
