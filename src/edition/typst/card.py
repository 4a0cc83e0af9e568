"""The share card and the icons of an edition, drawn by Typst when its site is built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from .compiler import compile_png
from .openings import subtitle_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER: Final = Path(__file__).parent
CARD: Final = "share.png"
CARD_SIZE: Final = (1200, 630)
ICON: Final = "icon-32.png"
"""For browsers that cannot show `icon.svg`."""
TOUCH_ICON: Final = "icon-180.png"
"""For the first screen of a phone."""


def draw(app: Sphinx, exception: Exception | None) -> None:
    """Write the card and the icons among the static files of the site."""
    if exception or app.builder.name != "html":
        return
    settings = app.config
    words = {
        "title": settings.project,
        "author": settings.author,
        "subtitle": subtitle_of(settings),
    }
    pictures = {
        CARD: ("card.typ", words),
        ICON: ("icon.typ", {"size": "32", "corners": "empty"}),
        TOUCH_ICON: ("icon.typ", {"size": "180", "corners": "filled"}),
    }
    for name, (source, inputs) in pictures.items():
        picture = compile_png(FOLDER / source, FOLDER.parent, inputs)
        Path(app.outdir, "_static", name).write_bytes(picture)
