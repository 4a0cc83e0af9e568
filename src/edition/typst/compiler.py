"""From Typst's source to a PDF or a picture: the same bytes for the same input, or clear errors."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Final, Literal

import typst

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

Standard = Literal["ua-1", "a-2a"]

STANDARDS: Final[tuple[Standard, ...]] = ("ua-1", "a-2a")
"""PDF/UA-1: what assistive technology cannot read is an error. PDF/A-2a: the file can be kept."""

DIAGNOSTIC = re.compile(
    r"^(?:error|warning): (?P<message>.+)\n(?:\s+┌─ (?P<path>.+?):(?P<line>\d+):(?P<column>\d+)$)?"
    r"(?P<rest>(?:\n(?!(?:error|warning): ).*)*)",
    re.MULTILINE,
)
HINT = re.compile(r"= hint: (.+)")


@dataclass(frozen=True)
class Diagnostic:
    """What Typst finds wrong, and where in its source: 0 if it does not say."""

    message: str
    path: str = ""
    line: int = 0
    column: int = 0


class CompilationError(Exception):
    """Typst refused a source. `diagnostics` tells why."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("; ".join(diagnostic.message for diagnostic in diagnostics))
        self.diagnostics = diagnostics


def compile_pdf(
    path: Path, inputs: dict[str, str], timestamp: int, standards: Sequence[Standard]
) -> tuple[bytes, list[Diagnostic]]:
    """Return the PDF of the source at `path`, and what Typst warns of.

    Only the fonts within the typst package are used, and no other packages.
    What a standard forbids is an error.
    """
    try:
        pdf, warnings = typst.compile_with_warnings(
            path,
            root=path.parent,
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=list(standards),
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise CompilationError(read_diagnostics(error)) from None
    return pdf, [found for warning in warnings for found in read_diagnostics(warning)]


def count_pages(path: Path, inputs: dict[str, str]) -> int:
    """Return the number of pages of the source at `path`, which tells it in a label."""
    compiler = typst.Compiler(path, root=path.parent, ignore_system_fonts=True, sys_inputs=inputs)
    return int(compiler.query("<edition-pages>", field="value", one=True))


def compile_png(path: Path, root: Path, inputs: dict[str, str]) -> bytes:
    """Return the one page of the source at `path` as a picture: a point is a pixel.

    It may show files within the folder `root`.
    """
    try:
        picture = typst.compile(
            path, root=root, ignore_system_fonts=True, sys_inputs=inputs, format="png", ppi=72
        )
    except typst.TypstError as error:
        raise CompilationError(read_diagnostics(error)) from None
    return bytes(picture)


def read_diagnostics(report: typst.TypstError | typst.TypstWarning) -> list[Diagnostic]:
    """Read what Typst wrote for a terminal: it may hold several errors."""
    return [
        Diagnostic(
            "; ".join([match["message"], *HINT.findall(match["rest"])]),
            match["path"] or "",
            int(match["line"] or 0),
            int(match["column"] or 0),
        )
        for match in DIAGNOSTIC.finditer(report.diagnostic)
    ] or [Diagnostic(report.message)]


def digest(*parts: str, files: Iterable[Path] = ()) -> str:
    """Return a digest of all that a PDF is made from: settings and files."""
    whole = hashlib.sha256()
    for part in (version("typst"), *STANDARDS, *parts):
        whole.update(f"{len(part)}:{part}".encode())
    for path in sorted(files):
        data = path.read_bytes()
        whole.update(f"{path.name}:{len(data)}:".encode() + data)
    return whole.hexdigest()
