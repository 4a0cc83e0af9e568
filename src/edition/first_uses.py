"""The words of the glossary, linked where a chapter first uses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from . import nodes as edition
from .anchor import Span
from .domain import book_of, link_to
from .terms import find_terms

LINKS = (edition.note_reference, addnodes.pending_xref, nodes.reference)
"""What a link may not hold."""


class LinkTerms(SphinxPostTransform):
    """Link each term where a chapter first uses it, on its page and in print.

    That is in the author's words, or where they are absent in the précis. A
    use that has the number of a note within it is left for the next one. The
    link holds pieces of phrases, not the other way round::

        passage_text
            Text
            inline  classes=[first-use]
                pending_xref                to the term
                    Text, phrase
            phrase                          what is left of it
    """

    formats = ("html", "typst")
    default_priority = 7  # before links are resolved (10)

    def run(self, **kwargs: Any) -> None:
        """Put the links around the words."""
        terms = book_of(self.env).terms
        # In print the document is the whole book.
        chapters: list[nodes.Element] = [*self.document.findall(addnodes.start_of_file)]
        for chapter in chapters or [self.document]:
            linked = set[str]()
            for block in self._blocks(chapter):
                for use in list(find_terms(block.astext(), terms)):
                    if use.term not in linked and self._link(block, use.term, use.span):
                        linked.add(use.term)

    def _blocks(self, chapter: nodes.Element) -> Iterator[nodes.Element]:
        """Yield the paragraphs that readers have before them, in order."""
        for passage in chapter.findall(edition.passage):
            yield from passage.findall(edition.passage_text)
            for precis in passage.findall(edition.precis):
                if not precis["folded"]:
                    yield from precis.findall(nodes.paragraph)

    def _link(self, block: nodes.Element, term: str, span: Span) -> bool:
        """Link the words at `span`; return whether that could be done."""
        before, rest = cut(block.children, span.start)
        words, after = cut(rest, span.end - span.start)
        if any(isinstance(node, LINKS) for word in words for node in word.findall()):
            return False
        link = link_to(self.env.docname, "term", term, *words, domain="std")
        link.source, link.line = block.source, block.line
        block.children = []
        block += [*before, nodes.inline("", "", link, classes=["first-use"]), *after]
        return True


def cut(children: list[nodes.Node], place: int) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return copies of what stands before and after a place in the words of `children`."""
    before: list[nodes.Node] = []
    after: list[nodes.Node] = []
    for child in children:
        length = len(child.astext())
        if place <= 0:
            after.append(child)
        elif place >= length:
            before.append(child)
        elif isinstance(child, nodes.Text):
            before.append(nodes.Text(child[:place]))
            after.append(nodes.Text(child[place:]))
        elif isinstance(child, nodes.Element):
            parts = cut(child.deepcopy().children, place)
            for part, side in zip(parts, (before, after), strict=True):
                half = child.copy()
                half += part
                side.append(half)
        place -= length
    return before, after
