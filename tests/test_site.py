"""What stands around the pages: the home page, the head, the policy, a lost page, the zip."""

import base64
import gzip
import hashlib
import re
import struct
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import pytest
from conftest import copy_book, run
from test_html import parse, words
from visit import console_of

from edition.archive import archive_folder, name_of
from edition.site.head import LONGEST, shorten
from edition.site.policy import POLICY


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_home_page_opens_three_doors_on_one_screen(edition, open_page, width, height):
    page = open_page(edition.page("index"), width, height=height)
    doors = page.locator(".doors li")
    assert doors.count() == 3
    for door in doors.all():
        box = door.bounding_box()
        assert box["y"] + box["height"] <= height
    for number in range(3):
        page.goto(edition.page("index").as_uri())
        target = doors.nth(number).locator("a").get_attribute("href")
        box = doors.nth(number).bounding_box()
        doors.nth(number).click(position={"x": box["width"] - 5, "y": box["height"] - 5})
        assert page.url.endswith(target), "a door opens wherever it is touched"


# ---- the head


def told(page, name):
    """What a page's head says under a name."""
    found = parse(page).select(f'meta[name="{name}"], meta[property="{name}"]')
    return [meta["content"] for meta in found]


def size_of(png):
    assert png.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png.read_bytes()[16:24])


def test_every_page_is_described_in_a_few_words_of_its_own(edition):
    for path in edition.pages:
        (description,) = told(path, "description")
        assert 10 < len(description) <= LONGEST + 1, path
        assert told(path, "og:description") == [description]
    described = [told(path, "description")[0] for path in edition.pages]
    assert len(described) == len(set(described))


def test_a_chapter_is_described_by_what_it_argues(edition):
    for chapter in edition.book.chapters:
        (description,) = told(edition.page(chapter.document), "description")
        first = words(chapter.passages[0].precis)
        shown = words(description)
        assert shown[: len(first)] == first[: len(shown)]


def test_a_description_ends_where_a_sentence_does_or_says_that_it_goes_on():
    assert shorten(["One. Two!", "", "Three"]) == "One. Two! Three."
    assert shorten(["Short enough to stand. " * 10]).endswith("stand.")
    long = shorten(["No stop for a very long while " * 10])
    assert long.endswith(" …")
    assert len(long) <= LONGEST


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_browser_s_frame_has_the_colour_of_the_page(build, open_page, scheme):
    page = open_page(build("small-companion").page("index"), 1440, scheme=scheme)
    colour = page.locator(f'meta[name="theme-color"][media*="{scheme}"]').get_attribute("content")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb({}, {}, {})".format(*bytes.fromhex(colour.removeprefix("#")))


def test_icons_and_card_are_drawn(edition):
    for path in edition.pages:
        icons = parse(path).select('link[rel="icon"], link[rel="apple-touch-icon"]')
        assert len(icons) == 3
        assert all((path.parent / icon["href"]).is_file() for icon in icons)
    static = edition.html / "_static"
    assert size_of(static / "icon-32.png") == (32, 32)
    assert size_of(static / "icon-180.png") == (180, 180)
    assert size_of(static / "share.png") == (1200, 630)


def test_an_edition_without_an_address_names_none(edition):
    for path in edition.pages:
        page = parse(path)
        assert not page.select('link[rel="canonical"], meta[property="og:url"]')
        assert not page.select('meta[property="og:image"], meta[name="twitter:card"]')
    assert not (edition.html / "sitemap.xml").exists()
    assert not (edition.html / "robots.txt").exists()


def test_a_published_edition_tells_its_addresses(published):
    listed = {
        element.text
        for element in ET.parse(published.html / "sitemap.xml").iter()
        if element.tag.endswith("loc")
    }
    robots = (published.html / "robots.txt").read_text("utf-8")
    assert f"Sitemap: {published.address}sitemap.xml\n" in robots
    for path in published.html.glob("**/*.html"):
        name = path.relative_to(published.html).as_posix()
        (card,) = told(path, "og:image")
        assert (published.html / card.removeprefix(published.address)).is_file()
        canonical = [link["href"] for link in parse(path).select('link[rel="canonical"]')]
        if name in ("404.html", "search.html"):
            assert canonical == []
            continue
        own = urljoin(published.address, "" if name == "index.html" else name)
        assert canonical == told(path, "og:url") == [own]
        listed.remove(own)
    assert listed == set()


