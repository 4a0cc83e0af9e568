"""`edition build`: from the sources to what a reader opens."""

from __future__ import annotations

from pathlib import Path

import click

from edition.book import Book, read_book
from edition.checks import check
from edition.copies import COPIES, PAPERS, SIDES, NotPrintable, Printing, choose

from .base import counted, fail, in_edition, print_problems


@click.command("build")
@click.argument("output", type=click.Choice(["html", "pdf", "epub", "all"]), default="all")
@click.option(
    "--variant", type=click.Choice([*COPIES, "all"]), default="reader", help="For whom the PDF is."
)
@click.option(
    "--paper", type=click.Choice([*PAPERS, "all"]), default="a4", help="The sheet of the PDF."
)
@click.option(
    "--sides", type=click.Choice(SIDES), default="one", help="Printed on one side, or on both."
)
@click.option("--line-numbers", is_flag=True, help="Number the lines of the essay.")
@click.option("--chapter", type=int, help="Print this chapter alone.")
@click.option("--session", type=int, help="Print what this session is about alone.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to put what is built; _build by default.",
)
@in_edition
def build_command(
    root: Path,
    output: str,
    variant: str,
    paper: str,
    sides: str,
    line_numbers: bool,
    chapter: int | None,
    session: int | None,
    out: Path | None,
) -> None:
    """Build the edition: `html`, `pdf`, `epub` or all. Any warning is an error.

    The website comes with a zip of itself, to carry on a stick. The PDF is
    the reader's copy, or the one that `--variant` names; a handout is printed
    for each session.
    """
    from edition.build import BuildError, build_epub, build_html, build_pdf

    book = read_book(root)
    if problems := check(book):
        print_problems(problems)
        fail(f"{counted(len(problems), 'problem')}: nothing was built")
    wanted = [
        Printing(copy, sheet, sides, line_numbers, chapter, session)
        for copy in (COPIES if variant == "all" else (variant,))
        for sheet in (PAPERS if paper == "all" else (paper,))
    ]
    printings = _choose(book, wanted, telling=variant == "all")
    target, work = out or root / "_build", root / "_build" / ".work"
    form = book.form.capitalize()
    try:
        if output in ("html", "all"):
            page, archive = build_html(root, work, target / "html", book.form)
            click.echo(f"{form} edition, HTML: {_shown(page)}")
            click.echo(f"{form} edition, zip:  {_shown(archive)}")
        if output in ("pdf", "all"):
            for pdf in build_pdf(root, work, target / "pdf", printings):
                click.echo(f"{form} edition, PDF:  {_shown(pdf)}")
        if output in ("epub", "all"):
            click.echo(f"{form} edition, EPUB: {_shown(build_epub(root, work, target / 'epub'))}")
    except BuildError as error:
        fail(str(error))
    except BrokenPipeError:
        raise  # who reads what is printed has gone: no folder is at fault
    except OSError as error:
        fail(f"{target} must be a writable folder with room; found: {error}")
    if not book.text:
        click.echo("To read the essay itself beside the notes, bring its text: make text")


def _choose(book: Book, wanted: list[Printing], *, telling: bool) -> list[Printing]:
    """Return what is to be printed. What cannot be is told, if `telling`, or else the end."""
    chapters = [chapter.passages[0].chapter for chapter in book.chapters if chapter.passages]
    sessions = [session.number for session in book.sessions]
    chosen, told = [], set[str]()
    for printing in wanted:
        try:
            chosen += choose(printing, chapters, sessions, bool(book.text))
        except NotPrintable as error:
            if not telling:
                fail(str(error))
            if printing.copy not in told:
                click.echo(f"not printed: {printing.copy}: {error}")
            told.add(printing.copy)
    return chosen


def _shown(path: Path) -> str:
    """Return a path as short as can be from the current folder."""
    current = Path.cwd()
    return str(path.relative_to(current) if path.is_relative_to(current) else path)
