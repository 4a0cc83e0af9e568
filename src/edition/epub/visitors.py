"""EPUB: the nodes that look otherwise than on a page of the site."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from edition import nodes as edition
from edition.html import Visitor, link_picture


def visit_note_reference(self: HTML5Translator, node: edition.note_reference) -> None:
    """Write the number of a note, which a reading app opens in place."""
    listed = isinstance(node.parent, edition.note_list)
    words = f' <span class="note-words">“{escape(node["phrase"])}”</span>' if listed else ""
    label = "" if listed else f' aria-label="Note {node["address"]}"'
    link = (
        f'<a class="note-number" epub:type="noteref" role="doc-noteref" id="{node["ids"][0]}" '
        f'href="#{node["refid"]}"{label}>{node["number"]}{words}</a>'
    )
    self.body.append(f"<li>{link}</li>\n" if listed else link)
    raise nodes.SkipNode


def visit_margin_note(self: HTML5Translator, node: edition.margin_note) -> None:
    """Open a note: address, phrase, kind and verdict, then its paragraphs."""
    kind = " · ".join(filter(None, [node["label"], node["verdict"]]))
    lost = " Your copy of the text lacks these words." if node["state"] == "lost" else ""
    self.body.append(
        f'<aside class="note" epub:type="footnote" role="doc-footnote" id="{node["ids"][0]}" '
        f'aria-label="Note {node["address"]}">\n<p class="note-head">'
        f'<a href="#{node["back"]}" role="doc-backlink" '
        f'aria-label="{node["address"]}, back to the text">{node["address"]}</a> '
        f'<span class="note-phrase">“{escape(node["phrase"])}”</span> '
        f'<span class="note-kind">{kind}</span>{lost}</p>\n'
    )


def depart_margin_note(self: HTML5Translator, node: edition.margin_note) -> None:
    """Close a note with its date."""
    date = f'<p class="note-date">As of {node["as_of"]}.</p>\n' if node["as_of"] else ""
    self.body.append(f"{date}</aside>\n")


def visit_note_more(self: HTML5Translator, node: edition.note_more) -> None:
    """Open what follows the lead."""
    self.body.append('<div class="note-more">\n')


def visit_note_filter(self: HTML5Translator, node: edition.note_filter) -> None:
    """Leave out a choice that needs a browser."""
    raise nodes.SkipNode


def visit_drawing(self: HTML5Translator, node: edition.drawing) -> None:
    """Write a picture in its tall shape, for narrow pages, its links leading to the passages."""
    self.body.append(f'<div class="drawing">\n{link_picture(node, "tall")}\n</div>\n')
    raise nodes.SkipNode


def depart_block(self: HTML5Translator, node: nodes.Element) -> None:
    """Close a block."""
    self.body.append("</div>\n")


VISITORS: dict[type[nodes.Element], tuple[Visitor, Visitor | None]] = {
    edition.note_reference: (visit_note_reference, None),
    edition.margin_note: (visit_margin_note, depart_margin_note),
    edition.note_more: (visit_note_more, depart_block),
    edition.note_filter: (visit_note_filter, None),
    edition.drawing: (visit_drawing, None),
}
