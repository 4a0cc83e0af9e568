"""The share card, the icons and the cover of an edition, drawn by Typst."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from .compiler import compile_png
from .openings import subtitle_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

FOLDER: Final = Path(__file__).parent
CARD: Final = "share.png"
CARD_SIZE: Final = (1200, 630)
ICON: Final = "icon-32.png"
"""For browsers that cannot show `icon.svg`."""
TOUCH_ICON: Final = "icon-180.png"
"""For the first screen of a phone."""


def draw_cover(settings: Config) -> bytes:
    """Return the cover of the edition as a picture, 1200 by 1800 pixels."""
    return compile_png(FOLDER / "cover.typ", FOLDER.parent, _words(settings))


def _words(settings: Config) -> dict[str, str]:
    return {
        "title": settings.project,
        "author": settings.author,
        "subtitle": subtitle_of(settings),
    }


def draw(app: Sphinx, exception: Exception | None) -> None:
    """Write the card and the icons among the static files of the site."""
    if exception or app.builder.name != "html":
        return
    pictures = {
        CARD: ("card.typ", _words(app.config)),
        ICON: ("icon.typ", {"size": "32", "corners": "empty"}),
        TOUCH_ICON: ("icon.typ", {"size": "180", "corners": "filled"}),
    }
    for name, (source, inputs) in pictures.items():
        picture = compile_png(FOLDER / source, FOLDER.parent, inputs)
        Path(app.outdir, "_static", name).write_bytes(picture)
