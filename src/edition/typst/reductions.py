"""What a copy does without: notes and keys, the links that led to them, and repeats."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from edition import nodes as edition

from .writer import collect_labels, target_of, walk_documents

CITATIONS = "cite"
"""The domain of sphinxcontrib-bibtex."""

AIDS = (edition.passage_notes, edition.note_list, edition.note_reference, edition.question_key)
"""What a class is to find out for itself."""


def drop_aids(document: nodes.document) -> None:
    """Take out notes, keys and citations, and the marks of phrases, before links are resolved."""
    for kind in AIDS:
        for node in list(document.findall(kind)):
            node.parent.remove(node)
    for phrase in list(document.findall(edition.phrase)):
        phrase.replace_self(phrase.children)
    for precis in list(document.findall(edition.precis)):
        if precis["folded"]:
            precis.parent.remove(precis)
    for citation in list(document.findall(addnodes.pending_xref)):
        if citation.get("refdomain") == CITATIONS:
            parent, place = citation.parent, citation.parent.index(citation)
            parent.remove(citation)
            before = parent[place - 1] if place else None
            if isinstance(before, nodes.Text):
                parent[place - 1] = nodes.Text(before.rstrip())


def drop_repeats(document: nodes.document) -> None:
    """Take out the passages that a session's page repeats, with the headings over them."""
    for passage in list(document.findall(edition.passage)):
        if passage["ids"]:
            continue
        section = passage.parent
        section.remove(passage)
        if isinstance(section, nodes.section) and not section[1:]:
            section.parent.remove(section)


def unlink_lost(document: nodes.document) -> None:
    """Turn links to what the document does not hold into plain words."""
    labels = collect_labels(document)
    links = [
        (node, docname)
        for node, docname in walk_documents(document)
        if isinstance(node, nodes.reference)
    ]
    for link, docname in links:
        target = target_of(link, docname)
        if target and target not in labels:
            link.replace_self(link.children)
