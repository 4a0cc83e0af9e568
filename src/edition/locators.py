"""Locators: where the names and the terms of a book occur, as an index tells it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .book import Book
from .markup import PLACE, check_body
from .terms import find_terms

FEW = 12
"""The most locators that are told one by one; of more, notes are told by their passage."""

RUN = 3
"""The fewest passages in a row that are told as a range: 4.1–4.3."""


class Locator(NamedTuple):
    """Where an index sends its reader: a passage, a range of passages, or a note.

    `kind` is `passage` or `note`, `name` its id, `last` the passage a range
    ends with, "" if there is no range. `further` tells that the note has the
    word only in what follows its lead.
    """

    kind: str
    name: str
    last: str = ""
    further: bool = False


@dataclass(frozen=True)
class IndexEntry:
    """What an index lists: a name, a term or both, with its kind and its locators.

    `kind` is that of the name, or `term`; `term` is the glossary's, "" if
    there is none.
    """

    head: str
    kind: str
    term: str
    locators: tuple[Locator, ...]

    @property
    def letter(self) -> str:
        """The letter it is listed under."""
        return sort_key(self.head)[:1].upper()


def sort_key(head: str) -> str:
    """Return what an entry is sorted by: without capitals, accents and signs."""
    plain = unicodedata.normalize("NFKD", head.casefold())
    kept = "".join(c for c in plain if c.isalnum() or c in " ,-")
    # A comma comes before a space, so that `Bush, David` stands before `Bush House`.
    return re.sub("[ -]+", " ", kept).replace(", ", "\t")


def list_entries(book: Book) -> list[IndexEntry]:
    """Return what the index of `book` lists, in alphabetical order.

    A term that is also a form of a name is told with the name. A name that
    occurs nowhere is left out: without the text that may be so.
    """
    owners = {form: name.head for name in book.names for form in name.forms}
    terms = {owners.get(term, term): term for term in book.terms}
    kinds = dict.fromkeys(terms, "term") | {n.head: n.kind.value for n in book.names}
    found = find_locators(book)
    entries = [
        IndexEntry(head, kind, terms.get(head, ""), tuple(_shorten(book, found.get(head, []))))
        for head, kind in kinds.items()
        if head in found or head in terms
    ]
    return sorted(entries, key=lambda entry: (sort_key(entry.head), entry.head))


def find_locators(book: Book) -> dict[str, list[Locator]]:
    """Return where each name and each term occurs, by head, in the order of the text.

    That is in the author's words and our précis, or where there is no text
    in the opening words, and in notes with the phrases they explain.
    """
    found: dict[str, dict[Locator, None]] = defaultdict(dict)
    for form, locator in find_forms(book):
        head = form.head
        # A note is told once: by its lead if that has the word too.
        if not locator.further or locator._replace(further=False) not in found[head]:
            found[head][locator] = None
    return {head: list(locators) for head, locators in found.items()}


class Form(NamedTuple):
    """A form that was found, and the head of the name or the term it belongs to."""

    words: str
    head: str


def find_forms(book: Book) -> Iterator[tuple[Form, Locator]]:
    """Yield each occurrence of each form of a name or a term, with where it is."""
    heads = {term: term for term in book.terms}
    heads |= {form: name.head for name in book.names for form in name.forms}
    for locator, text in _texts(book):
        for use in find_terms(text, heads):
            yield Form(use.term, heads[use.term]), locator


def _texts(book: Book) -> Iterator[tuple[Locator, str]]:
    """Yield what is searched, with where it stands, in the order of the text."""
    for passage in book.passages.values():
        here = Locator("passage", passage.id)
        yield here, book.text.get(passage.id, passage.incipit)
        yield here, check_body(passage.precis, passage.path, 1)[0].lead
        for note in book.notes[passage.id]:
            annotation = note.annotation
            body, _ = check_body(annotation.body, annotation.path, 1)
            there = Locator("note", annotation.id)
            yield there, annotation.phrase.text
            yield there, PLACE.sub("", body.lead)
            yield there._replace(further=True), PLACE.sub("", body.rest)


def _shorten(book: Book, locators: list[Locator]) -> Iterator[Locator]:
    """Yield `locators`, fewer of them where they are many or in a row."""
    if len(locators) > FEW:
        homes = {note.id: note.passage for note in book.annotations}
        names = (homes.get(locator.name, locator.name) for locator in locators)
        locators = [Locator("passage", name) for name in dict.fromkeys(names)]
    order = {passage: number for number, passage in enumerate(book.passages)}
    run: list[Locator] = []
    for locator in locators:
        follows = run and order.get(locator.name) == order.get(run[-1].name, -2) + 1
        if not follows:
            yield from _join(run)
            run = []
        run.append(locator)
    yield from _join(run)


def _join(run: list[Locator]) -> Iterable[Locator]:
    """Return a run of locators as it is, or as one range if it is long enough."""
    return [run[0]._replace(last=run[-1].name)] if len(run) >= RUN else run
