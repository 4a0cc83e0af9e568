"""Passages: the numbered paragraphs of the essay, in the chapters and in `text/`."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .anchor import count_words
from .blocks import Block, read_blocks, read_title
from .markup import check_body
from .problem import Code, Problem, quoted

PASSAGE_ID = re.compile(r"c([1-9][0-9]{0,2})p([1-9][0-9]{0,2})")
FINGERPRINT = re.compile(r"[0-9a-f]{12}")
INCIPIT_WORDS = 6


@dataclass(frozen=True)
class Passage:
    """What the repository knows of one paragraph of the essay.

    `words` is its number of words; `fingerprint` is defined in `fingerprint`;
    `precis` is Markdown.
    """

    id: str
    incipit: str
    words: int
    fingerprint: str
    precis: str
    path: str
    line: int

    @property
    def chapter(self) -> int:
        """The number of the passage's chapter."""
        return numbers(self.id)[0]

    @property
    def address(self) -> str:
        """What readers call the passage: `4.2`."""
        return "{}.{}".format(*numbers(self.id))


@dataclass(frozen=True)
class Chapter:
    """A chapter: its file (relative to the edition's folder), its title and its passages."""

    path: str
    title: str
    passages: tuple[Passage, ...]

    @property
    def document(self) -> str:
        """The chapter's name as Sphinx has it: the path without its ending."""
        return self.path.removesuffix(".md")


def numbers(passage_id: str) -> tuple[int, int]:
    """Return the chapter and the number within it of a well-formed id."""
    match = PASSAGE_ID.fullmatch(passage_id)
    if match is None:
        raise ValueError(f"not a passage's id: {passage_id!r}")
    return int(match[1]), int(match[2])


def find_passage(name: str, passages: Mapping[str, Passage]) -> Passage | None:
    """Return the passage that is called `name`, by its id (`c4p2`) or its address (`4.2`)."""
    called = name.strip().casefold()
    return next((p for p in passages.values() if called in (p.id, p.address)), None)


def letters(text: str) -> str:
    """Return the letters and digits of `text`, in NFC and casefolded."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def fingerprint(text: str) -> str:
    """Return the first 12 hex digits of the SHA-256 of the `letters` of `text`.

    It tells whether a reader's copy is the text the notes were written for,
    whatever its spacing, quotation marks or line ends.
    """
    return hashlib.sha256(letters(text).encode()).hexdigest()[:12]


def fingerprint_of_all(fingerprints: Iterable[str]) -> str:
    """Return one fingerprint of a text from those of its passages, in their order.

    It is the first 12 hex digits of the SHA-256 of these fingerprints, one
    behind another without anything between. A passage that is lost, changed
    or moved changes it.
    """
    return hashlib.sha256("".join(fingerprints).encode()).hexdigest()[:12]


def read_chapter(path: str, source: str) -> tuple[Chapter, list[Problem]]:
    """Read the passages of a chapter from its Markdown `source`.

    A malformed passage is left out of the chapter and told as a problem.
    """
    passages: list[Passage] = []
    problems: list[Problem] = []
    for block in read_blocks(source):
        if block.name != "passage":
            continue
        passage, found = _read_passage(block, path)
        problems += found
        if passage:
            passages.append(passage)
    problems += _check_order(passages)
    return Chapter(path, read_title(source), tuple(passages)), problems


def _read_passage(block: Block, path: str) -> tuple[Passage | None, list[Problem]]:
    """Read one `passage` directive."""
    options, line = block.options, block.line
    passage = Passage(
        block.argument,
        options.get("incipit", ""),
        int(options["words"]) if re.fullmatch("[1-9][0-9]{0,4}", options.get("words", "")) else 0,
        options.get("fingerprint", ""),
        block.body.strip(),
        path,
        line,
    )
    for part, found, whole in (
        ("an id such as c4p2", passage.id, PASSAGE_ID.fullmatch(passage.id)),
        ("an incipit", passage.incipit, passage.incipit),
        ("a number of words", options.get("words", ""), passage.words),
        ("a fingerprint", passage.fingerprint, FINGERPRINT.fullmatch(passage.fingerprint)),
        ("a précis", passage.precis, passage.precis),
    ):
        if not whole:
            message = f"a passage must have {part}; found: {quoted(found)}"
            return None, [Problem(path, line, message, Code.PASSAGE_MALFORMED)]
    _, problems = check_body(block.body, path, block.body_line, roles=())
    problems += _check_options(passage, options)
    return passage, problems


def _check_options(passage: Passage, options: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the options of a well-formed passage."""
    if unknown := options.keys() - {"incipit", "words", "fingerprint"}:
        message = f"a passage has no option {quoted(min(unknown))}"
        yield Problem(passage.path, passage.line, message, Code.PASSAGE_MALFORMED)
    if (count := count_words(passage.incipit)) > INCIPIT_WORDS:
        message = f"an incipit may have {INCIPIT_WORDS} words at most; found {count}"
        yield Problem(passage.path, passage.line + 1, message, Code.INCIPIT_TOO_LONG)


def _check_order(passages: list[Passage]) -> Iterator[Problem]:
    """Yield a problem for each passage that is not the next of its chapter."""
    for number, passage in enumerate(passages, start=1):
        expected = f"c{passages[0].chapter}p{number}"
        if passage.id != expected:
            message = f"the next passage must be {expected}; found: {quoted(passage.id)}"
            yield Problem(passage.path, passage.line, message, Code.PASSAGE_OUT_OF_ORDER)


def format_text(passages: Mapping[str, str]) -> str:
    """Return a file of `text/`: each passage's id on a line, its words on the next."""
    return "\n".join(f"{passage_id}\n{text}\n" for passage_id, text in passages.items())


def read_text(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """Read a reader's copy, as `format_text` wrote it, from the files in `folder`.

    Return the words of each passage by id; nothing where there is no copy.
    """
    passages: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.txt")):
        name = f"{folder.name}/{path.name}"
        try:
            blocks = path.read_text(encoding="utf-8").split("\n\n")
        except (OSError, UnicodeDecodeError):
            problems.append(_unreadable(name, "a file that is not UTF-8 or cannot be read"))
            continue
        for block in filter(str.strip, blocks):
            passage_id, _, text = block.strip().partition("\n")
            if PASSAGE_ID.fullmatch(passage_id) and text and passage_id not in passages:
                passages[passage_id] = " ".join(text.split("\n"))
            else:
                problems.append(_unreadable(name, quoted(passage_id, 20)))
    return passages, problems


def _unreadable(path: str, found: str) -> Problem:
    message = (
        "the reader's copy must hold each passage once, below its id; "
        f"found: {found}. Bring the text again with `edition text`"
    )
    return Problem(path, 1, message, Code.TEXT_UNREADABLE)
