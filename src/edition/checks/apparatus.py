"""Checks of what an edition owes its readers: notes, questions and sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.annotation import Kind
from edition.book import Book
from edition.problem import Code, Problem, quoted
from edition.session import Session, expand

MOST_NOTES = 5
ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}|(?:[A-Z]\.){2,})(?![A-Za-z-])")
ROMAN = re.compile("[IVXLC]+")
NOT_PROSE = re.compile(r"\{[a-z:]+\}`[^`]*`|\(https://[^)\s]*\)|<https://[^>]*>")
"""Roles and addresses: what a role names is explained where it leads."""


def check_coverage(book: Book) -> Iterator[Problem]:
    """Each passage must have a note, and five at most.

    Bad:  a passage without a file in annotations/
    Good: a passage with one note or more
    """
    for passage in book.passages.values():
        number = len(book.notes[passage.id])
        if not number and not book.unread:
            message = f"passage {passage.address} must have a note; found none"
            yield Problem(passage.path, passage.line, message, Code.PASSAGE_WITHOUT_NOTE)
        if number > MOST_NOTES:
            message = f"a passage may have {MOST_NOTES} notes at most; found {number}"
            yield Problem(passage.path, passage.line, message, Code.NOTES_TOO_MANY)


def check_debates(book: Book) -> Iterator[Problem]:
    """A debate must cite two works or more: one for each side.

    Bad:  kind: debate, with one {cite:p}
    Good: kind: debate, with {cite:p}`achcar2022` and {cite:p}`callinicos2022`
    """
    for annotation in book.annotations:
        works = {key for key, _ in annotation.citations}
        if annotation.kind is Kind.DEBATE and len(works) == 1:
            message = f"a debate must cite two works or more; found: {quoted(' '.join(works))}"
            yield Problem(annotation.path, annotation.lines["kind"], message, Code.DEBATE_ONE_SIDED)


def check_abbreviations(book: Book) -> Iterator[Problem]:
    """An abbreviation must be explained where it stands, or listed in the glossary.

    Bad:  The OSCE monitored the line of contact.
    Good: The Organization for Security and Co-operation in Europe (OSCE) monitored it.
    """
    texts = [(a.path, a.body_line, a.body, a.phrase.text) for a in book.annotations]
    for question in book.questions.values():
        texts.append((question.path, question.body_line, question.body, ""))
        texts.append((question.path, question.key_line, question.key, ""))
    for path, first, body, phrase in texts:
        told = {*book.abbreviations, *book.terms}
        for number, line in enumerate(NOT_PROSE.sub("", body).split("\n"), start=first):
            for word in ABBREVIATION.findall(line):
                if word in told or ROMAN.fullmatch(word) or word in phrase:
                    continue
                told.add(word)
                if f"({word})" not in body and f"{word} (" not in body:
                    message = f"an abbreviation must be explained; found: {quoted(word)}"
                    yield Problem(path, number, message, Code.ABBREVIATION_UNEXPLAINED)


def check_questions(book: Book) -> Iterator[Problem]:
    """A question must be on passages that exist.

    Bad:  :passages: c4p99
    Good: :passages: c4p2 c4p3
    """
    for question in book.questions.values():
        for name in question.passages:
            if name not in book.passages:
                message = f"passage must exist; found: {quoted(name)}"
                yield Problem(question.path, question.line, message, Code.PASSAGE_UNKNOWN)


def check_sessions(book: Book) -> Iterator[Problem]:
    """What a session names must exist, and its minutes must add up.

    Bad:  :minutes: 90, with steps of 80 minutes
    Good: :minutes: 90, with steps of 10, 25, 40 and 15 minutes
    """
    order = list(book.passages)
    for session in book.sessions:
        for names in (session.passages, session.handout):
            try:
                expand(names, order)
            except KeyError as error:
                message = f"passage must exist; found: {quoted(error.args[0])}"
                yield Problem(session.path, session.line, message, Code.PASSAGE_UNKNOWN)
        for kind, names, known, code in (
            ("term", session.terms, book.terms, Code.TERM_UNKNOWN),
            ("question", session.questions, book.questions, Code.QUESTION_UNKNOWN),
        ):
            for name in names:
                if name not in known:
                    message = f"a session must name a {kind} that exists; found: {quoted(name)}"
                    yield Problem(session.path, session.line, message, code)
        yield from _check_minutes(book, session)


def _check_minutes(book: Book, session: Session) -> Iterator[Problem]:
    """Yield a problem where a plan is longer or shorter than its parts."""
    total = sum(step.minutes for step in session.plan)
    if total != session.minutes:
        message = f"the steps must add up to {session.minutes} minutes; found: {total}"
        yield Problem(session.path, session.line, message, Code.MINUTES_DIFFER)
    for step in session.plan:
        asked = sum(book.questions[q].minutes for q in step.questions if q in book.questions)
        if asked > step.minutes:
            message = f"questions of {asked} minutes must fit their step; it has {step.minutes}"
            yield Problem(session.path, step.line, message, Code.MINUTES_DIFFER)
        for name in step.questions:
            if name not in session.questions:
                message = f"a plan's question must be one of its session; found: {quoted(name)}"
                yield Problem(session.path, step.line, message, Code.QUESTION_UNKNOWN)


def check_sessions_cover(book: Book) -> Iterator[Problem]:
    """Where there are sessions, each passage must be read for one.

    Bad:  sessions on c1p1-c8p11 only
    Good: sessions on c1p1-c3p4, c4p1-c5p10, c6p1-c7p6 and c8p1-c9p7
    """
    if not book.sessions:
        return
    order = list(book.passages)
    known = [
        name
        for session in book.sessions
        for name in session.passages
        if set(name.split("-")) <= set(order)
    ]
    for passage_id in set(order).difference(expand(known, order)):
        passage = book.passages[passage_id]
        message = f"a session must have passage {passage.address} to read; found none"
        yield Problem(passage.path, passage.line, message, Code.PASSAGE_WITHOUT_SESSION)


def check_map(book: Book) -> Iterator[Problem]:
    """A box of the map must name passages that exist.

    Bad:  conquest: A war of conquest; c4p99
    Good: conquest: A war of conquest; c4p3 c8p1
    """
    if book.argument is None:
        return
    for box in (box for group in book.argument.groups for box in group.boxes):
        for name in box.passages:
            if name not in book.passages:
                message = f"passage must exist; found: {quoted(name)}"
                yield Problem(book.argument.path, box.line, message, Code.PASSAGE_UNKNOWN)
