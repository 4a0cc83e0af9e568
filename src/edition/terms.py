"""Terms: find the words of the glossary in a text. Strings in, offsets out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

from .anchor import Span

SPELT = {" ": r"\s+", "-": "[-‐‑]", "'": "['’]", "’": "['’]"}
"""The characters of a term that a text may spell otherwise."""

BEGINS = r"(?<![^\W_])(?<![^\W_][-‐‑])"
ENDS = r"(?![^\W_])(?![-‐‑][^\W_])(?!['’](?!s(?![^\W_]))[^\W_])"
"""The borders of a word. What has a hyphen is one word, and a possessive is not part of it."""


class Use(NamedTuple):
    """A term, and where in a text it stands."""

    term: str
    span: Span


def find_terms(text: str, terms: Collection[str]) -> Iterator[Use]:
    """Yield each use of one of `terms` in `text`, in order, and none within another.

    A term is found as whole words, also with the `s` of a simple plural; of
    two that begin at one place, the longer one. Small letters stand for
    capitals too, because a sentence may begin with them. A term that has a
    capital is a name: `Left` is not found in what is left.
    """
    ordered = tuple(sorted(terms, key=lambda term: (_opening(term), -len(term), term)))
    if ordered:
        for match in _pattern(ordered).finditer(text):
            yield Use(ordered[(match.lastindex or 0) - 1], Span(*match.span()))


@cache
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern with a group for each of `terms`, the earlier one preferred.

    Terms of one opening stand together behind a look at it: of hundreds of
    terms, few are then tried at each word.
    """
    openings = []
    for opening, alike in groupby(terms, key=_opening):
        forms = "|".join(f"({_spell(term)}s?)" for term in alike)
        openings.append(f"(?=[{re.escape(opening + opening.upper())}])(?:{forms})")
    return re.compile(f"{BEGINS}(?:{'|'.join(openings)}){ENDS}")


def _opening(term: str) -> str:
    """Return the first character of a term, as a small letter."""
    return term[:1].lower()


def _spell(term: str) -> str:
    pattern = "".join(SPELT.get(character) or re.escape(character) for character in term)
    return f"(?i:{pattern})" if term == term.lower() else pattern
