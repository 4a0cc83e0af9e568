"""How works are cited: by author and year, and listed by author.

The styles are known to pybtex and sphinxcontrib-bibtex as `edition`, by the
entry points in pyproject.toml.
One form serves all types of work: author (year). Title. Where it appeared,
its date, what a reader should know of it, its address.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from pybtex.backends.plaintext import Backend as PlainText
from pybtex.database import Entry, Person
from pybtex.plugin import register_plugin
from pybtex.richtext import Symbol, Text
from pybtex.style.formatting import BaseStyle, toplevel
from pybtex.style.sorting.author_year_title import SortingStyle
from pybtex.style.template import (
    Node,
    field,
    first_of,
    href,
    join,
    names,
    optional,
    optional_field,
    sentence,
    tag,
    words,
)
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from .reference_rules import AS_THEY_ARE, unescape

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinxcontrib.bibtex.domain import BibtexDomain

STYLE = "edition"
BOOKS = ("book", "proceedings")
CONTAINERS = ("journal", "booktitle", "organization", "institution", "publisher", "howpublished")


def _dash(pages: Text) -> Text:
    """Return page numbers with a dash between the first and the last."""
    return Text(Symbol("ndash")).join(pages.split(re.compile("[-–]+")))


class EditionSorting(SortingStyle):  # type: ignore[misc]  # pybtex has no types
    """Sorts persons and organisations in one alphabet."""

    def person_key(self, person: Person) -> str:
        """Return what a name is sorted by, without the braces of an organisation."""
        return str(super().person_key(person)).strip("{}").removeprefix("the ").casefold()


class EditionStyle(BaseStyle):  # type: ignore[misc]  # pybtex has no types
    """Formats every type of work by one template."""

    default_sorting_style = STYLE
    default_label_style = "number"
    default_name_style = "lastfirst"

    def __getattr__(self, name: str) -> object:
        """Answer pybtex, which asks for `get_<type>_template` of each type."""
        if re.fullmatch("get_[a-z]+_template", name):
            return self.template
        raise AttributeError(name)

    def template(self, entry: Entry) -> Node:
        """Return the template of a work of any type."""
        title = tag("em")[field("title")] if entry.type in BOOKS else join["“", field("title"), "”"]
        container = [
            tag("em")[field(name)] if name in ("journal", "booktitle") else field(name)
            for name in CONTAINERS
        ]
        volume = join[field("volume"), optional["(", field("number"), ")"]]
        # Some journals have no volumes, and count issues; a report is known by its number.
        number = join["no. " if "journal" in entry.fields else "", field("number")]
        has_volume = "volume" in entry.fields
        return toplevel[
            words[
                first_of[
                    optional[names("author", sep=", ", sep2=" and ", last_sep=" and ")],
                    optional[names("editor", sep=", ", sep2=" and ", last_sep=" and "), " (ed.)"],
                    "Anonymous",
                ],
                join["(", field("year"), ")."],
            ],
            sentence[title],
            sentence[
                words[first_of[tuple(optional[part] for part in container)], optional[volume]],
                "" if has_volume else optional[number],
                optional[words["pp.", field("pages", apply_func=_dash)]],
                optional_field("month"),
                optional[words["ISBN", field("isbn")]],
            ],
            sentence[optional_field("note")],
            optional[_link("https://doi.org/", "doi")],
            optional[_link("", "url")],
            optional["Archived: ", _link("", "archived")],
        ]


def _link(prefix: str, name: str) -> Node:
    """Return a link to the address in a field, shown without its scheme."""
    shown = field(name, raw=True, apply_func=lambda text: re.sub("^https?://(www[.])?", "", text))
    label = "doi:" if name == "doi" else ""
    return href(join[prefix, field(name, raw=True)])[join[label, shown]]


class EditionReferenceStyle(AuthorYearReferenceStyle):
    """Cites by author and year, in round brackets: (Clausewitz 1976)."""

    def __init__(self) -> None:
        round_brackets = BracketStyle(left="(", right=")")
        super().__init__(
            bracket_parenthetical=round_brackets,
            bracket_textual=round_brackets,
            author_year_sep=" ",
        )


def find_backend_at_once() -> None:
    """Keep pybtex from searching all installed packages for its own backend, for each citation.

    That took a third of a build.
    """
    register_plugin("pybtex.backends", "plaintext", PlainText, force=True)


def read_signs(app: Sphinx) -> None:
    """Let the words of the works be shown without the escapes that pybtex does not know."""
    domain = cast("BibtexDomain", app.env.get_domain("cite"))
    for entry in domain.bibdata.data.entries.values():
        for name, value in entry.fields.items():
            if name not in AS_THEY_ARE:
                entry.fields[name] = unescape(value)


def tell_years_apart(app: Sphinx) -> None:
    """Write 2022a, 2022b … where one author has several works in a year."""
    domain = cast("BibtexDomain", app.env.get_domain("cite"))
    entries: Mapping[str, Entry] = domain.bibdata.data.entries
    same: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries.values():
        people = entry.persons.get("author") or entry.persons.get("editor") or []
        author = " ".join(str(name) for person in people for name in person.last_names)
        same[author, entry.fields.get("year", "")].append(entry)
    for (_, year), works in same.items():
        # A letter that is there already was written by an earlier build.
        if len(works) > 1 and re.fullmatch("[0-9]{4}", year):
            works.sort(key=lambda work: str(work.fields.get("title", "")))
            for letter, work in zip("abcdefghijklmnopqrstuvwxyz", works, strict=False):
                work.fields["year"] = year + letter
