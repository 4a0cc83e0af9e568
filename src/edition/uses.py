"""Uses: where the works and the terms of a book are cited and linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .book import GLOSSARY, Book

WORKS, TERMS = ("cite:p", "cite:t"), ("term",)
"""The roles that link to a work, and to a term."""


class Place(NamedTuple):
    """What has a link: `kind` is `note`, `question`, `term` or `page`, `name` its id."""

    kind: str
    name: str


def find_uses(book: Book, roles: tuple[str, ...]) -> dict[str, list[Place]]:
    """Return where each target of `roles` is linked from, each place once.

    Notes come first, in the order of the text, then questions, terms and
    pages. A term's link to itself is no use; a session's word list is one.
    """
    found: dict[str, dict[Place, None]] = defaultdict(dict)
    for role, target, place in _links(book):
        if role in roles and (role, target) != place:
            found[target][place] = None
    return {target: list(places) for target, places in found.items()}


def _links(book: Book) -> Iterator[tuple[str, str, Place]]:
    """Yield the role, the target and the place of every link."""
    numbered = (note.annotation.id for notes in book.notes.values() for note in notes)
    order = {name: number for number, name in enumerate(numbered)}
    # A note on a passage that does not exist comes last: its links count all the same.
    for note in sorted(book.annotations, key=lambda note: order.get(note.id, len(order))):
        for role, target, _ in note.references:
            yield role, target, Place("note", note.id)
    asked = set()
    for question in book.questions.values():
        for reference in question.references:
            asked.add((question.path, reference))
            yield *reference[:2], Place("question", question.id)
    for page in sorted(book.pages, key=lambda page: page.path != GLOSSARY):
        for reference in page.references:
            if (page.path, reference) not in asked:
                yield *reference[:2], _place(book, page.path, reference[2])
    for session in book.sessions:
        for term in session.terms:
            yield "term", term, Place("page", session.document)


def _place(book: Book, path: str, line: int) -> Place:
    """Return what stands at a line of a page: a term of the glossary, or the page."""
    terms = [term for term, begins in book.terms.items() if begins <= line]
    if path == GLOSSARY and terms:
        return Place("term", max(terms, key=lambda term: book.terms[term]))
    return Place("page", path.removesuffix(".md"))
