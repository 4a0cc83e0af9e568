"""What an EPUB has in another place than a page of the site."""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition import nodes as edition

NOTES: Final = "notes-on-the-passages"
"""The id of the notes at the end of a chapter."""


class NotesToEnd(SphinxPostTransform):
    """Put the notes of a chapter at its end: a reading app shows each where it is called.

    There is no margin, and between the passages the notes would be in the
    way. They become a section of the chapter, in the order of the text.
    """

    builders = ("epub",)
    default_priority = 900  # when all that links and lists need has found its place

    def run(self, **kwargs: Any) -> None:
        """Move the notes."""
        found = list(self.document.findall(edition.passage_notes))
        if not found:
            return
        section = nodes.section("", nodes.title("", "Notes"), ids=[NOTES])
        for notes in found:
            notes.parent.remove(notes)
            section += notes
        next(self.document.findall(nodes.section)).append(section)
