"""What all visitors share: the output, labels, and how an error is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from . import syntax

if TYPE_CHECKING:
    from sphinx.builders import Builder

logger = logging.getLogger(__name__)


def walk_documents(document: nodes.document) -> Iterator[tuple[nodes.Element, str]]:
    """Yield each element of the book with the name of the document it is from."""
    stack: list[tuple[nodes.Element, str]] = [(document, document["docname"])]
    while stack:
        element, docname = stack.pop()
        if isinstance(element, addnodes.start_of_file):
            docname = element["docname"]
        yield element, docname
        stack += [(child, docname) for child in element if isinstance(child, nodes.Element)]


def collect_labels(document: nodes.document) -> dict[str, str]:
    """Return what can be linked to: each name, with the label it is printed as.

    A node is printed with its first label only; a document, and what stands
    in a heading, with that of the section: a heading is printed again in the
    table of contents, where labels would be doubled.
    """
    labels: dict[str, str] = {}
    for node, docname in walk_documents(document):
        names = [label_of(docname, identifier) for identifier in node["ids"]]
        if isinstance(node, nodes.document | addnodes.start_of_file):
            names.insert(0, label_of(docname))
            if isinstance(node, addnodes.start_of_file):
                sections = [child for child in node if isinstance(child, nodes.section)]
                names[:0] = [label_of(docname, section["ids"][0]) for section in sections[:1]]
        if isinstance(node, nodes.title) and isinstance(node.parent, nodes.section):
            within = [name for child in node.findall(nodes.Element) for name in child["ids"]]
            names = [label_of(docname, name) for name in [node.parent["ids"][0], *within]]
        for name in names:
            labels.setdefault(name, names[0])
    return labels


def label_of(docname: str, identifier: str = "") -> str:
    """Return the label of an id in a document, or of the document itself."""
    return f"{docname}:{identifier}"


def target_of(link: nodes.reference, docname: str) -> str:
    """Return the name of what a link in a document leads to; "" if that is outside the book."""
    uri = link.get("refuri", "")
    if "refid" in link:
        return label_of(docname, link["refid"])
    if not uri.startswith("%"):
        return ""
    document, _, identifier = uri[1:].partition("#")
    return label_of(document, identifier)


class SourceWriter(SphinxTranslator):
    """Collects Typst source while the doctree is walked.

    A visitor either adds to `parts` and lets the walk go on, or asks for the
    `content` of nodes, makes a call of it with `call`, and the walk goes on
    behind them. What cannot be printed is an error, told once for each kind
    of node; the walk goes on, to find all of them, and `failed` remembers.
    """

    def __init__(self, document: nodes.document, builder: Builder) -> None:
        super().__init__(document, builder)
        self.parts: list[str] = []
        self.docname: str = document["docname"]
        self.labels = collect_labels(document)
        self.unknown: set[str] = set()
        self.failed = False

    # output

    def content(self, *children: nodes.Node, of: nodes.Element | None = None) -> str:
        """Return nodes as one content block, which an anchor for `of` opens."""
        outer, self.parts = self.parts, []
        for child in children:
            child.walkabout(self)
        inner, self.parts = self.parts, outer
        return syntax.content([self.anchor(of) if of is not None else "", *inner])

    def call(self, function: str, node: nodes.Element, *arguments: str, **options: str) -> None:
        """Add a call with the content of a node, and pass over its children."""
        body = self.content(*node.children, of=node)
        self.parts.append(syntax.call(function, *arguments, body, **options))
        raise nodes.SkipNode

    def break_paragraph(self) -> None:
        """Begin a new paragraph, unless nothing stands before it.

        Explicit paragraphs would break the line after a list item's mark.
        """
        if self.parts:
            self.parts.append("#parbreak();")

    def mark(self, node: nodes.Element) -> None:
        """Remember where in the sources a node comes from, for Typst's messages."""
        path, line = node.source, node.line
        if path and line:
            path = os.path.relpath(path, self.builder.srcdir)
            self.parts.append(syntax.origin(path.replace(os.sep, "/"), line))

    # labels

    def labels_of(self, node: nodes.Element) -> list[str]:
        """Return the names by which a node can be linked to."""
        return [label_of(self.docname, identifier) for identifier in node["ids"]]

    def anchor(self, node: nodes.Element) -> str:
        """Return the invisible target that a node is linked to by, if any."""
        for name in self.labels_of(node):
            if self.labels[name] == name:
                return anchor(name)
        return ""

    def add_anchor(self, node: nodes.Element) -> None:
        """Add the target that a node is linked to by."""
        if code := self.anchor(node):
            self.parts.append(code)

    # errors

    def report(self, message: str, node: nodes.Node) -> None:
        """Tell an error in the book's sources."""
        self.failed = True
        logger.error(message, location=node, type="edition", subtype="pdf")

    def unknown_visit(self, node: nodes.Node) -> None:
        """Tell that a kind of node cannot be printed."""
        name = node.__class__.__name__
        if name not in self.unknown:
            self.unknown.add(name)
            self.report(f"the PDF has no form for this: a node named {name!r}", node)
        raise nodes.SkipNode

    def unknown_departure(self, node: nodes.Node) -> None:
        """Do nothing: what a visitor has to do, it does at once."""


def anchor(name: str) -> str:
    """Return an invisible target for links."""
    return syntax.call("edition.anchor", syntax.label(name))
