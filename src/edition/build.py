"""Build an edition with Sphinx, and put what was built in its place.

Sphinx works in a folder of its own, where it finds what it built before. What
the reader opens is a copy of it, which takes the place of the old one in one
step and only if nothing was wrong.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

from .archive import archive_folder, name_of
from .copies import Printing
from .replace import replace_folder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

BUILDERS = {"html": "html", "pdf": "typst", "epub": "epub"}
"""The outputs of an edition, and the Sphinx builder of each."""

LEFTOVERS = (".buildinfo", ".doctrees", "objects.inv.tmp")


class BuildError(Exception):
    """An edition could not be built; the message is for people."""


def build_html(root: Path, work: Path, out: Path, form: str) -> list[Path]:
    """Build the site of the edition in `root` into the folder `out`, and a zip of it beside that.

    `work` is kept from build to build. `form` (`companion`, `reading`) is
    part of the zip's name. Return the home page and the zip. Raise BuildError
    if anything is wrong, or OSError if the disk is, with `out` as it was.
    """
    page, record, state = out / "index.html", work / "html.state", _state(root, out)
    known = record.read_text("utf-8").split("\n") if record.is_file() else [""]
    if known[0] == state and page.is_file() and all((out.parent / n).is_file() for n in known[1:]):
        return [page, *(out.parent / name for name in known[1:])]
    app = _run(root, work, "html", {})
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    archive = out.parent / f"{name_of(app.config.project)}-{form}.zip"
    try:
        ignore = shutil.ignore_patterns(*LEFTOVERS)
        shutil.copytree(app.outdir, fresh, ignore=ignore, dirs_exist_ok=True)
        fresh.chmod(0o755)
        archive_folder(fresh, archive, int(commit_date(root)))
        replace_folder(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    record.write_text(f"{state}\n{archive.name}", encoding="utf-8")
    return [page, archive]


def build_pdf(root: Path, work: Path, out: Path, printings: Sequence[Printing]) -> list[Path]:
    """Build a PDF for each of `printings` into the folder `out`, where it replaces one file.

    Return the files. Raise BuildError if anything is wrong, or OSError if the
    disk is, with the files that stood there as they were.
    """
    state, names = _state(root, out), [printing.name for printing in printings]
    records = {name: work / f"{name}.state" for name in names}
    due = [name for name in names if not _stands(records[name], state, out / f"{name}.pdf")]
    if due:
        folder = Path(_run(root, work, "pdf", {"edition_printings": due}).outdir)
        out.mkdir(parents=True, exist_ok=True)
    for name in due:
        _place(folder / f"{name}.pdf", out / f"{name}.pdf")
        records[name].write_text(state, encoding="utf-8")
    return [out / f"{name}.pdf" for name in names]


def build_epub(root: Path, work: Path, out: Path) -> Path:
    """Build the EPUB into the folder `out`, where it replaces one file, and return it.

    Raise BuildError if anything is wrong, or OSError if the disk is, with the
    file that stood there as it was.
    """
    state, record = _state(root, out), work / "epub.state"
    known, _, name = record.read_text("utf-8").partition(" ") if record.is_file() else ("", "", "")
    if known == state and (out / name).is_file():
        return out / name
    app = _run(root, work, "epub", {})
    out.mkdir(parents=True, exist_ok=True)
    name = f"{name_of(app.config.project)}.epub"
    _place(Path(app.outdir) / name, out / name)
    record.write_text(f"{state} {name}", encoding="utf-8")
    return out / name


def _place(built: Path, target: Path) -> None:
    """Copy a file that was built to `target`, in one step."""
    fresh = target.with_name(f".{target.name}")
    try:
        shutil.copyfile(built, fresh)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _stands(record: Path, state: str, built: Path) -> bool:
    return built.is_file() and record.is_file() and record.read_text("utf-8") == state


def build_preview(root: Path, work: Path, *, everything: bool) -> None:
    """Build the site of the edition in `root` into `work/html`: what has changed, or `everything`.

    Raise BuildError if anything is wrong.
    """
    _run(root, work, "html", {}, everything=everything)


def _state(root: Path, out: Path) -> str:
    """Return a digest of all that an output is made from, and of where it goes.

    That is every file of the edition, this package, and the version of every
    other one: more than is needed, so that nothing needed can be forgotten.
    """
    digest = hashlib.sha256(f"{out.resolve()} {commit_date(root)} {sys.version}".encode())
    installed = {f"{package.name} {package.version}" for package in distributions()}
    digest.update(repr(sorted(installed)).encode())
    visible = [path for path in root.iterdir() if not path.name.startswith((".", "_build"))]
    for top in sorted([*visible, Path(__file__).parent]):
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(top.parent).as_posix()} ".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _run(
    root: Path, work: Path, output: str, settings: dict[str, object], *, everything: bool = True
) -> Sphinx:
    """Run Sphinx; return it with the folder it wrote and its settings. Any warning is an error.

    Every page is written, unless not `everything` is wanted: the search index
    of a part forgets the terms of the rest.
    """
    # Imported late: where an edition is up to date, nobody waits for Sphinx.
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    os.environ.setdefault("SOURCE_DATE_EPOCH", commit_date(root))
    warnings = io.StringIO()
    try:
        with patch_docutils(str(root)), docutils_namespace():
            app = Sphinx(
                srcdir=root,
                confdir=root,
                outdir=work / output,
                doctreedir=work / "doctrees",
                buildername=BUILDERS[output],
                confoverrides=settings,
                status=None,
                warning=warnings,
                warningiserror=True,
            )
            app.build(force_all=everything)
    except SphinxError as error:
        raise BuildError(f"{warnings.getvalue().strip()}\n{error}".strip()) from error
    if app.statuscode:
        raise BuildError(warnings.getvalue().strip())
    return app


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
