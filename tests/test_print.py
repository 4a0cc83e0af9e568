"""A page that is printed from the browser all the same."""

import pdfplumber
import pytest
from test_browser import annotated


@pytest.fixture
def printed(edition, open_page):
    """The chapter with most notes, as it goes to a printer from a narrow or a wide window."""

    def open_printed(width, choice="All notes"):
        path, _ = annotated(edition)
        page = open_page(path, width, scheme="dark")
        page.get_by_label(choice).check()
        page.emulate_media(media="print")
        return page

    return open_printed


@pytest.mark.parametrize("width", [1440, 640, 390])
def test_notes_are_printed_whole_and_under_their_passage(edition, printed, width):
    page = printed(width)
    notes = page.locator("aside.note")
    assert notes.count()
    for note in notes.all():
        assert note.is_visible()
        assert note.locator(".note-short").is_visible()
        assert all(more.is_visible() for more in note.locator(".note-more").all())
        assert note.evaluate(
            "e => [e, ...e.children].every((c) => c.scrollHeight <= c.clientHeight + 2"
            " || getComputedStyle(c).display === 'inline')"
        )
        text = note.locator("xpath=../../*[contains(@class, 'passage-body')]").bounding_box()
        assert note.bounding_box()["y"] >= text["y"] + text["height"] - 1


def test_nothing_but_the_page_is_printed_in_black_on_white(printed):
    page = printed(1440)
    for name in (".sidebar-drawer", ".mobile-header", ".related-pages", ".levels", ".note-foot a"):
        assert page.locator(f"{name}:visible").count() == 0, name
    assert page.get_by_text("Skip to content").is_hidden()
    style = page.locator("article").evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert style == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_a_passage_is_not_torn(printed):
    bodies = printed(1440).locator(".passage-body")
    assert bodies.count()
    assert {b.evaluate("e => getComputedStyle(e).breakInside") for b in bodies.all()} == {"avoid"}


def test_what_a_reader_hides_is_not_printed(printed):
    assert printed(1440, "Text only").locator(".note:visible").count() == 0


def test_a_link_out_of_the_edition_is_printed_with_its_address(build, open_page):
    page = open_page(build("small-companion").page("using"), 1440)
    page.emulate_media(media="print")
    link = page.get_by_role("link", name="history")
    after = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://example.org/history" in after


def test_all_fits_on_the_sheet(printed, tmp_path):
    page = printed(1440)
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    with pdfplumber.open(tmp_path / "page.pdf") as pdf:
        assert len(pdf.pages) >= 1
        for sheet in pdf.pages:
            words = sheet.extract_words()
            assert words
            assert min(word["x0"] for word in words) > 30
            assert max(word["x1"] for word in words) < sheet.width - 30
