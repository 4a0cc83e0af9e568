"""The notes in the Web Annotation Data Model (W3C Recommendation, 23 February 2017).

Each note is an annotation of the essay at its publisher's address, found by
the phrase it quotes. Where the edition has the text, the words around the
phrase are told as well; without it none of the author's words but the phrase
leaves the edition.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from edition.book import Book, Note
from edition.markup import targets

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
LICENCE: Final = "https://creativecommons.org/licenses/by-sa/4.0/"
AROUND: Final = 32
"""How many characters before and after a phrase are told."""

ROLE = re.compile(r"\{([a-z:]+)\}`([^`]*)`")


@dataclass(frozen=True)
class Origin:
    """Where an edition and its essay come from: settings of the edition.

    `source` is the publisher's address of the essay, or "".
    """

    title: str
    language: str
    source: str


def collect_annotations(book: Book, origin: Origin) -> dict[str, Any]:
    """Return the notes as an AnnotationCollection, in the order of the text."""
    name = _name(origin, "annotations")
    addresses = {passage.id: passage.address for passage in book.passages.values()}
    addresses |= {n.annotation.id: n.address for notes in book.notes.values() for n in notes}
    items = [
        _annotation(note, origin, addresses, book.text.get(passage_id, ""))
        for passage_id, notes in book.notes.items()
        for note in notes
    ]
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": origin.title,
        "total": len(items),
        # A page must hold something, so a collection of nothing has none.
        **({"first": _page(name, items, origin)} if items else {}),
    }


def _page(collection: str, items: list[dict[str, Any]], origin: Origin) -> dict[str, Any]:
    return {
        "id": _name(origin, "annotations page 1"),
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": 0,
        "items": items,
    }


def _name(origin: Origin, what: str) -> str:
    """Return a name that never changes and is nobody else's."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{origin.source} {origin.title} {what}").urn


def _annotation(
    note: Note, origin: Origin, addresses: Mapping[str, str], text: str
) -> dict[str, Any]:
    own = note.annotation
    tags = [own.kind.value, f"for the {own.level.value} reading"]
    tags += [own.verdict.value] if own.verdict else []
    tags += [f"as of {own.as_of}"] if own.as_of else []
    return {
        "id": _name(origin, f"note {own.id}"),
        "type": "Annotation",
        "label": f"{note.address} “{own.phrase.text}”",
        "motivation": "commenting",
        "body": [
            {
                "type": "TextualBody",
                "purpose": "commenting",
                "format": "text/markdown",
                "language": origin.language,
                "value": to_plain_markdown(own.body, addresses),
                # Of our words alone: those of the essay are not ours to license.
                "rights": LICENCE,
            },
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        ],
        "target": {
            "type": "SpecificResource",
            "source": origin.source or _name(origin, "essay"),
            "selector": _selector(note, text),
        },
    }


def _selector(note: Note, text: str) -> dict[str, str]:
    """Return what finds a phrase; without the text, with the words of the note alone."""
    phrase, span = note.annotation.phrase, note.span
    if span:
        exact = text[span.start : span.end]
        prefix = text[max(0, span.start - AROUND) : span.start]
        suffix = text[span.end : span.end + AROUND]
        return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
    return {
        "type": "TextQuoteSelector",
        "exact": phrase.text,
        **({"prefix": f"{phrase.before} "} if phrase.before else {}),
        **({"suffix": f" {phrase.after}"} if phrase.after else {}),
    }


def to_plain_markdown(body: str, addresses: Mapping[str, str]) -> str:
    """Return a note's Markdown without the roles of this edition.

    Works are cited as Pandoc does, `[@key]`, with the keys of the exported
    works; terms become their words, passages and notes their addresses.
    """

    def plain(match: re.Match[str]) -> str:
        role, content = match[1], match[2]
        found = targets(role, content)
        match role:
            case "cite:p":
                return "[" + "; ".join(f"@{key}" for key in found) + "]"
            case "cite:t":
                return "; ".join(f"@{key}" for key in found)
            case "term":
                return content.partition("<")[0].strip()
            case _:
                return addresses.get(found[0], found[0])

    return ROLE.sub(plain, body).strip() + "\n"
