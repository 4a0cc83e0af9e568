"""The works that notes may cite: `references.bib`, and how each was verified."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pybtex.database import BibliographyDataError, parse_string
from pybtex.exceptions import PybtexError

from .problem import Code, Problem, quoted
from .reference_rules import check_entry, find_commands

ENTRY = re.compile(r"^[ \t]*@(\w+)\s*\{\s*([^,\s]+)\s*,", re.MULTILINE)


class Verified(StrEnum):
    """What was seen of a work before it was cited.

    The page itself, a copy of it (a mirror or a repost), its record in a
    catalogue or another work, or nothing yet.
    """

    PAGE = "page"
    COPY = "copy"
    RECORD = "record"
    UNVERIFIED = "unverified"


class Group(StrEnum):
    """Under which heading of the bibliography a work is listed."""

    DOCUMENT = "document"
    SCHOLARSHIP = "scholarship"
    JOURNALISM = "journalism"
    STATEMENT = "statement"


@dataclass(frozen=True)
class Reference:
    """A work in `references.bib`: its key, how it was verified, its group, and its line."""

    key: str
    verified: Verified
    group: Group
    line: int


def read_references(path: str, source: str) -> tuple[dict[str, Reference], list[Problem]]:
    """Read the works in the BibTeX `source` of the file at `path`, by key."""
    if commands := list(find_commands(source)):
        # Before pybtex expands them: macros of macros grow without end.
        return {}, [
            Problem(path, source.count("\n", 0, place) + 1, message, Code.REFERENCE_MALFORMED)
            for place, message in commands[:20]
        ]
    # Pybtex keeps no lines; it has already refused what this pattern could misread.
    found = [(m[2], m.start(2)) for m in ENTRY.finditer(source)]
    starts = [match.end() for match in re.finditer("\n", source)]
    lines = {key: bisect(starts, place) + 1 for key, place in found}
    try:
        entries: Mapping[str, object] = parse_string(source, "bibtex").entries
    except (PybtexError, BibliographyDataError) as error:
        times = Counter(key.casefold() for key, _ in found)
        repeated = next((key for key in lines if times[key.casefold()] > 1), "")
        line = getattr(error, "lineno", None) or lines.get(repeated, 1)
        message = f"the file must be BibTeX; found: {quoted(str(error), 200)}"
        return {}, [Problem(path, line, message, Code.REFERENCE_MALFORMED)]
    references: dict[str, Reference] = {}
    problems: list[Problem] = []
    for key, entry in entries.items():
        line = lines.get(key, 1)
        fields: Mapping[str, str] = getattr(entry, "fields", {})
        grades = {"verified": Verified, "keywords": Group}
        wrong = [
            f"`{name}` must be one of {', '.join(values)}; found: {quoted(fields.get(name, ''))}"
            for name, values in grades.items()
            if fields.get(name) not in list(values)
        ]
        wrong += check_entry(key, {**fields, **_persons(entry)})
        if wrong:
            problems.append(Problem(path, line, "; ".join(wrong), Code.REFERENCE_MALFORMED))
            continue
        references[key] = Reference(
            key, Verified(fields["verified"]), Group(fields["keywords"]), line
        )
    return references, problems


def _persons(entry: object) -> dict[str, str]:
    """Return the names in an entry, by the field they stand in."""
    persons: Mapping[str, list[object]] = getattr(entry, "persons", {})
    return {role: " and ".join(map(str, names)) for role, names in persons.items()}
