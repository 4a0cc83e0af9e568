"""Lists of notes: all of them, and the claims by what checking found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from docutils import nodes

from edition import nodes as edition
from edition.annotation import Annotation, Level, Verdict
from edition.book import Note
from edition.passage import Chapter, Passage

from .base import EditionDirective, spell_month
from .passages import LABELS

MEANINGS = {
    Verdict.WRONG: "It does not hold.",
    Verdict.IMPRECISE: "A figure, a date or a word is off, though something true is meant.",
    Verdict.DISPUTED: "Serious sources disagree about the fact.",
    Verdict.NUANCED: "It holds, but needs an addition or a limit.",
    Verdict.ACCURATE: "It holds.",
}
"""What each verdict says of a claim, the gravest first."""

LEVELS = {Level.FIRST: "First reading", Level.FULL: "The rest"}
"""What readers call the levels of notes, where they choose one."""


class NoteListDirective(EditionDirective):
    """A list of notes. Each is a repeat without an id: its home is its chapter.

    An entry and what holds it have classes by which a page may show some of
    them: `has-debate`, `has-debate-first`, `has-first`, and for a claim those
    of its verdict too, such as `has-nuanced`.
    """

    has_content = False

    def entry(self, note: Note, kind: str, date: str = "") -> nodes.list_item:
        """Return a note up to its lead, behind a link to it and what readers are told of it."""
        annotation = note.annotation
        head = nodes.paragraph("", "", self.link("note", annotation.id), classes=["note-head"])
        for name, shown in (
            ("note-kind", kind),
            ("note-phrase", f"“{annotation.phrase.text}”"),
            ("note-date", date),
        ):
            if shown:
                head += [nodes.Text(" "), nodes.inline("", shown, classes=[name])]
        lead = self.parse_body(annotation.body, annotation.path, annotation.body_line)[0]
        return nodes.list_item("", head, lead, classes=["repeat", *_classes(annotation)])


class AllNotesDirective(NoteListDirective):
    """List all notes in the order of the text, with a choice of which are shown."""

    def run(self) -> list[nodes.Node]:
        """Return the choice, and a section for each chapter that has notes."""
        notes = [note for notes in self.book.notes.values() for note in notes]
        if not notes:
            return []
        # The style sheet counts in it what is shown.
        count = nodes.paragraph(classes=["note-count"])
        return [_filter(notes), *filter(None, map(self._chapter, self.book.chapters)), count]

    def _chapter(self, chapter: Chapter) -> nodes.section | None:
        parts = [part for passage in chapter.passages if (part := self._passage(passage))]
        if not parts:
            return None
        number = str(chapter.passages[0].chapter)
        link = self.link("doc", f"/{chapter.document}", chapter.title, domain="std")
        title = nodes.title(
            "", "", nodes.inline("", number, classes=["number"]), nodes.Text(" "), link
        )
        return _section(f"notes-c{number}", title, parts)

    def _passage(self, passage: Passage) -> nodes.section | None:
        notes = self.book.notes[passage.id]
        if not notes:
            return None
        link = self.link("passage", passage.id)
        incipit = nodes.inline("", f"{passage.incipit} …", classes=["incipit"])
        title = nodes.title("", "", link, nodes.Text(" "), incipit)
        listed = nodes.bullet_list(classes=["note-entries"])
        listed += [self.entry(note, _kind(note.annotation)) for note in notes]
        return _section(f"notes-{passage.id}", title, [listed])


class ClaimsDirective(NoteListDirective):
    """List the claims by verdict, the gravest first, each with the month of the last look."""

    def run(self) -> list[nodes.Node]:
        """Return how many there are of each verdict, and a section for each."""
        claims: dict[Verdict, list[Note]] = {verdict: [] for verdict in MEANINGS}
        for note in (note for notes in self.book.notes.values() for note in notes):
            if verdict := note.annotation.verdict:
                claims[verdict].append(note)
        counts = nodes.paragraph(classes=["claim-counts"])
        for verdict, found in claims.items():
            counts += [nodes.Text(", ")] if counts.children else []
            words = f"{len(found)} {verdict.value}"
            counts += nodes.reference("", words, refid=f"claims-{verdict.value}", internal=True)
        return [counts, *(self._section(verdict, found) for verdict, found in claims.items())]

    def _section(self, verdict: Verdict, claims: list[Note]) -> nodes.section:
        count = nodes.inline("", f"{len(claims) or 'none'}", classes=["count"])
        title = nodes.title("", verdict.value.capitalize(), nodes.Text(" "), count)
        listed = nodes.bullet_list(classes=["note-entries"])
        for note in claims:
            listed += self.entry(note, "", spell_month(note.annotation.as_of))
        parts: list[nodes.Element] = [nodes.paragraph("", MEANINGS[verdict]), listed]
        return _section(f"claims-{verdict.value}", title, parts if claims else parts[:1])


def _section(identifier: str, title: nodes.title, parts: Iterable[nodes.Element]) -> nodes.section:
    """Return a section that has the classes of the notes in it."""
    section = nodes.section("", title, *parts, ids=[identifier])
    entries = section.findall(nodes.list_item)
    found = {name for entry in entries for name in entry["classes"] if name.startswith("has-")}
    section["classes"] = sorted(found)
    return section


def _classes(annotation: Annotation) -> list[str]:
    """Return the classes by which a page may show a note: its kind, verdict and level."""
    sorts = [annotation.kind.value, *filter(None, [annotation.verdict])]
    level = annotation.level.value
    found = [f"has-{sort}{suffix}" for sort in sorts for suffix in ("", f"-{level}")]
    return [*found, f"has-{level}"]


def _kind(annotation: Annotation) -> str:
    """Return the kind of a note, as readers call it, and the verdict of a claim."""
    return " · ".join(filter(None, [LABELS[annotation.kind], annotation.verdict]))


def _filter(notes: list[Note]) -> edition.note_filter:
    """Return the choice, with the number of notes to each."""
    annotations = [note.annotation for note in notes]
    kinds = Counter(annotation.kind for annotation in annotations)
    verdicts = Counter(annotation.verdict for annotation in annotations)
    levels = Counter(annotation.level for annotation in annotations)
    every = ("any", "All", len(notes))
    return edition.note_filter(
        kinds=[every, *((kind.value, label, kinds[kind]) for kind, label in LABELS.items())],
        verdicts=[(verdict.value, verdict.value, verdicts[verdict]) for verdict in MEANINGS],
        levels=[every, *((level.value, label, levels[level]) for level, label in LEVELS.items())],
    )
