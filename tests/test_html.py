"""The website, parsed as a browser would: what a reader gets."""

import re
import subprocess
from functools import cache
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, SMALL, run

from edition.anchor import WORD, fold
from edition.passage import fingerprint


@cache
def parse(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")


def words(text):
    return [word.casefold() for word in WORD.findall(fold(text)[0])]


def text_of(element):
    """The words of an element as they are read, without the numbers of its notes."""
    copy = BeautifulSoup(str(element), "lxml")
    for number in copy.select(".note-number"):
        number.decompose()
    return copy.get_text()


def opening(markdown):
    """The first words of a paragraph, up to its first role, link or list item."""
    return words(re.split(r"[{\[]|\n[-*\d]", markdown.lstrip("-*>_ "))[0])[:5]


def elements(edition, selector):
    """Pairs of a page and an element, for every chapter in order."""
    return [
        (chapter, element)
        for chapter in edition.book.chapters
        for element in parse(edition.page(chapter.document)).select(selector)
    ]


def test_every_passage_stands_once_in_order_with_its_address_and_a_permalink(edition):
    found = []
    for _, passage in elements(edition, "article .passage"):
        link = passage.select_one(".passage-address a")
        assert link["href"] == f"#{passage['id']}"
        found.append((passage["id"], link.get_text()))
    assert found == [(p.id, p.address) for p in edition.book.passages.values()]


def test_every_note_stands_once_after_the_text_of_its_passage(edition):
    expected = [
        (note.annotation.passage, f"note-{note.annotation.id.replace('/', '-')}", note.number)
        for notes in edition.book.notes.values()
        for note in notes
    ]
    found = []
    for _, note in elements(edition, "article aside[role=note]"):
        passage = note.find_parent(class_="passage")
        body = passage.select_one(".passage-body")
        assert note in body.find_all_next("aside")
        found.append((passage["id"], note["id"], note.select_one(".note-link").get_text()))
    assert found == expected


def test_a_note_shows_its_phrase_kind_verdict_lead_and_rest(edition):
    notes = {note["id"]: note for _, note in elements(edition, "aside[role=note]")}
    for annotation in edition.book.annotations:
        note = notes[f"note-{annotation.id.replace('/', '-')}"]
        head = note.select_one(".note-kind").get_text()
        assert head.startswith(annotation.kind.value.capitalize())
        if annotation.verdict:
            assert annotation.verdict.value in head
        assert bool(annotation.as_of) == ("As of" in note.select_one(".note-foot").get_text())
        phrase = note.select_one(".note-phrase").get_text()
        assert fold(phrase)[0] == f'"{fold(annotation.phrase.text)[0]}"'
        lead, *rest = re.split(r"\n{2,}", annotation.body.strip())
        shown = note.select_one(".note-short p")
        assert opening(lead) == words(shown.get_text())[: len(opening(lead))]
        more = note.select_one(".note-more")
        assert bool(more) == bool(rest)
        shown = words(more.get_text()) if more else []
        for paragraph in rest:
            start = opening(paragraph)
            assert start in [shown[i : i + len(start)] for i in range(len(shown))]


def test_numbers_and_notes_lead_to_each_other(edition):
    for chapter, reference in elements(edition, "a[role=doc-noteref]"):
        page = parse(edition.page(chapter.document))
        note = page.select_one(reference["href"])
        assert note.name == "aside"
        back = note.select_one("a[role=doc-backlink]")["href"]
        passage = note.find_parent(class_="passage")
        assert back in (f"#{reference['id']}", f"#{passage['id']}")
    references = [r["href"] for _, r in elements(edition, "a[role=doc-noteref]")]
    notes = [f"#{note['id']}" for _, note in elements(edition, "aside[role=note]")]
    assert sorted(references) == sorted(notes)


def test_a_number_never_stands_within_another_link(edition):
    assert not elements(edition, "a a")


def test_the_author_s_words_are_whole_and_the_phrases_marked(reading):
    for _, passage in elements(reading, ".passage"):
        text = passage.select_one(".passage-text")
        assert fingerprint(text_of(text)) == reading.book.passages[passage["id"]].fingerprint
        for note in reading.book.notes[passage["id"]]:
            marked, number = "", text.select_one(f"#ref-{note.annotation.id.replace('/', '-')}")
            for sibling in number.previous_siblings:
                if getattr(sibling, "name", None) is None:
                    break
                pieces = [sibling] if "phrase" in sibling["class"] else sibling.select(".phrase")
                marked = "".join(piece.get_text() for piece in pieces) + marked
            assert fold(note.annotation.phrase.text)[0] in fold(marked)[0]


def test_numbers_follow_one_another_in_the_text(reading):
    for _, text in elements(reading, ".passage-text"):
        numbers = [int(number.get_text()) for number in text.select(".note-number")]
        assert numbers == list(range(1, len(numbers) + 1))


def test_notes_have_the_same_addresses_with_and_without_the_text(build):
    for book in ("small", "real"):
        with_text, without = (build(f"{book}-{form}") for form in ("reading", "companion"))
        assert [
            [(note.address, note.annotation.id) for note in notes]
            for notes in with_text.book.notes.values()
        ] == [
            [(note.address, note.annotation.id) for note in notes]
            for notes in without.book.notes.values()
        ]


def test_a_reading_edition_folds_the_precis_and_a_companion_edition_shows_it(edition):
    for _, passage in elements(edition, ".passage"):
        precis = passage.select_one(".precis")
        record = edition.book.passages[passage["id"]]
        assert words(record.precis)[-4:] == words(precis.get_text())[-4:]
        folded = bool(edition.book.text)
        assert precis.name == ("details" if folded else "div")
        assert bool(passage.select_one(".passage-text")) == folded
        assert bool(passage.select_one(".incipit")) == (not folded)


@pytest.mark.parametrize("book", ["small", "real"])
def test_a_companion_edition_holds_none_of_the_author_s_sentences(book, build):
    text = build(f"{book}-reading").book.text
    runs = {
        tuple(own[i : i + 12])
        for passage in text.values()
        for own in [words(passage)]
        for i in range(len(own) - 11)
    }
    assert runs
    companion = build(f"{book}-companion")
    files = [*companion.pages, *companion.html.glob("**/*.js")]
    for path in files:
        shown = words(BeautifulSoup(path.read_text(encoding="utf-8"), "lxml").get_text())
        carried = runs.intersection(tuple(shown[i : i + 12]) for i in range(len(shown) - 11))
        assert not carried, path


def test_nothing_is_loaded_from_elsewhere(edition):
    for path in edition.pages:
        for element in parse(path).select("link[href], script[src], img[src], iframe[src]"):
            address = element.get("src") or element["href"]
            assert not urlsplit(address).scheme, (path, address)
            assert not address.startswith("//"), (path, address)


def test_every_term_and_every_work_stands_once(edition):
    terms = [
        term.get_text().strip("¶\n ")
        for term in parse(edition.page("glossary")).select("dl.glossary dt")
    ]
    assert sorted(terms) == sorted(edition.book.terms)
    cited = {key for a in edition.book.annotations for key, _ in a.citations}
    works = [work["id"] for work in parse(edition.page("bibliography")).select("ul.works > li")]
    assert len(works) == len(set(works))
    assert {f"work-{key}" for key in cited} <= set(works)
    assert set(works) <= {f"work-{key}" for key in edition.book.references}


def test_the_author_s_text_cannot_become_markup(small):
    assert run(small, "text", str(SMALL / "essay.txt")).returncode == 0
    path = next((small / "text").glob("01*.txt"))
    hostile = "<script>alert(1)</script> *stars* {{ x }} `code` $x$ #import \\url{x} &amp;"
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + f" {hostile}\n", "utf-8")
    done = run(small, "build", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    page = parse(small / "_build" / "html" / "chapters" / f"{path.stem}.html")
    assert fold(hostile)[0] in fold(page.select(".passage-text")[-1].get_text())[0]
    assert not page.select(".passage-text script, .passage-text em, .passage-text code")


def test_the_readme_shows_a_picture_that_is_there():
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text())
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)


@pytest.mark.long
def test_the_nu_html_checker_finds_no_error(edition):
    jar = ROOT / ".venv" / "validator" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--errors-only", *map(str, edition.pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
