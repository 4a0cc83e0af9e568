"""`edition check`: what is wrong with the edition's sources."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from edition.book import read_book
from edition.checks import check, unchecked_phrases
from edition.counts import count

from .base import counted, in_edition, print_problems


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.option("--stats", is_flag=True, help="Print what the edition holds, in figures.")
@in_edition
def check_command(root: Path, as_json: bool, stats: bool) -> None:
    """Check notes, pages and references, in a second and without a build."""
    book = read_book(root)
    problems = check(book)
    if as_json:
        records = [asdict(problem) | {"code": problem.code.value} for problem in problems]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    else:
        print_problems(problems)
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
