"""Pages: what a Markdown file of the edition refers to, in and out of its directives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from .anchor import count_words
from .blocks import read_blocks
from .markup import parse, targets
from .page_markup import DEEPEST, check_page
from .problem import Problem


@dataclass(frozen=True)
class Page:
    """A Markdown file: what its roles refer to, what it shows, and how many words it holds.

    `references` holds each role with its target and line, `directives` the
    names of those that stand on the page by themselves; `refused` is
    what it may not hold in a pull request; `path` is relative to the
    edition's folder.
    """

    path: str
    references: tuple[tuple[str, str, int], ...]
    directives: frozenset[str]
    words: int
    refused: tuple[Problem, ...]


def read_page(path: str, source: str) -> Page:
    """Read the page at `path` from its `source`."""
    found = list(_walk(source, 1))
    references = tuple(
        (token.meta["name"], target, line)
        for token, line in found
        if token.type == "myst_role"
        for target in targets(token.meta["name"], token.content)
    )
    words = sum(count_words(token.content) for token, _ in found if token.type == "text")
    directives = frozenset(block.name for block in read_blocks(source))
    return Page(path, references, directives, words, tuple(check_page(path, source)))


def _walk(source: str, first: int, depth: int = 0) -> Iterator[tuple[Token, int]]:
    """Yield what stands within lines, with its line, in blocks too."""
    if depth > DEEPEST:
        return
    for token in parse(source):
        if token.type == "inline" and token.map:
            line = first + token.map[0]
            for child in token.children or []:
                yield child, line
                line += child.type in ("softbreak", "hardbreak")
    for block in read_blocks(source, first):
        yield from _walk(block.body, block.body_line, depth + 1)
