"""Drafts on the disk: nothing that was written is lost, and no half-written note is left.

A draft lies in a folder of its own, beside the notes and not among them,
until it is whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edition.book import ANNOTATIONS
from edition.files import NOTE_BYTES

DRAFTS = ".drafts"
"""The folder of the drafts; git ignores it."""


class DraftError(Exception):
    """A draft cannot be read or stored; the message is for people."""


@dataclass(frozen=True)
class Store:
    """The drafts of the edition in the folder `root`, each by the path its note will have."""

    root: Path

    def file(self, path: str) -> Path:
        """Return the file of the draft of the note at `path`."""
        return self.root / DRAFTS / path.removeprefix(f"{ANNOTATIONS}/")

    def write(self, path: str, source: str) -> None:
        """Store a draft. Raise DraftError if the disk does not take it."""
        file = self.file(path)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, encoding="utf-8")
        except OSError as error:
            raise DraftError(f"{DRAFTS}/ must be writable; found: {error}") from error

    def read(self, path: str) -> str:
        """Return a draft as it stands. Raise DraftError if it is no text."""
        file = self.file(path)
        try:
            if file.stat().st_size > 2 * NOTE_BYTES:
                raise DraftError(f"a draft may have {2 * NOTE_BYTES // 1024} KiB at most")
            return file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise DraftError("a draft must be saved in UTF-8") from error
        except OSError as error:
            raise DraftError(f"a draft must be a file that can be read; found: {error}") from error

    def finish(self, path: str, source: str) -> None:
        """Make the note at `path` of `source` in one step, in the place of its draft.

        Raise DraftError, with the draft still there, if a file stands at
        `path` or the disk does not take it.
        """
        target, whole = self.root / path, self.file(path).with_suffix(".whole")
        if target.exists():
            raise DraftError(f"{path} must be a new file; found one there")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            whole.write_text(source, encoding="utf-8")
            whole.rename(target)
        except OSError as error:
            raise DraftError(f"{path} must be writable; found: {error}") from error
        self.drop(path)

    def drop(self, path: str) -> None:
        """Remove a draft, and the folders that it leaves empty."""
        file = self.file(path)
        file.unlink(missing_ok=True)
        for folder in (file.parent, file.parent.parent):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
