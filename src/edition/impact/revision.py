"""Read a book as it was at a revision that git knows."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from edition.book import ANNOTATIONS, CHAPTERS, Book, read_book


class RevisionError(Exception):
    """The revision could not be read; the message says why."""


def read_revision(root: Path, revision: str, text: Book) -> Book:
    """Return the chapters and notes in `root` at `revision`, with the text of the book `text`.

    The reader's copy is not kept by git: it is the same for both. Raise
    RevisionError where there is no such revision, or no git.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode()
    listed = _git(root, "ls-tree", "--name-only", commit.strip(), "./").decode().split("\n")
    folders = [name for name in (CHAPTERS, ANNOTATIONS) if name in listed]
    if not folders:
        raise RevisionError(f"no edition there: {revision!r} has no {CHAPTERS}/")
    packed = _git(root, "archive", "--format=zip", commit.strip(), *folders)
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(folder)
        return replace(read_book(Path(folder)), text=text.text)


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  (no shell; a revision is looked up before it is used)
            ["git", "-C", str(root), *arguments],  # noqa: S607  (the reader's own git)
            capture_output=True,
            check=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", b"") or b"git knows no such revision"
        raise RevisionError(told.decode(errors="replace").strip()) from error
    return done.stdout
