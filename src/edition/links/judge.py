"""What is wrong with the links of an output, whatever its format: records in, problems out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from edition.problem import Code, Problem, quoted

from .records import Link, Output, Role, Target

SCHEMES = ("https://", "http://", "mailto:")

Place = tuple[str, str]
"""A file and a name in it."""

Places = Mapping[Place, Sequence[Target]]


def judge(output: Output) -> list[Problem]:
    """Return every problem of an output, sorted by file and line."""
    places: dict[Place, list[Target]] = defaultdict(list)
    for target in output.targets:
        places[target.path, target.name].append(target)
    problems = {*output.problems}
    for rule in RULES:
        problems.update(rule(output, dict(places)))
    return sorted(problems)


def check_targets(output: Output, places: Places) -> Iterator[Problem]:
    """A name may be given to one place of a file only."""
    for (path, name), targets in places.items():
        for target in targets[1:]:
            message = (
                f"a name must be given once in a file; found {quoted(name)} again, "
                f"first at {targets[0].line}"
            )
            yield Problem(path, target.line, message, Code.TARGET_DUPLICATE)


def check_links(output: Output, places: Places) -> Iterator[Problem]:
    """A link must lead to a file that is there, and to a place in it."""
    unread = {p.path for p in output.problems if p.code is Code.OUTPUT_UNREADABLE}
    for link in output.links:
        if link.target in unread:
            continue
        if link.target not in output.files:
            found = f"no file {quoted(PurePosixPath(link.target).name)}"
        elif link.name and (link.target, link.name) not in places:
            found = f"no {quoted(link.name)} in {link.target}"
        else:
            continue
        message = f"a link must lead to a place that is there; found {found} from {link.shown}"
        yield Problem(link.path, link.line, message, Code.LINK_BROKEN)


def check_outside(output: Output, places: Places) -> Iterator[Problem]:
    """A link to outside must be an address of the web, or of a person."""
    for outside in output.outside:
        if not outside.address.startswith(SCHEMES):
            message = (
                f"a link must lead to {', '.join(SCHEMES)} or within the edition; "
                f"found {quoted(outside.address)}"
            )
            yield Problem(outside.path, outside.line, message, Code.LINK_BROKEN)


def check_addresses(output: Output, places: Places) -> Iterator[Problem]:
    """A link that names an address, as 4.2, must lead to what has that address."""
    for link in output.links:
        for target in places.get((link.target, link.name), [])[:1]:
            if link.address and link.address != target.address:
                message = (
                    f"a link to {link.address} must lead there; "
                    f"found {target.address or 'no address'} at {quoted(link.name)}"
                )
                yield Problem(link.path, link.line, message, Code.LINK_ASTRAY)


def check_calls(output: Output, places: Places) -> Iterator[Problem]:
    """A note's number in the text must lead to a note that leads back to the number."""
    ways = _ways(output.links, (Role.RETURN, Role.EITHER))
    for link in output.links:
        if link.role not in (Role.CALL, Role.EITHER):
            continue
        back = ways.get((link.target, link.name), [])
        if not any((way.target, way.name) in _stands_in(link) for way in back):
            found = f"a way back to {quoted(back[0].name)}" if back else "no way back"
            message = f"a note must lead back to its number; found {found} from {link.shown}"
            yield Problem(link.path, link.line, message, Code.NOTE_ONE_WAY)


def check_notes(output: Output, places: Places) -> Iterator[Problem]:
    """A note must be called from one place in the text, and have one way back."""
    calls: dict[Place, list[Link]] = defaultdict(list)
    for link in output.links:
        if link.role is Role.CALL:
            calls[link.target, link.name].append(link)
    ways = _ways(output.links, (Role.RETURN,))
    for target in output.targets:
        if target.note:
            place = target.path, target.name
            for what, found in (("number in the text", calls), ("way back", ways)):
                if (number := len(found.get(place, []))) != 1:
                    message = (
                        f"a note must have one {what}; found {number} at {quoted(target.name)}"
                    )
                    yield Problem(target.path, target.line, message, Code.NOTE_ONE_WAY)


def _ways(links: Sequence[Link], roles: tuple[Role, ...]) -> dict[Place, list[Link]]:
    """Return the links of some `roles` by each place that they stand in."""
    ways: dict[Place, list[Link]] = defaultdict(list)
    for link in links:
        if link.role in roles:
            for place in _stands_in(link):
                ways[place].append(link)
    return ways


def _stands_in(link: Link) -> set[Place]:
    return {(link.path, name) for name in link.within}


RULES: tuple[Callable[[Output, Places], Iterator[Problem]], ...] = (
    check_targets,
    check_links,
    check_outside,
    check_addresses,
    check_calls,
    check_notes,
)
