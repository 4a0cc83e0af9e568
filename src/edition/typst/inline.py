"""What stands within a line: emphasis, links, footnotes, pictures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from . import syntax
from .writer import SourceWriter, label_of, target_of, walk_documents

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.builders import Builder

SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:)")
IDENTIFIER = re.compile(r"^(?:dx\.|www\.)?(?:doi\.org/|doi:)?|/$")
BREAKS = re.compile(r"(?<=[/?&=_.\-])(?=[^/])|(?<=[^/?&=_.\-]{18})(?=[^/?&=_.\-]{4})")
"""Where an address may be broken: behind its signs, and within what has none for long."""


class InlineTranslator(SourceWriter):
    """Visitors for what stands within a line."""

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.footnotes = {
            label_of(docname, identifier): node
            for node, docname in walk_documents(document)
            if isinstance(node, nodes.footnote)
            for identifier in node["ids"]
        }
        self.printed_footnotes: set[str] = set()

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802  (the class's name)
        """Add words."""
        self.parts.append(syntax.text(node.astext()))

    # emphasis

    def visit_emphasis(self, node: Element) -> None:
        """Emphasise."""
        self.call("emph", node)

    visit_literal_emphasis = visit_title_reference = visit_emphasis

    def visit_strong(self, node: Element) -> None:
        """Emphasise strongly."""
        self.call("strong", node)

    visit_literal_strong = visit_strong

    def visit_subscript(self, node: Element) -> None:
        """Lower."""
        self.call("sub", node)

    def visit_superscript(self, node: Element) -> None:
        """Raise."""
        self.call("super", node)

    def visit_literal(self, node: Element) -> None:
        """Print code within a line."""
        self.add_anchor(node)
        self.parts.append(syntax.call("raw", syntax.string(node.astext())))
        raise nodes.SkipNode

    def visit_inline(self, node: Element) -> None:
        """Mark a word of the glossary; no other class makes a difference in print."""
        if "first-use" in node["classes"]:
            self.call("edition.first-use", node)
        self.add_anchor(node)

    visit_abbreviation = visit_generated = visit_problematic = visit_target = visit_inline
    visit_download_reference = visit_inline

    # links

    def visit_reference(self, node: nodes.reference) -> None:
        """Link to a place in the book, or to an address outside."""
        if not node.children:
            raise nodes.SkipNode
        self.add_anchor(node)
        if target := target_of(node, self.docname):
            self._link(target, node)
        else:
            self._link_outside(node.get("refuri", ""), node)
        raise nodes.SkipNode

    def _link(self, label: str, node: Element) -> None:
        body = self.content(*node.children)
        if label in self.labels:
            self.parts.append(
                syntax.call("edition.internal", syntax.label(self.labels[label]), body)
            )
        else:
            document, _, identifier = label.partition(":")
            place = f"{identifier!r} in {document}" if identifier else document
            self.report(f"a link must lead to a place in the book; found: {place}", node)
            self.parts.append(f"#{body};")

    def _link_outside(self, uri: str, node: Element) -> None:
        """Link to an address; print it too, where the words are not the address."""
        shown, bare = node.astext(), SCHEME.sub("", uri)
        if IDENTIFIER.sub("", SCHEME.sub("", shown)) == IDENTIFIER.sub("", bare):
            body = _address(shown)
            self.parts.append(syntax.call("edition.external", syntax.string(uri), body))
        else:
            body = self.content(*node.children)
            self.parts.append(syntax.call("edition.external", syntax.string(uri), body))
            printed = syntax.call("edition.external", syntax.string(uri), _address(bare))
            self.parts.append(syntax.call("edition.address", f"[{printed}]"))

    # footnotes

    def visit_footnote_reference(self, node: Element) -> None:
        """Print the footnote at the foot of the page, where it is first named."""
        label = label_of(self.docname, node["refid"])
        name = syntax.label(f"footnote {label}")
        self.add_anchor(node)
        if label in self.printed_footnotes:
            self.parts.append(syntax.call("footnote", name))
        elif label in self.footnotes:
            self.printed_footnotes.add(label)
            footnote = self.footnotes[label]
            children = [child for child in footnote if not isinstance(child, nodes.label)]
            body = self.content(*children, of=footnote)
            self.parts.append(f"#[#footnote({body})#{name}];")
        else:
            self.report(f"a footnote must exist; found: {node.astext()!r}", node)
        raise nodes.SkipNode

    def visit_footnote(self, node: Element) -> None:
        """Leave it to its reference; tell of one that nothing refers to."""
        labels = self.labels_of(node)
        if not self.printed_footnotes.intersection(labels):
            self.report("a footnote must be referred to before it", node)
        raise nodes.SkipNode

    # pictures

    def visit_image(self, node: Element) -> None:
        """Print a picture with its description."""
        name = self.builder.images.get(node["uri"])
        if name is None:
            self.report(f"a picture must lie in the book's folder; found: {node['uri']!r}", node)
            raise nodes.SkipNode
        self.mark(node)
        self.add_anchor(node)
        options = {"alt": syntax.value(node["alt"])} if "alt" in node else {}
        if width := re.fullmatch(r"([0-9.]+)(%|pt|mm|cm|in)", node.get("width", "")):
            options["width"] = width[0]
        picture = syntax.call("image", syntax.string(f"images/{name}"), **options)
        function = "box" if isinstance(node.parent, nodes.TextElement) else "edition.picture"
        self.parts.append(syntax.call(function, f"[{picture}]"))
        raise nodes.SkipNode


def _address(words: str) -> str:
    """Return an address as content that may be broken behind its signs."""
    pieces = [syntax.text(piece) for piece in BREAKS.split(words)]
    return syntax.content(["#edition.breakable;".join(pieces)])
