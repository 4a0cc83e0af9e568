"""What a source begins with: its template, and what the title page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from edition import nodes as edition
from edition.imprint import spell_date, timestamp
from edition.session import Session

from . import syntax
from .writer import label_of

if TYPE_CHECKING:
    from sphinx.config import Config

TEMPLATE = "edition.typ"


def open_book(settings: Config, book: nodes.document, part: str) -> str:
    """Return the source that names the template of a book, or of a `part` of it."""
    language, _, region = settings.language.replace("_", "-").partition("-")
    options = {
        "title": settings.project,
        "subtitle": subtitle_of(settings),
        "part": part,
        "author": settings.author,
        "edition": _form(book),
        "address": settings.edition_source,
        "date": spell_date(timestamp()),
        "language": language,
        "region": region or None,
    }
    spelt = {name: syntax.value(value) for name, value in options.items()}
    return _show("edition.book", at=syntax.label(label_of(settings.root_doc)), **spelt)


def open_handout(settings: Config, handout: nodes.document, session: Session) -> str:
    """Return the source that names the template of a handout."""
    options = {
        "title": session.title,
        "work": settings.project,
        "author": settings.author,
        "edition": _form(handout),
        "language": settings.language.partition("-")[0],
    }
    spelt = {name: syntax.value(value) for name, value in options.items()}
    return _show("edition.handout", **spelt)


def _form(document: nodes.document) -> str:
    return "reading" if any(document.findall(edition.passage_text)) else "companion"


def _show(template: str, **options: str) -> str:
    """Return the source that puts what follows into a template."""
    shown = syntax.apply(f"{template}.with", **options)
    return f'#import "{TEMPLATE}" as edition\n#show: {shown}\n'


def subtitle_of(settings: Config) -> str:
    """Return what the title of the edition adds to that of the work; "" if that is nothing."""
    title = str(settings.html_title)
    subtitle = title.removeprefix(settings.project).strip(" .,:–—")
    return subtitle if subtitle != title else ""
