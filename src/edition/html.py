"""HTML: what each neutral node becomes. Every decision was made before.

The notes stand after their passage in the source, so that a screen reader
reads the text first; the style sheet puts them beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from . import nodes as edition
from .html_choices import add_controls, visit_note_filter

Visitor = Callable[[HTML5Translator, Any], None]


def _element(name: str, css_class: str, label: str = "") -> tuple[Visitor, Visitor]:
    """Return visitors that wrap a node's children in an element."""
    attributes: dict[str, Any] = {"aria-label": label} if label else {}

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, name, "", CLASS=css_class, **attributes))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(f"</{name}>\n")

    return visit, depart


def visit_passage(self: HTML5Translator, node: edition.passage) -> None:
    """Open a passage; what only repeats one is marked as such."""
    state = "reading" if next(node.findall(edition.passage_text), None) else "companion"
    self.body.append(
        self.starttag(node, "div", "", CLASS=f"passage passage-{state}", **_repeat(node))
    )


def _repeat(node: nodes.Element) -> dict[str, Any]:
    """Return the mark of what stands elsewhere and is repeated here."""
    return {} if node["ids"] else {"data-repeat": ""}


def depart_passage(self: HTML5Translator, node: edition.passage) -> None:
    """Close a passage."""
    self.body.append("</div>\n")


def visit_precis(self: HTML5Translator, node: edition.precis) -> None:
    """Open a précis; where the text stands above, it is folded."""
    if node["folded"]:
        self.body.append('<details class="precis"><summary>In brief</summary>\n')
    else:
        self.body.append('<div class="precis">\n')


def depart_precis(self: HTML5Translator, node: edition.precis) -> None:
    """Close a précis."""
    self.body.append("</details>\n" if node["folded"] else "</div>\n")


def visit_phrase(self: HTML5Translator, node: edition.phrase) -> None:
    """Open a piece of a phrase; where phrases overlap it is marked more strongly."""
    shared = " phrase-shared" if node["depth"] > 1 else ""
    self.body.append(f'<span class="phrase level-{node["level"]}{shared}">')


def depart_phrase(self: HTML5Translator, node: edition.phrase) -> None:
    """Close a piece of a phrase."""
    self.body.append("</span>")


def visit_note_reference(self: HTML5Translator, node: edition.note_reference) -> None:
    """Write the number of a note; in a list of notes the phrase follows it."""
    listed = isinstance(node.parent, edition.note_list)
    words = f' <span class="note-words">“{escape(node["phrase"])}”</span>' if listed else ""
    label = "" if listed else f' aria-label="Note {node["address"]}"'
    link = (
        f'<a class="note-number level-{node["level"]}" role="doc-noteref" id="{node["ids"][0]}" '
        f'href="#{node["refid"]}"{label}><span>{node["number"]}</span>{words}</a>'
    )
    item = f'<li class="level-{node["level"]}">{link}</li>\n'
    self.body.append(item if listed else link)
    raise nodes.SkipNode


def visit_margin_note(self: HTML5Translator, node: edition.margin_note) -> None:
    """Open a note: its number, kind, verdict and phrase run into its lead, in one block.

    Closed, the block shows its first lines only, and its number opens it: the
    note is then the target of the page's address, and no script is needed.
    """
    anchor = node["ids"][0]
    kind = " · ".join(filter(None, [node["label"], node["verdict"]]))
    lost = "Your copy of the text lacks these words. " if node["state"] == "lost" else ""
    self.body.append(
        f'<aside class="note note-{node["kind"]} level-{node["level"]} note-{node["state"]}" '
        f'role="note" id="{anchor}" aria-label="Note {node["address"]}">\n'
        f'<div class="note-short"><div><a class="note-link" href="#{anchor}" '
        f'aria-label="Open note {node["address"]}">{node["number"]}</a> '
        f'<span class="note-kind">{kind}</span> '
        f'<span class="note-phrase">“{escape(node["phrase"])}”</span> '
        f'<span class="note-lost">{lost}</span>\n'
    )


def _more(node: edition.margin_note) -> bool:
    return isinstance(node[-1], edition.note_more)


