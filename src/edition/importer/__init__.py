"""The importer: which words of a source are which passage. Strings in, passages out.

A passage is recognised by its incipit, its place in the order and its length
together; its fingerprint is the proof. So headings, captions, related articles
and comments between the passages do not matter, and neither do line ends.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path, PurePosixPath

from edition.anchor import count_words
from edition.passage import Chapter, Passage, format_text, letters
from edition.replace import replace_folder

from .chain import MOST, Stretch, chain
from .resemblance import changed
from .words import Piece, Reading, readings

MINIMUM = 0.5
"""The share of the passages that must be found, else the source is refused."""

PIECES_PER_WORD = 2
"""More than any passage has on average: apostrophes and hyphens make two pieces of a word."""


@dataclass(frozen=True)
class Import:
    """What was found in a source.

    `found` holds the words of each passage by its id, in order, as they are
    stored: of those that are unchanged and of those that are `changed`, which
    has how many words more (or, if negative, fewer) than expected each of
    these is. `missing` are the ids of the others.
    """

    found: Mapping[str, str]
    changed: Mapping[str, int]
    missing: tuple[str, ...]


def recognise(passages: Sequence[Passage], text: str, known: Collection[str] = ()) -> Import:
    """Find the `passages` in the plain `text` of a source.

    `known` are further strings whose words are spelt right, such as annotated
    phrases: they tell which words broken at a line end have a hyphen.
    """
    spelt = [*known, *(passage.incipit for passage in passages)]
    # What looks like a running head may be a line of a narrow column. So any
    # reading may prove a passage; the one that proves most is used for the rest.
    proven = {reading: tuple(_proven(passages, reading)) for reading in readings(text, spelt)}
    best = max(proven, key=lambda reading: (len(chain(proven[reading])), -reading.suspects))
    placed = chain(dict.fromkeys(s for stretches in proven.values() for s in stretches))
    others = changed(passages, best, placed)
    differences = {s.passage: count_words(s.text) - passages[s.passage].words for s in others}
    texts = {s.passage: s.text for s in (*placed, *others)}
    return Import(
        {passage.id: texts[index] for index, passage in enumerate(passages) if index in texts},
        {passages[index].id: differences[index] for index in sorted(differences)},
        tuple(passage.id for index, passage in enumerate(passages) if index not in texts),
    )


def _proven(passages: Sequence[Passage], reading: Reading) -> Iterator[Stretch]:
    """Yield every stretch of `reading` that has the fingerprint of a passage.

    Of those of one passage, at most `MOST` are returned.
    """
    lengths = (len(piece.letters) for piece in reading.pieces)
    indexes = {offset: index for index, offset in enumerate(accumulate(lengths, initial=0))}
    whole = "".join(piece.letters for piece in reading.pieces)
    for index, passage in enumerate(passages):
        offsets = _occurrences(letters(passage.incipit), whole)
        firsts = (indexes[offset] for offset in offsets if offset in indexes)
        pairs = ((first, _proof(passage, reading.pieces, first)) for first in firsts)
        proven = ((first, last) for first, last in pairs if last)
        yield from (reading.stretch(index, *pair) for pair in islice(proven, MOST))


def _occurrences(needle: str, text: str) -> Iterator[int]:
    offset = text.find(needle)
    while offset >= 0:
        yield offset
        offset = text.find(needle, offset + 1)


def _proof(passage: Passage, pieces: Sequence[Piece], first: int) -> int:
    """Return the piece before which `passage` ends if it begins with piece `first`; else 0."""
    digest = hashlib.sha256()
    for index in range(first, min(first + PIECES_PER_WORD * passage.words, len(pieces))):
        digest.update(pieces[index].letters.encode())
        if digest.hexdigest().startswith(passage.fingerprint):
            return index + 1
    return 0


def refusal(found: Import, passages: Sequence[Passage]) -> str | None:
    """Return why an import must be refused, or None if it need not be."""
    count = len(found.found)
    if count and count >= MINIMUM * len(passages):
        return None
    if not count:
        return (
            f"the source must be this essay; found none of its {len(passages)} passages. "
            "It may be another text, or a page that shows a notice instead: open the "
            "publisher's page in a browser, save it, and give the file"
        )
    return (
        f"at least half of the {len(passages)} passages must be found; found {count}. "
        "The source may be an excerpt or a shortened page: give the whole essay"
    )


def write_text(folder: Path, chapters: Sequence[Chapter], found: Mapping[str, str]) -> None:
    """Make `folder` hold the words `found`, one file for each chapter.

    An earlier copy is replaced in one step; whatever else lies there stays.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
        new = Path(temporary, folder.name)
        if folder.exists():
            shutil.copytree(folder, new, symlinks=True, ignore=shutil.ignore_patterns("*.txt"))
        else:
            new.mkdir()
        for chapter in chapters:
            passages = {p.id: found[p.id] for p in chapter.passages if p.id in found}
            path = new / PurePosixPath(chapter.path).with_suffix(".txt").name
            path.write_text(format_text(passages), encoding="utf-8", newline="\n")
        replace_folder(new, folder)
