"""The handout of a session: its passages, its words and its questions, without notes or keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docutils import nodes

from edition import nodes as edition
from edition.book import Book
from edition.session import Session, expand

from .reductions import drop_aids
from .rewording import reword_notes
from .words import list_words, terms_of

if TYPE_CHECKING:
    from sphinx.builders import Builder


def assemble_handout(builder: Builder, book: Book, session: Session) -> nodes.document:
    """Return a session's handout as one doctree, its links resolved to their words.

    It is made of copies of what stands in the chapters and in the glossary.
    """
    handout = builder.env.get_doctree(session.document).copy()
    handout["docname"] = session.document
    documents = {
        name: chapter.document
        for chapter in book.chapters
        for name in [passage.id for passage in chapter.passages]
    }
    names = expand(session.handout, list(book.passages))
    passages = [_find(builder, documents[name], edition.passage, name) for name in names]
    questions = [
        _find(builder, book.questions[name].path.removesuffix(".md"), edition.question, name)
        for name in session.questions
    ]
    # Within a section: the template prints the title, and the parts have headings below it.
    body = nodes.section(ids=["handout"])
    body += passages
    words = [list_words(builder.env, session.terms)] if session.terms else []
    body += _section("Words", words)
    body += _section("Questions", questions)
    handout += body
    drop_aids(handout)
    reword_notes(handout, book)
    builder.env.resolve_references(handout, session.document, builder)
    _unmark_others(handout, builder, session)
    for link in list(handout.findall(nodes.reference)):
        link.replace_self(link.children)
    return handout


def _find(builder: Builder, docname: str, kind: type[nodes.Element], name: str) -> nodes.Element:
    """Return a copy of the node with the id `name` in a document."""
    doctree = builder.env.get_doctree(docname)
    return next(node for node in doctree.findall(kind) if name in node["ids"]).deepcopy()


def _section(title: str, content: Sequence[nodes.Element]) -> list[nodes.Element]:
    section = nodes.section("", nodes.title("", title), ids=[f"handout-{title.casefold()}"])
    section += content
    return [section] if content else []


def _unmark_others(handout: nodes.document, builder: Builder, session: Session) -> None:
    """Mark no words as explained but those of the session's list."""
    terms = terms_of(builder.env)
    listed = {name for term in session.terms for name in terms[term]["ids"]}
    for use in list(handout.findall(nodes.inline)):
        if "first-use" in use["classes"]:
            names = {
                link.get("refuri", "").partition("#")[2] for link in use.findall(nodes.reference)
            }
            if not names & listed:
                use.replace_self(use.children)
