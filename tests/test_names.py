"""The index of persons, organisations, places and terms, as a reader finds it."""

import re
from urllib.parse import urldefrag

import pdfplumber
from bs4 import BeautifulSoup

from edition.blocks import read_blocks
from edition.locators import sort_key
from edition.name import NameKind, read_names


def parse(path):
    return BeautifulSoup(path.read_text("utf-8"), "lxml")


def test_what_an_entry_leads_to_has_its_name(edition):
    index, pages = parse(edition.page("names")), {}
    forms = {name.head: name.forms for name in edition.book.names}
    entries = index.select(".index li")
    heads = [entry.select_one(".index-name").get_text() for entry in entries]
    assert heads == sorted(heads, key=lambda head: (sort_key(head), head))
    listed = {*heads, *(form for all_ in forms.values() for form in all_)}
    assert set(edition.book.terms) <= listed
    for head, entry in zip(heads, entries, strict=True):
        found = 0
        for locator in entry.select(".index-locator"):
            links = locator.select("a")
            path, fragment = urldefrag(links[0]["href"])
            if path not in pages:
                page = parse(edition.page("names").parent / path)
                pages[path] = {place["id"]: place for place in page.select("[id]")}
            place = pages[path].get(fragment)
            assert place is not None, (head, fragment)
            words = " ".join(place.get_text().split())
            wanted = [*forms.get(head, ()), head]
            found += len(links) > 1 or any(form.casefold() in words.casefold() for form in wanted)
        assert found == len(entry.select(".index-locator")), head


def test_the_index_in_print_gives_the_pages_of_the_places(build):
    edition = build("small-reading")
    with pdfplumber.open(edition.pdf) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
    index = next(text for text in reversed(texts) if text.startswith("Index"))
    line = re.search(r"Oldwick, (\d+).*\((\d[.\d]*)", index)
    assert line, index
    assert "Oldwick" in texts[int(line[1]) - 1]


def test_without_forms_a_person_is_looked_for_by_both_names_and_by_the_last():
    source = ":::{names}\nperson Putin, Vladimir\nplace Kyiv\n:::\n"
    names, problems = read_names(next(iter(read_blocks(source))), "names.md")
    assert problems == []
    assert [(name.kind, name.forms) for name in names] == [
        (NameKind.PERSON, ("Vladimir Putin", "Putin")),
        (NameKind.PLACE, ("Kyiv",)),
    ]
