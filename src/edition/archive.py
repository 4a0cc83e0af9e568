"""One file to carry an edition in: a zip, or an EPUB, with the same bytes for the same folder."""

from __future__ import annotations

import re
import time
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

EARLIEST: Final = 315532800
"""1 January 1980 in seconds since 1970: a zip knows no date before."""

MIMETYPE: Final = "application/epub+zip"
"""What an EPUB says of itself."""


Moment: TypeAlias = tuple[int, int, int, int, int, int]
"""Year, month, day, hour, minute, second."""


def archive_folder(folder: Path, archive: Path, date: int) -> None:
    """Pack `folder` into the file `archive`, as one folder with the archive's name.

    Every file gets the `date`, in seconds since 1970. An older archive is
    replaced in one step.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in files]
    _pack(
        archive, date, {f"{archive.stem}/{n}": path for n, path in zip(names, files, strict=True)}
    )


def pack_book(folder: Path, names: Iterable[str], book: Path, date: int) -> None:
    """Pack the files `names` in `folder` into the EPUB `book`; what it is stands first, as is.

    The rest is as with `archive_folder`.
    """
    _pack(book, date, {name: folder / name for name in names}, first=MIMETYPE)


def _pack(archive: Path, date: int, files: Mapping[str, Path], first: str = "") -> None:
    moment = time.gmtime(max(date, EARLIEST))[:6]
    fresh = archive.with_name(f".{archive.name}")
    try:
        with zipfile.ZipFile(fresh, "w") as packed:
            if first:
                packed.writestr(_entry("mimetype", moment), first)
            for name, path in files.items():
                packed.writestr(_entry(name, moment), path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
        fresh.replace(archive)
    finally:
        fresh.unlink(missing_ok=True)


def _entry(name: str, moment: Moment) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, moment)
    entry.external_attr = 0o100644 << 16
    return entry


def name_of(title: str) -> str:
    """Return what a file may be called after a title: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    letters = re.sub(r"['’\u0300-\u036f]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "edition"
