"""An annotated study edition of one text: notes kept outside it, found by quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; imported late, so that a check needs no Sphinx."""
    from .extension import setup_extension

    return setup_extension(app)