def test_an_edition_that_is_no_longer_published_has_no_maps(small):
    settings = small / "conf.py"
    plain = settings.read_text("utf-8")
    settings.write_text(f'{plain}\nhtml_baseurl = "https://example.org/"\n', "utf-8")
    assert run(small, "build", "html").returncode == 0
    assert (small / "_build" / "html" / "sitemap.xml").is_file()
    settings.write_text(plain, "utf-8")
    assert run(small, "build", "html").returncode == 0
    assert not (small / "_build" / "html" / "sitemap.xml").exists()


# ---- the policy


def test_every_page_has_the_policy_before_all_it_rules_over(edition):
    assert "unsafe" not in POLICY
    for path in [*edition.pages, edition.page("404")]:
        first = parse(path).head.find()
        assert first["http-equiv"] == "Content-Security-Policy", path
        assert first["content"] == POLICY


def test_nothing_stands_in_a_page_that_the_policy_forbids(edition):
    for path in [*edition.pages, edition.page("404")]:
        page = parse(path)
        assert not page.select("style, [style], base, iframe, object, embed"), path
        assert not page.select('a[href^="javascript:"]'), path
        assert not [name for tag in page.select("*") for name in tag.attrs if name[:2] == "on"]
        # JSON is data: no browser runs it.
        for script in page.select('script:not([src], [type="application/ld+json"])'):
            digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in POLICY, path


def test_no_page_breaks_the_policy_in_a_folder(visits):
    assert [said for seen in visits for said in seen.told] == []


def test_no_page_breaks_the_policy_on_a_server_or_leaves_a_cookie(published, open_page):
    page = open_page(published.html / "index.html", 1440)
    messages = console_of(page)
    for path in sorted(published.html.glob("**/*.html")):
        name = path.relative_to(published.html).as_posix()
        page.goto(published.address + name + ("?q=the" if name == "search.html" else ""))
        page.wait_for_load_state("networkidle")
    assert messages == []
    assert page.context.cookies() == []


def test_the_policy_stops_what_slips_into_a_page(small, open_page):
    assert run(small, "build", "html").returncode == 0
    path = small / "_build" / "html" / "index.html"
    slipped = (
        "<script>document.title = 'taken over'</script>"
        '<p id="slip" style="color: lime" onclick="document.title = \'taken over\'">slip</p>'
        '<img src="https://example.org/seen.png" alt="">'
    )
    path.write_text(path.read_text("utf-8").replace("</article>", f"{slipped}</article>"), "utf-8")
    page = open_page(path, 1440)
    messages = console_of(page)
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.reload()
    page.locator("#slip").click()
    assert page.title() != "taken over"
    assert page.locator("#slip").evaluate("e => getComputedStyle(e).color") != "rgb(0, 255, 0)"
    assert len([text for text in messages if "Content Security Policy" in text]) == 4
    assert not [address for address in asked if address.startswith("https:")]


# ---- a lost page


def test_a_lost_page_has_its_looks_and_its_links_at_any_depth(published, open_page):
    page = open_page(published.html / "index.html", 1440)
    failed = []
    for address in ("nowhere.html", "chapters/no/such/page", "a/b/c/d/?x=1"):
        answer = page.goto(published.address + address)
        assert answer.status == 404
        page.on("response", lambda r: failed.append(r.url) if r.status != 200 else None)
        assert page.get_by_role("heading", name="Page not found").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
            "rgb(255, 254, 251)"
        ), "the style sheet is there"
        links = page.eval_on_selector_all("a[href]", "all => all.map((link) => link.href)")
        for link in {link for link in links if "#" not in link}:
            if urlsplit(link).netloc == urlsplit(published.address).netloc:
                assert page.request.get(link).ok, link
        page.get_by_role("main").get_by_role("link", name="home page").click()
        assert page.title().startswith("The Ferry or the Bridge")
        page.goto(published.address + address)
        page.locator(".sidebar-search").fill("1.2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/01-a-river.html#c1p2")
        failed.clear()


# ---- speed


def test_a_first_load_is_small(edition, visits):
    chapters = {edition.page(chapter.document) for chapter in edition.book.chapters}
    loads = {seen.path: seen.asked for seen in visits if seen.path in chapters}
    assert loads.keys() == chapters
    for path, asked in loads.items():
        files = [Path(unquote(urlsplit(name).path)) for name in asked]
        texts = [file for file in files if file.suffix != ".woff2"]
        assert {path} < set(texts)
        size = sum(len(gzip.compress(file.read_bytes(), 6)) for file in texts)
        assert size <= 80_000, (path, size)


