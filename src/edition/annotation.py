"""Annotations: one note a file, front matter and Markdown, read without Sphinx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from .anchor import Phrase, count_words
from .characters import check_characters, check_lines
from .files import NOTE_BYTES, read_source
from .front_matter import read_front_matter
from .markup import Body, check_body
from .passage import PASSAGE_ID
from .problem import Code, Problem, quoted

LEAD_WORDS = 40
REST_WORDS = 200
PHRASE_WORDS = 10
BESIDE_NOTES = ("_template.md", "README.md")
"""The files that may lie beside the notes and are none."""

KEYS = ("passage", "phrase", "kind", "level", "word", "before", "after", "verdict", "as-of")
DATE = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
WORD_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Kind(StrEnum):
    """What a note does for the reader."""

    GLOSS = "gloss"
    CONTEXT = "context"
    SOURCE = "source"
    CLAIM = "claim"
    DEBATE = "debate"
    LATER = "later"


class Level(StrEnum):
    """For whom a note is: the first reading, or the full one."""

    FIRST = "first"
    FULL = "full"


class Verdict(StrEnum):
    """What checking a claim found."""

    ACCURATE = "accurate"
    NUANCED = "nuanced"
    IMPRECISE = "imprecise"
    DISPUTED = "disputed"
    WRONG = "wrong"


@dataclass(frozen=True)
class Annotation:
    """A note as its file has it.

    `id` is the path of the file within `annotations/`, without its ending.
    `word` is the number of the phrase's first word in its passage: it keeps
    the notes in the order of the text where there is no text; 0 if not given.
    `body` is Markdown that begins at `body_line` of the file, `lead` and
    `references` what it was found to say.
    """

    id: str
    path: str
    passage: str
    phrase: Phrase
    kind: Kind
    level: Level
    word: int
    verdict: Verdict | None
    as_of: str
    body: str
    body_line: int
    references: tuple[tuple[str, str, int], ...]
    lines: Mapping[str, int]

    @property
    def citations(self) -> list[tuple[str, int]]:
        """The keys of the works it cites, with the line of each."""
        return [
            (target, line) for role, target, line in self.references if role.startswith("cite:")
        ]


def read_annotations(folder: Path) -> tuple[list[Annotation], list[Problem]]:
    """Read every note below `folder`, in the order of their ids.

    A note with any problem is left out and its problems told.
    """
    annotations: list[Annotation] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("**/*")):
        if (path.is_dir() and not path.is_symlink()) or path.name in BESIDE_NOTES:
            continue
        name = path.relative_to(folder.parent).as_posix()
        source, unreadable = read_source(folder.parent, path, NOTE_BYTES)
        if unreadable or not path.name.endswith(".md"):
            message = "a note must be a regular Markdown file in UTF-8 of at most 16 KiB"
            problems.append(Problem(name, 1, message, Code.FILE_UNREADABLE))
            continue
        annotation, found = read_annotation(name, source)
        problems += found
        if annotation and not found:
            annotations.append(annotation)
    return annotations, problems


def read_annotation(path: str, source: str) -> tuple[Annotation | None, list[Problem]]:
    """Read one note from the `source` of the file at `path`.

    `path` is relative to the edition's folder. Return the annotation, if its
    front matter could be read, and every problem that shows without knowing
    the rest of the edition.
    """
    problems = [*check_characters(source, path), *check_lines(source, path)]
    if problems:
        return None, problems
    match = re.fullmatch(r"---\n(.*?\n)---\n(.*)", source, re.DOTALL)
    if not match:
        message = "a note must open with its front matter between two lines of three hyphens"
        return None, [Problem(path, 1, message, Code.FRONT_MATTER_MALFORMED)]
    fields, problems = read_front_matter(match[1], path)
    for key, (value, line) in fields.items():
        # An escape in quotation marks has become a character only now.
        problems += check_characters(" ".join([key, *value.split("\n")]), path, line)
    if problems:
        return None, problems
    values = {key: value for key, (value, _) in fields.items()}
    lines = {key: line for key, (_, line) in fields.items()}
    problems = [
        *_check_fields(path, values, lines),
        *_check_values(path, values, lines),
        *_check_place(path, values, lines),
    ]
    body_line = match[1].count("\n") + 3
    body, found = check_body(match[2], path, body_line)
    problems += [*found, *_check_body(path, body, body_line)]
    if any(problem.path == path and problem.line < body_line for problem in problems):
        return None, problems
    annotation = Annotation(
        id=path.removeprefix("annotations/").removesuffix(".md"),
        path=path,
        passage=values["passage"],
        phrase=Phrase(values["phrase"], values.get("before", ""), values.get("after", "")),
        kind=Kind(values["kind"]),
        level=Level(values.get("level", Level.FULL.value)),
        word=int(values.get("word", 0)),
        verdict=Verdict(values["verdict"]) if "verdict" in values else None,
        as_of=values.get("as-of", ""),
        body=match[2],
        body_line=body_line,
        references=body.references,
        lines=lines,
    )
    return annotation, problems


def _check_fields(
    path: str, values: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield what is wrong with the keys of the front matter."""
    for key in sorted(values.keys() - set(KEYS)):
        message = f"a key must be one of {', '.join(KEYS)}; found: {quoted(key)}"
        yield Problem(path, lines[key], message, Code.KEY_UNKNOWN)
    kind = values.get("kind", "") if values.get("kind") in list(Kind) else ""
    of_kind = f" of kind {kind}" if kind else ""
    required = ["passage", "phrase", "kind"]
    if kind in (Kind.CLAIM.value, Kind.LATER.value):
        required.append("as-of")
    for key in required:
        if not values.get(key):
            yield Problem(path, 1, f"a note{of_kind} must give `{key}`", Code.KEY_MISSING)
    if kind == Kind.CLAIM.value and not values.get("verdict"):
        known = ", ".join(verdict.value for verdict in Verdict)
        yield Problem(path, 1, f"a claim must give its `verdict`: {known}", Code.VERDICT_MISSING)
    if kind != Kind.CLAIM.value and "verdict" in values:
        message = "only a claim has a verdict"
        yield Problem(path, lines["verdict"], message, Code.KEY_UNKNOWN)


