"""The lists of notes and of claims."""

import json
import re
from collections import Counter

import pytest
from test_browser import axe
from test_html import parse, words

from edition.anchor import fold
from edition.annotation import Kind, Level, Verdict
from edition.directives.lists import MEANINGS


def in_order(edition):
    return [note for notes in edition.book.notes.values() for note in notes]


def chapter_of(edition, note):
    passage = edition.book.passages[note.annotation.passage]
    return passage.path.replace(".md", ".html")


def assert_entry(edition, entry, note, kind):
    """It names, quotes and links its note, and holds the lead to its end."""
    annotation = note.annotation
    assert not entry.has_attr("id")
    assert "repeat" in entry["class"]
    link = entry.select_one(".note-head > a")
    assert link.get_text() == note.address
    anchor = f"note-{annotation.id.replace('/', '-')}"
    assert link["href"] == f"{chapter_of(edition, note)}#{anchor}"
    told = entry.select_one(".note-kind")
    assert (told.get_text() if told else "") == kind
    phrase = entry.select_one(".note-phrase").get_text()
    assert fold(phrase)[0] == f'"{fold(annotation.phrase.text)[0]}"'
    home = parse(edition.page(chapter_of(edition, note)[:-5])).find(id=anchor)
    assert entry.select("p")[-1].get_text() == home.select_one(".note-short p").get_text()


# All notes


def test_all_notes_stand_in_the_order_of_the_text_with_kind_phrase_and_lead(edition):
    entries = parse(edition.page("notes")).select("article li.repeat")
    for entry, note in zip(entries, in_order(edition), strict=True):
        annotation = note.annotation
        kind = " · ".join(filter(None, [annotation.kind.value.capitalize(), annotation.verdict]))
        assert_entry(edition, entry, note, kind)


def test_all_notes_are_grouped_by_chapter_and_passage(edition):
    page = parse(edition.page("notes"))
    chapters = [
        c for c in edition.book.chapters if any(edition.book.notes[p.id] for p in c.passages)
    ]
    headings = [heading.get_text().strip("¶") for heading in page.select("article h2")]
    titles = [parse(edition.page(c.document)).select_one("h1") for c in chapters]
    assert headings == [title.get_text().strip("¶") for title in titles]
    for passage in edition.book.passages.values():
        notes = edition.book.notes[passage.id]
        section = page.find(id=f"notes-{passage.id}")
        assert bool(section) == bool(notes)
        if notes:
            assert section.select_one("h3 a").get_text() == passage.address
            assert words(section.h3.get_text())[-1] == words(passage.incipit)[-1]
            addresses = [link.get_text() for link in section.select(".note-head > a")]
            assert addresses == [note.address for note in notes]


def test_a_note_has_its_id_in_its_chapter_and_nowhere_else(edition):
    found = Counter(
        element["id"]
        for path in edition.pages
        for element in parse(path).select("[id^=note-]:not(section)")
    )
    assert found == Counter(f"note-{a.id.replace('/', '-')}" for a in edition.book.annotations)


