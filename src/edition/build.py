"""Build an edition with Sphinx, and put what was built in its place.

Sphinx works in a folder of its own, where it finds what it built before. What
the reader opens is a copy of it, which takes the place of the old one in one
step and only if nothing was wrong.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from .replace import replace_folder

BUILDERS = {"html": "html", "pdf": "typst"}
"""The outputs of an edition, and the Sphinx builder of each."""

LEFTOVERS = (".buildinfo", ".doctrees", "objects.inv.tmp")


class BuildError(Exception):
    """An edition could not be built; the message is for people."""


def build_html(root: Path, work: Path, out: Path) -> Path:
    """Build the site of the edition in `root` into the folder `out`.

    `work` is kept from build to build. Return the home page. Raise
    BuildError if anything is wrong, with `out` as it was.
    """
    built = _run(root, work, "html", {})
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        shutil.copytree(built, fresh, ignore=shutil.ignore_patterns(*LEFTOVERS), dirs_exist_ok=True)
        fresh.chmod(0o755)
        replace_folder(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return out / "index.html"


def build_pdf(root: Path, work: Path, out: Path, paper: str) -> Path:
    """Build the book on `paper` (`a4`, `letter`) into the folder `out`.

    Return the file. Raise BuildError if anything is wrong, with the file that
    stood there as it was.
    """
    name = f"reader-{paper}.pdf"
    built = _run(root, work, "pdf", {"edition_paper": paper}) / name
    out.mkdir(parents=True, exist_ok=True)
    fresh = out / f".{name}"
    shutil.copyfile(built, fresh)
    fresh.replace(out / name)
    return out / name


def _run(root: Path, work: Path, output: str, settings: dict[str, str]) -> Path:
    """Run Sphinx; return the folder it wrote. Any warning is an error."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", commit_date(root))
    folder = work / output
    warnings = io.StringIO()
    try:
        with patch_docutils(str(root)), docutils_namespace():
            app = Sphinx(
                srcdir=root,
                confdir=root,
                outdir=folder,
                doctreedir=work / "doctrees",
                buildername=BUILDERS[output],
                confoverrides=settings,
                status=None,
                warning=warnings,
                warningiserror=True,
            )
            # Every page is written anew: the search index of a part forgets the terms of the rest.
            app.build(force_all=True)
    except SphinxError as error:
        raise BuildError(f"{warnings.getvalue().strip()}\n{error}".strip()) from error
    except OSError as error:
        raise BuildError(f"the edition must be writable and have room; found: {error}") from error
    if app.statuscode:
        raise BuildError(warnings.getvalue().strip())
    return folder


def commit_date(root: Path) -> str:
    """Return the time of the last commit, in seconds since 1970, as the edition's date.

    The same input gives the same output: no clock is asked. Where there is
    no commit the date is 0.
    """
    try:
        done = subprocess.run(
            ["git", "log", "-1", "--format=%ct"],  # noqa: S607  (the reader's own git)
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "0"
    return done.stdout.strip() or "0"