def _check_values(
    path: str, values: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield what is wrong with the values of known keys."""
    for key, known_values, code in (
        ("kind", Kind, Code.KIND_UNKNOWN),
        ("level", Level, Code.LEVEL_UNKNOWN),
        ("verdict", Verdict, Code.VERDICT_UNKNOWN),
    ):
        allowed = [member.value for member in known_values]
        if values.get(key) and values[key] not in allowed:
            message = f"{key} must be one of {', '.join(allowed)}; found: {quoted(values[key])}"
            yield Problem(path, lines[key], message, code)
    if values.get("as-of") and not DATE.fullmatch(values["as-of"]):
        message = (
            f"as-of must be a year and month such as 2026-11; found: {quoted(values['as-of'])}"
        )
        yield Problem(path, lines["as-of"], message, Code.DATE_MALFORMED)
    if "word" in values and not WORD_NUMBER.fullmatch(values["word"]):
        message = f"word must be a number from 1; found: {quoted(values['word'])}"
        yield Problem(path, lines["word"], message, Code.WORD_DIFFERS)
    if values.get("phrase") and not count_words(values["phrase"]):
        message = f"a phrase must have a word; found: {quoted(values['phrase'])}"
        yield Problem(path, lines["phrase"], message, Code.PHRASE_NOT_FOUND)
    if (count := count_words(values.get("phrase", ""))) > PHRASE_WORDS:
        message = f"a phrase may have {PHRASE_WORDS} words at most; found {count}"
        yield Problem(path, lines["phrase"], message, Code.PHRASE_TOO_LONG)


def _check_place(
    path: str, values: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[Problem]:
    """Yield a problem if the file does not lie where its passage belongs."""
    match = PASSAGE_ID.fullmatch(passage := values.get("passage", ""))
    if passage and not match:
        message = f"passage must be an id such as c4p2; found: {quoted(passage)}"
        yield Problem(path, lines["passage"], message, Code.PASSAGE_UNKNOWN)
    if match:
        folder, name = f"annotations/c{match[1]}", PurePosixPath(path)
        if name.parent.as_posix() != folder or not NAME.fullmatch(name.stem):
            message = (
                f"a note on {passage} must lie in {folder}/, "
                "its name of small letters, digits and hyphens"
            )
            yield Problem(path, 1, message, Code.FILE_MISPLACED)


def _check_body(path: str, body: Body, line: int) -> Iterator[Problem]:
    """Yield what is wrong with a body's length, and a problem if no work is cited."""
    if not body.lead.strip():
        yield Problem(path, line, "a note must begin with a paragraph", Code.LEAD_MISSING)
    if (count := count_words(body.lead)) > LEAD_WORDS:
        message = f"a lead may have {LEAD_WORDS} words at most; found {count}"
        yield Problem(path, line, message, Code.LEAD_TOO_LONG)
    if (count := count_words(body.rest)) > REST_WORDS:
        message = f"what follows a lead may have {REST_WORDS} words at most; found {count}"
        yield Problem(path, line, message, Code.NOTE_TOO_LONG)
    if not any(role.startswith("cite:") for role, _, _ in body.references):
        message = "a note must cite at least one work of references.bib, as {cite:p}`key`"
        yield Problem(path, line, message, Code.SOURCE_MISSING)
