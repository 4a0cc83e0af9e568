"""The links of an EPUB: of its documents, and of the lists that reading apps go by."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from edition.problem import Code, Problem, quoted

from .pages import Reading, place_of, read_document, read_style
from .records import Link, Output

CONTAINER = "META-INF/container.xml"
DOCUMENT = "application/xhtml+xml"


def read_epub(file: Path, name: str) -> Output:
    """Read the EPUB in `file`; `name` is what messages call it. Its files are named behind that."""
    try:
        with zipfile.ZipFile(file) as packed:
            return _Epub(packed, name).read()
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, LookupError) as error:
        message = f"an EPUB must be readable; found: {quoted(str(error), 200)}"
        problem = Problem(name, 1, message, Code.OUTPUT_UNREADABLE)
        return Output(name, frozenset([name]), problems=(problem,))


class _Epub:
    """An EPUB that is open."""

    def __init__(self, packed: zipfile.ZipFile, name: str) -> None:
        self.packed, self.name = packed, name
        self.files = [entry.filename for entry in packed.infolist() if not entry.is_dir()]
        self.reading = Reading(f"{name}/")

    def read(self) -> Output:
        """Return what it holds."""
        container = self._parse(CONTAINER)
        package = next(container.iter("{*}rootfile")).attrib["full-path"]
        root = self._parse(package)
        items = list(root.iterfind("{*}manifest/{*}item"))
        for item in items:
            path = posixpath.join(posixpath.dirname(package), item.attrib["href"])
            if path in self.files:
                self._read_item(path, item.attrib["media-type"])
        self.reading.links += self._listed(package, root, items)
        self.reading.problems += self._unlisted(package, items)
        files = frozenset(f"{self.name}/{path}" for path in self.files)
        return self.reading.output(self.name, files)

    def _read_item(self, path: str, kind: str) -> None:
        shown, data = f"{self.name}/{path}", self.packed.read(path)
        if kind == DOCUMENT:
            read_document(shown, data, self.reading, xml=True)
        elif kind == "text/css":
            read_style(shown, data.decode("utf-8"), self.reading)

    def _listed(
        self, package: str, root: etree._Element, items: list[etree._Element]
    ) -> Iterator[Link]:
        """Yield a link to each file that the package lists, and from the spine to its list."""
        path, names = f"{self.name}/{package}", {item.attrib["id"]: item for item in items}
        for item in items:
            address = item.attrib["href"]
            target, _ = place_of(path, address) or (address, "")
            yield Link(path, item.sourceline or 1, quoted(address, 60), target)
        for each in root.iterfind("{*}spine/{*}itemref"):
            item = names.get(each.attrib["idref"])
            address = item.attrib["href"] if item is not None else each.attrib["idref"]
            target, _ = place_of(path, address) or (address, "")
            yield Link(path, each.sourceline or 1, "the order of reading", target)

    def _unlisted(self, package: str, items: list[etree._Element]) -> Iterator[Problem]:
        folder = posixpath.dirname(package)
        listed = {posixpath.join(folder, item.attrib["href"]) for item in items}
        for path in sorted({*self.files} - listed - {"mimetype", CONTAINER, package}):
            message = f"the package must list every file; found no item for {quoted(path)}"
            yield Problem(f"{self.name}/{package}", 1, message, Code.LINK_BROKEN)

    def _parse(self, path: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.packed.read(path), parser)