SHIFT = """() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((e) => (sum += e.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 500);
})"""
TYPEFACE = '[...document.fonts].filter((f) => f.status === "loaded").map((f) => f.family).join()'


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_moves_while_a_page_loads(published, open_page, width):
    page = open_page(published.html / "index.html", width)
    for name in ("index.html", "chapters/01-a-river.html", "glossary.html"):
        page.goto(published.address + name)
        assert page.evaluate(SHIFT) < 0.005, name
        assert "Source Serif 4" in page.evaluate(TYPEFACE)


def test_a_folder_has_its_typeface(edition, open_page):
    page = open_page(edition.page("index"), 1440)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert "Edition Folder" in page.evaluate(TYPEFACE)


def test_pages_load_only_what_they_need(edition):
    for path in edition.pages:
        page = parse(path)
        loaded = {
            urlsplit(tag["src"]).path.rpartition("/")[2] for tag in page.select("script[src]")
        }
        assert ("searchindex.js" in loaded) == ("places.js" in loaded) == (path.stem == "search")
        assert ("doctools.js" in loaded) == (path.stem == "search")
        sheets = page.select('link[rel="stylesheet"]')
        coloured = any("pygments" in sheet["href"] for sheet in sheets)
        assert coloured == bool(page.select(".highlight")), path
        assert len([s for s in sheets if "/edition.css?v=" in f"/{s['href']}"]) == 1, path
    assert not (edition.html / "_static" / "notes.css").exists()


# ---- the frame


def test_every_search_form_has_a_button(edition):
    for path in edition.pages:
        forms = parse(path).select("form[action], form.search-form")
        assert forms
        assert all(form.select_one("button") for form in forms)


def test_the_way_past_the_navigation_shows_only_when_it_is_reached(build, open_page):
    page = open_page(build("small-reading").pages[-1], 1440)
    link = page.get_by_role("link", name="Skip to content")
    hidden = "e => getComputedStyle(e).clipPath"
    assert link.evaluate(hidden) != "none"
    page.keyboard.press("Tab")
    for _ in range(3):
        if link.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    assert link.evaluate(hidden) == "none"
    link.evaluate("e => Promise.all(e.getAnimations().map((moving) => moving.finished))")
    assert link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#furo-main-content")


# ---- the zip


def test_the_zip_is_the_site_in_one_folder(edition):
    form = "reading" if edition.book.text else "companion"
    (path,) = (edition.root / "_build").glob("*.zip")
    assert path.stem.endswith(f"-{form}")
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        held = {name: packed.read(name) for name in packed.namelist()}
    site = {
        f"{path.stem}/{file.relative_to(edition.html).as_posix()}": file.read_bytes()
        for file in edition.html.glob("**/*")
        if file.is_file()
    }
    assert held == site


def test_the_zip_has_the_same_bytes_elsewhere_and_later(build, tmp_path):
    (first,) = (build("small-companion").root / "_build").glob("*.zip")
    other = copy_book("small", tmp_path / "elsewhere" / "book")
    for _ in range(2):
        assert run(other, "build", "html").returncode == 0
        again = other / "_build" / first.name
        assert again.read_bytes() == first.read_bytes()
        again.unlink()


def test_an_archive_takes_the_place_of_an_older_one_whole(tmp_path):
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "page.html").write_text("one", "utf-8")
    target = tmp_path / "name.zip"
    target.write_bytes(b"older")
    archive_folder(folder, target, 0)
    with zipfile.ZipFile(target) as packed:
        assert packed.namelist() == ["name/deep/page.html"]
        assert packed.infolist()[0].date_time[0] == 1980
    assert sorted(path.name for path in tmp_path.iterdir()) == ["name.zip", "site"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Stop Putin’s war!", "stop-putins-war"),
        ("The Ferry or the Bridge", "the-ferry-or-the-bridge"),
        ("Été, 1914: déjà vu", "ete-1914-deja-vu"),
        ("戦争", "edition"),
    ],
)
def test_a_title_becomes_the_name_of_a_file(title, name):
    assert name_of(title) == name
    assert re.fullmatch(r"[a-z0-9-]+", name)
