"""Places: what a reader may search for by address or by words, with where it stands.

Sphinx's search finds pages. A chapter is long, so `search.js` looks through
this table too, which the search page loads as a script: a page that is opened
from a folder may read nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from edition.domain import book_of, note_anchor
from edition.markup import PLACE, check_body

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from edition.book import Book

BEFORE_STOP = re.compile(r"\s+(?=[.,;:)])")


class Place(NamedTuple):
    """A passage, a note or a question; `page` leads to it from the top of the site.

    `title` is what it is known by: opening words, or the phrase explained.
    `words` is all that it says.
    """

    kind: str
    address: str
    page: str
    title: str
    words: str


def list_places(book: Book) -> Iterator[Place]:
    """Yield every place of the book, in the order of the text."""
    addresses = {passage.id: passage.address for passage in book.passages.values()}
    addresses |= {question.id: question.address for question in book.questions.values()}
    addresses |= {n.annotation.id: n.address for notes in book.notes.values() for n in notes}

    def plain(source: str) -> str:
        """Return the words of Markdown without its citations, and with addresses for names."""
        body, _ = check_body(source, "", 0)
        words = " ".join(f"{body.lead} {body.rest}".split())
        named = PLACE.sub(lambda match: addresses.get(match[0], match[0]), words)
        return BEFORE_STOP.sub("", named)

    for chapter in book.chapters:
        page = f"{chapter.document}.html"
        for passage in chapter.passages:
            text = " ".join(book.text.get(passage.id, "").split())
            words = " · ".join(filter(None, [text, plain(passage.precis)]))
            yield Place("Passage", passage.address, f"{page}#{passage.id}", passage.incipit, words)
            for note in book.notes[passage.id]:
                own = note.annotation
                target = f"{page}#{note_anchor(own.id)}"
                yield Place("Note", note.address, target, own.phrase.text, plain(own.body))
        for question in book.questions.values():
            if question.path == chapter.path:
                target = f"{page}#{question.id}"
                yield Place("Question", question.address, target, "", plain(question.body))


def write_places(app: Sphinx, exception: Exception | None) -> None:
    """Write the table beside the scripts of the site."""
    if exception or app.builder.name != "html":
        return
    rows = ",\n".join(
        json.dumps(place, ensure_ascii=False) for place in list_places(book_of(app.env))
    )
    table = Path(app.outdir, "_static", "places.js")
    table.write_text(f"const PLACES = [\n{rows}\n];\n", encoding="utf-8")
