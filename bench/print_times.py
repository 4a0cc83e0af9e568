"""How long printing takes with Typst, and with Sphinx's LaTeX builder; bench/README.md tells how.

.venv/bin/python bench/print_times.py [--rounds 3] [--edition FOLDER]
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import click
from pypdfium2 import PdfDocument

from edition.book import read_book

BENCH = Path(__file__).parent.resolve()
ROOT = BENCH.parent
NEEDED = ("lualatex", "latexmk", "make")
HINT = (
    "LaTeX must be installed, on Debian with: apt-get install --no-install-recommends "
    "texlive-luatex texlive-latex-recommended texlive-latex-extra texlive-fonts-recommended "
    "fonts-freefont-otf latexmk make"
)
NO_SOURCES = shutil.ignore_patterns(".*", "_build", "src", "tests", "bench", "__pycache__")


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, and seconds of work by all processors."""

    wall: float
    work: float


@dataclass(frozen=True)
class Way:
    """A way to print: its name, and what builds PDFs from an edition's folder and returns them."""

    name: str
    build: Callable[[Path], list[Path]]


def call(command: list[str | Path], folder: Path, **environment: str) -> None:
    """Run a command in a folder; its failure is the end, with the last it wrote."""
    done = subprocess.run(  # noqa: S603  (our own commands)
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        last = "\n".join(done.stdout.decode("utf-8", "replace").splitlines()[-20:])
        sys.exit(f"{last}\n{command[0]} must succeed; found: status {done.returncode}. {HINT}")


def build_all(folder: Path) -> list[Path]:
    """Print every copy on both papers."""
    return _print(folder, "--variant", "all", "--paper", "all")


def build_reader(folder: Path) -> list[Path]:
    """Print the reader's copy on A4."""
    return _print(folder, "--variant", "reader", "--paper", "a4")


def _print(folder: Path, *options: str) -> list[Path]:
    call([sys.executable, "-m", "edition", "build", "pdf", *options], folder)
    return sorted((folder / "_build" / "pdf").glob("*.pdf"))


def build_latex(folder: Path) -> list[Path]:
    """Print what the reader's copy holds, as `make latexpdf` does in a Sphinx project."""
    with (folder / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write('\nextensions.append("latex_visitors")\n')
    out = folder / "_build" / "latex"
    sphinx: list[str | Path] = [sys.executable, "-m", "sphinx", "-q", "-b", "latex", folder, out]
    call(sphinx, folder, PYTHONPATH=str(BENCH))
    call(["make", "all-pdf", "LATEXMKOPTS=-interaction=nonstopmode -halt-on-error"], out)
    return sorted(out.glob("*.pdf"))


LATEX = Way("LaTeX, the reader's copy on A4", build_latex)
WAYS = (
    Way("Typst, all copies on both papers", build_all),
    LATEX,
    Way("Typst, the reader's copy on A4", build_reader),
)


@contextmanager
def copy_of(edition: Path) -> Iterator[Path]:
    """Yield a copy of an edition's sources, where nothing was built before."""
    with tempfile.TemporaryDirectory(prefix="print-times-") as place:
        yield Path(shutil.copytree(edition, Path(place) / "edition", ignore=NO_SOURCES))


def measure(way: Way, edition: Path) -> tuple[Cost, dict[str, int]]:
    """Print an edition in a clean folder; return what it cost, and each PDF's number of pages."""
    with copy_of(edition) as folder:
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        made = way.build(folder)
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if way is LATEX:
            check_whole(folder, made)
        pages = {path.name: len(PdfDocument(path)) for path in made}
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, work), pages


def check_whole(folder: Path, made: list[Path]) -> None:
    """End if LaTeX left a character out, or if a note of the book is not in its PDF once."""
    log = made[0].with_suffix(".log").read_text("utf-8", "replace")
    if missing := log.count("Missing character"):
        sys.exit(f"the fonts must have every character; LaTeX misses {missing}")
    text = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(made[0]))
    found = sorted(re.findall(r"Note\s+(\d+\.\d+\.\d+)\s+·", text))
    wanted = sorted(note.address for notes in read_book(folder).notes.values() for note in notes)
    if found != wanted:
        odd = ", ".join(sorted(set(found) ^ set(wanted))) or "one that is there twice"
        sys.exit(f"each note must be in LaTeX's PDF once; found otherwise: {odd}")


@click.command()
@click.option("--rounds", type=click.IntRange(1), default=3, show_default=True)
@click.option(
    "--edition",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=ROOT,
    help="The edition to print; this one by default.",
)
def main(rounds: int, edition: Path) -> None:
    """Print an edition in each way in turn, and tell what each took."""
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        sys.exit(f"{HINT}; not found: {', '.join(missing)}")
    click.echo("Once unmeasured, with the small book, so that every cache of fonts is there.")
    for way in WAYS:
        measure(way, ROOT / "tests" / "book")
    costs: dict[str, list[Cost]] = {way.name: [] for way in WAYS}
    pages: dict[str, dict[str, int]] = {}
    for number in range(1, rounds + 1):
        for way in WAYS:
            cost, pages[way.name] = measure(way, edition)
            costs[way.name].append(cost)
            click.echo(f"round {number}  {way.name:<34}{cost.wall:7.1f} s, work {cost.work:6.1f} s")
    click.echo("\nmedians, and the median of each round's share of what LaTeX took in it")
    for way in WAYS:
        own, latex = costs[way.name], costs[LATEX.name]
        wall, work = median(cost.wall for cost in own), median(cost.work for cost in own)
        of_wall = median(a.wall / b.wall for a, b in zip(own, latex, strict=True))
        of_work = median(a.work / b.work for a, b in zip(own, latex, strict=True))
        click.echo(
            f"{way.name:<34}{wall:7.1f} s ({of_wall:.2f}), work {work:6.1f} s ({of_work:.2f})"
        )
    for name, numbers in pages.items():
        told = ", ".join(f"{file} {number}" for file, number in numbers.items())
        click.echo(f"\npages, {name}: {told}")


if __name__ == "__main__":
    main()
