"""Print PDFs side by side, each only if what it is made from has changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from edition import __version__
from edition.copies import Printing

from .booklet import source_of
from .compiler import (
    STANDARDS,
    CompilationError,
    Diagnostic,
    compile_pdf,
    count_pages,
    digest,
)


@dataclass(frozen=True)
class Job:
    """A printing, and the source it is made from."""

    printing: Printing
    source: Path


def print_all(
    jobs: list[Job], files: list[Path], timestamp: int
) -> list[tuple[Job, list[Diagnostic]]]:
    """Print each job beside its source; return what Typst finds wrong with each.

    `files` are what the sources have in common. A digest of all that a PDF was made
    from stands beside it: while that stays the same, it is left as it is. A
    job that failed leaves no PDF.
    """
    with ThreadPoolExecutor() as pool:
        found = pool.map(lambda job: _print(job, files, timestamp), jobs)
        return list(zip(jobs, found, strict=True))


def _print(job: Job, files: list[Path], timestamp: int) -> list[Diagnostic]:
    printing = job.printing
    target = job.source.with_name(f"{printing.name}.pdf")
    remembered = target.with_suffix(".digest")
    inputs = digest(__version__, printing.name, str(timestamp), files=[job.source, *files])
    if target.is_file() and remembered.is_file():
        made_from, made = remembered.read_text(encoding="utf-8").split()
        if made_from == inputs and made == digest(files=[target]):
            return []
    target.unlink(missing_ok=True)
    options = {
        "copy": printing.copy,
        "paper": printing.paper,
        "sides": printing.sides,
        "line-numbers": "yes" if printing.line_numbers else "no",
    }
    try:
        if printing.copy == "booklet":
            pdf, warnings = _impose(job, target, options, timestamp)
        else:
            pdf, warnings = compile_pdf(job.source, options, timestamp, STANDARDS)
    except CompilationError as error:
        return error.diagnostics
    target.write_bytes(pdf)
    remembered.write_text(f"{inputs} {digest(files=[target])}\n", encoding="utf-8")
    return warnings


def _impose(
    job: Job, target: Path, options: dict[str, str], timestamp: int
) -> tuple[bytes, list[Diagnostic]]:
    """Print a booklet's pages, and lay them out on sheets; no standard knows such a file."""
    pages = target.with_suffix(".pages.pdf")
    pdf, warnings = compile_pdf(job.source, options, timestamp, ())
    pages.write_bytes(pdf)
    sheets = target.with_suffix(".typ")
    number = count_pages(job.source, options)
    sheets.write_text(source_of(pages.name, number, job.printing.paper), encoding="utf-8")
    laid_out, more_warnings = compile_pdf(sheets, {}, timestamp, ())
    return laid_out, warnings + more_warnings
