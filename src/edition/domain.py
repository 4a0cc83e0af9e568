"""What can be linked to by address: passages, notes and questions.

All targets follow from the book, so the domain keeps nothing of its own but
the state of each page when it was read.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain
from sphinx.util.docutils import ReferenceRole
from sphinx.util.nodes import make_refnode

from .book import Book, read_book
from .imprint import imprint_of
from .passage import PASSAGE_ID

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

NAME = "edition"
LISTS = {"all-notes", "claims", "bibliography", "glossary", "names"}
"""The directives that show what stands, or is linked, all over the book."""


def note_anchor(annotation_id: str) -> str:
    """Return the id of a note in every output: `note-c4-clausewitz`."""
    return f"note-{annotation_id.replace('/', '-')}"


def reference_anchor(annotation_id: str) -> str:
    """Return the id of a note's number in the text."""
    return f"ref-{annotation_id.replace('/', '-')}"


def link_to(
    document: str, kind: str, target: str, *words: nodes.Node, domain: str = NAME
) -> addnodes.pending_xref:
    """Return a link from a page to a passage, note or question, or to what another domain has.

    It shows the target's address, unless `words` are given.
    """
    shown = nodes.inline("", "" if words else target, *words, classes=[] if words else ["address"])
    return addnodes.pending_xref(
        "",
        shown,
        refdomain=domain,
        reftype=kind,
        reftarget=target,
        refdoc=document,
        refexplicit=bool(words),
        refwarn=True,
    )


class AddressRole(ReferenceRole):
    """A link to a passage, a note or a question: the role's name is the kind of target.

    It shows the address of the target, unless other words are given.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the pending reference."""
        words = [nodes.Text(self.title)] if self.has_explicit_title else []
        node = link_to(self.env.docname, self.name, self.target, *words)
        self.set_source_info(node)
        return [node], []


class EditionDomain(Domain):
    """Resolves links to passages, notes and questions from the book."""

    name = NAME
    label = "Edition"
    initial_data: ClassVar[dict[str, Any]] = {"states": {}}

    @property
    def book(self) -> Book:
        """The book; it is read anew for each build and never pickled."""
        return self._book

    def setup(self) -> None:
        """Read the book."""
        super().setup()
        self._book = read_book(cast("Path", self.env.srcdir))

    @property
    def states(self) -> dict[str, str]:
        """The state of each page, by document, when it was last read."""
        return cast("dict[str, str]", self.data["states"])

    def clear_doc(self, docname: str) -> None:
        """Forget a document that is read again or gone."""
        self.states.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process has read."""
        states = otherdata["states"]
        self.states.update({name: states[name] for name in docnames if name in states})

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return the link to a passage, note or question; None if there is no such target."""
        if (place := self._find(typ, target)) is None:
            return None
        document, anchor, address = place
        shown = contnode if node["refexplicit"] else nodes.inline("", address, classes=["address"])
        return make_refnode(builder, fromdocname, document, anchor, shown)

    def _find(self, kind: str, target: str) -> tuple[str, str, str] | None:
        """Return the document, the id and the address of a target."""
        book = self.book
        if kind == "passage" and target in book.passages:
            passage = book.passages[target]
            return _document(passage.path), target, passage.address
        if kind == "question" and target in book.questions:
            question = book.questions[target]
            return _document(question.path), target, question.address
        for notes in book.notes.values() if kind == "note" else ():
            for note in notes:
                if note.annotation.id == target:
                    passage = book.passages[note.annotation.passage]
                    return _document(passage.path), note_anchor(target), note.address
        return None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Offer a passage to the `any` role."""
        if not PASSAGE_ID.fullmatch(target):
            return []
        found = self.resolve_xref(env, fromdocname, builder, "passage", target, node, contnode)
        return [(f"{NAME}:passage", found)] if found else []


def _document(path: str) -> str:
    """Return the name that Sphinx has for the page at `path`."""
    return path.removesuffix(".md")


def book_of(env: BuildEnvironment) -> Book:
    """Return the book of a build."""
    return cast("EditionDomain", env.domains[NAME]).book


def state_of(book: Book, document: str) -> str:
    """Return a digest of all that a page shows of the book and its own file does not hold."""
    shown: list[object] = []
    for chapter in book.chapters:
        if chapter.document == document:
            shown += [(p.id, book.text.get(p.id), book.notes[p.id]) for p in chapter.passages]
            shown += sorted(book.terms)
    for session in book.sessions:
        if session.document == document:
            shown += [book.questions.get(name) for name in session.questions]
            shown += [(session.handout, book.text, book.passages)]
    if book.argument and _document(book.argument.path) == document:
        shown += [(note.id, note.passage, note.kind) for note in book.annotations]
    for page in book.pages:
        if _document(page.path) == document and page.directives & LISTS:
            shown += [book.notes, book.chapters, book.questions, book.sessions]
            shown += [(other.path, other.references) for other in book.pages]
        if _document(page.path) == document and "names" in page.directives:
            shown += [book.text, sorted(book.terms)]
        if _document(page.path) == document and "colophon" in page.directives:
            shown.append(imprint_of(book))
    return hashlib.sha256(repr(shown).encode()).hexdigest()
