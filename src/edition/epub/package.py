"""The documents around the pages of an EPUB: what is in it, and how one finds the way.

Records in, XML out. The rules are those of EPUB 3.3 and EPUB Accessibility 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPES = {
    ".css": "text/css",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".xhtml": "application/xhtml+xml",
}
"""What an EPUB may hold, by the end of its name."""

PACKAGE, NAVIGATION = "content.opf", "nav.xhtml"

CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    f'<rootfiles><rootfile full-path="{PACKAGE}" '
    'media-type="application/oebps-package+xml"/></rootfiles>\n</container>\n'
)
"""The file `META-INF/container.xml`, which leads to the others."""

SUMMARY = (
    "All words are text that reflows, with headings, landmarks and a table of contents. "
    "Each note is linked from its phrase and back. What the two pictures show is also said "
    "in words. The list of pages leads to the numbered passages, which have the same numbers "
    "in every form of this edition. Every page was tested by machine; no certifier has "
    "examined it, and no conformance is claimed."
)
ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "pageNavigation"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", SUMMARY),
    ("pageBreakSource", "none"),  # no printed book has these numbers for its pages
)
"""What readers with a disability are told before they open the book."""


@dataclass(frozen=True)
class Metadata:
    """What a catalogue says of the book. `modified` is spelt 2026-11-25T12:00:00Z."""

    identifier: str
    title: str
    author: str
    contributor: str
    language: str
    rights: str
    description: str
    source: str
    modified: str


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents; without `href` a heading over its entries."""

    title: str
    href: str = ""
    entries: tuple[Entry, ...] = ()


def write_package(
    metadata: Metadata, files: Iterable[str], spine: Sequence[str], told: Mapping[str, str]
) -> str:
    """Return the package document: metadata, the `files`, and the order of those in `spine`.

    `told` is what must be told of a file: `nav`, `svg`, `cover-image`. Raise ValueError if
    there is a file of a kind that an EPUB may not hold.
    """
    names = sorted(files)
    ids = {name: f"file-{number}" for number, name in enumerate(names, start=1)}
    manifest = [_item(ids[name], name, told.get(name, "")) for name in names]
    itemrefs = [f'<itemref idref="{ids[name]}"/>' for name in spine]
    fields = [
        ("dc:identifier", metadata.identifier, ' id="identifier"'),
        ("dc:title", metadata.title, ""),
        ("dc:creator", metadata.author, ""),
        ("dc:contributor", metadata.contributor, ' id="editors"'),
        ("dc:language", metadata.language, ""),
        ("dc:rights", metadata.rights, ""),
        ("dc:description", metadata.description, ""),
        ("dc:source", metadata.source, ""),
        ("dc:date", metadata.modified[:10], ""),
    ]
    lines = [f"<{name}{also}>{escape(text)}</{name}>" for name, text, also in fields if text]
    lines += [
        '<meta refines="#editors" property="role" scheme="marc:relators">ann</meta>',
        f'<meta property="dcterms:modified">{metadata.modified}</meta>',
        *(f'<meta property="{name}">{escape(text)}</meta>' for name, text in ACCESS),
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="identifier" xml:lang={quoteattr(metadata.language)}>\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"{chr(10).join(lines)}\n</metadata>\n"
        f"<manifest>\n{chr(10).join(manifest)}\n</manifest>\n"
        f"<spine>\n{chr(10).join(itemrefs)}\n</spine>\n</package>\n"
    )


def _item(name_id: str, name: str, told: str) -> str:
    kind = MEDIA_TYPES.get(PurePosixPath(name).suffix)
    if kind is None:
        raise ValueError(f"an EPUB holds files in {', '.join(MEDIA_TYPES)}; found: {name}")
    also = f' properties="{told}"' if told else ""
    return f'<item id="{name_id}" href={quoteattr(name)} media-type="{kind}"{also}/>'


def write_navigation(
    language: str,
    style: str,
    contents: Sequence[Entry],
    landmarks: Sequence[tuple[str, Entry]],
    pages: Sequence[Entry],
) -> str:
    """Return the page of contents, with `landmarks` (type and place) and a list of `pages`.

    `style` is where its style sheet lies.
    """
    marks = "".join(
        f'<li><a epub:type="{kind}" href={quoteattr(mark.href)}>{escape(mark.title)}</a></li>\n'
        for kind, mark in landmarks
    )
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="contents">\n'
        f'<h1 id="contents">Contents</h1>\n{_list(contents)}</nav>\n'
        f'<nav epub:type="landmarks" aria-label="Landmarks" hidden="hidden">\n'
        f"<ol>\n{marks}</ol>\n</nav>\n"
        f'<nav epub:type="page-list" role="doc-pagelist" aria-label="Passages" hidden="hidden">\n'
        f"{_list(pages)}</nav>\n"
    )
    return write_page(language, "Contents", body, style=style)


def _list(entries: Sequence[Entry]) -> str:
    """Return entries as a list of lists."""
    items = []
    for entry in entries:
        words = escape(entry.title)
        head = (
            f"<a href={quoteattr(entry.href)}>{words}</a>"
            if entry.href
            else f"<span>{words}</span>"
        )
        items.append(f"<li>{head}{_list(entry.entries) if entry.entries else ''}</li>\n")
    return f"<ol>\n{''.join(items)}</ol>\n"


def write_page(language: str, title: str, body: str, *, style: str = "", kind: str = "") -> str:
    """Return a page. `style` is where its style sheet lies, `kind` its type, as `bodymatter`."""
    sheet = f'<link rel="stylesheet" type="text/css" href={quoteattr(style)}/>\n' if style else ""
    told = f' epub:type="{kind}"' if kind else ""
    tongue = quoteattr(language)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f"lang={tongue} xml:lang={tongue}>\n"
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n{sheet}</head>\n'
        f"<body{told}>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
