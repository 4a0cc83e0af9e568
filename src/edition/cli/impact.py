"""`edition impact`: which notes hold and which break when passages change."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from edition.book import Book, read_book
from edition.impact.compare import compare
from edition.impact.revision import RevisionError, read_revision
from edition.impact.tell import FORMS
from edition.importer import recognise, refusal
from edition.importer.source import SourceError, read_source

from .base import fail, in_edition


@click.command("impact")
@click.option("--since", metavar="REVISION", help="Compare with a revision of git.")
@click.option("--text", "source", metavar="SOURCE", help="Compare with another copy of the text.")
@click.option("--json", "form", flag_value="json", help="Print the impact as JSON.")
@click.option("--markdown", "form", flag_value="markdown", help="Print it as a comment.")
@in_edition
def impact_command(root: Path, since: str | None, source: str | None, form: str | None) -> None:
    """Tell which notes hold, break or became ambiguous, and the repair for each.

    Between a revision and the files as they are now (--since), or between the
    text as it is here and another copy (--text). Nothing is changed.
    """
    if not since and not source:
        raise click.UsageError("compare with what? give --since REVISION or --text SOURCE")
    if since and since.startswith("-"):
        raise click.UsageError("a revision does not begin with a hyphen")
    after = read_book(root)
    try:
        before = read_revision(root, since, after) if since else after
        if source:
            after = _with_text(after, source)
    except (RevisionError, SourceError) as error:
        fail(str(error))
    impact = compare(before, after)
    click.echo(FORMS[form or "lines"](impact))
    sys.exit(1 if impact.broken else 0)


def _with_text(book: Book, source: str) -> Book:
    """Return `book` with the text of another copy."""
    passages = list(book.passages.values())
    known = [annotation.phrase.text for annotation in book.annotations]
    result = recognise(passages, read_source(source), known)
    if reason := refusal(result, passages):
        raise SourceError(reason)
    return replace(book, text=result.found)
