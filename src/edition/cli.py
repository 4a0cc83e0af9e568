"""The `edition` command: every command works on the edition in the current folder."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec

import click

from . import __version__
from .anchor import locate
from .annotation import Annotation
from .book import TEXT, Book, read_book
from .checks import check, unchecked_phrases
from .counts import count
from .importer import Import, recognise, refusal, write_text
from .importer.source import SourceError, read_source
from .problem import Problem

PAPERS = ("a4", "letter")
COPIES = ("reader", "handout")
P = ParamSpec("P")


def find_root() -> Path:
    """Return the nearest folder, from the current one up, that holds an edition."""
    current = Path.cwd()
    for folder in (current, *current.parents):
        if (folder / "conf.py").is_file():
            return folder
    raise click.UsageError("no edition here: no folder from this one up has a conf.py")


def in_edition(command: Callable[Concatenate[Path, P], None]) -> Callable[P, None]:
    """Give `command` the folder of the edition as its first argument."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        command(find_root(), *args, **kwargs)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Build, check and complete an annotated study edition."""


@main.command("text")
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


def counted(number: int, noun: str) -> str:
    """Return `1 word`, `2 words`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _publisher(root: Path) -> str:
    """Return the publisher's address from the edition's settings."""
    # Imported here, as a check needs no Sphinx.
    from sphinx.config import eval_config_file
    from sphinx.util.tags import Tags

    address = str(eval_config_file(root / "conf.py", Tags()).get("edition_source", ""))
    if not address:
        raise click.UsageError("give a SOURCE: conf.py names no publisher's address")
    return address


@main.command("check")
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


@main.command("build")
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
    from .build import BuildError, build_html, build_pdf

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


def print_problems(problems: list[Problem]) -> None:
    """Print each problem on a line."""
    for problem in problems:
        click.echo(str(problem))


def fail(message: str) -> NoReturn:
    """Say why the work could not be done, and end with status 1."""
    click.echo(message, err=True)
    sys.exit(1)
