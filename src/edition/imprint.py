"""What tells one copy of an edition from another: its form, version and date, and the text used."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from . import __version__
from .book import Book
from .passage import fingerprint, fingerprint_of_all


@dataclass(frozen=True)
class Imprint:
    """What a copy says of itself. `date` is spelt for readers: "" if it is not known.

    `fingerprint` is that of the text in a reading edition (`fingerprint_of_all`),
    "" in a companion edition. Of `passages` passages `changed` are not as they
    were annotated, or not there.
    """

    form: str
    version: str
    date: str
    fingerprint: str
    passages: int
    changed: int


def imprint_of(book: Book) -> Imprint:
    """Return what a copy of `book` says of itself."""
    passages = book.passages.values()
    own = [fingerprint(book.text[passage.id]) for passage in passages if passage.id in book.text]
    as_annotated = [p for p in passages if p.id in book.text and not book.is_changed(p)]
    return Imprint(
        form=book.form,
        version=__version__,
        date=spell_date(timestamp()),
        fingerprint=fingerprint_of_all(own) if own else "",
        passages=len(passages),
        changed=len(passages) - len(as_annotated) if own else 0,
    )


def timestamp() -> int:
    """Return the date of the edition in seconds since 1970; 0 if it is not known."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", "0"))


def spell_date(seconds: int) -> str:
    """Return the day of a time in seconds since 1970, as readers write it; "" of 0."""
    if not seconds:
        return ""
    date = datetime.fromtimestamp(seconds, UTC)
    return f"{date.day} {date:%B %Y}"
