"""The words of a source in their order, made typographic. Strings in, words out.

A source may be hard-wrapped, have words broken at line ends, and page numbers
or running heads in the midst of a paragraph. All of these are weighed here, so
that those who look for passages see one stream of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from edition.anchor import WORD, count_words
from edition.passage import letters

from .chain import Stretch
from .lines import (
    BROKEN,
    END_MARK,
    LETTERS,
    SENTENCE_END,
    Border,
    Furniture,
    Line,
    border_between,
    clean,
    split_lines,
    usual_width,
)

OPENING = re.compile(r"[\"'“‘„‚«‹(\[¿¡]*$")
CLOSING = re.compile(r"[^\w“‘„‚«‹(\[¿¡\"']*")
BULLET = re.compile(r"^[•·*#>|–—-]+")
LONE_OPENING = re.compile(r"[«‹“„(\[]+")
LONE_CLOSING = re.compile(r"[»›”’?!.…)\]]+")

KNOWN_WEIGHT = 100
"""How much more a known string tells of how a word is spelt than the source itself."""


class Word(NamedTuple):
    """What stands between white space, with its offset in the source."""

    text: str
    offset: int
    border: Border


class Piece(NamedTuple):
    """A run of letters and digits: what fingerprints are made of.

    `start` and `end` are offsets in the source; `word` is an index.
    """

    letters: str
    start: int
    end: int
    word: int


def readings(source: str, known: Collection[str] = ()) -> Iterator[Reading]:
    """Yield each way to read `source`: with every line, then with fewer and fewer suspects.

    `known` are strings whose words are spelt right.
    """
    lines = tuple(split_lines(clean(source)))
    for suspects in sorted({Furniture.NONE, *(line.furniture for line in lines)}, reverse=True):
        yield Reading(lines, suspects, known)


@dataclass(frozen=True, eq=False)
class Reading:
    """A source as words and pieces, without the lines that are furniture beyond `suspects`."""

    lines: Sequence[Line]
    suspects: Furniture = Furniture.NUMBER
    known: Collection[str] = ()

    @cached_property
    def words(self) -> list[Word]:
        """The words, each with what stands before it."""
        words: list[Word] = []
        before, blank, furniture = "", True, False
        width = usual_width(self.lines)
        for line in self.lines:
            tokens = list(re.finditer(r"\S+", line.text))
            if not tokens:
                blank = True
                continue
            if line.furniture > self.suspects:
                furniture = True
                continue
            border = border_between(before, line.text, width, blank=blank, furniture=furniture)
            for token in tokens:
                words.append(Word(token[0], line.offset + token.start(), border))
                border = Border.SPACE
            before, blank, furniture = line.text.strip(), False, False
        return words

    @cached_property
    def pieces(self) -> list[Piece]:
        """The pieces, in order."""
        return [
            Piece(letters(match[0]), word.offset + match.start(), word.offset + match.end(), index)
            for index, word in enumerate(self.words)
            for match in LETTERS.finditer(word.text)
        ]

    @cached_property
    def counts(self) -> list[int]:
        """How many words, as people count them, stand before each word, and in all."""
        return list(accumulate((count_words(word.text) for word in self.words), initial=0))

    @cached_property
    def lexicon(self) -> Counter[str]:
        """How often each word stands unbroken in the source; the known strings count most."""
        known = (_spelling(word) for text in self.known for word in WORD.findall(text))
        words = Counter(dict.fromkeys(known, KNOWN_WEIGHT))
        whole = True
        for word, following in pairwise([*self.words, Word("", 0, Border.PARAGRAPH)]):
            broken = following.border > Border.SPACE and BROKEN.search(word.text)
            if whole and not broken:
                words.update(map(_spelling, WORD.findall(word.text)))
            whole = not broken
        return words

    @cached_property
    def borders(self) -> list[Border]:
        """The strongest border before each piece, and at the end."""
        borders = [Border.PARAGRAPH]
        for left, right in pairwise(self.pieces):
            # Words without letters, such as a dash or a row of stars, may lie between.
            between = self.words[left.word + 1 : right.word + 1]
            borders.append(max((word.border for word in between), default=Border.SPACE))
        return [*borders, Border.PARAGRAPH]

    @cached_property
    def sentence_ends(self) -> frozenset[int]:
        """The pieces with which a sentence ends."""
        marks = {index for index, word in enumerate(self.words) if END_MARK.search(word.text)}
        return frozenset(
            index
            for index, piece in enumerate(self.pieces)
            # Of most words it is plain that no sentence ends with them, or after them.
            if (piece.word in marks or piece.word + 1 in marks)
            and SENTENCE_END.search(self.text(index, index + 1))
        )

    def initial(self, piece: int) -> str:
        """Return the first character of the piece at this index, as the source has it."""
        _, start, _, word = self.pieces[piece]
        return self.words[word].text[start - self.words[word].offset]

    def stretch(self, passage: int, first: int, last: int, weight: float = 1.0) -> Stretch:
        """Return the stretch from piece `first` to before piece `last`."""
        start, end = self.pieces[first].start, self.pieces[last - 1].end
        return Stretch(passage, start, end, self.text(first, last), weight)

    def text(self, first: int, last: int) -> str:
        """Return the words from piece `first` to before piece `last`, on one line."""
        head, tail = self.pieces[first], self.pieces[last - 1]
        words = self.words[head.word : tail.word + 1]
        # Two passages may meet within a word, as in `end.Beginning`. The last
        # word is cut first: offsets from its start hold if it is the first, too.
        words[-1] = _cut_after(words[-1], tail.end - words[-1].offset)
        words[0] = _cut_before(words[0], head.start - words[0].offset)
        return self._join([*self._mark_before(head.word), *words, *self._marks_after(tail.word)])

    def _mark_before(self, index: int) -> list[Word]:
        """Return the opening mark that stands apart before a word, as in « so »."""
        before = self.words[index - 1 : index]
        apart = before and not self.words[index].border and LONE_OPENING.fullmatch(before[0].text)
        return before if apart else []

    def _marks_after(self, index: int) -> list[Word]:
        """Return the closing marks that stand apart after a word, as in « so »."""
        end = index + 1
        while end < len(self.words) and (
            not self.words[end].border and LONE_CLOSING.fullmatch(self.words[end].text)
        ):
            end += 1
        return self.words[index + 1 : end]

    def _join(self, words: Sequence[Word]) -> str:
        joined = [words[0].text]
        for text, _, border in words[1:]:
            left = joined[-1]
            if BROKEN.search(left) and LETTERS.match(text):
                joined[-1:] = self._mend(left, text, border)
            elif border and (re.search(r"\w—$", left) or re.match(r"—\w", text)):
                joined[-1] = left + text
            else:
                joined.append(text)
        return " ".join(joined)

    def _mend(self, left: str, right: str, border: Border) -> list[str]:
        """Return `left`, which ends in a hyphen, and `right`: as one word if they are one."""
        heads, tail = WORD.findall(left), _spelling(WORD.findall(right)[0])
        head = _spelling(heads[-1]) if heads else ""
        compound, solid = self._frequency(f"{head}-{tail}"), self.lexicon[head + tail]
        if compound > solid:
            return [left + right]
        if solid:
            return [left[:-1] + right]
        if not border or tail == "and":
            return [left, right]  # as in “pre- and post-war”
        if right[0].islower() and left[-2].isalpha():
            return [left[:-1] + right]
        return [left + right]  # as in “U.S.-led” or “Franco-German”

    def _frequency(self, compound: str) -> int:
        """Return how often a word with a hyphen stands in the lexicon, with other endings too."""
        return sum(
            count
            for word, count in self.lexicon.items()
            if "-" in word and (word.startswith(compound) or compound.startswith(word))
        )


def _cut_after(word: Word, length: int) -> Word:
    """Return `word` without what follows its first `length` characters and belongs elsewhere."""
    rest = word.text[length:]
    if LETTERS.search(rest) and (closing := CLOSING.match(rest)):
        rest = closing[0]
    return word._replace(text=word.text[:length] + rest)


def _cut_before(word: Word, length: int) -> Word:
    """Return `word` without those of its first `length` characters that belong elsewhere."""
    lead = word.text[:length]
    if LETTERS.search(lead) and (opening := OPENING.search(lead)):
        lead = opening[0]
    return word._replace(text=BULLET.sub("", lead) + word.text[length:])


def _spelling(word: str) -> str:
    return re.sub("[‐‑]", "-", word.casefold()).replace("’", "'")
