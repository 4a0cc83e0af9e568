"""The editions that the tests read: the small book and the real one, without and with text."""

import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import sync_playwright
from visit import visit

from edition.book import Book, read_book

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "book"
LEFT_OUT = shutil.ignore_patterns(".*", "_build", "*.txt", "tests", "src", "__pycache__")
NO_TEXT = "EDITION_TEXT names no copy of the essay: what needs its text is not tested"

# The same examples each time, and few; `make fuzz` tries new ones, and many.
settings.register_profile(
    "few", derandomize=True, database=None, max_examples=250, deadline=timedelta(seconds=10)
)
settings.register_profile(
    "long",
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "20000")),
    deadline=timedelta(seconds=10),
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("few")

CHROMIUM = [os.environ.get("CHROMIUM", "chromium"), "chromium-browser", "google-chrome"]
FIREFOX = [os.environ.get("FIREFOX", "firefox-esr"), "firefox-esr", "firefox"]
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
    def epub(self) -> Path:
        return next((self.root / "_build" / "epub").glob("*.epub"))

    @property
    def pages(self) -> list[Path]:
        """All but the one that only a server shows."""
        return sorted(set(self.html.glob("**/*.html")) - {self.html / "404.html"})

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


def change_in_zip(path: Path, name: str, find: str, put: str) -> None:
    """Put something for a pattern into a file of an EPUB; without a pattern, take the file out."""
    with zipfile.ZipFile(path) as packed:
        files = {entry: packed.read(entry) for entry in packed.namelist()}
    if find:
        text, number = re.subn(find, put, files[name].decode("utf-8"), flags=re.DOTALL)
        assert number == 1, number
        files[name] = text.encode("utf-8")
    else:
        del files[name]
    with zipfile.ZipFile(path, "w") as packed:
        for entry, data in files.items():
            packed.writestr(entry, data)


@pytest.fixture
def small(tmp_path):
    """A copy of the small book to play with, without its text."""
    return copy_book("small", tmp_path / "book")


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """Return a function that has a folder filled once in a run, whichever process wants it first.

    It calls `fill` with the folder `name`, which is not there before, and returns the folder.
    """
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def fill_once(name: str, fill: Callable[[Path], None]) -> Path:
        folder, filled = shared / name, shared / f"{name}.filled"
        with FileLock(shared / f"{name}.lock"):
            if not filled.exists():
                shutil.rmtree(folder, ignore_errors=True)
                fill(folder)
                filled.touch()
        return folder

    return fill_once


@pytest.fixture(scope="session")
def build(once):
    """Return a function that builds an edition once in a run."""
    built: dict[str, Edition] = {}

    def build_once(name: str) -> Edition:
        if name not in built:
            book, form = name.split("-")
            source = source_of(book) if form == "reading" else None

            def fill(root: Path) -> None:
                copy_book(book, root)
                for arguments in ([("text", str(source))] if source else []) + [("build",)]:
                    done = run(root, *arguments)
                    assert done.returncode == 0, done.stdout + done.stderr
                    assert "warning" not in done.stdout.casefold()

            root = once(name, fill)
            built[name] = Edition(root, read_book(root))
        return built[name]

    return build_once


@pytest.fixture(scope="session")
def copies(build, once):
    """Return a function that prints every copy of an edition once in a run: it gives the folder."""

    def print_once(name: str) -> Path:
        root = build(name).root

        def fill(folder: Path) -> None:
            done = run(root, "build", "pdf", "--variant", "all", "--out", str(folder))
            assert done.returncode == 0, done.stdout + done.stderr

        return once(f"{name}-copies", fill) / "pdf"

    return print_once


def pytest_terminal_summary(terminalreporter):
    """Show the tables that tests made, whether they passed or not."""
    for state in ("passed", "failed"):
        for report in terminalreporter.getreports(state):
            for name, value in report.user_properties:
                if name == "table":
                    terminalreporter.write_line(f"\n{value}")


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
def own_pages(edition, build):
    """The pages that must be opened to have seen all of the four editions.

    Most pages of a reading edition are byte by byte those of the companion edition, and left out.
    """
    if not edition.book.text:
        return edition.pages
    other = build(edition.root.name.replace("reading", "companion"))
    return [
        path
        for path in edition.pages
        if path.stem == "search"  # the page is the same, but not what is found
        or path.read_bytes() != (other.html / path.relative_to(edition.html)).read_bytes()
    ]


@pytest.fixture(scope="session")
def visits(own_pages, browser):
    """A visit to each page of an edition that is not the same in another one."""
    found = []
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    for path in own_pages:
        page = context.new_page()
        found.append(visit(page, path))
        page.close()
    context.close()
    return found


BASE = "/essays/ferry"


class Host(SimpleHTTPRequestHandler):
    """A server as many are: the site stands in a folder of it, and 404.html for all else."""

    def translate_path(self, path):
        return super().translate_path(path.removeprefix(BASE)) if path.startswith(BASE) else ""

    def send_error(self, code, message=None, explain=None):
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@dataclass(frozen=True)
class Published:
    """The small book as a server offers it."""

    html: Path
    address: str


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The small book, built for the address that it is served at."""
    root = copy_book("small", tmp_path_factory.mktemp("published") / "book")
    html = root / "_build" / "html"
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *arguments: Host(*arguments, directory=str(html))
    )
    address = f"http://127.0.0.1:{server.server_port}{BASE}/"
    settings = root / "conf.py"
    settings.write_text(f'{settings.read_text("utf-8")}\nhtml_baseurl = "{address}"\n', "utf-8")
    done = run(root, "build", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Published(html, address)
    server.shutdown()


@pytest.fixture(scope="session")
def browser():
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "the tests need Chromium: tests/install-browsers installs it"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=QUIET)


@pytest.fixture
def open_page(browser):
    """Return a function that opens a page in a window of its own."""
    contexts = []

    def open_in(path, width, *, height=900, anchor="", scheme="light", scripts=True, touch=False):
        context = browser.new_context(
            viewport={"width": width, "height": height},
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
