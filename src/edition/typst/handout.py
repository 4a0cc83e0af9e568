"""The handout of a session: its passages, its words and its questions, without notes or keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from edition import nodes as edition
from edition.book import GLOSSARY, Book
from edition.session import Session, expand

from .reductions import drop_aids

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
    body += _section("Words", _words(builder, session))
    body += _section("Questions", questions)
    handout += body
    drop_aids(handout)
    builder.env.resolve_references(handout, session.document, builder)
    _unmark_others(handout, builder, session)
    for link in list(handout.findall(nodes.reference)):
        link.replace_self(link.children)
    return handout


def _find(builder: Builder, docname: str, kind: type[nodes.Element], name: str) -> nodes.Element:
    """Return a copy of the node with the id `name` in a document."""
    doctree = builder.env.get_doctree(docname)
    return next(node for node in doctree.findall(kind) if name in node["ids"]).deepcopy()


def _section(title: str, content: list[nodes.Element]) -> list[nodes.Element]:
    section = nodes.section("", nodes.title("", title), ids=[f"handout-{title.casefold()}"])
    section += content
    return [section] if content else []


def _terms(builder: Builder) -> dict[str, nodes.term]:
    """Return the terms of the glossary, each within its entry."""
    glossary = builder.env.get_doctree(GLOSSARY.removesuffix(".md"))
    return {
        term.astext(): term
        for listed in glossary.findall(addnodes.glossary)
        for term in listed.findall(nodes.term)
    }


def _words(builder: Builder, session: Session) -> list[nodes.Element]:
    """Return the session's words as a list, each with the first paragraph of its definition."""
    terms = _terms(builder)
    listed = nodes.definition_list()
    for name in session.terms:
        definition = next(terms[name].parent.findall(nodes.definition))
        first = nodes.definition("", definition[0].deepcopy())
        listed += nodes.definition_list_item("", nodes.term("", name), first)
    return [listed] if session.terms else []


def _unmark_others(handout: nodes.document, builder: Builder, session: Session) -> None:
    """Mark no words as explained but those of the session's list."""
    terms = _terms(builder)
    listed = {name for term in session.terms for name in terms[term]["ids"]}
    for use in list(handout.findall(nodes.inline)):
        if "first-use" in use["classes"]:
            names = {
                link.get("refuri", "").partition("#")[2] for link in use.findall(nodes.reference)
            }
            if not names & listed:
                use.replace_self(use.children)
