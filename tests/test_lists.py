"""The lists of notes and of claims, what links back, and the words of the glossary in the text."""

import json
import re
from collections import Counter, defaultdict

import pytest
from docutils import nodes
from docutils.utils import new_document
from test_html import parse, text_of, words

from edition import nodes as neutral
from edition.anchor import fold
from edition.annotation import Kind, Level, Verdict
from edition.directives.lists import MEANINGS
from edition.first_uses import LinkTerms
from edition.terms import find_terms


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


# Where works and terms are used


def places_of_links(edition, target):
    """Return by address, for every link to `target`, the places that it stands in, as addresses.

    A repeat, a mark in the text, the index and the answer itself are no places.
    """
    found = defaultdict(set)
    for path in edition.pages:
        name = path.relative_to(edition.html).as_posix()
        for link in parse(path).select(f"article a[href*='#{target}']:not(.headerlink)"):
            if link.find_parent(class_=["repeat", "uses", "first-use", "index"]):
                continue
            if link["href"].startswith("#") and name not in ("bibliography.html", "glossary.html"):
                continue  # a heading of the page itself
            question, entry = link.find_parent(class_="question"), link.find_parent("dd")
            if question and not question.has_attr("id"):
                continue
            note = link.find_parent("aside")
            home = note or question
            if entry and entry.find_parent(class_="glossary"):
                home = entry.find_previous_sibling("dt")
            place = f"{name}#{home['id']}" if home else name
            if link["href"].rpartition("#")[2] != (home or {}).get("id"):
                found[link["href"].rpartition("#")[2]].add(place)
    return found


def uses_of(edition, name, selector, entry):
    """Return by id, for each entry of a list, where it says that it is used."""
    found = {}
    for element in parse(edition.page(name)).select(selector):
        told = (element.find_next_sibling(entry) if entry else element).select(".uses a")
        found[element["id"]] = [
            f"{name}.html{link['href']}" if link["href"].startswith("#") else link["href"]
            for link in told
        ]
    return found


@pytest.mark.parametrize(
    ("name", "selector", "entry", "target"),
    [
        ("bibliography", "ul.works > li", None, "work-"),
        ("glossary", "dl.glossary > dt", "dd", "term-"),
    ],
)
def test_each_work_and_term_links_back_to_every_place_that_links_it(
    edition, name, selector, entry, target
):
    expected, found = places_of_links(edition, target), uses_of(edition, name, selector, entry)
    assert expected
    for identifier, places in found.items():
        assert len(places) == len(set(places))
        assert set(places) == expected[identifier], identifier
    assert set(expected) <= set(found)


def test_uses_are_told_by_address_and_title_notes_before_questions_terms_and_pages(build):
    edition = build("small-companion")
    told = {
        element.parent["id"]: element.get_text()
        for element in parse(edition.page("bibliography")).select(".uses")
    }
    assert told["work-council2024"] == (
        "Cited in 1.1.3, 2.1.1, 2.2.1, 2.4.1, 3.2.1, 3.3.1; Q1.2; Timeline"
    )
    assert told["work-harnby1998"].endswith("; Glossary: ferry; Timeline")
    terms = [uses.get_text() for uses in parse(edition.page("glossary")).select(".uses")]
    assert terms == [
        "Used in 1.1.1; Glossary: ferryman, toll; Timeline, Session 1: A vote",
        "Used in 3.1.1",
        "Used in 2.3.1; Session 1: A vote",
    ]


# Words of the glossary in the text


def own_words(edition, passage):
    """What readers have before them of a passage: the author's words, or the précis."""
    return passage.select_one(".passage-text" if edition.book.text else "div.precis")


def test_each_term_is_linked_once_in_a_chapter_at_its_first_use(edition):
    for chapter in edition.book.chapters:
        page = parse(edition.page(chapter.document))
        bodies = [own_words(edition, passage) for passage in page.select(".passage")]
        text = "\n".join(re.sub(r"\s", " ", text_of(body)) for body in bodies)
        first = {}
        for use in find_terms(text, edition.book.terms):
            first.setdefault(use.term, use.span.start)
        links = [link for body in bodies for link in body.select(".first-use > a")]
        assert page.select(".first-use > a") == links
        terms = parse(edition.page("glossary"))
        found = []
        for link in links:
            target = link["href"].removeprefix("../glossary.html#")
            term = terms.find(id=target).get_text().strip("¶\n ")
            assert [use.term for use in find_terms(link.get_text(), [term])] == [term]
            found.append(term)
        assert len(found) == len(set(found))
        assert sorted(found) == sorted(first), chapter.path


def test_some_terms_are_linked_within_phrases_and_the_marks_stay_whole(build):
    page = parse(build("small-reading").page("chapters/01-a-river"))
    link = page.select_one(".first-use > a")
    assert link.get_text() == "ferry"
    assert link.select_one(".phrase.phrase-shared").get_text() == "ferry"


def passage_of(*children):
    """A page of one passage that consists of `children`."""
    document = new_document("page")
    text = neutral.passage_text()
    text += children
    passage = neutral.passage(ids=["c1p1"], address="1.1")
    passage += text
    document += passage
    return document, text


def phrase_of(words):
    return neutral.phrase("", "", nodes.Text(words), depth=1, level="first")


@pytest.fixture
def link_terms(build, monkeypatch):
    """Return a function that links the terms `of` a page."""

    class Environment:
        docname = "page"

    def link(document, *terms):
        monkeypatch.setattr(LinkTerms, "env", Environment)
        book = type("Book", (), {"terms": dict.fromkeys(terms, 1)})
        monkeypatch.setattr("edition.first_uses.book_of", lambda env: book)
        LinkTerms(document).run()
        return [link.astext() for link in document.findall(nodes.inline) if link["classes"]]

    return link


def test_a_term_that_a_phrase_cuts_is_linked_and_the_phrase_stays(link_terms):
    document, text = passage_of(nodes.Text("a river "), phrase_of("boat at night"))
    assert link_terms(document, "river boat") == ["river boat"]
    assert text.astext() == "a river boat at night"
    assert [phrase.astext() for phrase in text.findall(neutral.phrase)] == ["boat", " at night"]


def test_a_term_with_a_number_within_is_linked_at_its_next_use(link_terms):
    number = neutral.note_reference(ids=["ref"])
    children = [phrase_of("a river"), number, nodes.Text(" boat and one more river boat")]
    document, text = passage_of(*children)
    assert link_terms(document, "river boat") == ["river boat"]
    assert text.astext() == "a river boat and one more river boat"
    assert text[-1].astext() == "river boat"
    assert list(text.findall(neutral.note_reference)) == [number]
