"""An impact told to people, to programs, and as Markdown for a comment on a pull request.

Of the essay it says phrases and the words next to them, never a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from edition.problem import printable

from .compare import Impact, NoteImpact, Outcome, PassageImpact

MEANINGS: Mapping[Outcome, str] = {
    Outcome.HOLDS: "holds",
    Outcome.LOST: "breaks: its phrase is no longer there",
    Outcome.AMBIGUOUS: "became ambiguous",
    Outcome.HOMELESS: "breaks: its passage is elsewhere or gone",
    Outcome.UNKNOWN: "not checked: no text",
}


def summary(impact: Impact) -> str:
    """Return the impact in one line."""
    counts = (
        (len(impact.passages), "passages changed"),
        (impact.count(Outcome.HOLDS), "notes on them hold"),
        (impact.count(Outcome.LOST) + impact.count(Outcome.HOMELESS), "break"),
        (impact.count(Outcome.AMBIGUOUS), "became ambiguous"),
        (impact.count(Outcome.UNKNOWN), "not checked"),
    )
    return ", ".join(f"{number} {words}" for number, words in counts)


def as_lines(impact: Impact) -> str:
    """Return a line for each passage and note, and the repairs below it."""
    lines = []
    for passage in impact.passages:
        lines.append(f"{passage.id}: {', '.join(passage.changes)}; {_held(passage)}")
        for note in _to_tell(passage):
            lines.append(f"  {printable(note.path)}: {MEANINGS[note.outcome]}: '{note.phrase}'")
            lines += [f"    mend: {repair}" for repair in _repairs(note)]
    return "\n".join([*lines, *_notes(impact), summary(impact)])


def as_json(impact: Impact) -> str:
    """Return all that is known, as an object."""
    return json.dumps(asdict(impact) | {"broken": impact.broken}, indent=2)


def as_markdown(impact: Impact) -> str:
    """Return a comment for a pull request. What a stranger wrote stands in it as code."""
    lines = ["### What this changes for the notes", "", f"{summary(impact)}.", ""]
    for passage in impact.passages:
        lines.append(f"- **{passage.id}**: {', '.join(passage.changes)}; {_held(passage)}")
        for note in _to_tell(passage):
            lines.append(f"  - {_code(note.path)} {MEANINGS[note.outcome]}: {_code(note.phrase)}")
            lines += [f"    - mend: {_code(repair)}" for repair in _repairs(note)]
    lines += [f"- {_code(words)}" for words in _notes(impact)]
    return "\n".join(lines).rstrip("\n")


def _held(passage: PassageImpact) -> str:
    held = sum(note.outcome is Outcome.HOLDS for note in passage.notes)
    return f"{held} of {len(passage.notes)} notes hold"


def _to_tell(passage: PassageImpact) -> Iterator[NoteImpact]:
    return (note for note in passage.notes if note.outcome is not Outcome.HOLDS)


def _repairs(note: NoteImpact) -> Iterator[str]:
    """Yield what mends a note: lines for its front matter, and its new place."""
    yield from note.repairs
    if note.renamed:
        yield f"git mv {printable(note.path)} {printable(note.renamed)}"


def _notes(impact: Impact) -> Iterator[str]:
    for what in ("added", "changed", "removed"):
        for path in getattr(impact, what):
            yield f"note {what}: {printable(path)}"


def _code(text: str) -> str:
    """Return text as inline code, between more backticks than it holds."""
    shown = printable(text)
    longest = max(map(len, re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {shown} {fence}" if longest else f"{fence}{shown}{fence}"


FORMS: Mapping[str, Callable[[Impact], str]] = {
    "lines": as_lines,
    "json": as_json,
    "markdown": as_markdown,
}
