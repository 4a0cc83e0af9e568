"""The book: everything an edition consists of, read from its folder without Sphinx."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .anchor import Span, count_words, locate
from .annotation import Annotation, read_annotations
from .markup import parse_blocks
from .passage import Chapter, Passage, fingerprint, read_chapter, read_text
from .problem import Problem
from .reference import Reference, read_references

CHAPTERS, ANNOTATIONS, TEXT = "chapters", "annotations", "text"
GLOSSARY, REFERENCES = "glossary.md", "references.bib"


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
    """An edition's chapters, notes, works, terms, and the text if there is one.

    `problems` are those found while reading; what could not be read is absent.
    """

    root: Path
    chapters: tuple[Chapter, ...]
    text: Mapping[str, str]
    annotations: tuple[Annotation, ...]
    references: Mapping[str, Reference]
    terms: frozenset[str]
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Every passage by its id, in the order of the text."""
        return {passage.id: passage for chapter in self.chapters for passage in chapter.passages}

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
    chapters: list[Chapter] = []
    problems: list[Problem] = []
    for path in sorted((root / CHAPTERS).glob("*.md")):
        name = path.relative_to(root).as_posix()
        chapter, found = read_chapter(name, path.read_text(encoding="utf-8"))
        chapters.append(chapter)
        problems += found
    text, found = read_text(root / TEXT)
    problems += found
    annotations, found = read_annotations(root / ANNOTATIONS)
    problems += found
    references, found = read_references(REFERENCES, _read_optional(root / REFERENCES))
    problems += found
    return Book(
        root,
        tuple(chapters),
        text,
        tuple(annotations),
        references,
        read_terms(_read_optional(root / GLOSSARY)),
        tuple(problems),
    )


def read_terms(source: str) -> frozenset[str]:
    """Return the terms of the `glossary` directive in the Markdown `source`.

    A term stands on a line of its own at the margin, its definition below it.
    """
    return frozenset(
        line.strip()
        for info, content, _ in parse_blocks(source)
        if info == "{glossary}"
        for line in content.split("\n")
        if re.match(r"[^\s:]", line)
    )


def _read_optional(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
