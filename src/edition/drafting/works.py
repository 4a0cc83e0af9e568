"""The works that a note may cite, found by words of their authors, titles and years."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pybtex.database import parse_string
from rapidfuzz import fuzz, process, utils

LIKE = 75.0
"""The likeness (0 to 100) from which a work is offered that has not the very words."""


@dataclass(frozen=True)
class Work:
    """A work as somebody who looks for it would name it."""

    key: str
    author: str
    year: str
    title: str

    def __str__(self) -> str:
        """Return the line it is offered with."""
        year = f" ({self.year})" if self.year else ""
        return f"{self.key}: {self.author}{year}: {self.title}"


def read_works(source: str, keys: Collection[str]) -> list[Work]:
    """Return the works of the BibTeX `source` that have one of `keys`, by key.

    The source must have been read before (`reference.read_references`).
    """
    works = []
    for key, entry in parse_string(source, "bibtex").entries.items():
        if key in keys:
            persons = entry.persons.get("author") or entry.persons.get("editor") or []
            names = [" ".join([*p.prelast_names, *p.last_names]) for p in persons]
            author = ", ".join(names) or entry.fields.get("organization", "")
            title, year = entry.fields.get("title", ""), entry.fields.get("year", "")
            works.append(Work(key, _plain(author), year, _plain(title)))
    return sorted(works, key=lambda work: work.key)


def _plain(text: str) -> str:
    return " ".join(text.translate({ord("{"): None, ord("}"): None}).split())


def find_works(works: Sequence[Work], sought: str, most: int = 9) -> list[Work]:
    """Return the works that have all the words `sought`, or else those most like them.

    Words count from their beginning, in any case. The exact key comes first.
    """
    words = utils.default_process(sought).split()
    if not words:
        return []
    lines = {work: utils.default_process(str(work)) for work in works}
    exact = [work for work in works if work.key == sought]
    found = [
        work
        for work, line in lines.items()
        if work not in exact and all(f" {word}" in f" {line}" for word in words)
    ]
    if not exact and not found:
        like = process.extract(
            " ".join(words), lines, scorer=fuzz.partial_ratio, score_cutoff=LIKE, limit=most
        )
        return [work for _, _, work in like]
    return [*exact, *found][:most]
