"""Previews: what a link within the site leads to, in a few words, for the page's script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from . import nodes as edition

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BEFORE, AFTER = "window.editionPreviews = ", ";\n"

MOST = 340
"""The longest preview, in characters: it is to be read at a glance."""


class Previews:
    """Collects a preview of each passage, note, question, term and work while pages are written.

    They lie in a script of their own, which a page loads when the first one
    is wanted: a page that is opened from a folder may not read other pages.
    """

    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self.documents: set[str] = set()

    def collect(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Keep the previews of what stands in a document."""
        if app.builder.name != "html":
            return
        self.documents.add(docname)
        for node in doctree.findall(nodes.Element):
            if node["ids"] and (preview := _preview(node)):
                self.found[node["ids"][0]] = preview

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the script beside the others."""
        if exception or app.builder.name != "html":
            return
        target = Path(app.outdir, "_static", "previews.js")
        found = self.found
        if self.documents < app.env.found_docs and target.is_file():
            # The other pages stand as they were, and so do their previews.
            found = json.loads(target.read_text("utf-8")[len(BEFORE) : -len(AFTER)]) | found
        data = json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=0)
        target.write_text(f"{BEFORE}{data}{AFTER}", encoding="utf-8")


def _preview(node: nodes.Element) -> tuple[str, str] | None:
    """Return the title and the words of what a node is, or None if it is nothing to preview."""
    match node:
        case edition.passage():
            precis = next(node.findall(edition.precis))
            return node["address"], shorten(precis.astext())
        case edition.margin_note():
            title = f"{node['address']} · {node['label']} · “{node['phrase']}”"
            return title, shorten(node[0].astext())
        case edition.question():
            words = [child.astext() for child in node if isinstance(child, nodes.paragraph)]
            return node["address"], shorten(" ".join(words))
        case nodes.term() if "glossary" in node.parent.parent["classes"]:
            definition = next(node.parent.findall(nodes.definition))
            return node.astext(), shorten(definition[0].astext())
        case nodes.list_item() if "works" in node.parent["classes"]:
            return "Work cited", shorten(node[0].astext())
        case _:
            return None


def shorten(text: str) -> str:
    """Return `text` in one line, cut at a word if it is longer than a preview may be."""
    words = " ".join(text.split())
    return words if len(words) <= MOST else f"{words[:MOST].rpartition(' ')[0]} …"
