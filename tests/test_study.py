"""Questions, sessions, the timeline and the map: what a study group gets on the site."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from test_html import opening, parse, words

from edition.anchor import WORD
from edition.pictures.draw_timeline import place
from edition.pictures.svg import width_of
from edition.question import QuestionType
from edition.session import expand

SVG = "{http://www.w3.org/2000/svg}"


def paragraphs(markdown):
    """The first words of each paragraph, list item or quotation that begins with words."""
    parts = (re.sub(r"^\d+[.] +", "", part) for part in re.split(r"\n{2,}", markdown))
    return [start for part in parts if (start := opening(part))]


def holds(shown, start):
    return start in [shown[i : i + len(start)] for i in range(len(shown))]


# Questions


def test_every_question_stands_once_in_its_chapter_with_address_type_and_minutes(edition):
    for chapter in edition.book.chapters:
        expected = [q for q in edition.book.questions.values() if q.path == chapter.path]
        found = parse(edition.page(chapter.document)).select("article .question")
        assert [question["id"] for question in found] == [question.id for question in expected]
        for element, question in zip(found, expected, strict=True):
            head = element.select_one(".question-head")
            addresses = ", ".join(edition.book.passages[p].address for p in question.passages)
            assert head.get_text() == (
                f"{question.address} · {question.type.value} · "
                f"{question.minutes} minutes · on {addresses}"
            )
            assert head.a["href"] == f"#{question.id}"


def test_a_question_shows_all_its_words_and_folds_its_key(edition):
    assert edition.book.questions
    for question in edition.book.questions.values():
        page = parse(edition.page(question.path.removesuffix(".md")))
        element = page.find(id=question.id)
        key = element.select_one("details.question-key")
        assert not key.has_attr("open")
        for start in paragraphs(question.key):
            assert holds(words(key.get_text()), start)
        asked = BeautifulSoup(str(element), "lxml")
        asked.select_one(".question-key").decompose()
        for start in paragraphs(question.body):
            assert holds(words(asked.get_text()), start)


# Sessions


def test_a_session_tells_what_is_read_and_its_words(edition):
    assert edition.book.sessions
    for session in edition.book.sessions:
        page = parse(edition.page(session.document))
        facts = dict(
            zip(
                [name.get_text().strip(" :") for name in page.select(".session-facts dt")],
                [shown.get_text().strip() for shown in page.select(".session-facts dd")],
                strict=True,
            )
        )
        assert facts["Time"] == f"{session.minutes} minutes"
        first = expand(session.passages, list(edition.book.passages))[0]
        assert facts["Read before"].startswith(edition.book.passages[first].address)
        assert facts["Words"] == ", ".join(session.terms)
        links = page.select(".session-facts dd:last-of-type a")
        assert [link["href"].split("#")[0] for link in links] == ["../glossary.html"] * len(links)


def test_a_plan_has_its_steps_in_order_and_their_minutes_make_the_session(edition):
    for session in edition.book.sessions:
        rows = parse(edition.page(session.document)).select("table.plan tbody tr")
        shown = [[cell.get_text("\n").strip() for cell in row.select("td")] for row in rows]
        assert [int(minutes) for minutes, _ in shown] == [step.minutes for step in session.plan]
        assert sum(int(minutes) for minutes, _ in shown) == session.minutes
        for (_, done), step in zip(shown, session.plan, strict=True):
            assert done.split("\n")[0] == step.title
            assert all(holds(words(done), start) for start in paragraphs(step.body))


def test_a_session_repeats_its_questions_without_an_id_and_links_to_their_place(edition):
    for session in edition.book.sessions:
        page = parse(edition.page(session.document))
        questions = page.select(".question")
        assert not [question for question in questions if question.has_attr("id")]
        homes = [question.select_one(".question-head a")["href"] for question in questions]
        assert [home.rpartition("#")[2] for home in homes] == list(session.questions)


def test_a_session_has_its_passages_in_place_marked_as_repeats(edition):
    for session in edition.book.sessions:
        page = parse(edition.page(session.document))
        passages = page.select(".passage")
        names = expand(session.handout, list(edition.book.passages))
        assert len(passages) == len(names)
        for element, name in zip(passages, names, strict=True):
            assert element.has_attr("data-repeat")
            assert not element.has_attr("id")
            assert element.select_one(".passage-address a")["href"].endswith(f"#{name}")
            text = edition.book.text.get(name) or edition.book.passages[name].precis
            assert holds(words(element.select_one(".passage-body").get_text()), words(text)[:6])


# Pictures


def pictures(edition, name):
    return parse(edition.page(name)).select("article .drawing svg")


def labels(svg):
    """The texts of a picture, each in one piece."""
    root = ET.fromstring(str(svg))
    return [" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")]


def spaced(svg):
    root = ET.fromstring(str(svg))
    return [" ".join(t.text or "" for t in text.iter()).split() for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ["timeline", "argument"])
def test_a_picture_comes_in_two_shapes_and_says_what_it_is(edition, name):
    found = pictures(edition, name)
    assert [svg["class"] for svg in found] == [["drawing-wide"], ["drawing-tall"]]
    assert all(svg["aria-label"] and svg["role"] == "group" for svg in found)


def test_both_timelines_show_every_event_and_the_list_tells_it_with_its_source(edition):
    page = parse(edition.page("timeline"))
    events = [event for timeline in edition.book.timelines for event in timeline.events]
    assert events
    for svg in pictures(edition, "timeline"):
        titles = [" ".join(words) for words in spaced(svg)]
        assert [title for title in titles if title in {e.title for e in events}] == [
            event.title for event in events
        ]
    heads = [term.get_text().strip() for term in page.select("dl.timeline dt")]
    assert heads == [f"{event.shown} {event.title}" for event in events]
    for told, event in zip(page.select("dl.timeline dd"), events, strict=True):
        assert told.select("a[href*='bibliography.html#work-']")
        assert all(holds(words(told.get_text()), start) for start in paragraphs(event.body))


def test_the_map_shows_every_box_and_its_links_lead_to_the_passages(edition):
    boxes = [box for group in edition.book.argument.groups for box in group.boxes]
    wide, tall = pictures(edition, "argument")
    shown = [" ".join(words) for words in spaced(wide)]
    for box in boxes:
        assert shown.count(box.words) == 1
        assert any(" ".join(words).endswith(f". {box.words}") for words in spaced(tall))
    for svg in (wide, tall):
        links = [(link["href"].rpartition("#")[2], link.get_text()) for link in svg.select("a")]
        assert links == [
            (name, edition.book.passages[name].address) for box in boxes for name in box.passages
        ]
        assert not [href for href, _ in links if href.startswith("passage:")]


def test_the_map_in_words_names_what_follows_from_what_and_what_is_debated(edition):
    listed = parse(edition.page("argument")).select_one("ul.argument").get_text(" ")
    debates = {a.passage for a in edition.book.annotations if a.kind.value == "debate"}
    for group in edition.book.argument.groups:
        assert group.heading in listed
        for box in group.boxes:
            assert box.words in listed
    marked = sum(
        bool(debates & set(box.passages))
        for group in edition.book.argument.groups
        for box in group.boxes
    )
    assert listed.count("Debated in") == marked
    assert "".join(labels(pictures(edition, "argument")[0])).count("debated") == marked


def test_in_a_browser_no_text_of_a_picture_leaves_its_box_or_covers_another(edition, open_page):
    for name in ("timeline", "argument"):
        for width in (1440, 390):
            page = open_page(edition.page(name), width)
            found = page.evaluate(
                """() => {
                    const svg = [...document.querySelectorAll(".drawing svg")]
                        .find((e) => e.getBoundingClientRect().width);
                    const rect = (e) => e.getBoundingClientRect();
                    return {
                        frame: rect(svg),
                        boxes: [...svg.querySelectorAll(".box")].map(rect),
                        texts: [...svg.querySelectorAll("text")].map((e) => ({
                            words: e.textContent, box: rect(e),
                        })),
                    };
                }"""
            )
            texts = [(text["words"], text["box"]) for text in found["texts"]]
            assert texts
            for words_shown, box in texts:
                assert box["left"] >= found["frame"]["left"] - 1, words_shown
                assert box["right"] <= found["frame"]["right"] + 1, words_shown
                for frame in found["boxes"]:
                    within = frame["left"] < box["left"] < frame["right"]
                    if within and frame["top"] < box["top"] < frame["bottom"]:
                        assert box["right"] <= frame["right"], words_shown
                        assert box["bottom"] <= frame["bottom"] + 2, words_shown
            for index, (first, one) in enumerate(texts):
                for second, other in texts[index + 1 :]:
                    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
                    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                    assert not (across > 1 and down > 5), (first, second)


def test_labels_are_placed_in_order_without_overlap_and_within_their_room():
    wanted, heights = [0, 1, 2, 90, 95], [20, 20, 20, 20, 20]
    placed = place(wanted, heights, 110)
    assert placed == sorted(placed)
    assert all(b - a >= 20 for a, b in pairwise(placed))
    assert placed[-1] + heights[-1] <= 110


def test_a_wider_text_is_taken_to_be_wider():
    assert width_of("mmm", 10) > width_of("aaa", 10) > width_of("iii", 10) > 0


# Other lists


def test_works_are_listed_under_the_heading_of_their_group(edition):
    page = parse(edition.page("bibliography"))
    found = {
        work["id"].removeprefix("work-"): section["id"]
        for section in page.select("section[id^=works-]")
        for work in section.select("ul.works > li")
    }
    assert found
    for key, section in found.items():
        assert section == f"works-{edition.book.references[key].group.value}"


def test_abbreviations_are_listed_with_their_meaning(edition):
    listed = parse(edition.page("glossary")).select_one("dl.abbreviations")
    shown = dict(
        zip(
            [term.get_text() for term in listed.select("dt")],
            [meaning.get_text().strip() for meaning in listed.select("dd")],
            strict=True,
        )
    )
    assert shown == edition.book.abbreviations


def test_every_type_of_question_has_a_name():
    assert all(WORD.fullmatch(kind.value) for kind in QuestionType)
