"""The pages of an EPUB in their order: those that the root page's tables of contents name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edition.toctrees import chosen_toctrees

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment
    from sphinx.util.tags import Tags


@dataclass(frozen=True)
class Part:
    """Pages under one caption, which is empty if there is none."""

    caption: str
    documents: tuple[str, ...]


def parts_of(env: BuildEnvironment, tags: Tags) -> list[Part]:
    """Return the parts of the book, after its root page. `tags` decide what it is without."""
    root = env.get_doctree(env.config.root_doc)
    parts: list[Part] = []
    for toctree in chosen_toctrees(root, tags):
        documents = tuple(name for name in toctree["includefiles"] if name in env.found_docs)
        if parts and not toctree.get("caption"):
            last = parts.pop()
            parts.append(Part(last.caption, (*last.documents, *documents)))
        else:
            parts.append(Part(toctree.get("caption") or "", documents))
    return parts
