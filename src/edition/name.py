"""Names: persons, organisations and places in a page, each with the forms it occurs in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .blocks import Block, read_entries
from .problem import Code, Problem, quoted

HEAD = re.compile(r"([a-z]+) (\S.*)")
MARKUP = re.compile(r"[`*_<>\[\]{}\\|]|\b[a-z]+://")
"""What no name holds: names are words, and never markup."""


class NameKind(StrEnum):
    """What bears a name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"


@dataclass(frozen=True)
class Name:
    """A name as the index has it, with the forms it occurs in.

    `given` tells that the page lists these forms; else they follow from the
    name: `Putin, Vladimir` is found as `Vladimir Putin` and as `Putin`.
    """

    head: str
    kind: NameKind
    forms: tuple[str, ...]
    given: bool
    line: int


def read_names(block: Block, path: str) -> tuple[list[Name], list[Problem]]:
    """Read a `names` directive: `person Putin, Vladimir`, and forms, if any, indented below."""
    names: list[Name] = []
    problems: list[Problem] = []
    for entry in read_entries(block):
        match = HEAD.fullmatch(entry.head)
        if not match or match[1] not in list(NameKind) or MARKUP.search(entry.head + entry.body):
            message = (
                "a name must begin with its kind, as in `person Putin, Vladimir`, and be words "
                f"without markup; kinds are {', '.join(NameKind)}; found: {quoted(entry.head)}"
            )
            problems.append(Problem(path, entry.line, message, Code.NAME_MALFORMED))
            continue
        kind, head = NameKind(match[1]), match[2]
        given = tuple(form.strip() for form in re.split("[;\n]", entry.body) if form.strip())
        names.append(Name(head, kind, given or _forms(kind, head), bool(given), entry.line))
    return names, [*problems, *_check_forms(names, path)]


def _forms(kind: NameKind, head: str) -> tuple[str, ...]:
    """Return the forms that follow from a name."""
    family, _, first = head.partition(", ")
    return (f"{first} {family}", family) if kind is NameKind.PERSON and first else (head,)


def _check_forms(names: list[Name], path: str) -> Iterator[Problem]:
    """Yield a problem for each form that two names have: nobody could tell whose it is."""
    owners: dict[str, str] = {}
    for name in names:
        for form in name.forms:
            if form in owners:
                message = (
                    f"a form must be that of one name; found: {quoted(form)}, which is also one "
                    f"of {quoted(owners[form])}. Give the forms of each below it"
                )
                yield Problem(path, name.line, message, Code.NAME_MALFORMED)
            owners[form] = name.head
