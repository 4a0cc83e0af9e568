"""What other programs read: annotations, works, and what a page says of itself."""

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import run
from jsonschema import Draft202012Validator
from pybtex.database import parse_string

from edition import reference_rules
from edition.book import read_book
from edition.interchange import works
from edition.interchange.annotations import Origin, collect_annotations, to_plain_markdown
from edition.interchange.works import collect_works

SCHEMAS = Path(__file__).parent / "schemas"


def faults(name, data):
    """Where `data` breaks a schema; the schema itself must be sound."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return [error.json_path for error in Draft202012Validator(schema).iter_errors(data)]


def paths_of(data, path=()):
    """The path to each value in `data`."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from paths_of(value, (*path, key))


def read(edition, name):
    return (edition.html / "data" / name).read_text("utf-8")


def test_the_notes_are_web_annotations_in_the_order_of_the_text(edition):
    data = json.loads(read(edition, "annotations.jsonld"))
    assert faults("web-annotations", data) == []
    notes = [note for notes in edition.book.notes.values() for note in notes]
    items = data["first"]["items"]
    assert data["total"] == len(items) == len(notes)
    assert len({item["id"] for item in items}) == len(items)
    for item, note in zip(items, notes, strict=True):
        assert item["label"].startswith(note.address)
        tags = [body["value"] for body in item["body"] if body["purpose"] == "tagging"]
        assert note.annotation.kind in tags
        assert not re.search(r"\{[a-z:]+\}`", item["body"][0]["value"])


def test_a_schema_finds_what_breaks_it(build):
    data = json.loads(read(build("small-companion"), "annotations.jsonld"))
    del data["first"]["items"][0]["target"]
    data["first"]["items"][1]["motivation"] = "because"
    assert faults("web-annotations", data) == [
        "$.first.items[0]",
        "$.first.items[1].motivation",
    ]


def test_a_quotation_with_the_words_around_it_is_found_in_the_text(reading):
    items = json.loads(read(reading, "annotations.jsonld"))["first"]["items"]
    texts = list(reading.book.text.values())
    for item in items:
        selector = item["target"]["selector"]
        words = selector["prefix"] + selector["exact"] + selector["suffix"]
        assert sum(words in text for text in texts) == 1


def test_a_companion_edition_exports_the_words_that_its_notes_quote_and_no_others(companion):
    items = json.loads(read(companion, "annotations.jsonld"))["first"]["items"]
    notes = [note for notes in companion.book.notes.values() for note in notes]
    for item, note in zip(items, notes, strict=True):
        selector = item["target"]["selector"]
        phrase = note.annotation.phrase
        assert selector["exact"] == phrase.text
        assert selector.get("prefix", "").strip() == phrase.before
        assert selector.get("suffix", "").strip() == phrase.after


def test_our_licence_covers_our_words_alone(edition):
    data = json.loads(read(edition, "annotations.jsonld"))
    told = [list(path) for path in paths_of(data) if path[-1] == "rights"]
    assert len(told) == data["total"]
    assert all(path[-3:-1] == ["body", 0] for path in told)
    page = edition.page(edition.book.chapters[0].document).read_text("utf-8")
    (script,) = BeautifulSoup(page, "lxml").select('script[type="application/ld+json"]')
    assert ("license" in json.loads(script.string)["isPartOf"]) == (not edition.book.text)


def test_settings_that_cannot_be_read_are_a_message(small):
    (small / "conf.py").write_text("project = (", "utf-8")
    done = run(small, "export")
    assert done.returncode == 1
    assert "conf.py" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (small / "_build").exists()


def test_an_edition_without_notes_and_works_exports_empty_lists(small):
    shutil.rmtree(small / "annotations")
    origin = Origin("A title", "en", "")
    data = collect_annotations(read_book(small), origin)
    assert (data["total"], faults("web-annotations", data)) == (0, [])
    assert collect_works("") == []


def test_the_works_are_csl_and_bibtex(edition):
    works = json.loads(read(edition, "works.json"))
    assert faults("csl", works) == []
    assert {work["id"] for work in works} == set(edition.book.references)
    assert set(parse_string(read(edition, "works.bib"), "bibtex").entries) == {
        work["id"] for work in works
    }


