"""Sources in any shape: what can be read is read, what cannot is refused in one line."""

import http.server
import threading
import time
from pathlib import Path

import pytest
from conftest import SMALL, run

from edition.book import read_book
from edition.importer import download as downloading
from edition.importer import recognise
from edition.importer.content import MAXIMUM_BYTES
from edition.importer.source import SourceError, read_source

SOURCES = Path(__file__).parent / "sources"
ESSAY = (SMALL / "essay.txt").read_text("utf-8")
PAGE = (SOURCES / "saved-page.html").read_bytes()


@pytest.fixture(scope="module")
def book():
    return read_book(SMALL)


def assert_whole(book, text):
    """Every passage is found, and none is changed."""
    phrases = [annotation.phrase.text for annotation in book.annotations]
    result = recognise(list(book.passages.values()), text, phrases)
    assert (list(result.found), result.changed, result.missing) == (list(book.passages), {}, ())


@pytest.mark.parametrize("path", sorted(SOURCES.iterdir()), ids=lambda path: path.name)
def test_a_file_of_any_shape_gives_every_passage(book, path):
    assert_whole(book, read_source(str(path)))


@pytest.mark.parametrize(
    "data",
    [
        ESSAY.encode("utf-8"),
        ESSAY.encode("utf-8-sig"),
        ESSAY.encode("utf-16"),
        ESSAY.encode("utf-16-le"),
        ESSAY.encode("utf-16-be"),
        ESSAY.encode("cp1252"),
        ESSAY.translate(str.maketrans("“”’—", '""\'-')).encode("latin-1"),
        ESSAY.replace("\n", "\r\n").encode("utf-8"),
        ESSAY.replace("—", "--").replace(" ", "\u00a0").encode("utf-8"),
    ],
    ids=["utf-8", "bom", "utf-16", "16-le", "16-be", "1252", "latin-1", "crlf", "no-break"],
)
def test_a_text_in_any_encoding_gives_every_passage(book, tmp_path, data):
    path = tmp_path / "essay"
    path.write_bytes(data)
    assert_whole(book, read_source(str(path)))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "text"),
        (b"%PDF-1.7\n\x00\x01", "PDF"),
        (b"PK\x03\x04" + bytes(200), "zipped"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "image"),
        (bytes(range(256)) * 20, "binary"),
        (b"a" * (MAXIMUM_BYTES + 1), "MB"),
    ],
    ids=["empty", "pdf", "zip", "png", "bytes", "huge"],
)
def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path, data, told):
    path = tmp_path / "source"
    path.write_bytes(data)
    with pytest.raises(SourceError) as error:
        read_source(str(path))
    assert "\n" not in str(error.value)
    assert told in str(error.value)


@pytest.mark.parametrize(
    "source", ["nowhere.txt", ".", "ftp://example.org/essay", "file:///etc/passwd", "a\0b"]
)
def test_what_is_no_file_and_no_address_is_refused_in_one_line(source):
    with pytest.raises(SourceError) as error:
        read_source(source)
    assert "\n" not in str(error.value)
    assert "\0" not in str(error.value)


class Publisher(http.server.BaseHTTPRequestHandler):
    """Answers in every way that a server may."""

    def do_GET(self):
        getattr(self, f"answer_{self.path.strip('/').partition('/')[0]}", self.answer_lost)()

    def respond(self, status, body=b"", media_type="text/html; charset=utf-8", **headers):
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self):
        self.respond(200, PAGE)

    def answer_moved(self):
        self.respond(301, Location="/page")

    def answer_loop(self):
        self.respond(302, Location="/loop")

    def answer_elsewhere(self):
        self.respond(302, Location="file:///etc/passwd")

    def answer_forbidden(self):
        self.respond(403, b"<p>Just a moment</p>")

    def answer_lost(self):
        self.respond(404, b"<p>Not found</p>")

    def answer_broken(self):
        self.respond(500)

    def answer_picture(self):
        self.respond(200, b"\x89PNG\r\n\x1a\n" + bytes(100), "image/png")

    def answer_blank(self):
        self.respond(200, b"<html><body><script>load()</script></body></html>")

    def answer_huge(self):
        self.respond(200, b"<p>" + b"word " * (MAXIMUM_BYTES // 5 + 1))

    def answer_endless(self):
        self.respond(200)
        try:
            for _ in range(100):
                self.wfile.write(b"<p>word</p>\n")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass  # the reader has gone, as it should

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def publisher():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.mark.parametrize("path", ["page", "moved"])
def test_a_page_is_fetched_and_redirects_are_followed(book, publisher, path):
    assert_whole(book, read_source(f"{publisher}/{path}"))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("loop", "redirect"),
        ("elsewhere", "http"),
        ("forbidden", "403"),
        ("lost", "404"),
        ("broken", "500"),
        ("picture", "image"),
        ("blank", "text"),
        ("huge", "MB"),
    ],
)
def test_a_page_that_is_no_text_is_refused_in_one_line(publisher, path, told):
    with pytest.raises(SourceError) as error:
        read_source(f"{publisher}/{path}")
    assert "\n" not in str(error.value)
    assert told in str(error.value)


def test_a_server_that_drips_is_given_up(publisher, monkeypatch):
    monkeypatch.setattr(downloading, "TOTAL_SECONDS", 0.5)
    with pytest.raises(SourceError, match="second"):
        read_source(f"{publisher}/endless")


def test_a_server_that_is_not_there_is_told_in_one_line():
    with pytest.raises(SourceError) as error:
        read_source("http://127.0.0.1:9/essay")
    assert "\n" not in str(error.value)


def test_without_a_source_the_publisher_s_address_is_used(small, publisher):
    settings = small / "conf.py"
    address = f'edition_source = "{publisher}/page"\n'
    settings.write_text(settings.read_text("utf-8") + address, "utf-8")
    done = run(small, "text")
    assert done.stdout == "11 of 11 passages found, 0 changed\n", done.stderr


def test_without_a_source_and_a_publisher_the_usage_is_told(small):
    done = run(small, "text")
    assert done.returncode == 2
    assert "SOURCE" in done.stderr


def test_a_blocked_page_leaves_the_earlier_text(small, publisher):
    assert run(small, "text", str(SMALL / "essay.txt")).returncode == 0
    before = {path.name: path.read_bytes() for path in (small / "text").iterdir()}
    done = run(small, "text", f"{publisher}/forbidden")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert {path.name: path.read_bytes() for path in (small / "text").iterdir()} == before
