"""What the script adds, in a real browser: it opens, leads, remembers, copies and previews."""

import json

import pytest
from test_browser import annotated


@pytest.fixture
def chapter(edition, open_page):
    """The chapter with most notes, in a wide window, and the id of its longest note."""
    path, note = annotated(edition)
    return open_page(path, 1440), note


def order(page):
    return page.locator("aside.note").evaluate_all("all => all.map(note => note.id)")


def target(page):
    return page.evaluate("location.hash.slice(1)")


def test_a_note_opens_without_a_jump_and_closes_again(reading, open_page):
    path, note = annotated(reading)
    page = open_page(path, 1440)
    number = page.locator(f"#ref-{note}")
    number.scroll_into_view_if_needed()
    before = number.bounding_box()["y"]
    number.click()
    assert target(page) == f"note-{note}"
    after = number.bounding_box()["y"]
    assert 0 < after <= before + 5
    number.click()
    assert not page.locator(".note:target").count()


def test_keys_lead_through_the_notes_and_back_to_the_text(chapter):
    page, _ = chapter
    ids = order(page)
    seen = []
    for _ in ids[:4]:
        page.keyboard.press("n")
        seen.append(target(page))
        assert page.evaluate("document.activeElement.closest('.note').id") == seen[-1]
    assert seen == ids[:4]
    page.keyboard.press("p")
    assert target(page) == ids[min(len(ids), 4) - 2]
    page.keyboard.press("Escape")
    assert not page.locator(".note:target").count()
    assert not page.evaluate("document.activeElement === document.body"), "the focus is not lost"


def test_keys_are_shown_can_be_switched_off_and_stay_off(chapter):
    page, _ = chapter
    page.keyboard.press("?")
    panel = page.get_by_role("dialog")
    assert panel.is_visible()
    assert "next note" in panel.inner_text()
    panel.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    page.keyboard.press("n")
    assert target(page) == ""
    page.reload()
    page.keyboard.press("n")
    assert target(page) == ""


def test_the_keys_leave_a_search_alone(chapter):
    page, _ = chapter
    field = page.locator("input[name=q]").first
    field.fill("")
    field.press_sequentially("np?1")
    assert field.input_value() == "np?1"
    assert target(page) == ""


def test_the_choice_of_notes_is_remembered(chapter):
    page, _ = chapter
    page.keyboard.press("2")
    assert page.get_by_label("First reading").is_checked()
    page.reload()
    assert page.get_by_label("First reading").is_checked()
    assert not page.locator(".note.level-full:visible").count()


def test_a_link_shows_what_it_leads_to_and_hides_it_again(edition, open_page):
    page = open_page(edition.page("argument"), 1440)
    source = page.locator("article ul.argument a").first
    source.hover()
    preview = page.locator(".preview")
    preview.wait_for(state="visible")
    name = source.get_attribute("href").rpartition("#")[2]
    title, words = previews(edition)[name]
    assert title in preview.inner_text()
    assert words in preview.inner_text()
    assert source.get_attribute("aria-describedby") == "preview"
    box = preview.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1440
    page.keyboard.press("Escape")
    assert not preview.is_visible()


def previews(edition):
    script = (edition.html / "_static" / "previews.js").read_text("utf-8")
    return json.loads(script.removeprefix("window.editionPreviews = ").rstrip(";\n"))


def test_a_preview_comes_with_the_focus_too(edition, open_page):
    page = open_page(edition.page("argument"), 1440)
    page.locator("article ul.argument a").first.evaluate(
        "link => link.focus({ focusVisible: true })"
    )
    page.locator(".preview").wait_for(state="visible")


def test_a_first_touch_previews_and_offers_the_way(edition, open_page):
    page = open_page(edition.page("argument"), 390, touch=True)
    link = page.locator("article ul.argument a").first
    link.scroll_into_view_if_needed()
    link.tap()
    page.locator(".preview").wait_for(state="visible")
    assert page.url.endswith("argument.html")
    page.locator(".preview a").tap()
    page.wait_for_url("**/chapters/**")


def test_there_is_a_preview_of_everything_that_can_be_linked(edition):
    found = set(previews(edition))
    book = edition.book
    notes = {f"note-{annotation.id.replace('/', '-')}" for annotation in book.annotations}
    assert found >= set(book.passages) | set(book.questions) | notes
    assert sum(name.startswith("term-") for name in found) == len(book.terms)
    assert {name for name in found if name.startswith("work-")}
    assert all(title and words for title, words in previews(edition).values())


@pytest.mark.parametrize("kind", ["passage", "note", "question"])
def test_an_address_is_copied(chapter, kind):
    page, note = chapter
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if kind == "note":
        page.locator(f"#note-{note} .note-link").click()
    link = {
        "passage": page.locator(".passage-address a").first,
        "note": page.get_by_label("Link to note").locator("visible=true"),
        "question": page.locator(".question-head a").first,
    }[kind]
    link.click()
    page.locator(".status", has_text="Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == link.evaluate("link => link.href")


def test_a_session_can_be_shown_in_large_type(edition, open_page):
    session = edition.book.sessions[0]
    page = open_page(edition.page(session.document), 1440, scripts=False)
    text = page.locator(".passage-body p").first
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    small = text.evaluate(size)
    page.get_by_label("Large type").check()
    assert text.evaluate(size) >= 1.4 * small
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
