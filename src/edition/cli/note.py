"""`edition note`: start a note, and put it where it belongs once nothing is wrong with it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from edition.anchor import Phrase
from edition.annotation import NAME, Kind, Level, Verdict
from edition.book import Book, read_book
from edition.drafting.draft import (
    Draft,
    check_draft,
    format_note,
    format_template,
    path_of,
    propose_name,
    strip_guide,
)
from edition.drafting.store import DraftError, Store
from edition.passage import Passage, find_passage
from edition.problem import quoted

from .base import fail, in_edition, print_problems
from .note_choices import (
    NO_TEXT,
    choose_kind,
    choose_phrase,
    choose_value,
    choose_works,
    look_up,
)


@click.command("note")
@click.argument("passage_name", metavar="PASSAGE")
@click.argument("phrase", default="")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="What it is for.")
@click.option("--level", type=click.Choice([level.value for level in Level]), help="For whom.")
@click.option("--verdict", type=click.Choice([v.value for v in Verdict]), help="Of a claim.")
@click.option("--as-of", default="", help="The month the facts were looked up, as in 2026-11.")
@click.option("--before", default="", help="The words before the phrase, if it occurs twice.")
@click.option("--after", default="", help="The words after the phrase, if it occurs twice.")
@click.option("--cite", "cited", multiple=True, metavar="KEY", help="A work that it cites.")
@click.option("--name", help="The name of its file, without .md.")
@click.option("--lead", help="Its words, in place of the editor; - reads them from a pipe.")
@click.option("--yes", is_flag=True, help="Ask nothing, for scripts; needs --kind and --lead.")
@in_edition
def note_command(
    root: Path,
    passage_name: str,
    phrase: str,
    kind: str | None,
    level: str | None,
    verdict: str | None,
    as_of: str,
    before: str,
    after: str,
    cited: tuple[str, ...],
    name: str | None,
    lead: str | None,
    yes: bool,
) -> None:
    """Start a note on a phrase of PASSAGE (4.2 or c4p2).

    The phrase is looked for in the text. Your editor opens a page that
    explains itself. What you save is checked, and becomes a note once nothing
    is wrong with it; until then it is kept as a draft.
    """
    if yes and not (phrase and kind and lead is not None):
        raise click.UsageError("--yes asks nothing: give PHRASE, --kind and --lead")
    if name and not NAME.fullmatch(name):
        raise click.UsageError("a name must be of small letters, digits and hyphens")
    book, store = read_book(root), Store(root)
    passage = find_passage(passage_name, book.passages)
    if passage is None:
        raise click.UsageError(_unknown(book, passage_name))
    _tell_notes(book, passage)
    finding = (look_up if yes else choose_phrase)(book, passage, Phrase(phrase, before, after))
    if passage.id not in book.text:
        click.echo(NO_TEXT)
    folder = (root / path_of(passage.id, "_")).parent
    taken = {file.stem for file in folder.glob("*")}
    path = path_of(passage.id, name or propose_name(finding.phrase.text, taken))
    if (root / path).exists():
        raise click.UsageError(f"{path} is there already: give another --name, or edit that file")
    if lead is None and store.file(path).is_file():
        click.echo(f"There is a draft of it: {_shown(store, path)}")
        _write(book, store, path)
        return
    draft = Draft(
        passage=passage.id,
        phrase=finding.phrase,
        word=finding.word,
        kind=Kind(kind or choose_kind()),
        level=Level(level or Level.FULL),
        verdict=Verdict(verdict) if verdict else None,
        as_of=as_of,
        citations=cited,
        body=(sys.stdin.read() if lead == "-" else lead) or "",
    )
    try:
        if lead is None:
            draft = _ask(root, book, draft, level)
            note = format_note(draft)
            store.write(path, format_template(note))
            _write(book, store, path, unchanged=strip_guide(note))
        else:
            store.write(path, format_note(draft))
            _finish(book, store, path)
    except DraftError as error:
        fail(str(error))


def _unknown(book: Book, name: str) -> str:
    """Say which passages there are."""
    known = list(book.passages.values())
    range_ = f"{known[0].address} to {known[-1].address}" if known else "none"
    return f"no such passage: {quoted(name)}; there are {range_}, as in 4.2 or c4p2"


def _tell_notes(book: Book, passage: Passage) -> None:
    """Say which notes there are on the passage already."""
    for note in book.notes[passage.id]:
        words = quoted(note.annotation.phrase.text)
        click.echo(f"{note.address} is a note on {words} ({note.annotation.path})")


def _ask(root: Path, book: Book, draft: Draft, level: str | None) -> Draft:
    """Ask for what the editor's page would otherwise lack."""
    if level is None:
        draft = replace(draft, level=choose_value("For which reading", Level, Level.FULL))
    if draft.kind is Kind.CLAIM and draft.verdict is None:
        draft = replace(draft, verdict=choose_value("Verdict", Verdict))
    if draft.kind in (Kind.CLAIM, Kind.LATER) and not draft.as_of:
        month = f"{datetime.now(UTC):%Y-%m}"
        draft = replace(draft, as_of=click.prompt("Facts looked up in", default=month))
    if not draft.citations:
        draft = replace(draft, citations=choose_works(root, book))
    return draft


def _write(book: Book, store: Store, path: str, unchanged: str = "") -> None:
    """Open the editor until nothing is wrong, or the writer has had enough."""
    kept = f"Kept as a draft: {_shown(store, path)}. To go on, give the same command again."
    again = True
    try:
        while again:
            click.edit(filename=str(store.file(path)))
            again = _try(book, store, path, unchanged)
    except click.Abort:
        fail(f"\n{kept}")
    except click.ClickException as error:
        fail(f"{error.message}\n{kept}")
    if store.file(path).is_file():
        fail(kept)


def _try(book: Book, store: Store, path: str, unchanged: str) -> bool:
    """Check a draft, and make it the note if nothing is wrong; return whether to edit it again."""
    try:
        source = strip_guide(store.read(path))
        if source == unchanged:
            click.echo("Nothing was written. (An editor with windows must be told to wait for")
            click.echo("them to be closed, as in EDITOR='code --wait'.)")
            if click.confirm("Open the editor again?"):
                return True
            if strip_guide(store.read(path)) == unchanged:
                store.drop(path)
                fail("No note was made.")
            return False
        if not (problems := check_draft(book, path, source)):
            store.finish(path, source)
            _tell(path)
            return False
        print_problems(problems)
    except DraftError as error:
        click.echo(str(error))
    return click.confirm("Go on editing?", default=True)


def _finish(book: Book, store: Store, path: str) -> None:
    """Make a draft that was given whole the note, or say what is wrong with it."""
    if problems := check_draft(book, path, source := strip_guide(store.read(path))):
        print_problems(problems)
        fail(f"Kept as a draft: {_shown(store, path)}")
    store.finish(path, source)
    _tell(path)


def _tell(path: str) -> None:
    click.echo(f"{path}: a new note; nothing is wrong with it.")
    click.echo("See it: make preview. Send it: see CONTRIBUTING.md.")


def _shown(store: Store, path: str) -> str:
    return store.file(path).relative_to(store.root).as_posix()
