"""The edition's nodes for Sphinx's LaTeX builder, as plainly as can be: for the benchmark alone.

A passage, its notes in order behind it, each with its number, kind and words.
What the reader's copy has beyond that is left out: pictures, the margin, the
terms linked at their first use, the addresses of links.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.writers.latex import LaTeXTranslator

from edition import nodes as edition

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

Visitor = Callable[[LaTeXTranslator, Any], None]


def _around(before: str, after: str) -> tuple[Visitor, Visitor]:
    """Return visitors that write what stands before and after a node's children."""

    def visit(self: LaTeXTranslator, node: nodes.Element) -> None:
        self.body.append(before + self.hypertarget_to(node, anchor=bool(node["ids"])))

    def depart(self: LaTeXTranslator, node: nodes.Element) -> None:
        self.body.append(after)

    return visit, depart


def skip(self: LaTeXTranslator, node: nodes.Element) -> None:
    """Leave a node out."""
    raise nodes.SkipNode


def visit_note_reference(self: LaTeXTranslator, node: edition.note_reference) -> None:
    """Write the number of a note, a link to it."""
    target = self.hyperlink(f"{self.curfilestack[-1]}:{node['refid']}")
    number = self.encode(str(node["number"]))
    self.body.append(rf"{self.hypertarget_to(node)}\textsuperscript{{{target}{number}}}}}}}")
    raise nodes.SkipNode


def visit_margin_note(self: LaTeXTranslator, node: edition.margin_note) -> None:
    """Begin a note with its address, kind, verdict and phrase; all of it follows in one block."""
    kind = " · ".join(filter(None, [node["label"], node["verdict"]]))
    head = self.encode(f"Note {node['address']} · {kind} · “{node['phrase']}”")
    target = self.hypertarget_to(node, anchor=True)
    self.body.append(f"\n\\begin{{quote}}\\small{target}\\textbf{{{head}}} ")


def depart_margin_note(self: LaTeXTranslator, node: edition.margin_note) -> None:
    """End a note with its date."""
    date = self.encode(f" As of {node['as_of']}.") if node["as_of"] else ""
    self.body.append(f"{date}\n\\end{{quote}}\n")


BLOCK = _around("\n\n", "\n\n")
INLINE = _around("", "")

VISITORS: dict[type[nodes.Element], tuple[Visitor, Visitor | None]] = {
    edition.passage: BLOCK,
    edition.passage_address: _around("\n\n\\noindent\\textbf{", "} "),
    edition.passage_body: INLINE,
    edition.passage_text: BLOCK,
    edition.incipit: BLOCK,
    edition.precis: _around("\n\n\\begingroup\\itshape ", "\\par\\endgroup\n\n"),
    edition.phrase: INLINE,
    edition.note_reference: (visit_note_reference, None),
    edition.note_list: (skip, None),
    edition.passage_notes: BLOCK,
    edition.margin_note: (visit_margin_note, depart_margin_note),
    edition.note_more: BLOCK,
    edition.question: BLOCK,
    edition.question_head: BLOCK,
    edition.question_key: (skip, None),
    edition.note_filter: (skip, None),
    edition.drawing: (skip, None),
}


def configure(app: Sphinx, config: Config) -> None:
    """Choose LuaLaTeX on A4, with Sphinx's own fonts; no index, for which xindy would be needed."""
    config.latex_engine = "lualatex"
    config.latex_elements = {"papersize": "a4paper"}
    config.latex_use_xindy = False


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the visitors."""
    for node, visitors in VISITORS.items():
        app.add_node(node, override=True, latex=visitors)
    app.connect("config-inited", configure, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
