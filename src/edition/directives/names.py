"""The index: names and terms in alphabetical order, each with where it occurs."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes
from sphinx import addnodes

from edition.locators import IndexEntry, Locator, list_entries

from .base import EditionDirective


class NamesDirective(EditionDirective):
    """List the names in the directive and the terms of the glossary, by letter.

    An index is a section for each letter::

        container  classes=[index]
            section
                title
                bullet_list  classes=[index]
                    list_item
                        paragraph
                            inline  classes=[index-name, person]
                            inline  classes=[index-term]        if the glossary has it
                                pending_xref
                            inline  classes=[index-locator]     with `further`, if only the
                                pending_xref, Text, pending_xref    rest of the note has it
    """

    def run(self) -> list[nodes.Node]:
        """Return the sections, below links to them for pages without end."""
        entries = list_entries(self.book)
        letters = [
            (letter, list(alike))
            for letter, alike in groupby(entries, key=lambda entry: entry.letter)
        ]
        links = nodes.paragraph(classes=["letters"])
        for letter, _ in letters:
            links += [nodes.Text(" ")] if links.children else []
            links += nodes.reference("", letter, refid=_identifier(letter), internal=True)
        sections = [self._section(letter, alike) for letter, alike in letters]
        return [
            addnodes.only("", links, expr="html"),
            nodes.container("", *sections, classes=["index"]),
        ]

    def _section(self, letter: str, entries: list[IndexEntry]) -> nodes.section:
        listed = nodes.bullet_list(classes=["index"])
        listed += [nodes.list_item("", self._entry(entry)) for entry in entries]
        return nodes.section("", nodes.title("", letter), listed, ids=[_identifier(letter)])

    def _entry(self, entry: IndexEntry) -> nodes.paragraph:
        line = nodes.paragraph(
            "", "", nodes.inline("", entry.head, classes=["index-name", entry.kind])
        )
        if entry.term:
            link = self.link("term", entry.term, "glossary", domain="std")
            line += [nodes.Text(" "), nodes.inline("", "", link, classes=["index-term"])]
        for number, locator in enumerate(entry.locators):
            line += [nodes.Text(", " if number or entry.term else " "), self._locator(locator)]
        return line

    def _locator(self, locator: Locator) -> nodes.inline:
        shown = nodes.inline(
            "", "", self.link(locator.kind, locator.name), classes=["index-locator"]
        )
        if locator.last:
            shown += [nodes.Text("–"), self.link("passage", locator.last)]
        if locator.further:
            shown["classes"].append("further")
        return shown


def _identifier(letter: str) -> str:
    return f"index-{letter.lower()}"
