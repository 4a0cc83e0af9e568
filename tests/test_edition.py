"""The real edition: what it must hold, and what it may not."""

import subprocess
from collections import Counter

import pytest
from conftest import ROOT, run, source_of

from edition.anchor import WORD, fold
from edition.annotation import Kind, Level, Verdict
from edition.book import read_book
from edition.checks import check
from edition.question import QuestionType

PASSAGES = {1: 2, 2: 6, 3: 4, 4: 5, 5: 10, 6: 9, 7: 6, 8: 11, 9: 7}
RUN = 12


@pytest.fixture(scope="module")
def book():
    return read_book(ROOT)


def test_nine_chapters_and_sixty_passages(book):
    assert Counter(passage.chapter for passage in book.passages.values()) == PASSAGES


def test_the_checks_find_no_problem(book):
    assert [str(problem) for problem in check(book)] == []


def test_the_apparatus_is_as_full_as_it_is_meant_to_be(book):
    notes = book.annotations
    kinds, levels = Counter(note.kind for note in notes), Counter(note.level for note in notes)
    assert len(notes) >= 150
    assert all(1 <= len(found) <= 5 for found in book.notes.values())
    assert set(kinds) == set(Kind)
    assert kinds[Kind.DEBATE] >= 15
    assert kinds[Kind.CLAIM] >= 40
    # A claim that is plainly wrong may be missing: it is no aim to find one.
    assert set(Verdict) - {note.verdict for note in notes} <= {Verdict.WRONG}
    assert 50 <= levels[Level.FIRST] <= len(notes) / 2
    assert len(book.references) >= 200
    assert len(book.terms) >= 45
    assert {"imperialism", "self-determination", "pacifism"} <= set(book.terms)


def test_every_chapter_has_questions_of_every_type(book):
    for chapter in book.chapters:
        questions = [q for q in book.questions.values() if q.path == chapter.path]
        assert len(questions) >= 5, chapter.path
        assert {question.type for question in questions} == set(QuestionType), chapter.path


def test_four_sessions_of_ninety_minutes_cover_the_essay(book):
    assert [session.number for session in book.sessions] == [1, 2, 3, 4]
    assert {session.minutes for session in book.sessions} == {90}
    assert all(session.handout and session.terms for session in book.sessions)


def test_the_timeline_has_the_background_and_every_one_of_fourteen_days(book):
    background, days = book.timelines
    assert background.events[0].day.year >= 1989
    assert {event.when for event in days.events} == {
        *(f"2022-02-{day}" for day in range(24, 29)),
        *(f"2022-03-0{day}" for day in range(1, 10)),
    }


def test_some_phrases_overlap(build):
    with_text = build("real-reading").book
    spans = [[note.span for note in notes if note.span] for notes in with_text.notes.values()]
    assert any(
        first.start < second.end and second.start < first.end
        for passage in spans
        for index, first in enumerate(passage)
        for second in passage[index + 1 :]
    )


def test_with_the_text_every_passage_is_found_and_every_note_anchored(build):
    with_text = build("real-reading")
    done = run(with_text.root, "text", str(source_of("real")))
    assert done.stdout == "60 of 60 passages found, 0 changed\n"
    assert [str(p) for p in check(with_text.book)] == []
    for notes in with_text.book.notes.values():
        assert all(note.span for note in notes)
    assert all(annotation.word for annotation in with_text.book.annotations)


def test_no_tracked_file_holds_a_sentence_of_the_essay():
    def words(text):
        return [word.casefold() for word in WORD.findall(fold(text)[0].replace("-", " "))]

    essay = source_of("real").read_text("utf-8").split("\n\n")
    runs = {tuple(own[i : i + RUN]) for own in map(words, essay) for i in range(len(own) - RUN + 1)}
    assert len(runs) > 2000
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file():
            own = words(path.read_bytes().decode("utf-8", "ignore"))
            assert not runs.intersection(
                tuple(own[i : i + RUN]) for i in range(len(own) - RUN + 1)
            ), name
