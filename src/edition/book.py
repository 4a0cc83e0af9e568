"""The book: everything an edition consists of, read from its folder without Sphinx."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from .anchor import Span, count_words, locate
from .annotation import Annotation, read_annotations
from .blocks import Entry, read_blocks, read_entries
from .characters import check_characters
from .exemption import EXCEPTIONS, Exemption, read_exemptions
from .files import PAGE_BYTES, REFERENCES_BYTES, read_source
from .name import Name, read_names
from .page import Page, read_page
from .passage import Chapter, Passage, fingerprint, read_chapter, read_text
from .pictures.argument import Argument, read_argument
from .pictures.timeline import Timeline, read_timeline
from .problem import Problem
from .question import Question, read_questions
from .reference import Reference, read_references
from .session import Session, read_session

CHAPTERS, ANNOTATIONS, SESSIONS, TEXT = "chapters", "annotations", "sessions", "text"
GLOSSARY, NAMES, REFERENCES = "glossary.md", "names.md", "references.bib"
PAGES = ("*.md", f"{CHAPTERS}/*.md", f"{SESSIONS}/*.md", "editing/*.md")
"""Where the pages of the edition lie; names in capitals are for the forge, not for readers."""

T = TypeVar("T")


@dataclass(frozen=True)
class Note:
    """An annotation in its place.

    `address` is what readers call it: `4.2.1` is the first note on passage
    4.2. `span` is where its phrase stands in the passage's text; None where
    there is no text, or where a reader's changed copy lacks the phrase.
    """

    annotation: Annotation
    address: str
    span: Span | None

    @property
    def number(self) -> str:
        """The note's number within its passage."""
        return self.address.rpartition(".")[2]


@dataclass(frozen=True)
class Book:
    """An edition's chapters, notes, works, terms and all else, and the text if there is one.

    `terms` has the line of each in the glossary, `questions` those of all
    chapters by id. `problems` are those found while reading; what could not
    be read is absent.
    """

    root: Path
    chapters: tuple[Chapter, ...]
    text: Mapping[str, str]
    annotations: tuple[Annotation, ...]
    references: Mapping[str, Reference]
    terms: Mapping[str, int]
    abbreviations: Mapping[str, str]
    questions: Mapping[str, Question]
    sessions: tuple[Session, ...]
    timelines: tuple[Timeline, ...]
    argument: Argument | None
    names: tuple[Name, ...]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = field(default=())
    exemptions: tuple[Exemption, ...] = field(default=())

    @property
    def form(self) -> str:
        """`reading` where the text is present, `companion` where it is not."""
        return "reading" if self.text else "companion"

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Every passage by its id, in the order of the text."""
        return {passage.id: passage for chapter in self.chapters for passage in chapter.passages}

    @cached_property
    def unread(self) -> frozenset[str]:
        """The ids of the notes that could not be read: nobody knows what they say."""
        read = {annotation.path for annotation in self.annotations}
        found = {problem.path for problem in self.problems} - read
        prefix = f"{ANNOTATIONS}/"
        names = (path.removeprefix(prefix) for path in found if path.startswith(prefix))
        return frozenset(name.removesuffix(".md") for name in names)

    @cached_property
    def notes(self) -> dict[str, tuple[Note, ...]]:
        """The notes on each passage, by its id, in the order of their phrases.

        Without the text their order is that of the word numbers they give.
        """
        by_passage: dict[str, list[Annotation]] = defaultdict(list)
        for annotation in self.annotations:
            by_passage[annotation.passage].append(annotation)
        return {
            passage_id: self._place(passage, by_passage[passage_id])
            for passage_id, passage in self.passages.items()
        }

    def _place(self, passage: Passage, annotations: list[Annotation]) -> tuple[Note, ...]:
        text = self.text.get(passage.id, "")
        spans = {annotation.id: locate(annotation.phrase, text) for annotation in annotations}
        # A phrase that is lost or ambiguous has no place: it keeps its note's rank.
        found = {key: places[0] for key, places in spans.items() if len(places) == 1}

        def rank(annotation: Annotation) -> tuple[float, float, str]:
            """Order notes as their numbers stand in the text: where the phrases end."""
            if len(found) == len(annotations):
                return (found[annotation.id].end, found[annotation.id].start, annotation.id)
            first = annotation.word or float("inf")
            return (first + count_words(annotation.phrase.text), first, annotation.id)

        return tuple(
            Note(annotation, f"{passage.address}.{number}", found.get(annotation.id))
            for number, annotation in enumerate(sorted(annotations, key=rank), start=1)
        )

    def is_changed(self, passage: Passage) -> bool:
        """Tell whether the reader's copy of `passage` is not the text annotated."""
        text = self.text.get(passage.id)
        return text is not None and fingerprint(text) != passage.fingerprint


