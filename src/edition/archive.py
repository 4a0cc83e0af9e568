"""One file to carry an edition in: a zip with the same bytes for the same folder."""

from __future__ import annotations

import re
import time
import unicodedata
import zipfile
from pathlib import Path
from typing import Final

EARLIEST: Final = 315532800
"""1 January 1980 in seconds since 1970: a zip knows no date before."""


def archive_folder(folder: Path, archive: Path, date: int) -> None:
    """Pack `folder` into the file `archive`, as one folder with the archive's name.

    Every file gets the `date`, in seconds since 1970. An older archive is
    replaced in one step.
    """
    moment = time.gmtime(max(date, EARLIEST))[:6]
    fresh = archive.with_name(f".{archive.name}")
    try:
        with zipfile.ZipFile(fresh, "w") as packed:
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                name = f"{archive.stem}/{path.relative_to(folder).as_posix()}"
                entry = zipfile.ZipInfo(name, moment)
                entry.external_attr = 0o100644 << 16
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
        fresh.replace(archive)
    finally:
        fresh.unlink(missing_ok=True)


def name_of(title: str) -> str:
    """Return what a file may be called after a title: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    letters = re.sub(r"['’\u0300-\u036f]", "", plain)
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "edition"
