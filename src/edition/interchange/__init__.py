"""What others may build on: the notes as Web Annotations, the works for citation managers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition.book import REFERENCES, Book

from .annotations import Origin, collect_annotations
from .works import collect_works

__all__ = ["Export", "Origin", "export", "write_exports"]


@dataclass(frozen=True)
class Export:
    """A file for others: its name, what it is called, and its contents."""

    name: str
    title: str
    text: str


def export(book: Book, origin: Origin) -> tuple[Export, ...]:
    """Return the files of an edition; the same edition gives the same bytes."""
    references = book.root / REFERENCES
    bibtex = references.read_text("utf-8") if references.is_file() else ""
    return (
        Export(
            "annotations.jsonld",
            "the notes as Web Annotations",
            _json(collect_annotations(book, origin)),
        ),
        Export("works.json", "the works as CSL-JSON", _json(collect_works(bibtex))),
        Export("works.bib", "the works as BibTeX", bibtex),
    )


def write_exports(exports: tuple[Export, ...], folder: Path) -> list[Path]:
    """Write the files into `folder`, each in one step, and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in exports:
        fresh = folder / f".{file.name}"
        try:
            fresh.write_text(file.text, encoding="utf-8")
            fresh.replace(folder / file.name)
        finally:
            fresh.unlink(missing_ok=True)
    return [folder / file.name for file in exports]


def _json(data: Mapping[str, Any] | list[dict[str, Any]]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
