"""The links of the website: of its pages, its style sheets, and what its scripts look up."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from edition.problem import Code, Problem, quoted

from .pages import Reading, place_of, read_document, read_style
from .records import Link, Output

PLACES, INDEX, PREVIEWS = "_static/places.js", "searchindex.js", "_static/previews.js"
LOST, MAP = "404.html", "sitemap.xml"


def read_site(folder: Path, name: str) -> Output:
    """Read the website in `folder`; `name` is what messages call the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    paths = {f"{name}/{file.relative_to(folder).as_posix()}": file for file in files}
    reading = Reading(f"{name}/", _published(folder / "index.html"))
    for path, file in paths.items():
        if file.suffix == ".html" and path != f"{name}/{LOST}":
            read_document(path, file.read_bytes(), reading)
        elif file.suffix == ".css":
            read_style(path, file.read_text("utf-8"), reading)
    reading.links += _search_links(folder, name)
    reading.problems += _check_previews(folder / PREVIEWS, f"{name}/{PREVIEWS}", reading)
    _read_lost(folder / LOST, reading)
    _read_map(folder / MAP, reading)
    return reading.output(name, frozenset(paths))


def _published(page: Path) -> str:
    """Return the address that the site says it is published at; "" if it says none."""
    root = etree.fromstring(page.read_bytes(), etree.HTMLParser(encoding="utf-8"))
    address = next(iter(root.xpath("//link[@rel='canonical']/@href")), "")
    return str(address).removesuffix("index.html")


def _read_lost(page: Path, reading: Reading) -> None:
    """Read the page that a server shows for any address: it leads from the top of the server."""
    if not page.is_file():
        return
    path = f"{reading.top}{LOST}"
    lost = Reading(reading.top, reading.site)
    read_document(path, page.read_bytes(), lost)
    search = next((link.target for link in lost.links if link.target.endswith("search.html")), "")
    prefix = search.removesuffix("search.html")
    for link in lost.links:
        own = link.target == path
        if not own and not link.target.startswith("/"):
            message = f"the lost page must lead from the top of the server; found {link.shown}"
            reading.problems.append(Problem(path, link.line, message, Code.LINK_BROKEN))
        target = path if own else f"{reading.top}{link.target.removeprefix(prefix)}"
        reading.links.append(Link(path, link.line, link.shown, target, link.name))
    reading.targets += lost.targets
    reading.outside += lost.outside
    reading.problems += lost.problems


def _read_map(sitemap: Path, reading: Reading) -> None:
    """Read the map for search engines, where the site has one."""
    if sitemap.is_file():
        root = etree.fromstring(sitemap.read_bytes(), etree.XMLParser(resolve_entities=False))
        for place in root.iter("{*}loc"):
            address = (place.text or "").strip()
            link = Link(f"{reading.top}{MAP}", place.sourceline or 1, quoted(address))
            reading.add(link, address)


def _search_links(folder: Path, name: str) -> Iterator[Link]:
    """Yield what search looks up: places, and the pages of its index."""
    for number, line in enumerate(_lines(folder / PLACES), start=1):
        if line.startswith("["):
            _, address, page, *_ = json.loads(line.rstrip(","))
            target, place = place_of(f"{name}/", page) or ("", "")
            shown = quoted(address)
            yield Link(f"{name}/{PLACES}", number, shown, target, place, address=address)
    for document in _data(folder / INDEX, r'"docnames":(\[[^\]]*\])'):
        yield Link(f"{name}/{INDEX}", 1, quoted(document), f"{name}/{document}.html")


def _check_previews(script: Path, path: str, reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the previews, which know a place by its id alone."""
    pages = defaultdict(set)
    for target in reading.targets:
        pages[target.name].add(target.path)
    for key in _data(script, r"=\s*(\{.*\});?\s*$"):
        if len(where := sorted(pages[key])) != 1:
            found = f"in {' and '.join(where)}" if where else "nowhere"
            message = f"a preview must be of one place; found {quoted(key)} {found}"
            code = Code.TARGET_DUPLICATE if where else Code.LINK_BROKEN
            yield Problem(path, 1, message, code)


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n") if path.is_file() else []


def _data(script: Path, pattern: str) -> list[str]:
    """Return the list in a script, or the keys of the table; nothing if there is none."""
    match = re.search(pattern, "\n".join(_lines(script)), re.DOTALL)
    return list(json.loads(match[1])) if match else []
