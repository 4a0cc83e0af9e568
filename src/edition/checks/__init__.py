"""The checks: what each file cannot know alone, told with its repair.

A check is a generator of problems. Its docstring is its rule, with a bad and
a good example. What a file shows by itself is told when it is read; what an
edition lacks is told once all notes can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from edition.book import Book
from edition.exemption import apply_exemptions
from edition.problem import Problem

from . import anchors, apparatus, links

Check = Callable[[Book], Iterator[Problem]]


def check(book: Book, *, strict: bool = False) -> list[Problem]:
    """Return every problem of `book`, sorted by file and line.

    With `strict`, pages too are held to what strangers may send.
    """
    problems = {*book.problems}
    if strict:
        problems.update(problem for page in book.pages for problem in page.refused)
    for rule in CHECKS:
        problems.update(rule(book))
    return sorted(apply_exemptions(problems, book.exemptions, complete=not book.unread))


def unchecked_phrases(book: Book) -> int:
    """Return how many phrases could not be checked, as their passage has no text."""
    return sum(annotation.passage not in book.text for annotation in book.annotations)


CHECKS: tuple[Check, ...] = (
    anchors.check_passages_exist,
    anchors.check_phrases,
    anchors.check_incipits,
    links.check_references,
    links.check_verified,
    links.check_works_cited,
    links.check_terms_used,
    links.check_names_occur,
    apparatus.check_coverage,
    apparatus.check_debates,
    apparatus.check_abbreviations,
    apparatus.check_questions,
    apparatus.check_sessions,
    apparatus.check_sessions_cover,
    apparatus.check_map,
)
