"""HTML: choices of what a page shows, and how large. The style sheet follows without a script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from . import nodes as edition

LEVELS = {"text": "Text only", "first": "First reading", "full": "All notes"}
"""How much a reader may choose to see of the notes."""

LARGE_TYPE = (
    '<p class="large-type"><label><input type="checkbox" id="large-type"> '
    "Large type, for a projector</label></p>"
)


class Choice(NamedTuple):
    """One of several: its value, its words, and the number of what it leaves, if that is told."""

    value: str
    words: str
    number: int | None = None


def choose(
    legend: str, name: str, choices: Iterable[Choice], *, checked: str, also: str = ""
) -> str:
    """Return radio buttons with the ids `<name>-<value>`; what leaves nothing cannot be chosen.

    The group is of class `choice`, and of that in `also`.
    """
    buttons = []
    for value, words, number in choices:
        state = " checked" if value == checked else " disabled" if number == 0 else ""
        count = "" if number is None else f' <span class="count">{number}</span>'
        buttons.append(
            f'<label><input type="radio" name="{name}" id="{name}-{value}" value="{value}"{state}>'
            f"<span>{words}{count}</span></label>"
        )
    classes = f"choice {also}".rstrip()
    return f'<fieldset class="{classes}"><legend>{legend}</legend>{"".join(buttons)}</fieldset>'


def visit_note_filter(self: HTML5Translator, node: edition.note_filter) -> None:
    """Write the choices of kind and of level.

    The verdicts are choices of kind as well: only a claim has one.
    """
    kinds, verdicts, levels = (
        [Choice(*choice) for choice in node[name]] for name in ("kinds", "verdicts", "levels")
    )
    self.body.append(
        '<div class="note-filter">\n'
        f"{choose('Kind', 'kind', kinds, checked='any')}\n"
        f"{choose('Claims', 'kind', verdicts, checked='')}\n"
        f"{choose('Level', 'for', levels, checked='any')}\n</div>\n"
    )
    raise nodes.SkipNode


def add_controls(body: str, doctree: nodes.document) -> str:
    """Return a page with what its reader may choose below its title.

    In a chapter that is how many notes are shown, in a session how large.
    """
    if any(doctree.findall(edition.margin_note)):
        return body.replace("</h1>", f"</h1>\n{_levels()}", 1)
    if any("session-facts" in facts["classes"] for facts in doctree.findall(nodes.field_list)):
        return body.replace("</h1>", f"</h1>\n{LARGE_TYPE}", 1)
    return body


def _levels() -> str:
    choices = (Choice(value, words) for value, words in LEVELS.items())
    bar = choose("Show", "level", choices, checked="full", also="levels")
    # The script wakes the button; its place is kept from the start, so that nothing moves.
    keys = '<button type="button" class="help-button" disabled>Keys</button>'
    return bar.replace("</fieldset>", f"{keys}</fieldset>")
