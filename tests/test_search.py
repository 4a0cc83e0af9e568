"""Search, as a reader types: addresses lead to their place, words to passages, notes and pages."""

import re

import pytest
from test_html import parse

from edition.site.places import list_places


@pytest.fixture
def search(edition, open_page):
    """Return a function that types into the box beside a page, and returns what comes."""

    def type_in(words, width=1440):
        page = open_page(edition.page("glossary"), width)
        if width < 1000:
            page.goto(edition.page("search").as_uri())
        box = page.locator(".search-form input" if width < 1000 else ".sidebar-search")
        box.fill(words)
        box.press("Enter")
        return page

    return type_in


def test_the_table_has_every_passage_note_and_question_once_and_in_order(edition):
    places = list(list_places(edition.book))
    book = edition.book
    assert [p.address for p in places if p.kind == "Passage"] == [
        passage.address for passage in book.passages.values()
    ]
    assert [p.address for p in places if p.kind == "Note"] == [
        note.address for notes in book.notes.values() for note in notes
    ]
    assert {p.address for p in places if p.kind == "Question"} == {
        question.address for question in book.questions.values()
    }
    assert len({place.address for place in places}) == len(places)


def test_every_place_is_there(edition):
    for place in list_places(edition.book):
        page, _, anchor = place.page.partition("#")
        assert parse(edition.html / page).find(id=anchor), place


def test_words_of_a_place_are_words_without_marks(edition):
    for place in list_places(edition.book):
        assert place.words
        assert not re.search(r"\{[a-z:]+\}`|\bc\d+[pq]\d+\b", place.words), place
        assert " ." not in place.words


@pytest.mark.parametrize("kind", ["Passage", "Note", "Question"])
@pytest.mark.parametrize("form", ["{}", " {} ", "{}.", "lower"])
def test_an_address_leads_to_its_place(edition, search, kind, form):
    place = [place for place in list_places(edition.book) if place.kind == kind][-1]
    typed = place.address.lower() if form == "lower" else form.format(place.address)
    page = search(typed)
    page.wait_for_url(f"**/{place.page}")
    anchor = place.page.partition("#")[2]
    assert page.locator(f"#{anchor}").bounding_box()["y"] < 900
    page.go_back()
    assert page.url.endswith("glossary.html"), "the search page does not stand between"


def test_an_address_that_is_not_there_is_told(search):
    page = search("99.1")
    page.get_by_text("Nothing has the address 99.1.").wait_for()
    assert "search.html" in page.url


@pytest.mark.parametrize("width", [1440, 390])
def test_words_lead_to_notes_and_pages(edition, search, width):
    note = max(edition.book.annotations, key=lambda annotation: len(annotation.phrase.text))
    page = search(note.phrase.text.upper(), width)
    address = next(
        n.address for notes in edition.book.notes.values() for n in notes if n.annotation == note
    )
    link = page.locator("ul.places a", has_text=f"Note {address} ")
    link.wait_for()
    assert page.locator("ul.places mark").count()
    page.locator("#search-results ul.search li").first.wait_for()
    link.click()
    assert page.url.endswith(f"#note-{note.id.replace('/', '-')}")


def test_words_may_be_begun_and_stand_in_any_order_or_number(build, open_page):
    page = open_page(build("small-companion").page("index"), 1440)
    search = build("small-companion").page("search").as_uri()
    found = []
    for query in ("ferry river", "RIVERS ferr", "ferry river qwxyz"):
        page.goto(f"{search}?q={query}")
        page.locator("#places h2").wait_for()
        found.append(page.locator("ul.places a").all_text_contents())
    assert found[0]
    assert set(found[0]) <= set(found[1])
    assert found[2] == []
    page.get_by_text("No passage, note or question has these words.").wait_for()


def test_what_is_typed_cannot_become_markup(build, open_page):
    page = open_page(build("small-companion").page("index"), 1440)
    hostile = '"><img src=x onerror=alert(1)> ferry (river'
    page.goto(f"{build('small-companion').page('search').as_uri()}?q={hostile}")
    page.locator("#places h2").wait_for()
    assert page.locator("article img").count() == 0
    assert page.locator(".search-form input").input_value() == hostile


def test_a_long_list_is_cut_and_can_be_had_whole(build, open_page):
    page = open_page(build("small-reading").page("index"), 1440)
    page.goto(f"{build('small-reading').page('search').as_uri()}?q=the")
    more = page.get_by_role("button", name="Show all")
    more.wait_for()
    assert page.locator("ul.places li").count() == 20
    total = int(more.text_content().split()[-1])
    more.click()
    assert page.locator("ul.places li").count() == total > 20


def test_nothing_of_a_search_is_kept(build, open_page):
    page = open_page(build("small-companion").page("index"), 1440)
    page.goto(f"{build('small-companion').page('search').as_uri()}?q=ferry")
    page.locator("#search-results ul.search li").first.wait_for()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
