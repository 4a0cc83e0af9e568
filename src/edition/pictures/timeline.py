"""The timeline: events in a page, read as entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from edition.blocks import Block, read_entries
from edition.markup import check_body
from edition.problem import Code, Problem, quoted

HEAD = re.compile(r"([0-9]{4}(?:-[0-9]{2}){0,2}) ([a-z]+) (\S.*)")


class EventKind(StrEnum):
    """What an event is: a picture gives each kind a shape of its own."""

    WAR = "war"
    POLITICS = "politics"
    PROTEST = "protest"


@dataclass(frozen=True)
class Event:
    """Something that happened: `when` is a year, a month or a day, as in 2022-02-24.

    `body` is Markdown: what happened, with its source.
    """

    when: str
    kind: EventKind
    title: str
    body: str
    line: int
    body_line: int

    @property
    def day(self) -> date:
        """The day it is drawn at: the middle of a year or month that is all we say."""
        year, month, day = [*map(int, self.when.split("-")), 0, 0][:3]
        return date(year, month or 7, day or (15 if month else 1))

    @property
    def shown(self) -> str:
        """The date as readers write it: 1991, February 2014, 24 February 2022."""
        form = {4: "%Y", 7: "%B %Y", 10: "%-d %B %Y"}[len(self.when)]
        return self.day.strftime(form)


@dataclass(frozen=True)
class Timeline:
    """A stretch of time under a title, and what happened in it, in order."""

    title: str
    events: tuple[Event, ...]


def read_timeline(block: Block, path: str) -> tuple[Timeline, list[Problem]]:
    """Read a `timeline` directive: `2022-02-24 war Title`, and the text indented below."""
    events: list[Event] = []
    problems: list[Problem] = []
    for entry in read_entries(block):
        match = HEAD.fullmatch(entry.head)
        event = _event(match, entry.body, entry.line, entry.body_line) if match else None
        if event is None:
            kinds = ", ".join(kind.value for kind in EventKind)
            message = (
                "an event must begin with its date, its kind and its title, as in "
                f"`2022-02-24 war Title`; kinds are {kinds}; found: {quoted(entry.head)}"
            )
            problems.append(Problem(path, entry.line, message, Code.TIMELINE_MALFORMED))
            continue
        body, found = check_body(entry.body, path, entry.body_line)
        problems += found
        if not any(role.startswith("cite:") for role, _, _ in body.references):
            message = f"an event must cite its source; found none: {quoted(event.title)}"
            problems.append(Problem(path, entry.line, message, Code.SOURCE_MISSING))
        events.append(event)
    problems += _check_order(events, path)
    return Timeline(block.argument, tuple(events)), problems


def _event(match: re.Match[str], body: str, line: int, body_line: int) -> Event | None:
    """Return the event of an entry; None if there is no such day or kind."""
    try:
        event = Event(match[1], EventKind(match[2]), match[3], body, line, body_line)
        event.day  # noqa: B018  (raises for the 30th of February)
    except ValueError:
        return None
    return event


def _check_order(events: list[Event], path: str) -> Iterator[Problem]:
    for earlier, later in pairwise(events):
        if later.when < earlier.when:
            message = f"events must be in the order of time; found: {quoted(later.when)}"
            yield Problem(path, later.line, message, Code.TIMELINE_MALFORMED)