def read_book(root: Path) -> Book:
    """Read the edition in the folder `root`."""
    reader = _Reader()
    sources = {
        path.relative_to(root).as_posix(): reader.take(read_source(root, path, PAGE_BYTES))
        for pattern in PAGES
        for path in sorted(root.glob(pattern))
        if not path.name[0].isupper()
    }
    text = reader.take(read_text(root / TEXT))
    annotations = reader.take(read_annotations(root / ANNOTATIONS))
    bib = root / REFERENCES
    works = reader.take(read_source(root, bib, REFERENCES_BYTES)) if bib.exists() else ""
    listed = root / EXCEPTIONS
    told = reader.take(read_source(root, listed, PAGE_BYTES)) if listed.exists() else ""
    exemptions = reader.take(read_exemptions(told))
    references = reader.take(read_references(REFERENCES, works))
    for path, source in (sources | {REFERENCES: works, EXCEPTIONS: told}).items():
        reader.problems += check_characters(source, path)
    for path, source in sources.items():
        reader.read(path, source)
    glossary = sources.get(GLOSSARY, "")
    return Book(
        root,
        tuple(reader.chapters),
        text,
        tuple(annotations),
        references,
        {entry.head: entry.line for entry in _entries(glossary, "glossary")},
        {entry.head: entry.body for entry in _entries(glossary, "abbreviations")},
        {question.id: question for question in reader.questions},
        tuple(sorted(reader.sessions, key=lambda session: session.number)),
        tuple(reader.timelines),
        reader.argument,
        tuple(reader.names),
        tuple(read_page(path, source) for path, source in sources.items()),
        tuple(reader.problems),
        exemptions,
    )


class _Reader:
    """Collects what the pages hold, and what is wrong with it."""

    def __init__(self) -> None:
        self.chapters: list[Chapter] = []
        self.questions: list[Question] = []
        self.sessions: list[Session] = []
        self.timelines: list[Timeline] = []
        self.argument: Argument | None = None
        self.names: list[Name] = []
        self.problems: list[Problem] = []

    def take(self, read: tuple[T, Sequence[Problem]]) -> T:
        """Return what was read; keep its problems."""
        result, problems = read
        self.problems += problems
        return result

    def read(self, path: str, source: str) -> None:
        """Read what the page at `path` holds, by the folder it lies in."""
        if path.startswith(f"{CHAPTERS}/"):
            self.chapters.append(self.take(read_chapter(path, source)))
            self.questions += self.take(read_questions(path, source))
        elif path.startswith(f"{SESSIONS}/"):
            session = self.take(read_session(path, source))
            self.sessions += [session] if session else []
        elif "/" not in path:
            for block in read_blocks(source):
                if block.name == "timeline":
                    self.timelines.append(self.take(read_timeline(block, path)))
                elif block.name == "argument-map":
                    self.argument = self.take(read_argument(block, path))
                elif block.name == "names":
                    self.names += self.take(read_names(block, path))


def _entries(source: str, name: str) -> list[Entry]:
    """Return the entries of the directive `name` in a page's `source`."""
    blocks = [block for block in read_blocks(source) if block.name == name]
    return [entry for block in blocks for entry in read_entries(block)]
