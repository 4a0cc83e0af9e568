"""What can be wrong with an edition, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """The stable word for each kind of problem, with its one-line meaning.

    The same word stands at the end of a message, is the subtype of the
    warning in a Sphinx build, and is a heading in ``editing/checks.md``.
    """

    meaning: str

    def __new__(cls, word: str, meaning: str) -> Self:
        """Make a member whose value is `word` and which knows its `meaning`."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.meaning = meaning
        return member

    # files
    FILE_UNREADABLE = (
        "file-unreadable",
        "A file must be a regular file in UTF-8, of limited length.",
    )
    FILE_MISPLACED = "file-misplaced", "A note must lie in the folder of its passage's chapter."
    CHARACTER_REFUSED = (
        "character-refused",
        "A file may not hold control, bidirectional or invisible characters.",
    )
    # chapters
    PASSAGE_MALFORMED = (
        "passage-malformed",
        "A passage must have an id, an incipit, a word count, a fingerprint and a précis.",
    )
    PASSAGE_OUT_OF_ORDER = (
        "passage-out-of-order",
        "Passages must be numbered 1, 2, 3 … in a chapter.",
    )
    INCIPIT_TOO_LONG = "incipit-too-long", "An incipit may have six words at most."
    INCIPIT_DIFFERS = "incipit-differs", "An incipit must be the opening words of its passage."
    PASSAGE_WITHOUT_NOTE = "passage-without-note", "A passage must have a note."
    NOTES_TOO_MANY = "notes-too-many", "A passage may have five notes at most."
    TEXT_UNREADABLE = "text-unreadable", "The reader's copy must be as `edition text` wrote it."
    # the front matter of a note
    FRONT_MATTER_MALFORMED = (
        "front-matter-malformed",
        "A note must open with plain `key: value` lines between two lines of three hyphens.",
    )
    KEY_UNKNOWN = "key-unknown", "A note may use only the keys of the annotation format."
    KEY_DUPLICATE = "key-duplicate", "A key may be given only once."
    KEY_MISSING = "key-missing", "A note must give every key that its kind requires."
    KIND_UNKNOWN = "kind-unknown", "A note must be of a known kind."
    LEVEL_UNKNOWN = "level-unknown", "A note must be of a known level."
    VERDICT_UNKNOWN = "verdict-unknown", "A verdict must be one of the known ones."
    VERDICT_MISSING = "verdict-missing", "A claim must have a verdict."
    DATE_MALFORMED = "date-malformed", "A date must be a year and a month, as in 2026-11."
    WORD_DIFFERS = "word-differs", "A note's word number must be that of its phrase's first word."
    # the phrase of a note
    PASSAGE_UNKNOWN = "passage-unknown", "A passage that is named must exist."
    PHRASE_TOO_LONG = "phrase-too-long", "A phrase may have ten words at most."
    PHRASE_NOT_FOUND = "phrase-not-found", "A phrase must occur in its passage."
    PHRASE_AMBIGUOUS = "phrase-ambiguous", "A phrase must occur only once in its passage."
    CONTEXT_NOT_FOUND = (
        "context-not-found",
        "The words given before or after a phrase must stand there.",
    )
    # the body of a note
    LEAD_MISSING = "lead-missing", "A note must begin with a paragraph, its lead."
    LEAD_TOO_LONG = "lead-too-long", "A lead may have forty words at most."
    NOTE_TOO_LONG = "note-too-long", "What follows a lead may have two hundred words at most."
    ABBREVIATION_UNEXPLAINED = (
        "abbreviation-unexplained",
        "An abbreviation must be explained where it stands, or in the glossary's list.",
    )
    MARKUP_REFUSED = "markup-refused", "A note may use only the markup that the format allows."
    LINK_REFUSED = "link-refused", "A link must be a plain https address."
    # questions, sessions and pictures
    QUESTION_MALFORMED = (
        "question-malformed",
        "A question must have an id, passages, a type, minutes, words and a key.",
    )
    QUESTION_OUT_OF_ORDER = (
        "question-out-of-order",
        "Questions must be numbered 1, 2, 3 … in a chapter.",
    )
    QUESTION_UNKNOWN = "question-unknown", "A question that is named must exist."
    SESSION_MALFORMED = (
        "session-malformed",
        "A session must have a number, a title, minutes, passages, questions and a plan.",
    )
    MINUTES_DIFFER = "minutes-differ", "The minutes of a plan must add up."
    PASSAGE_WITHOUT_SESSION = (
        "passage-without-session",
        "Where there are sessions, each passage must be read for one.",
    )
    TIMELINE_MALFORMED = (
        "timeline-malformed",
        "An event must have a date, a kind and a title, in the order of time.",
    )
    NAME_MALFORMED = (
        "name-malformed",
        "A name of the index must have a kind, and forms that no other name has.",
    )
    NAME_UNUSED = "name-unused", "A name of the index, and each form given, must occur somewhere."
    MAP_MALFORMED = "map-malformed", "A box of the map must have a name, words and passages."
    PAGE_REFUSED = (
        "page-refused",
        "A page from a stranger may hold only what pages use (told with `--strict`).",
    )
    # exceptions
    EXCEPTION_MALFORMED = (
        "exception-malformed",
        "An exception must name a file, a rule that may have exceptions, and a reason.",
    )
    EXCEPTION_UNUSED = "exception-unused", "An exception must be needed."
    # references
    SOURCE_MISSING = "source-missing", "A note must cite at least one work."
    CITATION_UNKNOWN = "citation-unknown", "A work that is cited must stand in references.bib."
    TERM_UNKNOWN = "term-unknown", "A term that is linked must stand in the glossary."
    TERM_UNUSED = "term-unused", "A term of the glossary must be linked from somewhere else."
    DEBATE_ONE_SIDED = "debate-one-sided", "A debate must cite two works or more."
    NOTE_UNKNOWN = "note-unknown", "A note that is linked must exist."
    REFERENCE_MALFORMED = "reference-malformed", "references.bib must be well-formed BibTeX."
    WORK_UNCITED = "work-uncited", "A work that was verified must be cited somewhere."
    REFERENCE_UNVERIFIED = "reference-unverified", "A work that is cited must have been verified."
    # what was built
    OUTPUT_UNREADABLE = "output-unreadable", "What was built must be readable as what it is."
    LINK_BROKEN = "link-broken", "A link in what was built must lead to a place that is there."
    LINK_ASTRAY = "link-astray", "A link that names an address must lead to what has it."
    TARGET_DUPLICATE = "target-duplicate", "A name must be given to one place of a file only."
    NOTE_ONE_WAY = "note-one-way", "A note and its number in the text must lead to each other."
    ADDRESS_DEAD = "address-dead", "An address outside the edition must be alive."
    BOOKMARK_MISSING = "bookmark-missing", "Every heading of a PDF must have a bookmark."


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and where.

    `path` is relative to the edition's folder, with forward slashes;
    `line` counts from 1. In a PDF it is the page.
    """

    path: str
    line: int
    message: str
    code: Code

    def __str__(self) -> str:
        """Return the line that people, editors and forges read."""
        return f"{printable(self.path)}:{self.line}: {self.message} ({self.code.value})"


def quoted(text: str, limit: int = 80) -> str:
    """Return `text` in quotation marks, safe to print and at most `limit` long.

    What comes from a stranger's file may hold control or bidirectional
    characters; in a message they are shown by their escapes.
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return f"'{printable(text)}'"


def printable(text: str) -> str:
    """Return `text` with escapes for what does not print: also in the name of a file."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
