"""The works that notes may cite: `references.bib`, and how each was verified."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pybtex.database import BibliographyDataError, parse_string
from pybtex.exceptions import PybtexError

from .problem import Code, Problem, quoted

ENTRY = re.compile(r"^\s*@(\w+)\s*\{\s*([^,\s]+)\s*,", re.MULTILINE)

PLAIN = frozenset({"url", "doi", "seen"})
"""The fields that are taken as they are; in all others TeX's signs have their meaning."""


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
    # Pybtex keeps no lines; it has already refused what this pattern could misread.
    lines = {m[2]: source.count("\n", 0, m.start(2)) + 1 for m in ENTRY.finditer(source)}
    try:
        entries: Mapping[str, object] = parse_string(source, "bibtex").entries
    except (PybtexError, BibliographyDataError) as error:
        keys = [match[2].casefold() for match in ENTRY.finditer(source)]
        repeated = next((key for key in lines if keys.count(key.casefold()) > 1), "")
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
        wrong += [
            f"`{name}` must write a percent sign as \\%, as the rest would be lost; "
            f"found: {quoted(value)}"
            for name, value in fields.items()
            if name not in PLAIN and re.search(r"(?<!\\)%", value)
        ]
        if wrong:
            problems.append(Problem(path, line, "; ".join(wrong), Code.REFERENCE_MALFORMED))
            continue
        references[key] = Reference(
            key, Verified(fields["verified"]), Group(fields["keywords"]), line
        )
    return references, problems
