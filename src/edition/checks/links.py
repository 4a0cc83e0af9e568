"""Checks of what refers to what: works, terms, passages, notes, questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rapidfuzz import process

from edition.annotation import Annotation
from edition.book import GLOSSARY, NAMES, REFERENCES, Book
from edition.locators import find_forms
from edition.page import Page
from edition.problem import Code, Problem, quoted
from edition.reference import Verified
from edition.uses import TERMS, WORKS, find_uses

Link = tuple[str, str, str, int]
"""A role, its target, and where it stands: path and line."""


def links(book: Book) -> Iterator[Link]:
    """Yield every link that a note or a page of `book` makes by a role."""
    sources: list[Annotation | Page] = [*book.annotations, *book.pages]
    for source in sources:
        for role, target, line in source.references:
            yield role, target, source.path, line


def check_references(book: Book) -> Iterator[Problem]:
    """What a note or a page refers to must exist.

    Bad:  {cite:p}`clausewitz1796`
    Good: {cite:p}`clausewitz1976`
    """
    notes = {annotation.id for annotation in book.annotations} | book.unread
    works = (book.references, Code.CITATION_UNKNOWN, "a key of references.bib")
    known: dict[str, tuple[Collection[str], Code, str]] = {
        "term": (book.terms, Code.TERM_UNKNOWN, "a term of glossary.md"),
        "passage": (book.passages, Code.PASSAGE_UNKNOWN, "a passage"),
        "note": (notes, Code.NOTE_UNKNOWN, "the id of a note"),
        "question": (book.questions, Code.QUESTION_UNKNOWN, "a question of a chapter"),
        "cite:p": works,
        "cite:t": works,
    }
    for role, target, path, line in links(book):
        if role in known and target not in known[role][0]:
            names, code, what = known[role]
            message = f"`{{{role}}}` must name {what}; found: {quoted(target)}"
            if near := process.extractOne(target, sorted(names), score_cutoff=60):
                message += f". Nearest: {quoted(near[0])}"
            yield Problem(path, line, message, code)


def check_verified(book: Book) -> Iterator[Problem]:
    """A work may be cited once somebody has seen it, a copy or its record.

    Bad:  verified = {unverified}
    Good: verified = {page}
    """
    for role, key, path, line in links(book):
        reference = book.references.get(key) if role.startswith("cite:") else None
        if reference and reference.verified is Verified.UNVERIFIED:
            message = f"a work must be verified before it is cited; found: {quoted(key)}"
            yield Problem(path, line, message, Code.REFERENCE_UNVERIFIED)


def check_works_cited(book: Book) -> Iterator[Problem]:
    """A work that was verified must be cited by a note or a page.

    Bad:  an entry of references.bib whose key stands nowhere
    Good: {cite:p}`clausewitz1976`
    """
    if book.unread:
        return
    cited = find_uses(book, WORKS)
    for key, reference in book.references.items():
        if key not in cited and reference.verified is not Verified.UNVERIFIED:
            message = f"a verified work must be cited; found no citation of {quoted(key)}"
            yield Problem(REFERENCES, reference.line, message, Code.WORK_UNCITED)


def check_terms_used(book: Book) -> Iterator[Problem]:
    """A term must be linked by a note, a page or another term, or stand in a word list.

    Bad:  a term of glossary.md that no {term} names
    Good: {term}`pacifism`
    """
    if book.unread:
        return
    used = find_uses(book, TERMS)
    for term, line in book.terms.items():
        if term not in used:
            message = f"a term must be linked from elsewhere; found no link to {quoted(term)}"
            yield Problem(GLOSSARY, line, message, Code.TERM_UNUSED)


def check_names_occur(book: Book) -> Iterator[Problem]:
    """A name of the index must occur, and each form given, where there is a text.

    Bad:  person Putin, Wladimir
    Good: person Putin, Vladimir
    """
    if book.unread or not book.names or set(book.text) != set(book.passages):
        return
    found = {form.words for form, _ in find_forms(book)}
    for name in book.names:
        lost = [form for form in name.forms if form not in found]
        if lost and (name.given or len(lost) == len(name.forms)):
            message = f"a name must occur in a passage or a note; found no {quoted(lost[0])}"
            yield Problem(NAMES, name.line, message, Code.NAME_UNUSED)