def test_a_work_keeps_its_address_and_loses_what_is_no_word(edition):
    source = (edition.root / "references.bib").read_text("utf-8")
    entries = parse_string(source, "bibtex").entries
    for work in json.loads(read(edition, "works.json")):
        fields = entries[work["id"]].fields
        assert (work.get("URL"), work.get("DOI")) == (fields.get("url"), fields.get("doi"))
        assert not re.search(r"[{}\\]|--", work["title"] + work.get("note", ""))
    assert "\\" not in BeautifulSoup(edition.page("bibliography").read_text("utf-8"), "lxml").text


@pytest.mark.parametrize(
    ("field", "told"),
    [
        (
            r"title = {Over 80\% of {EU} aid, \$5 \& more}",
            {"title": "Over 80% of EU aid, $5 & more"},
        ),
        ("url = {https://example.org/a--b}", {"URL": "https://example.org/a--b"}),
        ("pages = {1--9}", {"page": "1–9"}),
        ("month = {3 March}", {"issued": {"date-parts": [[2020, 3, 3]]}}),
        (
            "author = {King, Jr., Ann and {An Office} and others}",
            {
                "author": [
                    {"family": "King", "given": "Ann", "suffix": "Jr."},
                    {"literal": "An Office"},
                    {"literal": "others"},
                ]
            },
        ),
    ],
)
def test_a_field_of_bibtex_is_told_as_csl(field, told):
    (work,) = collect_works(f"@book{{a, year = {{2020}}, {field}}}")
    assert work == {"id": "a", "type": "book", "issued": {"date-parts": [[2020]]}} | told


def test_whatever_a_work_may_be_and_hold_is_exported():
    assert set(works.TYPES) == set(reference_rules.TYPES)
    told = {source for sources in works.FIELDS.values() for source in sources}
    told |= {"author", "editor", "year", "month", "number"}
    assert told == reference_rules.FIELDS - {"keywords", "seen", "verified"}  # of this edition only


def test_a_citation_in_an_exported_note_names_an_exported_work(edition):
    keys = {work["id"] for work in json.loads(read(edition, "works.json"))}
    text = read(edition, "annotations.jsonld")
    cited = set(re.findall(r"(?<=[\[ ])@([a-z0-9]+)(?=[;\]])", text))
    assert cited
    assert cited <= keys


def test_the_site_links_to_what_may_be_taken_along(edition):
    for page, names in (
        ("notes", {"annotations.jsonld"}),
        ("bibliography", {"works.json", "works.bib"}),
    ):
        soup = BeautifulSoup(edition.page(page).read_text("utf-8"), "lxml")
        assert {Path(link["href"]).name for link in soup.select("a[download]")} == names


def test_the_command_writes_the_same_files(build, tmp_path):
    edition = build("small-reading")
    done = run(edition.root, "export", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    for name in ("annotations.jsonld", "works.json", "works.bib"):
        assert (tmp_path / "out" / name).read_text("utf-8") == read(edition, name)
        assert name in done.stdout


def test_a_broken_edition_exports_nothing(small):
    next((small / "annotations").glob("*/*.md")).write_text("no front matter", "utf-8")
    done = run(small, "export")
    assert done.returncode == 1
    assert not (small / "_build").exists()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("So {cite:p}`a1,b2`.", "So [@a1; @b2].\n"),
        ("{cite:t}`a1` says", "@a1 says\n"),
        ("a {term}`word <other>` here", "a word here\n"),
        ("see {note}`c1/x` and {passage}`c1p2`", "see 1.2.1 and 1.2\n"),
    ],
)
def test_roles_become_plain_markdown(source, expected):
    assert to_plain_markdown(source, {"c1/x": "1.2.1", "c1p2": "1.2"}) == expected


def test_a_chapter_says_what_it_is_to_citation_managers(edition):
    for number, chapter in enumerate(edition.book.chapters, start=1):
        soup = BeautifulSoup(edition.page(chapter.document).read_text("utf-8"), "lxml")
        title = soup.h1.get_text().strip("¶# \n")
        meta = {tag["name"]: tag["content"] for tag in soup.select('meta[name^="citation_"]')}
        (script,) = soup.select('script[type="application/ld+json"]')
        data = json.loads(script.string)
        assert data["@type"] == "Chapter"
        assert data["position"] == number
        assert title.endswith(data["name"])
        assert meta["citation_title"] == data["name"]
        assert meta["citation_author"] == data["author"]["name"]
        assert meta["citation_inbook_title"] == data["isPartOf"]["name"]
        assert data["isPartOf"]["isBasedOn"]["@type"] == "Article"
    glossary = BeautifulSoup(edition.page("glossary").read_text("utf-8"), "lxml")
    assert not glossary.select('script[type="application/ld+json"], meta[name^="citation_"]')