def test_what_is_repeated_is_not_searched(edition):
    source = (edition.html / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(source.removeprefix("Search.setIndex(").removesuffix(")"))
    repeats = {index["docnames"].index(name) for name in ("notes", "claims")}
    for found in index["terms"].values():
        assert not repeats & set(found if isinstance(found, list) else [found])


def choices(edition):
    """The choices of the page of all notes: each name and value with words and number."""
    page = parse(edition.page("notes"))
    return {
        (button["name"], button["value"]): (
            button.parent.get_text().rpartition(" ")[0],
            int(button.parent.select_one(".count").get_text()),
            button.has_attr("disabled"),
        )
        for button in page.select(".note-filter input[type=radio]")
    }


def test_each_choice_tells_its_number_and_what_leaves_nothing_cannot_be_chosen(edition):
    notes = [note.annotation for note in in_order(edition)]
    numbers = Counter()
    for note in notes:
        numbers.update([("kind", note.kind.value), ("for", note.level.value)])
        numbers.update([("kind", note.verdict.value)] if note.verdict else [])
    expected = [("kind", member.value) for member in (*Kind, *Verdict)]
    expected += [("for", level.value) for level in Level]
    found = choices(edition)
    assert set(found) == {*expected, ("kind", "any"), ("for", "any")}
    for choice in expected:
        assert found[choice][1:] == (numbers[choice], numbers[choice] == 0)
    assert found["kind", "any"] == found["for", "any"] == ("All", len(notes), False)


def chosen(edition, kind, level):
    """The addresses of the notes that a choice of kind and level leaves."""
    return [
        note.address
        for note in in_order(edition)
        if kind in ("any", note.annotation.kind, note.annotation.verdict)
        and level in ("any", note.annotation.level)
    ]


def shown(page, selector):
    """The words of each element that can be seen; Playwright's own filter takes seconds."""
    return page.evaluate(
        """(selector) => [...document.querySelectorAll(selector)]
            .filter((element) => element.getClientRects().length)
            .map((element) => element.textContent)""",
        selector,
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_every_choice_shows_its_notes_under_their_headings_and_nothing_else(
    edition, open_page, scripts
):
    page = open_page(edition.page("notes"), 1440, scripts=scripts)
    found = choices(edition)
    for level in (value for name, value in found if name == "for" and not found[name, value][2]):
        page.locator(f"#for-{level}").check()
        for kind in (v for name, v in found if name == "kind" and not found[name, v][2]):
            page.locator(f"#kind-{kind}").check()
            expected = chosen(edition, kind, level)
            assert shown(page, ".note-head > a") == expected, (kind, level)
            passages = [address.rpartition(".")[0] for address in expected]
            assert shown(page, "article h3 > a:first-child") == list(dict.fromkeys(passages))
            chapters = [address.partition(".")[0] for address in expected]
            assert shown(page, "article h2 > .number") == list(dict.fromkeys(chapters))


def test_the_choices_are_two_stops_for_the_keyboard_and_its_arrows_choose(edition, open_page):
    page = open_page(edition.page("notes"), 1440)
    page.locator("#kind-any").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#kind-gloss").is_checked()
    assert shown(page, ".note-head > a") == chosen(edition, "gloss", "any")
    page.keyboard.press("Tab")
    assert page.locator("#for-any:focus").count() == 1
    page.keyboard.press("Tab")
    assert page.locator(".note-filter :focus").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_axe_finds_nothing_on_the_lists(edition, open_page, width, scheme):
    assert axe(open_page(edition.page("claims"), width, scheme=scheme)) == []
    page = open_page(edition.page("notes"), width, scheme=scheme)
    page.locator("#kind-debate").check()
    assert axe(page) == []


# Checked claims


def test_claims_are_grouped_by_verdict_with_its_meaning_and_number(edition):
    page = parse(edition.page("claims"))
    sections = page.select("section[id^=claims-]")
    counts = page.select(".claim-counts a")
    order = ["wrong", "imprecise", "disputed", "nuanced", "accurate"]
    for section, count, verdict in zip(sections, counts, order, strict=True):
        claims = [note for note in in_order(edition) if note.annotation.verdict == verdict]
        title = section.h2.get_text().strip("¶")
        assert title == f"{verdict.capitalize()} {len(claims) or 'none'}"
        assert section.p.get_text() == MEANINGS[Verdict(verdict)]
        assert count.get_text() == f"{len(claims)} {verdict}"
        assert count["href"] == f"#{section['id']}"
        for entry, note in zip(section.select("li.repeat"), claims, strict=True):
            assert_entry(edition, entry, note, "")
            year = note.annotation.as_of.partition("-")[0]
            assert re.fullmatch(f"[A-Z][a-z]+ {year}", entry.select_one(".note-date").get_text())


def test_a_claim_and_its_note_have_the_same_date(edition):
    for entry in parse(edition.page("claims")).select("li.repeat"):
        chapter, _, anchor = entry.a["href"].partition("#")
        note = parse(edition.html / chapter).find(id=anchor)
        date = entry.select_one(".note-date").get_text()
        assert note.select_one(".note-foot").get_text().startswith(f"As of {date}.")
