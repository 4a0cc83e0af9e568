"""What the outputs find easier than what the libraries give."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .book import GLOSSARY
from .domain import book_of, link_to
from .reference import Group
from .uses import TERMS, WORKS, Place, find_uses

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinxcontrib.bibtex.domain import BibtexDomain

HEADINGS = {
    Group.DOCUMENT: "Documents",
    Group.SCHOLARSHIP: "Scholarship",
    Group.JOURNALISM: "Journalism",
    Group.STATEMENT: "Political statements",
}
"""What readers call the groups of works, in their order."""


class TellUses(SphinxPostTransform):
    """Say below each work where it is cited, and below each term where it is used.

    On the page only: in print it would add many pages to a long list.
    """

    formats = ("html",)
    # After the works are in the tree (5), before links are resolved (10).
    default_priority = 7

    def run(self, **kwargs: Any) -> None:
        """Add a paragraph to each work and each term that has a use."""
        book = book_of(self.env)
        works, terms = find_uses(book, WORKS), find_uses(book, TERMS)
        keys = _keys_of_works(self.env)
        for work in self.document.findall(nodes.citation):
            places = works.get(keys[work["ids"][0]], [])
            work.extend(self._tell("Cited in", places, work["docname"]))
        for glossary in self.document.findall(addnodes.glossary):
            for item in glossary.findall(nodes.definition_list_item):
                places = terms.get(item[0].astext(), [])
                told = self._tell("Used in", places, GLOSSARY.removesuffix(".md"))
                next(item.findall(nodes.definition)).extend(told)

    def _tell(self, words: str, places: list[Place], document: str) -> list[nodes.Node]:
        """Return the paragraph with links from a page to `places`; nothing without a place."""
        shown: list[nodes.Node] = []
        for kind, found in groupby(places, key=lambda place: place.kind):
            shown.append(nodes.Text("; " if shown else f"{words} "))
            shown += [nodes.Text("Glossary: ")] if kind == "term" else []
            for number, place in enumerate(found):
                shown += [nodes.Text(", ")] if number else []
                shown.append(_link(document, place))
        return [nodes.paragraph("", "", *shown, classes=["uses"])] if shown else []


def _link(document: str, place: Place) -> addnodes.pending_xref:
    if place.kind == "page":
        return link_to(document, "doc", f"/{place.name}", domain="std")
    if place.kind == "term":
        return link_to(document, "term", place.name, domain="std")
    return link_to(document, place.kind, place.name)


def _keys_of_works(env: BuildEnvironment) -> dict[str, str]:
    """Return the key in references.bib of each work, by its id on the page."""
    domain = cast("BibtexDomain", env.get_domain("cite"))
    return {citation.citation_id: citation.key for citation in domain.citations}


class RenewWorks(SphinxPostTransform):
    """Empty the nodes of the works cited, before they are put into the tree.

    sphinxcontrib-bibtex keeps them, and adds what it says of a work each time:
    in a second copy printed by one build every work would be said twice.
    """

    # Before the works are in the tree (5).
    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Take out what an earlier document was given."""
        domain = cast("BibtexDomain", self.env.get_domain("cite"))
        for bibliography in domain.bibliographies.values():
            for node in bibliography.citation_nodes.values():
                node.clear()


class WorksToList(SphinxPostTransform):
    """Make plain lists of the works cited, one for each group of them.

    The `citation` nodes of sphinxcontrib-bibtex carry labels that nobody
    cites by, and in HTML a list role without list items, which assistive
    technology cannot read. The lists keep their ids, which citations lead to.
    Several `bibliography` directives would not do: each makes the ids of all
    works anew.
    """

    # After the works are in the tree (5) and citations lead to them (10).
    default_priority = 20

    def run(self, **kwargs: Any) -> None:
        """Replace the works by sections, each with a bullet list of class `works`."""
        for container in list(self.document.findall(nodes.container)):
            works = [child for child in container if isinstance(child, nodes.citation)]
            if works and len(works) == len(container):
                container.replace_self(list(self._sections(works)))

    def _sections(self, works: list[nodes.citation]) -> list[nodes.section]:
        references, keys = book_of(self.env).references, _keys_of_works(self.env)
        lists = {group: nodes.bullet_list(classes=["works"]) for group in Group}
        for work in works:
            item = nodes.list_item(ids=work["ids"])
            item += [child for child in work if not isinstance(child, nodes.label)]
            lists[references[keys[work["ids"][0]]].group] += item
        return [
            nodes.section("", nodes.title("", HEADINGS[group]), listed, ids=[f"works-{group}"])
            for group, listed in lists.items()
            if listed.children
        ]
