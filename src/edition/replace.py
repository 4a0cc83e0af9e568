"""Put a finished folder in the place of an old one, in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2  # Linux: renameat2(2)
RENAME_SWAP = 2  # macOS: renamex_np(2)


def replace_folder(new: Path, old: Path) -> None:
    """Make the folder `new` stand where `old` stands, and delete `old`.

    Where the system can exchange two names (Linux, macOS), there is no moment
    at which neither is there. Elsewhere `old` is moved aside first, and moved
    back should the second move fail. Both must lie on one file system.
    """
    old.parent.mkdir(parents=True, exist_ok=True)
    if not old.exists():
        new.rename(old)
        return
    if not _exchange(new, old):
        aside = new.with_name(f"{new.name}.old")
        old.rename(aside)
        try:
            new.rename(old)
        except OSError:
            aside.rename(old)
            raise
        aside.rename(new)
    shutil.rmtree(new)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names in one system call; return False where that cannot be."""
    names = os.fsencode(first), os.fsencode(second)
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        status = library.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        status = library.renamex_np(*names, RENAME_SWAP)
    else:
        return False
    return bool(status == 0)
