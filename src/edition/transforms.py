"""What the outputs find easier than what the libraries give."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


class WorksToList(SphinxPostTransform):
    """Make a plain list of the works cited.

    The `citation` nodes of sphinxcontrib-bibtex carry labels that nobody
    cites by, and in HTML a list role without list items, which assistive
    technology cannot read. The list keeps their ids, which citations lead to.
    """

    # After the works are in the tree (5) and citations lead to them (10).
    default_priority = 20

    def run(self, **kwargs: Any) -> None:
        """Replace each group of citations by a bullet list of class `works`."""
        for group in list(self.document.findall(nodes.container)):
            works = [child for child in group if isinstance(child, nodes.citation)]
            if not works or len(works) != len(group):
                continue
            listed = nodes.bullet_list(classes=["works"])
            for work in works:
                item = nodes.list_item(ids=work["ids"])
                item += [child for child in work if not isinstance(child, nodes.label)]
                listed += item
            group.replace_self(listed)
