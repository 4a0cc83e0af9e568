"""`edition build`: from the sources to what a reader opens."""

from __future__ import annotations

from pathlib import Path

import click

from edition.book import read_book
from edition.checks import check

from .base import counted, fail, in_edition, print_problems

PAPERS = ("a4", "letter")
COPIES = ("reader", "handout")


@click.command("build")
@click.argument("output", type=click.Choice(["html", "pdf", "all"]), default="all")
@click.option("--variant", type=click.Choice(COPIES), default="reader", help="Whose PDF.")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", help="The sheet of the PDF.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to put what is built; _build by default.",
)
@in_edition
def build_command(root: Path, output: str, variant: str, paper: str, out: Path | None) -> None:
    """Build the edition: `html`, `pdf` or all. Any warning is an error.

    The website comes with a zip of itself, to carry on a stick. The PDF is
    the whole book, or with `--variant handout` a handout for each session.
    """
    from edition.build import BuildError, build_html, build_pdf

    book = read_book(root)
    if problems := check(book):
        print_problems(problems)
        fail(f"{counted(len(problems), 'problem')}: nothing was built")
    if variant == "handout" and not book.sessions:
        fail("a handout is for a session; sessions/ has none")
    target, work = out or root / "_build", root / "_build" / ".work"
    form = "Reading" if book.text else "Companion"
    try:
        if output in ("html", "all"):
            page, archive = build_html(root, work, target / "html", form.casefold())
            click.echo(f"{form} edition, HTML: {_shown(page)}")
            click.echo(f"{form} edition, zip:  {_shown(archive)}")
        if output in ("pdf", "all"):
            for pdf in build_pdf(root, work, target / "pdf", variant, paper):
                click.echo(f"{form} edition, PDF:  {_shown(pdf)}")
    except BuildError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{target} must be a writable folder with room; found: {error}")
    if not book.text:
        click.echo("To read the essay itself beside the notes, bring its text: make text")


def _shown(path: Path) -> str:
    """Return a path as short as can be from the current folder."""
    current = Path.cwd()
    return str(path.relative_to(current) if path.is_relative_to(current) else path)
