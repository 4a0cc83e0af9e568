"""What can be linked to by address: passages and notes.

All targets follow from the book, so the domain keeps nothing of its own but
the state of each chapter when it was read.
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
from .passage import PASSAGE_ID, Chapter

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

NAME = "edition"


def note_anchor(annotation_id: str) -> str:
    """Return the id of a note in every output: `note-c4-clausewitz`."""
    return f"note-{annotation_id.replace('/', '-')}"


def reference_anchor(annotation_id: str) -> str:
    """Return the id of a note's number in the text."""
    return f"ref-{annotation_id.replace('/', '-')}"


class AddressRole(ReferenceRole):
    """A link to a passage or a note: the role's name is the kind of target.

    It shows the address of the target, unless other words are given.
    """

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the pending reference."""
        node = addnodes.pending_xref(
            self.rawtext,
            refdomain=NAME,
            reftype=self.name,
            reftarget=self.target,
            refdoc=self.env.docname,
            refexplicit=self.has_explicit_title,
            refwarn=True,
        )
        node += nodes.inline("", self.title, classes=["address"])
        self.set_source_info(node)
        return [node], []


class EditionDomain(Domain):
    """Resolves links to passages and notes from the book."""

    name = NAME
    label = "Edition"
    initial_data: ClassVar[dict[str, Any]] = {"chapters": {}}

    @property
    def book(self) -> Book:
        """The book; it is read anew for each build and never pickled."""
        return self._book

    def setup(self) -> None:
        """Read the book."""
        super().setup()
        self._book = read_book(cast("Path", self.env.srcdir))

    @property
    def chapters(self) -> dict[str, str]:
        """The state of each chapter, by document, when it was last read."""
        return cast("dict[str, str]", self.data["chapters"])

    def clear_doc(self, docname: str) -> None:
        """Forget a document that is read again or gone."""
        self.chapters.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over what a parallel process has read."""
        self.chapters.update(
            {
                name: otherdata["chapters"][name]
                for name in docnames
                if name in otherdata["chapters"]
            }
        )

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
        """Return the link to a passage or note; None if there is no such target."""
        if typ == "passage" and target in self.book.passages:
            passage_id, anchor, address = target, target, self.book.passages[target].address
        else:
            found = [
                note
                for notes in self.book.notes.values()
                for note in notes
                if typ == "note" and note.annotation.id == target
            ]
            if not found:
                return None
            passage_id, anchor = found[0].annotation.passage, note_anchor(target)
            address = found[0].address
        shown = contnode if node["refexplicit"] else nodes.inline("", address, classes=["address"])
        document = next(
            chapter.document
            for chapter in self.book.chapters
            if self.book.passages[passage_id] in chapter.passages
        )
        return make_refnode(builder, fromdocname, document, anchor, shown)

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


def book_of(env: BuildEnvironment) -> Book:
    """Return the book of a build."""
    return cast("EditionDomain", env.domains[NAME]).book


def state_of(book: Book, chapter: Chapter) -> str:
    """Return a digest of all that a chapter shows and its own file does not hold."""
    digest = hashlib.sha256()
    for passage in chapter.passages:
        digest.update(
            repr((passage.id, book.text.get(passage.id), book.notes[passage.id])).encode()
        )
    return digest.hexdigest()
