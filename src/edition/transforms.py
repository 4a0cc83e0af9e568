"""What the outputs find easier than what the libraries give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from .domain import book_of
from .reference import Group

if TYPE_CHECKING:
    from sphinxcontrib.bibtex.domain import BibtexDomain

HEADINGS = {
    Group.DOCUMENT: "Documents",
    Group.SCHOLARSHIP: "Scholarship",
    Group.JOURNALISM: "Journalism",
    Group.STATEMENT: "Political statements",
}
"""What readers call the groups of works, in their order."""


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
        references = book_of(self.env).references
        domain = cast("BibtexDomain", self.env.get_domain("cite"))
        keys = {citation.citation_id: citation.key for citation in domain.citations}
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
