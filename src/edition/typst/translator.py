"""The book's structure and the edition's own nodes in Typst."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from edition import nodes as edition

from . import syntax
from .blocks import BlockTranslator
from .writer import anchor, label_of, target_of

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder


MOST_HEIGHT = 0.98
"""The greatest height of a drawn picture, as a share of the page's whole width."""


class TypstTranslator(BlockTranslator):
    """Translates the assembled book; `astext` returns its body.

    What follows the leads of its notes is kept until the chapter ends.
    """

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.level = 0
        self.further_notes: list[str] = []

    def astext(self) -> str:
        """Return the source of the book's body."""
        return "".join(self.parts)

    # structure

    def visit_document(self, node: Element) -> None:
        """Pass on."""

    def visit_start_of_file(self, node: Element) -> None:
        """Translate a document; what is left of its notes follows it."""
        outer, self.docname = self.docname, node["docname"]
        name = label_of(self.docname)
        if self.labels[name] == name:
            self.parts.append(anchor(name))
        for child in node.children:
            child.walkabout(self)
        self._print_further_notes()
        self.docname = outer
        raise nodes.SkipNode

    def visit_section(self, node: Element) -> None:
        """Begin a section."""
        self.level += 1

    def depart_section(self, node: Element) -> None:
        """End a section."""
        self.level -= 1

    def visit_title(self, node: Element) -> None:
        """Print the heading of a section, or of a box."""
        section = node.parent
        if not isinstance(section, nodes.section):
            self.call("edition.box-title", node)
        self.mark(node)
        options = {
            "level": str(self.level),
            "number": syntax.value(_chapter_number(section)),
            "at": syntax.label(self.labels_of(section)[0]),
        }
        body = self.content(*node.children)
        self.parts.append(syntax.call("edition.section", body, **options))
        raise nodes.SkipNode

    visit_subtitle = visit_title

    # passages

    def visit_passage(self, node: Element) -> None:
        """Print a passage's number, its text and its notes."""
        body = self.content(*_children(node, edition.passage_body))
        notes = [
            self.content(note)
            for margin in node.findall(edition.passage_notes)
            for note in margin.children
        ]
        options = {"address": syntax.string(node["address"]), "at": self._label(node["ids"][0])}
        self.mark(node)
        self.parts.append(syntax.call("edition.passage", body, syntax.array(notes), **options))
        raise nodes.SkipNode

    def visit_passage_address(self, node: Element) -> None:
        """Leave it out: the address stands before the passage."""
        raise nodes.SkipNode

    def visit_passage_body(self, node: Element) -> None:
        """Pass on."""

    visit_passage_notes = visit_passage_body

    def visit_passage_text(self, node: Element) -> None:
        """Print the author's words."""
        self.call("edition.passage-text", node, length=str(len(node.astext())))

    def visit_incipit(self, node: Element) -> None:
        """Print the opening words."""
        self.call("edition.incipit", node)

    def visit_precis(self, node: Element) -> None:
        """Print what the passage argues: as its text, or in brief below it."""
        self.call("edition.precis", node, folded=syntax.value(bool(node["folded"])))

    def visit_phrase(self, node: Element) -> None:
        """Mark words that a note explains."""
        self.call("edition.phrase", node)

    def visit_note_reference(self, node: Element) -> None:
        """Print the number of a note behind its phrase."""
        options = {"to": self._label(node["refid"]), "at": self._label(node["ids"][0])}
        number = syntax.string(node["number"])
        self.parts.append(syntax.call("edition.note-reference", number, **options))
        raise nodes.SkipNode

    def visit_note_list(self, node: Element) -> None:
        """Leave it out: in print all notes stand beside their passage."""
        raise nodes.SkipNode

    visit_note_filter = visit_note_list

    # notes

    def visit_margin_note(self, node: Element) -> None:
        """Print a note up to its lead; keep what follows for the end of the chapter."""
        lead = [child for child in node if not isinstance(child, edition.note_more)]
        more = _children(node, edition.note_more)
        options = {name: syntax.string(node[name]) for name in ("number", "phrase", "label")}
        options |= {name: syntax.string(node[name]) for name in ("verdict", "as_of")}
        options["lost"] = syntax.value(node["state"] == "lost")
        options["at"] = self._label(node["ids"][0])
        options["back"] = self._label(node["back"])
        if more:
            options["more"] = self._label(f"more-{node['ids'][0]}")
        self.mark(node)
        self.parts.append(syntax.call("edition.note", self.content(*lead), **options))
        if more:
            self._keep(node, more, options)
        raise nodes.SkipNode

    def visit_note_more(self, node: Element) -> None:
        """Pass on."""

    def _keep(self, note: Element, more: list[nodes.Node], options: dict[str, str]) -> None:
        address = syntax.string(note["address"])
        kept = {name: options[name] for name in ("phrase", "label", "verdict")}
        kept |= {"address": address, "at": options["more"], "back": options["at"]}
        body = self.content(*more)
        self.further_notes.append(syntax.call("edition.further-note", body, **kept))

    def _print_further_notes(self) -> None:
        if self.further_notes:
            level = str(self.level + 2)
            body = syntax.content(self.further_notes)
            self.parts.append(syntax.call("edition.further-notes", body, level=level))
            self.further_notes = []

    # questions and pictures

    def visit_question(self, node: Element) -> None:
        """Print a question behind its address; the template knows whose copy has the key.

        A repeat is a line that tells where the question stands.
        """
        head, *rest = node.children
        if not node["ids"]:
            to = syntax.label(
                self.labels[target_of(next(head.findall(nodes.reference)), self.docname)]
            )
            self.parts.append(
                syntax.call("edition.question-again", self.content(*head.children), to=to)
            )
            raise nodes.SkipNode
        keys = [child for child in rest if isinstance(child, edition.question_key)]
        parts = [
            self.content(*head.children[2:]),  # the address stands before it
            self.content(*(child for child in rest if child not in keys)),
            self.content(*keys),
        ]
        options = {"address": syntax.string(node["address"])}
        options["at"] = self._label(node["ids"][0])
        self.mark(node)
        self.parts.append(syntax.call("edition.question", *parts, **options))
        raise nodes.SkipNode

    def visit_question_head(self, node: Element) -> None:
        """Pass on."""

    visit_question_key = visit_question_head

    def visit_drawing(self, node: Element) -> None:
        """Print a picture, which the builder writes to a file."""
        name = syntax.string(f"images/{node['name']}.svg")
        width, height = re.findall(r"[0-9.]+", node["file"].partition('viewBox="')[2])[2:4]
        # A tall picture is made smaller, so that it stands on the page of its introduction.
        share = min(1, MOST_HEIGHT * float(width) / float(height))
        options = {"alt": syntax.string(node["alt"]), "width": f"{share:.1%}"}
        picture = syntax.call("image", name, **options)
        self.parts.append(syntax.call("edition.drawing", f"[{picture}]"))
        raise nodes.SkipNode

    def _label(self, identifier: str) -> str:
        return syntax.label(label_of(self.docname, identifier))


def _children(node: Element, kind: type[Element]) -> list[nodes.Node]:
    return [child for child in node if isinstance(child, kind)]


def _chapter_number(section: Element) -> str | None:
    """Return the number of the chapter that a document's first section is, if it is one."""
    passage = next(section.findall(edition.passage), None)
    if passage is None or not isinstance(section.parent, nodes.document):
        return None
    parent = passage.parent
    # Documents within it keep their own root; a part of the book has no number.
    while parent.parent is not None:
        parent = parent.parent
    return str(passage["address"]).rpartition(".")[0] if parent is section.parent else None
