"""The layout in Firefox: the densest chapter of the real book, its home page and its glossary."""

import json
import shutil

import pytest
from bidi import run_firefox
from conftest import FIREFOX
from layout import (
    BOXES,
    COVERED,
    MEASURES,
    WIDTHS,
    annotated,
    assert_notes_beside,
    assert_short,
)

HEIGHT = 900
NARROW = [width for width in WIDTHS if width < 768]
# A scroll bar takes some of the width: what must fit is the rest.
STATE = f"""(size) => {{
    const page = document.documentElement;
    page.style.fontSize = size;
    const sideways = page.scrollWidth - page.clientWidth;
    const state = {{size, sideways, covered: ({COVERED})(), passages: ({BOXES})()}};
    page.style.fontSize = "";
    return state;
}}"""


def look_at(firefox, edition):
    """Open the pages at each width; the chapter also with a note that was called from the text."""
    chapter, note = annotated(edition)
    for width in WIDTHS:
        firefox.resize(width, HEIGHT)
        for path in (chapter, edition.page("index"), edition.page("glossary")):
            firefox.open(path.as_uri())
            for opened in ["", note] if path == chapter else [""]:
                if opened:
                    firefox.run("id => { document.getElementById(id).click() }", f"ref-{note}")
                for size in ("", "200%"):
                    state = firefox.run(STATE, size)
                    yield {"page": path.stem, "width": width, "opened": opened, **state}


def measure(firefox, edition):
    """Measure each chapter with and without its notes."""
    firefox.resize(1440, HEIGHT)
    for chapter in edition.book.chapters:
        firefox.open(edition.page(chapter.document).as_uri())
        yield chapter.document, firefox.run(MEASURES)


@pytest.fixture(scope="module", params=["real-companion", "real-reading"])
def seen(request, build, once):
    """What Firefox shows of an edition, looked at once in a run."""
    edition = build(request.param)

    def fill(folder):
        command = next(filter(None, map(shutil.which, FIREFOX)), None)
        assert command, "the tests need Firefox: tests/install-browsers installs it"
        folder.mkdir()
        with run_firefox(command, folder / "profile") as firefox:
            seen = {
                "states": list(look_at(firefox, edition)),
                "measures": list(measure(firefox, edition)),
                "text": bool(edition.book.text),
            }
        (folder / "seen.json").write_text(json.dumps(seen))

    return json.loads((once(f"{request.param}-firefox", fill) / "seen.json").read_text())


def chapter_at(seen, widths, *, opened):
    """The states of the chapter at `widths`, in type as large as it comes."""
    found = [
        state
        for state in seen["states"]
        if state["width"] in widths
        and state["passages"]
        and bool(state["opened"]) == opened
        and not state["size"]
    ]
    assert {state["width"] for state in found} == set(widths)
    return found


def test_no_page_scrolls_sideways_and_nothing_covers_anything(seen):
    assert len({(state["page"], state["width"]) for state in seen["states"]}) == 3 * len(WIDTHS)
    faults = [
        {name: state[name] for name in ("page", "width", "opened", "size", "sideways", "covered")}
        for state in seen["states"]
        if state["sideways"] or state["covered"]
    ]
    assert faults == []


def test_on_wide_pages_the_notes_stand_beside_their_passage(seen):
    wide = set(WIDTHS) - set(NARROW)
    for state in chapter_at(seen, wide, opened=False):
        assert all(note["height"] for boxes in state["passages"] for note in boxes["notes"])
        assert_notes_beside(state["passages"], state["width"])


def test_beside_an_open_note_the_text_stays_where_it_is(seen):
    wide = set(WIDTHS) - set(NARROW)
    for state in chapter_at(seen, wide, opened=True):
        width = state["width"]
        (boxes,) = (
            boxes
            for boxes in state["passages"]
            if f"note-{state['opened']}" in {note["id"] for note in boxes["notes"]}
        )
        body, notes = boxes["body"], boxes["notes"]
        assert abs(notes[0]["top"] - body["top"]) < 30, width
        assert all(note["left"] >= body["right"] for note in notes), width
        assert len({round(boxes["body"]["left"]) for boxes in state["passages"]}) == 1, width


def test_on_narrow_pages_a_note_opens_under_its_passage(seen):
    def shown(state):
        return [
            (boxes["body"], note)
            for boxes in state["passages"]
            for note in boxes["notes"]
            if note["height"]
        ]

    for state in chapter_at(seen, NARROW, opened=False):
        assert shown(state) == [], state["width"]
    for state in chapter_at(seen, NARROW, opened=True):
        ((body, note),) = shown(state)
        assert note["id"] == f"note-{state['opened']}"
        assert note["top"] >= body["bottom"]
        assert 0 <= note["top"] < HEIGHT, "the note is on the screen"


def test_all_notes_make_a_chapter_little_longer_and_stand_near_their_phrases(seen):
    assert any(measured["drift"] for _, measured in seen["measures"]) == seen["text"]
    for chapter, measured in seen["measures"]:
        assert_short(measured, chapter)
