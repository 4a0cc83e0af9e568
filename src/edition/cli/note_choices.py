"""What `edition note` asks: which words, what kind, which works."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import click

from edition.anchor import Phrase
from edition.book import REFERENCES, Book
from edition.drafting.guide import KINDS
from edition.drafting.phrases import Finding, find_phrase
from edition.drafting.works import find_works, read_works
from edition.passage import Passage
from edition.reference import Verified

from .base import fail

V = TypeVar("V", bound=StrEnum)
NO_TEXT = (
    "The phrase could not be checked: the essay's text is not here.\n"
    "Bring it with `make text` (from the publisher) or `make text SOURCE=file`."
)


def look_up(book: Book, passage: Passage, sought: Phrase) -> Finding:
    """Look for a phrase in its passage; end with what would be found if it is not there."""
    finding = find_phrase(sought, book.text.get(passage.id))
    if finding.problem:
        commands = [f"  edition note {passage.address} {_given(p)}" for p in finding.choices]
        fail("\n".join([finding.problem, *(["Nearest:", *commands] if commands else [])]))
    return finding


def _given(phrase: Phrase) -> str:
    """Return a phrase as the command line takes it."""
    options = {"before": phrase.before, "after": phrase.after}
    words = [shlex.quote(phrase.text)]
    return " ".join(words + [f"--{k} {shlex.quote(v)}" for k, v in options.items() if v])


def choose_phrase(book: Book, passage: Passage, sought: Phrase) -> Finding:
    """Look for a phrase in its passage, and ask until it is there."""
    text = book.text.get(passage.id)
    while True:
        if not sought.text:
            sought = Phrase(click.prompt("The words it explains, as the essay has them"))
        finding = find_phrase(sought, text)
        if not finding.problem:
            return finding
        click.echo(finding.problem)
        shown = [_in_context(choice) for choice in finding.choices]
        number = choose_number("Which? Its number, or Enter to type the words anew", shown)
        sought = finding.choices[number] if number is not None else Phrase("")


def _in_context(phrase: Phrase) -> str:
    before, after = (f"({words})" if words else "" for words in (phrase.before, phrase.after))
    return " ".join(filter(None, [before, phrase.text, after]))


def choose_number(question: str, choices: Sequence[str]) -> int | None:
    """Let one of `choices` be chosen by its number; return its index, or None."""
    if not choices:
        return None
    for number, words in enumerate(choices, start=1):
        click.echo(f"  {number}  {words}")
    while True:
        answer = click.prompt(question, default="", show_default=False).strip()
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return int(answer) - 1
        click.echo(f"a number from 1 to {len(choices)}, or nothing")


def choose_kind() -> str:
    """Ask what the note is for."""
    for kind, words in KINDS.items():
        click.echo(f"  {kind.value:8} {words}")
    return str(click.prompt("Kind", type=click.Choice([kind.value for kind in KINDS])))


def choose_value(question: str, values: type[V], default: V | None = None) -> V:
    """Ask for one of the values of an enumeration."""
    known = click.Choice([value.value for value in values])
    return values(click.prompt(question, type=known, default=default and default.value))


def choose_works(root: Path, book: Book) -> tuple[str, ...]:
    """Ask which works the note cites, by words of their authors, titles or years."""
    keys = [k for k, work in book.references.items() if work.verified is not Verified.UNVERIFIED]
    works = read_works((root / REFERENCES).read_text("utf-8"), keys) if keys else []
    chosen: list[str] = []
    click.echo(f"The works it cites, of the {len(works)} in {REFERENCES}:")
    question = "Words of an author, title or year, or a key (Enter: {})"
    while True:
        sought = click.prompt(
            question.format("no more" if chosen else "later"), default="", show_default=False
        )
        if not sought.strip():
            return tuple(chosen)
        found = find_works(works, sought.strip())
        if not found:
            click.echo("none found; a new work is added to references.bib: see editing/index.md")
        exact = [index for index, work in enumerate(found) if work.key == sought.strip()]
        shown = [str(work) for work in found]
        number = exact[0] if exact else choose_number("Its number, or Enter for none", shown)
        if number is not None and found[number].key not in chosen:
            chosen.append(found[number].key)
            click.echo(f"cites {', '.join(chosen)}")
