"""The style sheet: kept in parts, each with its own job, and loaded as one file.

A page that is opened from a folder or over a slow line should ask once.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME: Final = "edition.css"
"""The one file that a page loads, and the one that says in which order its parts come."""

PART: Final = re.compile(r'^@import "([a-z-]+\.css)";\n', re.MULTILINE)


def join_parts(folder: Path) -> str:
    """Return the style sheet in `folder`, each part in the place of the line that imports it."""
    whole = (folder / NAME).read_text("utf-8")
    return PART.sub(lambda line: f"{(folder / line[1]).read_text('utf-8')}\n", whole)


def write_style_sheet(app: Sphinx, folder: Path) -> None:
    """Write the style sheet in `folder` where the pages will look for it.

    It must be there before the first page is written, which names its digest.
    """
    target = Path(app.outdir, "_static", NAME)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(join_parts(folder), "utf-8")
