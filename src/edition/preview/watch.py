"""Watch the sources of an edition: a few hundred files, looked at a few times a second.

Looking is enough at this size, and works on every system and every disk.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

LEFT_OUT = frozenset({"_build", "tests", "__pycache__"})
"""Folders of which nothing is shown; those whose names begin with a dot are others."""

INTERVAL = 0.25
"""Seconds between two looks."""

Look = dict[str, tuple[int, int]]
"""The time and the size of each file, by its path."""


def look(root: Path) -> Look:
    """Return what the sources of the edition in `root` look like: all but the code."""
    found: Look = {}
    for folder, names, files in os.walk(root):
        names[:] = [name for name in names if name not in LEFT_OUT and name[0] != "."]
        for name in files:
            if name[0] != "." and (name == "conf.py" or not name.endswith(".py")):
                path = os.path.join(folder, name)  # noqa: PTH118  (four times a second)
                try:
                    state = os.stat(path)  # noqa: PTH116
                except OSError:
                    continue  # gone since it was listed
                found[path] = (state.st_mtime_ns, state.st_size)
    return found


class Watch:
    """Watches the edition in the folder `root` from now on."""

    def __init__(self, root: Path, interval: float = INTERVAL) -> None:
        self.root, self.interval = root, interval
        self.known = look(root)

    def wait(self) -> list[str]:
        """Return the paths that have changed, once any has and nothing moves any more.

        What changes while the caller works on them is found the next time.
        """
        now = self.known
        while now == self.known or (later := look(self.root)) != now:
            time.sleep(self.interval)
            now = look(self.root)
        changed = dict.fromkeys(path for path, _ in sorted(self.known.items() ^ later.items()))
        self.known = later
        return [Path(path).relative_to(self.root).as_posix() for path in changed]
