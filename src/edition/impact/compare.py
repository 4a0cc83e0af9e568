"""Compare two states of a book: which passages changed, and what becomes of their notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from edition.anchor import Phrase, locate
from edition.annotation import Annotation
from edition.book import Book
from edition.drafting.draft import scalar
from edition.drafting.phrases import find_phrase
from edition.passage import fingerprint


class Outcome(StrEnum):
    """What became of a note whose passage changed."""

    HOLDS = "holds"
    LOST = "lost"
    AMBIGUOUS = "ambiguous"
    HOMELESS = "homeless"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NoteImpact:
    """A note on a passage that changed.

    `repairs` are lines for its front matter, ready to paste: any one of them
    mends it. `renamed` is the file's new path where its chapter changed.
    """

    path: str
    phrase: str
    outcome: Outcome
    repairs: tuple[str, ...] = ()
    renamed: str = ""


@dataclass(frozen=True)
class PassageImpact:
    """A passage that changed: how, and its notes as they are now.

    `changes` are of: new, gone, moved to another id, incipit, fingerprint, text.
    """

    id: str
    changes: tuple[str, ...]
    notes: tuple[NoteImpact, ...]


@dataclass(frozen=True)
class Impact:
    """What changed between two states: passages with their notes, and notes by themselves.

    `added`, `changed` and `removed` are the paths of notes.
    """

    passages: tuple[PassageImpact, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many notes came to that."""
        return sum(note.outcome is outcome for passage in self.passages for note in passage.notes)

    @property
    def broken(self) -> int:
        """How many notes must be mended."""
        return sum(map(self.count, (Outcome.LOST, Outcome.AMBIGUOUS, Outcome.HOMELESS)))


def compare(before: Book, after: Book) -> Impact:
    """Return what became of the notes of `after`, in the passages that differ from `before`."""
    moved = _find_moved(before, after)
    passages = []
    for passage_id in {**before.passages, **after.passages}:
        if changes := tuple(_changes(passage_id, before, after, moved)):
            notes = tuple(
                _judge(annotation, after, moved.get(passage_id, ""))
                for annotation in after.annotations
                if annotation.passage == passage_id
            )
            passages.append(PassageImpact(passage_id, changes, notes))
    old = {annotation.path: annotation for annotation in before.annotations}
    new = {annotation.path: annotation for annotation in after.annotations}
    return Impact(
        tuple(passages),
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(path for path in new.keys() & old.keys() if new[path] != old[path])),
        tuple(sorted(old.keys() - new.keys())),
    )


def _find_moved(before: Book, after: Book) -> dict[str, str]:
    """Return the new id of each passage that stands elsewhere now: its letters are the same."""
    places = {passage.fingerprint: passage.id for passage in after.passages.values()}
    return {
        passage.id: places[passage.fingerprint]
        for passage in before.passages.values()
        if places.get(passage.fingerprint, passage.id) != passage.id
    }


def _changes(passage_id: str, before: Book, after: Book, moved: dict[str, str]) -> Iterator[str]:
    """Yield how a passage differs in what its notes hang on; its précis is not of that."""
    old, new = before.passages.get(passage_id), after.passages.get(passage_id)
    if passage_id in moved:
        yield f"moved to {moved[passage_id]}"
    if old is None:
        yield "new"
    elif new is None:
        if passage_id not in moved:
            yield "gone"
    elif passage_id not in moved:
        if old.incipit != new.incipit:
            yield "incipit"
        if old.fingerprint != new.fingerprint:
            yield "fingerprint"
        if _text(before, passage_id) != _text(after, passage_id):
            yield "text"


def _text(book: Book, passage_id: str) -> str | None:
    """Return the words of a passage: those with its fingerprint, or else those under its id.

    A reader's copy may have been brought before the passages were numbered anew.
    """
    passage = book.passages.get(passage_id)
    own = book.text.get(passage_id)
    if passage and (own is None or fingerprint(own) != passage.fingerprint):
        same = (t for t in book.text.values() if fingerprint(t) == passage.fingerprint)
        return next(same, own)
    return own


def _judge(annotation: Annotation, after: Book, moved: str) -> NoteImpact:
    """Return what became of a note whose passage changed, or is now called `moved`."""
    path, phrase = annotation.path, annotation.phrase
    if moved:
        chapter, _, _ = moved.partition("p")
        place = f"annotations/{chapter}/{path.rpartition('/')[2]}"
        renamed = place if place != path else ""
        repair = (f"passage: {moved}",)
        return NoteImpact(path, phrase.text, Outcome.HOMELESS, repair, renamed)
    if annotation.passage not in after.passages:
        repairs = tuple(f"passage: {name}" for name in _passages_with(phrase, after))
        return NoteImpact(path, phrase.text, Outcome.HOMELESS, repairs)
    text = _text(after, annotation.passage)
    if text is None:
        return NoteImpact(path, phrase.text, Outcome.UNKNOWN)
    if len(locate(phrase, text)) == 1:
        return NoteImpact(path, phrase.text, Outcome.HOLDS)
    finding = find_phrase(phrase, text)
    repairs = tuple(map(_spell, (_differing(phrase, choice) for choice in finding.choices)))
    outcome = Outcome.AMBIGUOUS if locate(Phrase(phrase.text), text) else Outcome.LOST
    return NoteImpact(path, phrase.text, outcome, repairs)


def _passages_with(phrase: Phrase, book: Book) -> Iterator[str]:
    """Yield the passages in which a phrase stands once."""
    for passage_id in book.passages:
        if len(locate(phrase, _text(book, passage_id) or "")) == 1:
            yield passage_id


def _differing(old: Phrase, new: Phrase) -> dict[str, str]:
    """Return the fields by which `new` differs from `old`."""
    pairs = (("phrase", old.text, new.text), ("before", old.before, new.before))
    return {
        name: now
        for name, was, now in (*pairs, ("after", old.after, new.after))
        if now != was and (now or name != "phrase")
    }


def _spell(fields: dict[str, str]) -> str:
    return "; ".join(f"{name}: {scalar(value)}" for name, value in fields.items())