def depart_margin_note(self: HTML5Translator, node: edition.margin_note) -> None:
    """Close a note with its date and the way back to the text."""
    date = f"As of {node['as_of']}. " if node["as_of"] else ""
    end = "" if _more(node) else "</div></div>\n"
    self.body.append(
        f'{end}<p class="note-foot">{date}<a href="#{node["back"]}" role="doc-backlink">'
        f'Back to the text</a> <a class="permalink" href="#{node["ids"][0]}" '
        f'aria-label="Link to note {node["address"]}">Link</a></p>\n</aside>\n'
    )


def visit_note_more(self: HTML5Translator, node: edition.note_more) -> None:
    """End the first block of a note, and open what follows it."""
    self.body.append('</div></div>\n<div class="note-more">\n')


def depart_note_more(self: HTML5Translator, node: edition.note_more) -> None:
    """Close what follows the lead."""
    self.body.append("</div>\n")


def mend_tables(body: str) -> str:
    """Return a page whose tables scroll by keyboard, and have no headings without words."""
    wrapper = 'class="table-wrapper'
    focusable = f'tabindex="0" role="group" aria-label="Table" {wrapper}'
    return body.replace(wrapper, focusable).replace('<th class="head"><p></p></th>', "<td></td>")


def mend_theme(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Mend what the theme leaves unreadable for assistive technology.

    The captions of its navigation are headings without a level, and its two
    drawers are landmarks of one name. The second one, the page's contents,
    gives its room to the notes.
    """
    context["furo_hide_toc"] = True
    if "body" in context:
        context["body"] = mend_tables(context["body"])
    if isinstance(doctree, nodes.document):
        context["body"] = add_controls(context["body"], doctree)
    if tree := context.get("furo_navigation_tree"):
        context["furo_navigation_tree"] = tree.replace(
            'role="heading"', 'role="heading" aria-level="2"'
        )


def visit_question(self: HTML5Translator, node: edition.question) -> None:
    """Open a question; what only repeats one is marked as such."""
    self.body.append(self.starttag(node, "div", "", CLASS="question", **_repeat(node)))


def depart_question(self: HTML5Translator, node: edition.question) -> None:
    """Close a question."""
    self.body.append("</div>\n")


def visit_question_key(self: HTML5Translator, node: edition.question_key) -> None:
    """Open a key; it is folded, for those who answer first."""
    self.body.append('<details class="question-key"><summary>What a good answer weighs</summary>\n')


def depart_question_key(self: HTML5Translator, node: edition.question_key) -> None:
    """Close a key."""
    self.body.append("</details>\n")


def link_picture(node: edition.drawing, shape: str) -> str:
    """Return the SVG of a picture in a shape (`wide`, `tall`), its links leading to the pages."""
    svg = str(node[shape])
    for reference in node.findall(nodes.reference):
        link = reference.get("refuri") or f"#{reference['refid']}"
        svg = svg.replace(f'"passage:{link.rpartition("#")[2]}"', f'"{escape(link)}"')
    return svg


def visit_drawing(self: HTML5Translator, node: edition.drawing) -> None:
    """Write a picture in both its shapes, its links leading where its references do."""
    pictures = [
        link_picture(node, shape).replace("<svg ", f'<svg class="drawing-{shape}" ', 1)
        for shape in ("wide", "tall")
    ]
    self.body.append(f'<div class="drawing">\n{"".join(pictures)}\n</div>\n')
    raise nodes.SkipNode


VISITORS: dict[type[nodes.Element], tuple[Visitor, Visitor | None]] = {
    edition.passage: (visit_passage, depart_passage),
    edition.passage_address: _element("p", "passage-address"),
    edition.passage_body: _element("div", "passage-body"),
    edition.passage_text: _element("p", "passage-text"),
    edition.incipit: _element("p", "incipit"),
    edition.precis: (visit_precis, depart_precis),
    edition.phrase: (visit_phrase, depart_phrase),
    edition.note_reference: (visit_note_reference, None),
    edition.note_list: _element("ul", "note-list", "Notes on this passage"),
    edition.passage_notes: _element("div", "passage-notes"),
    edition.margin_note: (visit_margin_note, depart_margin_note),
    edition.note_more: (visit_note_more, depart_note_more),
    edition.question: (visit_question, depart_question),
    edition.question_head: _element("p", "question-head"),
    edition.question_key: (visit_question_key, depart_question_key),
    edition.note_filter: (visit_note_filter, None),
    edition.drawing: (visit_drawing, None),
}
