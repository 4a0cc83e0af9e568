"""A part of the book: some passages and questions, with the words and works they need."""

from __future__ import annotations

from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes

from edition import nodes as edition
from edition.book import Book
from edition.copies import Printing
from edition.directives.colophon import COLOPHON
from edition.session import expand

from .reductions import unlink_lost
from .writer import label_of, target_of, walk_documents


@dataclass(frozen=True)
class Part:
    """What of the book is printed: documents, and of chapters these passages and questions."""

    title: str
    documents: frozenset[str] = field(default_factory=frozenset)
    names: frozenset[str] = field(default_factory=frozenset)


def choose_part(book: Book, printing: Printing) -> Part | None:
    """Return what a printing holds; None if that is the whole book."""
    if printing.chapter is not None:
        chapter = next(c for c in book.chapters if c.passages[0].chapter == printing.chapter)
        questions = [q.id for q in book.questions.values() if q.path == f"{chapter.document}.md"]
        names = [passage.id for passage in chapter.passages] + questions
        return Part(f"Chapter {printing.chapter}", frozenset({chapter.document}), frozenset(names))
    if printing.session is not None:
        session = next(s for s in book.sessions if s.number == printing.session)
        passages = set(expand(session.passages, list(book.passages)))
        chapters = {c.document for c in book.chapters if passages & {p.id for p in c.passages}}
        return Part(
            f"Session {session.number}",
            frozenset({session.document, *chapters}),
            frozenset({*passages, *session.questions}),
        )
    return None


def cut_out(book: nodes.document, part: Part) -> None:
    """Leave a part of the book, with the entries and works that it links to, links resolved.

    What is linked to and is not there any more becomes plain words. The page
    with the colophon goes with every part, at its end.
    """
    lists, last = _cut_documents(book, part)
    pieces: list[nodes.Element] = [*book.findall(edition.passage), *book.findall(edition.question)]
    for node in pieces:
        if node["ids"] and not part.names.intersection(node["ids"]):
            node.parent.remove(node)
    for section in list(book.findall(nodes.section)):
        if not section[1:]:
            section.parent.remove(section)
    for file in lists:
        _shorten(file, _linked(book))
        if any(file.findall(nodes.definition_list_item)) or any(_works(file)):
            book += nodes.compound("", file)
    book += [nodes.compound("", file) for file in last]
    unlink_lost(book)


def _cut_documents(
    book: nodes.document, part: Part
) -> tuple[list[addnodes.start_of_file], list[addnodes.start_of_file]]:
    """Leave the documents of a part.

    Return the glossary and the works cited, in this order, and the page with the colophon.
    """
    lists: list[addnodes.start_of_file] = []
    last: list[addnodes.start_of_file] = []
    for file in list(book.findall(addnodes.start_of_file)):
        if any(file.findall(addnodes.glossary)):
            lists.insert(0, file)  # it cites works, too
        elif any(_works(file)):
            lists.append(file)
        elif any(COLOPHON in found["classes"] for found in file.findall(nodes.compound)):
            last.append(file)
        if file in (*lists, *last) or file["docname"] not in part.documents:
            file.parent.remove(file)
    return lists, last


def _works(node: nodes.Element) -> list[nodes.bullet_list]:
    return [found for found in node.findall(nodes.bullet_list) if "works" in found["classes"]]


def _linked(book: nodes.document) -> set[str]:
    """Return the names of what the book links to."""
    return {
        target_of(node, docname)
        for node, docname in walk_documents(book)
        if isinstance(node, nodes.reference)
    }


def _shorten(file: addnodes.start_of_file, linked: set[str]) -> None:
    """Leave of a glossary, or of a list of works, what is linked to."""
    items = [item for works in _works(file) for item in works]
    for glossary in file.findall(addnodes.glossary):
        items += glossary.findall(nodes.definition_list_item)
    for item in items:
        ids = [name for node in item.findall(nodes.Element) for name in node["ids"]]
        if not linked.intersection(label_of(file["docname"], name) for name in ids):
            item.parent.remove(item)
    for works in _works(file):
        if not works.children:
            works.parent.remove(works)
    for section in list(file.findall(nodes.section))[1:]:
        if not _works(section) and not any(section.findall(addnodes.glossary)):
            section.parent.remove(section)
