"""The handouts of the sessions, read from the finished PDFs."""

import re

import pikepdf
import pytest
from conftest import run
from reading_pdf import HEAD, assert_sound_pages, read, structure

from edition.markup import check_body
from edition.passage import letters
from edition.session import expand


@pytest.fixture(scope="session")
def handouts(edition, once):
    """Each session of an edition with its handout."""

    def fill(folder):
        done = run(edition.root, "build", "pdf", "--variant", "handout", "--out", str(folder))
        assert done.returncode == 0, done.stdout + done.stderr

    assert edition.book.sessions
    folder = once(f"{edition.root.name}-handouts", fill) / "pdf"
    return [(s, read(folder / f"handout-{s.number}-a4.pdf")) for s in edition.book.sessions]


def longest(markdown):
    runs = re.split(r"\{[a-z:]+\}`[^`]*`|\]\([^)]*\)|\n{2,}", markdown)
    return max((letters(run) for run in runs), key=len)


def test_a_handout_has_its_title_and_two_to_four_pages(edition, handouts):
    for session, handout in handouts:
        assert letters(session.title) in letters("".join(c["text"] for c in handout.pages[0]))
        assert len(handout.pages) <= 4
        assert len(handout.pages) >= 2 or len(edition.book.chapters) < 9


def test_a_handout_has_its_passages_in_order(edition, handouts):
    for session, handout in handouts:
        names = expand(session.handout, list(edition.book.passages))
        addresses = [edition.book.passages[name].address for name in names]
        assert list(handout.addresses) == addresses
        for name in names:
            passage = edition.book.passages[name]
            precis = check_body(passage.precis, "", 1, ())[0].lead
            assert (letters(precis) in handout.body.all) != bool(edition.book.text)
            handout.body.find(edition.book.text.get(name, passage.incipit))


def test_a_handout_has_the_words_and_the_questions_but_no_key_and_no_note(edition, handouts):
    for session, handout in handouts:
        for term in session.terms:
            assert letters(term) in handout.body.all
        for name in session.questions:
            question = edition.book.questions[name]
            handout.body.find(longest(question.body))
            assert longest(question.key) not in handout.body.all
        for annotation in edition.book.annotations:
            assert longest(annotation.body) not in handout.body.all


def test_a_handout_has_room_to_write(handouts):
    import pdfplumber

    for session, handout in handouts:
        with pdfplumber.open(handout.path) as pdf:
            fills = [page for page in pdf.pages if page.rects or page.lines or page.curves]
        assert fills, session.number


def test_a_handout_is_sound_and_tagged(handouts):
    for _, handout in handouts:
        assert_sound_pages(handout)
        first = "".join(c["text"] for c in handout.pages[0] if c["bottom"] < HEAD)
        assert "Name" in first
        with pikepdf.open(handout.path) as pdf:
            assert pdf.Root.MarkInfo.Marked
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"
            assert {"/H1", "/H2", "/P"} <= set(structure(pdf.Root.StructTreeRoot.K))


def test_a_word_is_explained_by_the_glossary_and_not_by_its_abbreviations(small):
    glossary = small / "glossary.md"
    listed = ":::{abbreviations}\nferry\n  Not this one\n"
    text = glossary.read_text("utf-8").replace(":::{abbreviations}\n", listed)
    glossary.write_text(text, "utf-8")
    assert run(small, "build", "pdf", "--variant", "handout").returncode == 0
    handout = read(small / "_build" / "pdf" / "handout-1-a4.pdf")
    assert letters("A boat that carries people") in handout.body.all
    assert letters("Not this one") not in handout.body.all


def test_without_sessions_there_is_no_handout(small):
    (small / "sessions" / "1-a-vote.md").unlink()
    index = small / "index.md"
    index.write_text(index.read_text("utf-8").partition("````")[0], "utf-8")
    done = run(small, "build", "pdf", "--variant", "handout")
    assert (done.returncode, done.stderr) == (
        1,
        "a handout is for a session; sessions/ has none\n",
    )
