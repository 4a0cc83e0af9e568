"""What the directives share: the book, links, and the parsing of a record's Markdown."""

from __future__ import annotations

from calendar import month_name

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from edition.book import Book
from edition.domain import NAME, book_of, link_to


class EditionDirective(SphinxDirective):
    """A directive that shows what the book holds."""

    has_content = True

    @property
    def book(self) -> Book:
        """The book that is built."""
        return book_of(self.env)

    def parse_body(self, source: str, path: str, line: int) -> list[nodes.Node]:
        """Parse Markdown that begins at `line` of the file at `path`, within the edition."""
        parent = nodes.Element()
        name = str(self.book.root / path)
        self.state.nested_parse(StringList(source.splitlines(), name), 0, parent)
        for node in parent.findall(nodes.Element):
            # The parser counts from the directive on and names the page's file.
            if node.line is not None:
                node.source, node.line = name, node.line - self.lineno + line
        return parent.children

    def link(self, kind: str, target: str, words: str = "", domain: str = NAME) -> nodes.Node:
        """Return a link to a passage, note or question, or to what another domain has.

        It shows the target's address, unless `words` are given.
        """
        shown = [nodes.Text(words)] if words else []
        node = link_to(self.env.docname, kind, target, *shown, domain=domain)
        self.set_source_info(node)
        return node

    def links(self, kind: str, targets: list[str]) -> list[nodes.Node]:
        """Return links one after another, parted by commas."""
        found: list[nodes.Node] = []
        for target in targets:
            found += [nodes.Text(", ")] if found else []
            found.append(self.link(kind, target))
        return found


def spell_month(date: str) -> str:
    """Return `2026-11` as readers write it: November 2026."""
    if not date:
        return ""
    year, month = date.split("-")
    return f"{month_name[int(month)]} {year}"
