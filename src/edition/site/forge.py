"""Doors to the forge: each note may be improved there, and a note suggested on each passage.

A door is a link and asks nothing of the forge before somebody goes through.
Where the edition names no forge (`edition_forge`), there are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode, urlsplit

from docutils import nodes

from edition import nodes as edition
from edition.domain import book_of, note_anchor

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FORM: Final = "suggest-note.yml"
"""The issue form that asks for a note; its fields are `passage` and `phrase`."""

EDITORS: Final = {"github": "edit", "gitlab": "-/edit", "forgejo": "_edit"}
"""What stands before branch and path in the address of each forge's editor."""


@dataclass(frozen=True)
class Forge:
    """A repository on a forge: its address (`https://github.com/editors/war`) and its branch."""

    address: str
    branch: str

    @property
    def kind(self) -> str:
        """Which forge it is, by its host's name; `github` if that does not tell."""
        host = urlsplit(self.address).hostname or ""
        if "gitlab" in host:
            return "gitlab"
        return "forgejo" if re.search("codeberg|forgejo|gitea", host) else "github"

    def improve(self, path: str) -> str:
        """Return the address at which the file at `path` can be edited."""
        home = self.address.rstrip("/")
        return f"{home}/{EDITORS[self.kind]}/{quote(self.branch)}/{quote(path)}"

    def suggest(self, passage: str) -> str:
        """Return the address at which a note on the passage of that address can be suggested."""
        home, title = self.address.rstrip("/"), f"A note on {passage}"
        if self.kind == "gitlab":
            asked = {"issue[title]": title, "issue[description]": f"Passage: {passage}\n\nWords: "}
            return f"{home}/-/issues/new?{urlencode(asked, quote_via=quote)}"
        folder = ".github/ISSUE_TEMPLATE/" if self.kind == "forgejo" else ""
        asked = {"template": f"{folder}{FORM}", "title": title, "passage": passage}
        return f"{home}/issues/new?{urlencode(asked, quote_via=quote)}"


def add_doors(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Put the doors into a page: at the foot of its notes, and below its passages' addresses."""
    address = app.config.edition_forge
    if not address or app.builder.name != "html" or not isinstance(doctree, nodes.document):
        return
    forge = Forge(address, app.config.edition_branch)
    paths = {note_anchor(note.id): note.path for note in book_of(app.env).annotations}
    body = context["body"]
    for note in doctree.findall(edition.margin_note):
        if note["ids"]:
            foot = f'aria-label="Link to note {note["address"]}">Link</a>'
            door = _door(forge.improve(paths[note["ids"][0]]), "Improve this note")
            body = body.replace(foot, f"{foot} {door}", 1)
    for passage in doctree.findall(edition.passage):
        if passage["ids"]:
            place = f'href="#{passage["ids"][0]}">{passage["address"]}</a>'
            label = f"Suggest a note on {passage['address']}"
            door = _door(forge.suggest(passage["address"]), "+ note", label)
            body = body.replace(place, f"{place} {door}", 1)
    context["body"] = body


def _door(address: str, words: str, label: str = "") -> str:
    name = f' aria-label="{label}" title="{label}"' if label else ""
    return f'<a class="door" rel="nofollow" href="{escape(address)}"{name}>{words}</a>'
