"""The colophon: which copy this is, and how it is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx import addnodes

from edition.imprint import Imprint, imprint_of

from .base import EditionDirective

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec

COLOPHON = "colophon"
"""The class by which a part of the book knows that it goes with it."""


class ColophonDirective(EditionDirective):
    """Tell a copy's form, version and date in the way it is cited, its text and its typeface.

    All of it follows from the settings, the book and the date of the build.
    """

    has_content = False
    option_spec: ClassVar[OptionSpec] = {}

    def run(self) -> list[nodes.Node]:
        """Return the paragraphs; that on the typeface is `only` for print."""
        imprint = imprint_of(self.book)
        colophon = nodes.compound(classes=[COLOPHON])
        colophon += self._citation(imprint)
        if imprint.fingerprint:
            colophon += nodes.paragraph("", tell_text(imprint))
        set_in = "Set in Libertinus Serif, and laid out by Typst."
        colophon += addnodes.only("", nodes.paragraph("", set_in), expr="typst")
        return [colophon]

    def _citation(self, imprint: Imprint) -> nodes.paragraph:
        settings = self.config
        known = (f"{imprint.form} edition", f"version {imprint.version}", imprint.date)
        facts = [fact for fact in (*known, settings.html_baseurl) if fact]
        return nodes.paragraph(
            "",
            "",
            nodes.Text(f"Cite this copy as: {settings.author}, "),
            nodes.emphasis("", settings.html_title),
            nodes.Text(f", {', '.join(facts)}."),
        )


def tell_text(imprint: Imprint) -> str:
    """Return what a reading edition says of the text in it."""
    if not imprint.changed:
        which = f"All {imprint.passages} passages have the text that was annotated"
    else:
        which = (
            f"Of {imprint.passages} passages {imprint.changed} "
            f"{'differs' if imprint.changed == 1 else 'differ'} from the text that was annotated"
        )
    return f"{which}; the fingerprint of the text in this copy is {imprint.fingerprint}."
