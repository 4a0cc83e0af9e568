"""An index: names and terms with the pages and addresses they are found at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from docutils import nodes

from . import syntax
from .inline import InlineTranslator
from .writer import label_of, target_of

if TYPE_CHECKING:
    from docutils.nodes import Element


class IndexTranslator(InlineTranslator):
    """Prints the entries of an index; the template looks up their pages."""

    def print_entries(self, listed: Element) -> NoReturn:
        """Print the list of one letter, which `directives.names` draws."""
        for item in listed:
            self._print_entry(item)
        raise nodes.SkipNode

    def _print_entry(self, item: nodes.Node) -> None:
        parts = {
            name: [part for part in item.findall(nodes.inline) if name in part["classes"]]
            for name in ("index-name", "index-term", "index-locator")
        }
        locators = [self._locator(part) for part in parts["index-locator"]]
        terms = [self._at(link) for part in parts["index-term"] for link in _links(part)]
        options = {"term": terms[0] if terms else "none", "locators": syntax.array(locators)}
        name = syntax.string(parts["index-name"][0].astext())
        self.parts.append(syntax.call("edition.index-entry", name, **options))

    def _locator(self, part: Element) -> str:
        """Return a locator as a dictionary: the places it leads to, and its words."""
        links = _links(part)
        further = "more-" if "further" in part["classes"] else ""
        places = syntax.array(self._at(link, further) for link in links)
        words = syntax.array(syntax.string(link.astext()) for link in links)
        return f"(places: {places}, words: {words})"

    def _at(self, link: nodes.reference, prefix: str = "") -> str:
        """Return the label that a link leads to, or that of what follows a note's lead."""
        docname, _, identifier = target_of(link, self.docname).partition(":")
        if label_of(docname, identifier) not in self.labels:
            self.report(f"an index must lead to places in the book; found: {identifier!r}", link)
        return syntax.label(label_of(docname, prefix + identifier))


def _links(part: Element) -> list[nodes.reference]:
    return list(part.findall(nodes.reference))
