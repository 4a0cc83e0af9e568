"""The links of what was built: every one must lead somewhere, and notes lead both ways.

A reader for each format turns an output into records; `judge` knows no format.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .epub import read_epub
from .prints import read_pdf
from .records import Output
from .site import read_site

SITE, BOOKS, PRINTS = "html", "epub", "pdf"


def read_outputs(folder: Path, copies: Sequence[str]) -> tuple[list[Output], list[str]]:
    """Read every output in the `folder` of what was built, and name those that are not there.

    `copies` are the names of the copies that can be printed; of each there
    may be several files. Messages name files from the folder's parent on.
    """
    outputs, absent = [], []
    if (folder / SITE / "index.html").is_file():
        outputs.append(read_site(folder / SITE, f"{folder.name}/{SITE}"))
    else:
        absent.append("the website")
    books = sorted((folder / BOOKS).glob("*.epub"))
    outputs += [read_epub(file, f"{folder.name}/{BOOKS}/{file.name}") for file in books]
    absent += [] if books else ["the EPUB"]
    for copy in copies:
        files = sorted((folder / PRINTS).glob(f"{copy}-*.pdf"))
        outputs += [read_pdf(file, f"{folder.name}/{PRINTS}/{file.name}") for file in files]
        absent += [] if files else [f"{copy}-*.pdf"]
    return outputs, absent
