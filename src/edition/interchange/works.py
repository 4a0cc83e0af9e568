"""The works cited as CSL-JSON, which citation managers and Pandoc read.

The names of types and fields are those of the Citation Style Language 1.0.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from pybtex.database import Entry, Person, parse_string
from pybtex.richtext import Text

from edition.reference_rules import AS_THEY_ARE, unescape

TYPES: Final[Mapping[str, str]] = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "misc": "document",
    "online": "webpage",
    "techreport": "report",
}
"""The type of a work, by that of its entry in `references.bib`."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "container-title": ("journal", "booktitle", "organization"),
    "publisher": ("publisher", "institution", "howpublished"),
    "collection-title": ("series",),
    "edition": ("edition",),
    "volume": ("volume",),
    "page": ("pages",),
    "DOI": ("doi",),
    "ISBN": ("isbn",),
    "URL": ("url",),
    "archive_location": ("archived",),
    "note": ("note",),
}
"""Which field of an entry becomes which of a work: the first that is there."""

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})")


def collect_works(bibtex: str) -> list[dict[str, Any]]:
    """Return the works in the BibTeX source `bibtex`, in the order of their keys."""
    entries: Mapping[str, Entry] = parse_string(bibtex, "bibtex").entries
    return [_work(key, entries[key]) for key in sorted(entries, key=str.casefold)]


def _work(key: str, entry: Entry) -> dict[str, Any]:
    fields = {
        name: value if name in AS_THEY_ARE else _plain(value)
        for name, value in entry.fields.items()
    }
    kind = TYPES.get(entry.type, "document")
    if kind == "article-journal" and fields.get("keywords") == "journalism":
        kind = "article-magazine"
    work: dict[str, Any] = {"id": key, "type": kind}
    for name, sources in FIELDS.items():
        value = next((fields[source] for source in sources if fields.get(source)), "")
        if value:
            work[name] = value
    if number := fields.get("number"):
        work["number" if kind == "report" else "issue"] = number
    for role in ("author", "editor"):
        if persons := entry.persons.get(role):
            work[role] = [_name(person) for person in persons]
    if date := _date(fields.get("year", ""), fields.get("month", "")):
        work["issued"] = date
    return work


def _plain(value: str) -> str:
    """Return the words of a field, without what in BibTeX is no word."""
    return str(Text.from_latex(unescape(value)))


def _name(person: Person) -> dict[str, str]:
    """Return a person's name in parts; an organisation's is one, and so are others unnamed."""
    last = " ".join(person.last_names)
    if last.startswith("{") or str(person) == "others":
        return {"literal": _plain(last)}
    name = {"family": _plain(last)}
    if given := " ".join([*person.first_names, *person.middle_names]):
        name["given"] = _plain(given)
    if particle := " ".join(person.prelast_names):
        name["non-dropping-particle"] = particle
    if suffix := " ".join(person.lineage_names):
        name["suffix"] = suffix
    return name


def _date(year: str, month: str) -> dict[str, Any]:
    """Return a date as far as it is known; words that are no date stay words."""
    if not year.isdigit():
        return {"literal": year} if year else {}
    parts = [int(year)]
    if match := DAY.fullmatch(month):
        parts.append(MONTHS.index(match[2]) + 1)
        parts += [int(match[1])] if match[1] else []
    return {"date-parts": [parts]}
