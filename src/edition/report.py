"""Problems as people, programs and forges read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from .problem import Problem, printable


def as_lines(problems: Sequence[Problem]) -> str:
    """Return a line for each problem, for people and editors."""
    return "\n".join(map(str, problems))


def as_json(problems: Sequence[Problem]) -> str:
    """Return a list of objects: path, line, message, code. It is ASCII: no name can disturb it."""
    records = [asdict(problem) | {"code": problem.code.value} for problem in problems]
    return json.dumps(records, indent=2)


def as_commands(problems: Sequence[Problem]) -> str:
    """Return a workflow command for each problem, which GitHub shows on the line it is about.

    What a message or a file's name holds cannot end the command or begin
    another one: see "Workflow commands" in GitHub's manual.
    """
    return "\n".join(
        f"::error file={_property(problem.path)},line={problem.line},"
        f"title={_property(problem.code.value)}::{_data(problem.message)}"
        for problem in problems
    )


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "lines": as_lines,
    "json": as_json,
    "github": as_commands,
}
