"""What citation managers are told of a chapter, in the head of its page.

Twice, since they read different things: the names that Google Scholar asks
for (`citation_…`, which Zotero and Mendeley read too), and schema.org as
JSON-LD.
"""

from __future__ import annotations

import json
import posixpath
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from edition.domain import book_of
from edition.imprint import timestamp
from edition.interchange.annotations import LICENCE

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def describe_chapter(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give the template `citation`: what the head of a chapter's page says of it; else ""."""
    chapters = [chapter.document for chapter in book_of(app.env).chapters]
    context["citation"] = ""
    if pagename in chapters:
        number, title = chapters.index(pagename) + 1, app.env.titles[pagename].astext()
        context["citation"] = _meta(app, pagename, title) + _linked_data(
            app, pagename, title, number
        )


def _address(app: Sphinx, pagename: str) -> str:
    base = app.config.html_baseurl
    return posixpath.join(base, f"{pagename}.html") if base else ""


def _date() -> str:
    """Return the day of the edition; "" if it is not known."""
    seconds = timestamp()
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}" if seconds else ""


def _meta(app: Sphinx, pagename: str, title: str) -> str:
    settings = app.config
    told = {
        "citation_title": title,
        "citation_author": settings.author,
        "citation_inbook_title": settings.html_title,
        "citation_publication_date": _date().replace("-", "/"),
        "citation_language": settings.language,
        "citation_public_url": _address(app, pagename),
    }
    return "".join(
        f'<meta name="{name}" content="{escape(value)}">\n' for name, value in told.items() if value
    )


def _linked_data(app: Sphinx, pagename: str, title: str, number: int) -> str:
    settings = app.config
    author = {"@type": "Person", "name": settings.author}
    essay = {
        "@type": "Article",
        "name": settings.project,
        "author": author,
        "url": settings.edition_source,
    }
    # With the text in it, an edition may not be shared: see the page on rights.
    ours = not book_of(app.env).text
    book = {
        "@type": "Book",
        "name": settings.html_title,
        "author": author,
        "editor": {"@type": "Organization", "name": "the editors"},
        "inLanguage": settings.language,
        "license": LICENCE if ours else "",
        "datePublished": _date(),
        "isBasedOn": _told(essay),
    }
    chapter = {
        "@context": "https://schema.org",
        "@type": "Chapter",
        "name": title,
        "position": number,
        "author": author,
        "url": _address(app, pagename),
        "isPartOf": _told(book),
    }
    # In a script no text may end it, whatever a title says.
    data = json.dumps(_told(chapter), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{data}</script>\n'


def _told(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without what is not known."""
    return {name: value for name, value in record.items() if value != ""}
