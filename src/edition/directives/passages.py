"""Passages with their notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from edition import nodes as edition
from edition.anchor import segments
from edition.annotation import Kind, Level
from edition.book import Book, Note
from edition.domain import note_anchor, reference_anchor
from edition.passage import Passage

from .base import EditionDirective, spell_month

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

LABELS = {
    Kind.GLOSS: "Gloss",
    Kind.CONTEXT: "Context",
    Kind.SOURCE: "Source",
    Kind.CLAIM: "Claim",
    Kind.DEBATE: "Debate",
    Kind.LATER: "Later",
}
"""What readers call the kinds of note."""


class PassageDirective(EditionDirective):
    """Put a passage, its précis and its notes in the place of the directive.

    The options were read with the chapter (`passage.read_chapter`); here they
    are only declared. The tree is drawn in `nodes`. A passage that could not
    be read gives nothing: its problem was reported before.
    """

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "incipit": directives.unchanged_required,
        "words": directives.nonnegative_int,
        "fingerprint": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the passage's node."""
        book = self.book
        passage = book.passages.get(self.arguments[0])
        if passage is None:
            return []
        notes = book.notes[passage.id]
        body = edition.passage_body()
        node = edition.passage(ids=[passage.id], address=passage.address)
        place = nodes.reference("", passage.address, refid=passage.id, internal=True)
        node += edition.passage_address("", "", place)
        node += body
        body += self._text(book, passage, notes)
        body += self.precis(passage)
        if unmarked := [note for note in notes if note.span is None]:
            listed = edition.note_list()
            listed += [_reference(note) for note in unmarked]
            body += listed
        if notes:
            margin = edition.passage_notes()
            margin += [self._note(book, note) for note in notes]
            node += margin
        self.set_source_info(node)
        return [node]

    def precis(self, passage: Passage) -> edition.precis:
        """Return what a passage argues, folded where its text stands above."""
        precis = edition.precis(folded=passage.id in self.book.text)
        precis += self.parse_body(passage.precis, passage.path, passage.line)
        return precis

    def repeat(self, passage: Passage) -> edition.passage:
        """Return a passage without its notes, with a link to its home place."""
        node = edition.passage(address=passage.address)
        node += edition.passage_address("", "", self.link("passage", passage.id))
        body = edition.passage_body()
        body += [self._text(self.book, passage, ()), self.precis(passage)]
        node += body
        return node

    def _text(
        self, book: Book, passage: Passage, notes: tuple[Note, ...]
    ) -> edition.passage_text | edition.incipit:
        """Return the author's words with the phrases marked, or the opening words."""
        text = book.text.get(passage.id)
        if text is None:
            opening = edition.incipit()
            opening += nodes.Text(f"{passage.incipit} …")
            return opening
        anchored = [(note, note.span) for note in notes if note.span is not None]
        node = edition.passage_text()
        for span, covering, ending in segments(len(text), [span for _, span in anchored]):
            words = nodes.Text(text[span.start : span.end])
            levels = {anchored[index][0].annotation.level for index in covering}
            level = Level.FIRST if Level.FIRST in levels else Level.FULL
            phrase = edition.phrase("", "", words, depth=len(covering), level=level.value)
            node += phrase if covering else words
            node += [_reference(anchored[index][0]) for index in ending]
        return node

    def _note(self, book: Book, note: Note) -> edition.margin_note:
        """Return a note with its body parsed."""
        annotation = note.annotation
        state = "anchored" if note.span else "lost" if book.text else "companion"
        node = edition.margin_note(
            ids=[note_anchor(annotation.id)],
            address=note.address,
            number=note.number,
            phrase=annotation.phrase.text,
            label=LABELS[annotation.kind],
            kind=annotation.kind.value,
            level=annotation.level.value,
            verdict=annotation.verdict.value if annotation.verdict else "",
            as_of=spell_month(annotation.as_of),
            back=reference_anchor(annotation.id) if state == "anchored" else annotation.passage,
            state=state,
        )
        lead, *rest = self.parse_body(annotation.body, annotation.path, annotation.body_line)
        node += lead
        if rest:
            more = edition.note_more()
            more += rest
            node += more
        return node


def _reference(note: Note) -> edition.note_reference:
    annotation = note.annotation
    return edition.note_reference(
        ids=[reference_anchor(annotation.id)],
        refid=note_anchor(annotation.id),
        number=note.number,
        address=note.address,
        phrase=annotation.phrase.text,
        label=LABELS[annotation.kind],
        level=annotation.level.value,
    )
