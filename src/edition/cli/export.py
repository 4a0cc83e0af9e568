"""`edition export`: notes and works in forms that other programs read."""

from __future__ import annotations

from pathlib import Path

import click

from edition.book import read_book
from edition.checks import check
from edition.interchange import Origin, export, write_exports

from .base import counted, fail, in_edition, print_problems, setting


@click.command("export")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to put the files; _build/export by default.",
)
@in_edition
def export_command(root: Path, out: Path | None) -> None:
    """Write the notes as Web Annotations, and the works as CSL-JSON and BibTeX.

    The files hold the words around each phrase only where you have brought
    the essay's text: then they are for your own use, as it is.
    """
    book = read_book(root)
    if problems := check(book):
        print_problems(problems)
        fail(f"{counted(len(problems), 'problem')}: nothing was written")
    origin = Origin(
        setting(root, "html_title") or setting(root, "project"),
        setting(root, "language") or "en",
        setting(root, "edition_source"),
    )
    folder = out or root / "_build" / "export"
    try:
        written = write_exports(export(book, origin), folder)
    except OSError as error:
        fail(f"{folder} must be a writable folder with room; found: {error}")
    for path in written:
        click.echo(str(path))
