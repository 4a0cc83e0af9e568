"""`edition check`: what is wrong with the edition's sources."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edition.book import read_book
from edition.checks import check, unchecked_phrases
from edition.counts import count
from edition.report import FORMS

from .base import counted, in_edition


@click.command("check")
@click.option("--json", "form", flag_value="json", help="Print the problems as JSON.")
@click.option("--github", "form", flag_value="github", help="Show them on the changed lines.")
@click.option("--strict", is_flag=True, help="Hold pages too to what strangers may send.")
@click.option("--stats", is_flag=True, help="Print what the edition holds, in figures.")
@in_edition
def check_command(root: Path, form: str | None, strict: bool, stats: bool) -> None:
    """Check notes, pages and references, in a second and without a build."""
    book = read_book(root)
    problems = check(book, strict=strict)
    if report := FORMS[form or "lines"](problems):
        click.echo(report)
    if form != "json":
        if unchecked := unchecked_phrases(book):
            click.echo(f"{counted(unchecked, 'phrase')} not checked: no text")
        click.echo(
            f"{len(book.passages)} passages, {len(book.annotations)} notes, "
            f"{len(book.terms)} terms, {len(book.references)} works: "
            f"{counted(len(problems), 'problem')}"
        )
        for name, number in count(book) if stats else ():
            click.echo(f"{number:7,}  {name}")
    sys.exit(1 if problems else 0)
