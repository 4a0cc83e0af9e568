"""What the readers of all formats find: places, links to them, and links outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from edition.problem import Problem


class Role(StrEnum):
    """What a link is to a note: its number in the text, the way back, or nothing.

    In print nothing tells a number in the text from the number of a note:
    either is the way back from the other.
    """

    NONE = ""
    CALL = "call"
    RETURN = "return"
    EITHER = "either"


@dataclass(frozen=True)
class Target:
    """A place that can be linked to: `name` in the file at `path`.

    `address` is what readers call it (`4.2`, `4.2.1`, `Q4.1`), "" if they
    have no word for it. `note` tells that it is a note that must be called
    from the text and lead back. `line` counts from 1; in print it is the page.
    """

    path: str
    line: int
    name: str
    address: str = ""
    note: bool = False


@dataclass(frozen=True)
class Link:
    """A link to `name` in the file at `target`; `name` is "" for the file itself.

    `shown` is what the link looks like, for messages; `address` is the address
    that its words name, "" if they name none. `within` holds the names of the
    places that the link stands in.
    """

    path: str
    line: int
    shown: str
    target: str = ""
    name: str = ""
    role: Role = Role.NONE
    address: str = ""
    within: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outside:
    """A link to an address outside the edition."""

    path: str
    line: int
    address: str


@dataclass(frozen=True)
class Output:
    """One output that was read: its files, what can be linked to, and every link.

    `problems` are what its own reader found, as only it knows the format.
    """

    name: str
    files: frozenset[str]
    targets: tuple[Target, ...] = ()
    links: tuple[Link, ...] = ()
    outside: tuple[Outside, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
