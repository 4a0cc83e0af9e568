"""What an edition holds, in figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .anchor import count_words
from .annotation import Kind, Level, Verdict
from .book import Book
from .markup import check_body
from .question import QuestionType
from .reference import Group, Verified
from .uses import WORKS, find_uses


def count(book: Book) -> Iterator[tuple[str, int]]:
    """Yield what there is in `book`, each with its number, as `edition check --stats` prints it."""
    notes = book.annotations
    covered = sum(bool(found) for found in book.notes.values())
    yield "passages", len(book.passages)
    yield "passages with notes", covered
    yield "notes", len(notes)
    yield from _each(Kind, (note.kind for note in notes), "notes: ")
    yield from _each(Level, (note.level for note in notes), "notes, level: ")
    yield from _each(Verdict, (note.verdict for note in notes if note.verdict), "claims: ")
    cited = find_uses(book, WORKS)
    works = [work for work in book.references.values() if work.key in cited]
    yield "works cited", len(works)
    yield from _each(Group, (work.group for work in works), "works: ")
    yield from _each(Verified, (work.verified for work in works), "works, seen: ")
    yield "terms", len(book.terms)
    yield "questions", len(book.questions)
    yield from _each(QuestionType, (q.type for q in book.questions.values()), "questions: ")
    yield "sessions", len(book.sessions)
    yield "events of the timeline", sum(len(line.events) for line in book.timelines)
    in_notes = sum(_words(note.body) for note in notes)
    in_pages = sum(page.words for page in book.pages)
    yield "words of ours", in_notes + in_pages
    yield "words of ours: notes", in_notes
    yield "words of ours: pages", in_pages


def _each(
    kinds: type[Kind | Level | Verdict | Group | Verified | QuestionType],
    found: Iterator[object],
    prefix: str,
) -> Iterator[tuple[str, int]]:
    """Yield how often each member of an enumeration was found."""
    numbers = Counter(found)
    for kind in kinds:
        yield f"{prefix}{kind.value}", numbers[kind]


def _words(body: str) -> int:
    read, _ = check_body(body, "", 1)
    return count_words(read.lead) + count_words(read.rest)
