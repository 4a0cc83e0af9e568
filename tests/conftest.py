"""The editions that the tests read: the small book and the real one, without and with text."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from edition.book import Book, read_book

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "book"
LEFT_OUT = shutil.ignore_patterns(".*", "_build", "*.txt", "tests", "src", "__pycache__")
NO_TEXT = "EDITION_TEXT names no copy of the essay: what needs its text is not tested"

CHROMIUM = [os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome"]
# Without these Chromium asks its maker for updates, which is noise where there is no network.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Edition:
    """An edition that was built, as a reader has it."""

    root: Path
    book: Book

    @property
    def html(self) -> Path:
        return self.root / "_build" / "html"

    @property
    def pdf(self) -> Path:
        return self.root / "_build" / "pdf" / "reader-a4.pdf"

    @property
    def pages(self) -> list[Path]:
        return sorted(self.html.glob("**/*.html"))

    def page(self, document: str) -> Path:
        return self.html / f"{document}.html"


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the `edition` command as a user would, in the folder `root`."""
    command = [sys.executable, "-m", "edition", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def source_of(name: str) -> Path:
    """Return the text for the `small` or the `real` book; skip if there is none."""
    if name == "small":
        return SMALL / "essay.txt"
    if "EDITION_TEXT" not in os.environ:
        pytest.skip(NO_TEXT)
    return Path(os.environ["EDITION_TEXT"])


def copy_book(name: str, target: Path) -> Path:
    """Copy the `small` or the `real` book, without a text, into the folder `target`."""
    shutil.copytree(SMALL if name == "small" else ROOT, target, ignore=LEFT_OUT)
    return target


@pytest.fixture
def small(tmp_path):
    """A copy of the small book to play with, without its text."""
    return copy_book("small", tmp_path / "book")


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Return a function that builds an edition once in a session."""
    built: dict[str, Edition] = {}

    def build_once(name: str) -> Edition:
        if name not in built:
            book, form = name.split("-")
            source = source_of(book) if form == "reading" else None
            root = copy_book(book, tmp_path_factory.mktemp(name) / "book")
            for arguments in ([("text", str(source))] if source else []) + [("build",)]:
                done = run(root, *arguments)
                assert done.returncode == 0, done.stdout + done.stderr
                assert "warning" not in done.stdout.casefold()
            built[name] = Edition(root, read_book(root))
        return built[name]

    return build_once


@pytest.fixture(
    scope="session", params=["small-companion", "small-reading", "real-companion", "real-reading"]
)
def edition(request, build):
    """Each of the four editions in turn."""
    return build(request.param)


@pytest.fixture(scope="session", params=["small-reading", "real-reading"])
def reading(request, build):
    """Each of the two books with its text."""
    return build(request.param)


@pytest.fixture(scope="session", params=["small-companion", "real-companion"])
def companion(request, build):
    """Each of the two books without its text."""
    return build(request.param)


@pytest.fixture(scope="session")
def browser():
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "the tests need Chromium: tests/install-chromium installs it"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=QUIET)


@pytest.fixture
def open_page(browser):
    """Return a function that opens a page in a window of its own."""
    contexts = []

    def open_in(path, width, *, anchor="", scheme="light", scripts=True, touch=False):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            has_touch=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{path.as_uri()}{anchor}")
        return page

    yield open_in
    for context in contexts:
        context.close()
