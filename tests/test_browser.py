"""The website in a real browser: layout, keyboard, without scripts, accessibility."""

import pytest
from layout import (
    BOXES,
    COVERED,
    MEASURES,
    WIDTHS,
    annotated,
    assert_notes_beside,
    assert_short,
)
from visit import axe


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})


def test_no_page_scrolls_sideways(visits):
    assert [(seen.path, seen.sideways) for seen in visits if seen.sideways] == []


@pytest.mark.parametrize("opened", [False, True])
def test_nothing_covers_anything_at_any_width_and_size_of_type(edition, open_page, opened):
    path, note = annotated(edition)
    page = open_page(path, 1440, anchor=f"#note-{note}" if opened else "")
    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
        for width in WIDTHS:
            resize(page, width)
            assert page.evaluate(COVERED) == [], (size, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (size, width)


def test_on_wide_pages_the_notes_stand_beside_their_passage(edition, open_page):
    page = open_page(edition.pages[0], 1440)
    for chapter in edition.book.chapters:
        page.goto(edition.page(chapter.document).as_uri())
        for width in (1440, 1024):
            resize(page, width)
            assert_notes_beside(page.evaluate(BOXES), width)


@pytest.mark.parametrize("width", [390, 320])
@pytest.mark.parametrize("scripts", [True, False])
def test_on_narrow_pages_a_note_opens_under_its_passage(edition, open_page, width, scripts):
    path, note = annotated(edition)
    page = open_page(path, width, scripts=scripts)
    assert not page.locator(".note:visible").count()
    page.locator(f"#ref-{note}").click()
    opened = page.locator(".note:visible")
    assert opened.count() == 1
    assert opened.get_attribute("id") == f"note-{note}"
    box, text = (
        opened.bounding_box(),
        page.locator(f".passage:has(#note-{note}) .passage-body").bounding_box(),
    )
    assert box["y"] >= text["y"] + text["height"]
    assert 0 <= box["y"] < 900, "the note is on the screen"
    words = page.locator(f"#ref-{note}").bounding_box()
    assert 0 <= words["y"] < box["y"], "and so is what called it, above"
    opened.get_by_text("Back to the text").click()
    assert not page.locator(".note:visible").count()


def test_all_notes_make_a_chapter_little_longer_and_stand_near_their_phrases(edition, open_page):
    page = open_page(edition.pages[0], 1440)
    for chapter in edition.book.chapters:
        page.goto(edition.page(chapter.document).as_uri())
        assert_short(page.evaluate(MEASURES), chapter.path)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_a_reader_chooses_how_many_notes_are_shown(edition, open_page, width, scripts):
    path, _ = annotated(edition)
    page = open_page(path, width, scripts=scripts)
    numbers = ".note-number"
    every = page.locator(numbers).count()
    first = page.locator(f"{numbers}.level-first").count()
    assert 0 < first < every
    listed = ":visible" if width == 390 or edition.book.text else ""
    for choice, expected in (("First reading", first), ("Text only", 0), ("All notes", every)):
        page.get_by_label(choice).check()
        if listed:
            assert page.locator(f"{numbers}:visible").count() == expected
        if width == 1440:
            assert page.locator(".note:visible").count() == expected


def test_a_closed_note_opens_where_it_is_touched_and_shows_all_of_itself(edition, open_page):
    path, note = annotated(edition)
    page = open_page(path, 1440)
    closed = page.locator(f"#note-{note}")
    assert not closed.locator(".note-more").is_visible()
    closed.click(position={"x": 5, "y": 30})
    assert closed.locator(".note-more").is_visible()
    assert closed.evaluate("e => e.scrollHeight <= e.clientHeight + 1"), "nothing is cut off"


def test_beside_an_open_note_the_text_goes_on(edition, open_page):
    chapter = max(edition.book.chapters, key=lambda chapter: len(chapter.passages))
    note = edition.book.notes[chapter.passages[0].id][0].annotation.id.replace("/", "-")
    page = open_page(edition.page(chapter.document), 1440, anchor=f"#note-{note}")
    one, other = page.evaluate(BOXES)[:2]
    assert 0 < other["body"]["top"] - one["body"]["bottom"] < 40
    assert other["notes"][0]["top"] > one["notes"][-1]["bottom"]


def test_everything_can_be_reached_by_keyboard(edition, open_page):
    path, note = annotated(edition)
    page = open_page(path, 390)
    reference = page.locator(f"#ref-{note}")
    for _ in range(400):
        page.keyboard.press("Tab")
        if reference.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail("no number of tabs leads to the note's number")
    page.keyboard.press("Enter")
    opened = page.locator(f"#note-{note}")
    assert opened.is_visible()
    page.keyboard.press("Tab")
    assert opened.locator(":focus").count() == 1, "the next tab is within the note"


def test_numbers_are_large_enough_for_a_finger(reading, open_page):
    path, note = annotated(reading)
    page = open_page(path, 390)
    number = page.locator(f"#ref-{note}")
    number.scroll_into_view_if_needed()
    box = number.bounding_box()
    for x, y in ((-11, 0), (11, 0), (0, -11), (0, 11)):
        hit = page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y)?.closest('a')?.id",
            [box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y],
        )
        assert hit == f"ref-{note}", f"{x}, {y} px from the number"


def test_axe_finds_nothing_on_any_page(visits):
    assert [(seen.path, seen.faults) for seen in visits if seen.faults] == []


WINDOWS = [(width, scheme) for width in (1440, 1024, 390) for scheme in ("light", "dark")]


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("book", ["small", "real"])
def test_axe_finds_nothing_on_any_kind_of_page_in_any_state(build, open_page, book, width, scheme):
    """Every kind in the small book; in the real one, whose kinds are the same, the densest."""
    companion, reading = build(f"{book}-companion"), build(f"{book}-reading")
    chapters = (companion, reading) if book == "small" else (reading,)
    addresses = [
        f"{path.as_uri()}{anchor}"
        for path, note in map(annotated, chapters)
        for anchor in ("", f"#note-{note}")
    ]
    names = ("index", "argument", "notes", "claims") if book == "small" else ()
    addresses += [companion.page(name).as_uri() for name in (*names, "glossary")]
    addresses += [reading.page(reading.book.sessions[0].document).as_uri()]
    page = open_page(companion.page("index"), width, scheme=scheme)
    for address in addresses:
        page.goto(address)
        assert axe(page) == [], address
        if book == "small" and address.endswith("/notes.html"):
            page.locator("#kind-debate").check()
            assert axe(page) == []


@pytest.mark.long
@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_axe_finds_nothing_on_any_page_in_any_state(edition, open_page, width, scheme):
    page = open_page(edition.pages[0], width, scheme=scheme)
    for path in edition.pages:
        page.goto(path.as_uri())
        assert axe(page) == [], path
        for note in page.locator("aside.note").evaluate_all("all => all.map(note => note.id)"):
            page.goto(f"{path.as_uri()}#{note}")
            assert page.locator(f"#{note}").is_visible()
        assert axe(page) == [], path


def test_no_request_leaves_the_site(visits):
    for seen in visits:
        assert seen.asked
        assert [a for a in seen.asked if not a.startswith(("file:", "data:"))] == [], seen.path
