"""What `references.bib` may hold: entries of plain fields, nothing that runs, expands or hides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .problem import quoted

TYPES = ("article", "book", "incollection", "inproceedings", "misc", "online", "techreport")
COMMAND = re.compile(r"@\s*(\w+)\s*[{(]")
KEY = re.compile("[a-z][a-z0-9-]*")
FIELDS = frozenset(
    {
        "archived",
        "author",
        "booktitle",
        "doi",
        "edition",
        "editor",
        "howpublished",
        "institution",
        "isbn",
    }
    | {"journal", "keywords", "month", "note", "number", "organization", "pages", "publisher"}
    | {"seen", "series", "title", "url", "verified", "volume", "year"}
)
LONGEST_FIELD = 1000
WEB = re.compile(
    r"https?://(?:[a-z0-9_-]+\.)+[a-z0-9-]*[a-z][a-z0-9-]*(?:[/?#][^\s\\]*)?", re.IGNORECASE
)
ADDRESSES = {
    "archived": WEB,
    "url": WEB,
    "doi": re.compile(r"10\.[0-9.]+/[^\s\\]+"),
}
"""The form of the fields that become addresses: a public one of the web, or a DOI."""

AS_THEY_ARE = frozenset({"archived", "doi", "seen", "url"})
"""The fields that are taken as they are; in all others TeX's signs have their meaning."""

LATEX = re.compile(r"\\(?![&%$#_])[A-Za-z]*")
"""A command of LaTeX; all but the escapes of signs are refused."""


def find_commands(source: str) -> Iterator[tuple[int, str]]:
    """Yield what in BibTeX is no entry, with its place: macros, which expand, and preambles."""
    for match in COMMAND.finditer(source):
        if match[1].casefold() not in TYPES:
            yield (
                match.start(),
                f"an entry must be of a type of {', '.join(TYPES)}; found: @{match[1]}",
            )


def unescape(value: str) -> str:
    """Return a field without the escape that pybtex leaves as it is: that of the dollar."""
    return value.replace(r"\$", "$")


def check_entry(key: str, fields: Mapping[str, str]) -> Iterator[str]:
    """Yield what an entry may not hold. `fields` are as they were read, names of persons too."""
    if not KEY.fullmatch(key):
        yield f"a key must be of small letters, digits and hyphens; found: {quoted(key)}"
    for name, value in fields.items():
        if name.casefold() not in FIELDS:
            yield f"a field must be one of {', '.join(sorted(FIELDS))}; found: {quoted(name)}"
        elif len(value) > LONGEST_FIELD:
            yield f"a field may have {LONGEST_FIELD} characters at most; found: {quoted(name)}"
        elif name.casefold() in ADDRESSES and not ADDRESSES[name.casefold()].fullmatch(value):
            yield f"`{name}` must be a plain address; found: {quoted(value)}"
        elif match := LATEX.search(value):
            yield f"`{name}` may hold no command of LaTeX; found: {quoted(match[0])}"
        elif name.casefold() not in AS_THEY_ARE and re.search(r"(?<!\\)%", value):
            yield (
                f"`{name}` must write a percent sign as \\%, as the rest would be lost; "
                f"found: {quoted(value)}"
            )
