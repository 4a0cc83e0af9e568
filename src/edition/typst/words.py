"""Lists of words with what the glossary says of them: of a chapter, and of a session."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from edition import nodes as edition
from edition.book import GLOSSARY, Book
from edition.domain import link_to
from edition.first_uses import cut
from edition.passage import Chapter
from edition.terms import find_terms

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

FIRST_SENTENCE = re.compile(r".*?[.!?][”’)]*(?=\n)", re.DOTALL)
"""A sentence ends with its line: in the sources each begins on a line of its own."""


def terms_of(env: BuildEnvironment) -> dict[str, nodes.term]:
    """Return the terms of the glossary, each within its entry."""
    glossary = env.get_doctree(GLOSSARY.removesuffix(".md"))
    return {
        term.astext(): term
        for listed in glossary.findall(addnodes.glossary)
        for term in listed.findall(nodes.term)
    }


def list_words(env: BuildEnvironment, names: Iterable[str]) -> nodes.definition_list:
    """Return words as a list, each with a copy of the first paragraph of its definition."""
    terms = terms_of(env)
    listed = nodes.definition_list()
    for name in names:
        definition = next(terms[name].parent.findall(nodes.definition))
        first = nodes.definition("", definition[0].deepcopy())
        listed += nodes.definition_list_item("", nodes.term("", name), first)
    return listed


def add_chapter_words(document: nodes.document, env: BuildEnvironment, book: Book) -> None:
    """Put the words of each chapter before its questions, or at its end.

    Of a definition the first sentence is there; the word leads to the rest.
    """
    chapters = {chapter.document: chapter for chapter in book.chapters}
    for file in list(document.findall(addnodes.start_of_file)):
        chapter = chapters.get(file["docname"])
        if chapter and (names := words_of(book, chapter)):
            section = nodes.section("", nodes.title("", "Words"), ids=["words-of-chapter"])
            section += _shorten(list_words(env, names), file["docname"])
            question = next(file.findall(edition.question), None)
            home = next(file.findall(nodes.section))
            below = question.parent if question else home
            if below is home:
                home += section
            else:
                below.parent.insert(below.parent.index(below), section)


def words_of(book: Book, chapter: Chapter) -> list[str]:
    """Return the terms that a chapter uses, or without the text its précis, in their order."""
    shown = (book.text.get(passage.id, passage.precis) for passage in chapter.passages)
    return list(dict.fromkeys(use.term for text in shown for use in find_terms(text, book.terms)))


def _shorten(listed: nodes.definition_list, docname: str) -> nodes.definition_list:
    """Link each word to the glossary, and leave the first sentence of its definition."""
    short = nodes.definition_list(classes=["words"])
    for item in listed.findall(nodes.definition_list_item):
        name, paragraph = item[0].astext(), next(item.findall(nodes.paragraph))
        link = link_to(docname, "term", name, nodes.Text(name), domain="std")
        if end := FIRST_SENTENCE.match(paragraph.astext()):
            sentence, _ = cut(paragraph.children, end.end())
            paragraph = nodes.paragraph("", "", *sentence)
        short += nodes.definition_list_item(
            "", nodes.term("", "", link), nodes.definition("", paragraph)
        )
    return short
