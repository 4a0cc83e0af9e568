"""Name in other words the notes that a copy does not have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeGuard

from docutils import nodes
from sphinx import addnodes

from edition.annotation import Annotation
from edition.book import Book
from edition.domain import NAME, link_to

NOTE_WORD = re.compile(r"(?:\b(?P<article>[Tt]he)\s)?\b(?P<note>[Nn]otes?)\s$")
BETWEEN = re.compile(r"[,;]?\s(?:and\s|or\s)?")
"""What may stand between two notes of a row."""


def reword_notes(document: nodes.document, book: Book) -> None:
    """Name notes by their phrase and passage instead of their number, before links are resolved.

    `note 7.5.2` becomes `the note on “garrison” (7.5)`. Brackets around notes
    and nothing else are taken out.
    """
    notes = {annotation.id: annotation for annotation in book.annotations}
    links = [link for link in document.findall(addnodes.pending_xref) if _names_note(link)]
    for parent in dict.fromkeys(link.parent for link in links):
        if parent is not None:
            children = _reword(parent.children, notes)
            parent.clear()
            parent.extend(children)


def _reword(children: list[nodes.Node], notes: Mapping[str, Annotation]) -> list[nodes.Node]:
    """Return what stands in a paragraph with its rows of notes in other words."""
    done: list[nodes.Node] = []
    rest = list(children)
    while rest:
        length = _length_of_row(rest)
        if not length:
            done.append(rest.pop(0))
            continue
        row, rest = rest[:length], rest[length:]
        before = done.pop().astext() if done and isinstance(done[-1], nodes.Text) else ""
        if before.endswith("(") and rest and rest[0].astext().startswith(")"):
            done.append(nodes.Text(before[:-1].rstrip() + rest.pop(0).astext()[1:]))
            continue
        done.append(nodes.Text(NOTE_WORD.sub(_add_article, before)))
        for node in row:
            done += _name(node, notes[node["reftarget"]]) if _names_note(node) else [node]
    return done


def _names_note(node: nodes.Node) -> TypeGuard[addnodes.pending_xref]:
    return (
        isinstance(node, addnodes.pending_xref)
        and node["refdomain"] == NAME
        and node["reftype"] == "note"
        and not node["refexplicit"]
    )


def _length_of_row(nodes_: list[nodes.Node]) -> int:
    """Return how many of the nodes are a row of notes that they begin with."""
    if not _names_note(nodes_[0]):
        return 0
    length = 1
    while (
        len(nodes_) > length + 1
        and BETWEEN.fullmatch(nodes_[length].astext())
        and _names_note(nodes_[length + 1])
    ):
        length += 2
    return length


def _add_article(found: re.Match[str]) -> str:
    article = found["article"] or ("The" if found["note"][0] == "N" else "the")
    return f"{article} {found['note'].lower()} on "


def _name(link: addnodes.pending_xref, note: Annotation) -> list[nodes.Node]:
    passage = link_to(link["refdoc"], "passage", note.passage)
    return [nodes.Text(f"“{note.phrase.text}” ("), passage, nodes.Text(")")]
