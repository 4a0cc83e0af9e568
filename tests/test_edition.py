"""The real edition: what it must hold, and what it may not."""

import re
import subprocess
from collections import Counter

import pytest
from conftest import ROOT, run, source_of

from edition.anchor import WORD, fold
from edition.annotation import Kind, Level
from edition.book import read_book
from edition.checks import check

PASSAGES = {1: 2, 2: 6, 3: 4, 4: 5, 5: 10, 6: 9, 7: 6, 8: 11, 9: 7}
RUN = 12


@pytest.fixture(scope="module")
def book():
    return read_book(ROOT)


def test_nine_chapters_and_sixty_passages(book):
    assert Counter(passage.chapter for passage in book.passages.values()) == PASSAGES


def test_the_checks_find_no_problem(book):
    assert [str(problem) for problem in check(book) if not problem.warning] == []


def test_every_chapter_has_notes_and_every_kind_and_level_is_there(book):
    assert len(book.annotations) >= 30
    assert {book.passages[a.passage].chapter for a in book.annotations} == set(PASSAGES)
    assert {annotation.kind for annotation in book.annotations} == set(Kind)
    assert {annotation.level for annotation in book.annotations} == set(Level)
    assert any(len(notes) > 1 for notes in book.notes.values())


def test_a_debate_cites_two_works_or_more(book):
    for annotation in book.annotations:
        if annotation.kind is Kind.DEBATE:
            assert len({key for key, _ in annotation.citations}) > 1, annotation.path


def test_a_note_has_two_hundred_words_at_most(book):
    for annotation in book.annotations:
        plain = re.sub(r"\{[a-z:]+\}`[^`]*`", "", annotation.body)
        assert len(WORD.findall(plain)) <= 200, annotation.path


def test_the_glossary_has_its_terms_and_nothing_is_listed_that_is_not_cited(book):
    assert {"imperialism", "self-determination", "pacifism"} <= book.terms
    assert len(book.terms) >= 12
    cited = {key for annotation in book.annotations for key, _ in annotation.citations}
    for page in ("glossary.md", "index.md"):
        for keys in re.findall(r"\{cite:[pt]\}`([^`]+)`", (ROOT / page).read_text("utf-8")):
            cited.update(key.strip() for key in keys.split(","))
    assert set(book.references) == cited


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
    assert [str(p) for p in check(with_text.book) if not p.warning] == []
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
