"""The links of documents in HTML or XHTML: of the website, and of the EPUB."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from edition.problem import Code, Problem, quoted

from .records import Link, Output, Outside, Role, Target

ADDRESS = re.compile(r"Q?\d+(?:\.\d+){1,2}")
"""What readers call a passage, a note or a question."""

NAMED = re.compile(rf"^(?:Note|Passage|Question) ({ADDRESS.pattern})$")
"""How a place tells its address to those who hear the page."""

STYLE_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:)([^"')]+)["']?\s*\)""")
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
CALLS, RETURNS = ("doc-noteref", "noteref"), ("doc-backlink", "backlink")
NOTES = ("note", "doc-footnote", "doc-endnote", "footnote", "endnote")
IDS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details")
"""Attributes that name elements of their own page."""

PLACES = {
    "a": ("href",),
    "area": ("href",),
    "link": ("href",),
    "use": ("href",),
    "image": ("href",),
    "img": ("src",),
    "script": ("src",),
    "source": ("src",),
    "form": ("action",),
    "blockquote": ("cite",),
}
"""Where an element names another place. XLink's names are read as the plain ones."""


@dataclass
class Reading:
    """What was found in some documents so far.

    `top` is what the names of all files begin with. `site` is the address
    that it is published at, with a slash at its end, "" if that is not known:
    links to it lead inside.
    """

    top: str
    site: str = ""
    targets: list[Target] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, link: Link, address: str) -> None:
        """Keep a link to `address`, a reference in its file: inside or outside."""
        place = place_of(link.path, address)
        if place is None and self.site and address.startswith(self.site):
            place = place_of(self.top, address.removeprefix(self.site) or "index.html")
        if place is not None:
            self.links.append(replace(link, target=place[0], name=place[1]))
        else:
            self.outside.append(Outside(link.path, link.line, address))

    def output(self, name: str, files: frozenset[str]) -> Output:
        """Return all of it as an output of that name."""
        found = tuple(self.targets), tuple(self.links), tuple(self.outside), tuple(self.problems)
        return Output(name, files, *found)


def place_of(path: str, address: str) -> tuple[str, str] | None:
    """Return the file and the name that a relative `address` in the file at `path` leads to.

    None if the address has a scheme or a host: it leads outside. What is no
    address leads to a file of that name, which is not there.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return address, ""
    if parts.scheme or parts.netloc:
        return None
    within = unquote(parts.path)
    target = posixpath.normpath(urljoin(path, within)) if within else path
    return target, unquote(parts.fragment)


def read_document(path: str, data: bytes, reading: Reading, *, xml: bool = False) -> None:
    """Add what a document holds to `reading`."""
    try:
        root = _parse(data, xml=xml)
    except etree.XMLSyntaxError as error:
        message = f"a document must be well-formed; found: {quoted(str(error), 200)}"
        line = getattr(error, "lineno", None) or 1
        reading.problems.append(Problem(path, line, message, Code.OUTPUT_UNREADABLE))
        return
    for element in root.iter(etree.Element):
        line = element.sourceline or 1
        if name := element.get("id"):
            kinds = _kinds(element)
            note = bool(kinds.intersection(NOTES))
            reading.targets.append(Target(path, line, name, _address_of(element), note))
        for attribute in (name for name in IDS if name in element.attrib):
            for name in element.attrib[attribute].split():
                shown = f"{attribute}={quoted(name)}"
                reading.links.append(Link(path, line, shown, path, name))
        for address in _addresses(element):
            if element.tag == "img" and address.startswith("data:"):
                continue
            _add_link(path, element, address, reading)


def read_style(path: str, text: str, reading: Reading) -> None:
    """Add the addresses that a style sheet names to `reading`."""
    for number, line in enumerate(text.split("\n"), start=1):
        for address in STYLE_ADDRESS.findall(line):
            reading.add(Link(path, number, quoted(address, 60)), address)


def _parse(data: bytes, *, xml: bool) -> etree._Element:
    """Parse without looking at anything else, whatever a document asks for."""
    if xml:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(data, parser)
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", huge_tree=True))


def _addresses(element: etree._Element) -> Iterator[str]:
    tag = etree.QName(element).localname
    for name, value in element.attrib.items():
        if etree.QName(name).localname.removeprefix("xlink:") in PLACES.get(tag, ()):
            yield value.strip()


def _add_link(path: str, element: etree._Element, address: str, reading: Reading) -> None:
    words = " ".join("".join(element.itertext()).split())
    kinds = _kinds(element)
    role = Role.CALL if kinds.intersection(CALLS) else Role.NONE
    role = Role.RETURN if kinds.intersection(RETURNS) else role
    around = [element, *element.iterancestors()]
    link = Link(
        path,
        element.sourceline or 1,
        quoted(words or address, 60),
        role=role,
        address=words if ADDRESS.fullmatch(words) and not role else "",
        within=frozenset(name for each in around if (name := each.get("id"))),
    )
    reading.add(link, address)


def _kinds(element: etree._Element) -> set[str]:
    return {*element.get("role", "").split(), *element.get(EPUB_TYPE, "").split()}


def _address_of(element: etree._Element) -> str:
    """Return the address of what an element is, as the page shows or tells it."""
    if match := NAMED.match(element.get("aria-label", "")):
        return match[1]
    for child in element:
        if child.get("class") in ("passage-address", "question-head"):
            link = child.find("{*}a")
            words = "".join(link.itertext()).strip() if link is not None else ""
            return words if ADDRESS.fullmatch(words) else ""
    return ""
