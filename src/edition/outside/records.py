"""What is known of addresses outside the edition, and how their servers are to be treated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What became of an address.

    `alive` also where it leads on for the time being; `moved` where its
    server says that it has another one for good; `dead` where it is gone, and
    `unknown` where nobody can tell: the server refuses, is busy or is down.
    """

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Place:
    """Where an address is named: a file, and the line (in a PDF the page)."""

    path: str
    line: int


@dataclass(frozen=True)
class Finding:
    """What was found at an `address`.

    `reason` is for people. `leads_to` is where redirects ended, "" if there
    were none. `archived` is a copy in an archive, for one that is dead.
    `date` is the day of the visit, as 2026-11-25.
    """

    address: str
    state: State
    reason: str
    leads_to: str = ""
    archived: str = ""
    date: str = ""


@dataclass(frozen=True)
class Manners:
    """How servers are treated: times in seconds, sizes in bytes.

    A host is asked one thing at a time, with a `pause` between; `hosts` are
    asked at once. A server that is busy is asked again, `retries` times, after
    `back_off`, twice that, and so on, or when it says, within `patience`.
    Addresses of this machine and of its network are not visited unless
    `private` allows it. `archive` is where a copy is asked for.
    """

    agent: str = "study-edition (checks the links of an annotated edition)"
    pause: float = 1.0
    hosts: int = 12
    retries: int = 2
    back_off: float = 4.0
    patience: float = 60.0
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    redirects: int = 8
    size: int = 2_000_000
    private: bool = False
    archive: str = "https://archive.org/wayback/available"
