"""Read a source that strangers may have sent: regular files of limited length, within a folder."""

from __future__ import annotations

from pathlib import Path

from .problem import Code, Problem

NOTE_BYTES = 16 * 1024
PAGE_BYTES = 128 * 1024
REFERENCES_BYTES = 4 * 1024 * 1024


def read_source(root: Path, path: Path, most: int) -> tuple[str, list[Problem]]:
    """Return the text of the file at `path`, below `root`, or "" and what is wrong with it.

    A link is not followed, nor is a folder that is one: it could lead to any
    file of the machine, and an edition shows what it reads. Nothing of a file
    longer than `most` bytes is read.
    """
    name = path.relative_to(root)
    folders = [root.joinpath(*name.parts[:depth]) for depth in range(1, len(name.parts) + 1)]
    try:
        if (
            not any(folder.is_symlink() for folder in folders)
            and path.is_file()
            and path.stat().st_size <= most
        ):
            source = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
            return source, []
    except (OSError, UnicodeDecodeError):
        pass
    message = f"a source must be a regular file in UTF-8 of at most {most // 1024} KiB"
    return "", [Problem(name.as_posix(), 1, message, Code.FILE_UNREADABLE)]
