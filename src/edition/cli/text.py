"""`edition text`: bring a copy of the essay."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from edition.anchor import locate
from edition.annotation import Annotation
from edition.book import TEXT, Book, read_book
from edition.importer import Import, recognise, refusal, write_text
from edition.importer.source import SourceError, read_source

from .base import counted, fail, in_edition, setting


@click.command("text")
@click.argument("source", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@in_edition
def text_command(root: Path, source: str | None, as_json: bool) -> None:
    """Bring your copy of the essay's text into the edition.

    SOURCE is a file (plain text, Markdown or a saved web page) or an address;
    without it, the publisher's address from conf.py is used.
    """
    book = read_book(root)
    known = [passage.incipit for passage in book.passages.values()]
    known += [annotation.phrase.text for annotation in book.annotations]
    try:
        text = read_source(source or _publisher(root))
    except SourceError as error:
        fail(str(error))
    result = recognise(list(book.passages.values()), text, known)
    if reason := refusal(result, list(book.passages.values())):
        fail(reason)
    try:
        write_text(root / TEXT, book.chapters, result.found)
    except OSError as error:
        fail(f"text/ must be writable and have room; found: {error}")
    lost = lost_phrases(book, result)
    if as_json:
        report = asdict(result) | {"lost": [annotation.id for annotation in lost]}
        report["found"] = list(result.found)
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    click.echo(
        f"{len(result.found)} of {len(book.passages)} passages found, {len(result.changed)} changed"
    )
    for passage_id, difference in result.changed.items():
        click.echo(f"changed: {book.passages[passage_id].address} ({_count(difference)})")
    for annotation in lost:
        click.echo(
            f"no longer there: {book.passages[annotation.passage].address}: "
            f"the phrase of {annotation.path}: '{annotation.phrase.text}'"
        )
    for passage_id in result.missing:
        click.echo(f"missing: {book.passages[passage_id].address}")


def lost_phrases(book: Book, result: Import) -> list[Annotation]:
    """Return the annotations whose phrase the imported text does not have."""
    return [
        annotation
        for annotation in book.annotations
        if annotation.passage in result.changed
        and not locate(annotation.phrase, result.found[annotation.passage])
    ]


def _count(difference: int) -> str:
    """Say by how many words a passage was changed."""
    if not difference:
        return "as many words, but other ones"
    return f"{counted(abs(difference), 'word')} {'more' if difference > 0 else 'fewer'}"


def _publisher(root: Path) -> str:
    """Return the publisher's address from the edition's settings."""
    address = setting(root, "edition_source")
    if not address:
        raise click.UsageError("give a SOURCE: conf.py names no publisher's address")
    return address
