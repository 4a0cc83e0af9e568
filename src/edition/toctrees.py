"""The tables of contents of the root document: which of them are for an output."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.util.tags import Tags


def chosen_toctrees(root: nodes.document, tags: Tags) -> Iterator[addnodes.toctree]:
    """Yield the tables of contents in `root` that are not `only` for another output, in order.

    `tags` are those of the output: its builder's, and that of a copy.
    """
    for toctree in root.findall(addnodes.toctree):
        if all(tags.eval_condition(only["expr"]) for only in _choices_around(toctree)):
            yield toctree


def _choices_around(node: nodes.Node) -> Iterator[addnodes.only]:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, addnodes.only):
            yield node
