"""Doors from the page to the forge: where they lead, and that there are none without one."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from conftest import ROOT, run

from edition.book import read_book
from edition.site.forge import FORM, Forge

TITLE = "A note on 1.1"
HOMES = {
    "https://github.com/editors/ferry": (
        "/edit/main/annotations/c1/pier.md",
        f"/issues/new?template=suggest-note.yml&title={TITLE}&passage=1.1",
    ),
    "https://gitlab.com/editors/ferry/": (
        "/-/edit/main/annotations/c1/pier.md",
        f"/-/issues/new?issue[title]={TITLE}&issue[description]=Passage: 1.1\n\nWords: ",
    ),
    "https://codeberg.org/editors/ferry": (
        "/_edit/main/annotations/c1/pier.md",
        f"/issues/new?template=.github/ISSUE_TEMPLATE/{FORM}&title={TITLE}&passage=1.1",
    ),
}


@pytest.mark.parametrize("home", HOMES)
def test_each_forge_has_addresses_of_its_own(home):
    forge = Forge(home, "main")
    improve, suggest = HOMES[home]
    assert forge.improve("annotations/c1/pier.md") == home.rstrip("/") + improve
    assert unquote(forge.suggest("1.1")) == home.rstrip("/") + suggest
    assert not set(" \n[]").intersection(forge.suggest("1.1"))


def test_what_a_door_fills_in_are_fields_of_the_form():
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text("utf-8"))
    fields = {part["id"] for part in form["body"]}
    asked = parse_qs(urlsplit(Forge("https://github.com/a/b", "main").suggest("1.1")).query)
    assert {*asked} - {"template", "title"} <= fields
    assert "phrase" in fields, "the script fills it with the words that were chosen"


def test_without_a_forge_there_are_no_doors(build):
    pages = build("small-companion").pages
    assert all('class="door"' not in page.read_text("utf-8") for page in pages)


def test_every_note_and_passage_has_a_door_and_chosen_words_go_through_it(small, open_page):
    conf = small / "conf.py"
    home = "https://github.com/editors/ferry"
    conf.write_text(f'{conf.read_text("utf-8")}\nedition_forge = "{home}"\n', "utf-8")
    done = run(small, "build", "html")
    assert done.returncode == 0, done.stderr
    book = read_book(small)
    for chapter in book.chapters:
        path = small / "_build" / "html" / f"{chapter.document}.html"
        doors = [
            unquote(d)
            for d in re.findall(r'class="door"[^>]* href="([^"]+)"', path.read_text("utf-8"))
        ]
        notes = [note.annotation.path for p in chapter.passages for note in book.notes[p.id]]
        improved = [d.removeprefix(f"{home}/edit/main/") for d in doors if "/edit/" in d]
        assert sorted(improved) == sorted(notes)
        passages = [d.rpartition("passage=")[2] for d in doors if "/issues/" in d]
        assert passages == [passage.address for passage in chapter.passages]
    page = open_page(small / "_build" / "html" / "chapters" / "01-a-river.html", 1440)
    page.route("https://github.com/**", lambda route: route.abort())
    door = page.locator("#c1p1 .passage-address .door")
    page.locator("#c1p1 .incipit").select_text()
    words = page.locator("#c1p1 .incipit").inner_text().removesuffix(" …")
    door.evaluate("door => door.addEventListener('click', (event) => event.preventDefault())")
    door.click()
    asked = parse_qs(urlsplit(door.get_attribute("href")).query)
    assert asked["phrase"][0].startswith(words)
    assert asked["passage"] == ["1.1"]
    page.emulate_media(media="print")
    assert not page.locator(".door:visible").count()
