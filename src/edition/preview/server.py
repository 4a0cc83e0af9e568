"""Serve a site to this machine's browser, and tell its pages when there is something new.

A page gets one script more, of the site's own origin, as its policy demands.
Nothing is served to another machine, nor to a page of another site.
"""

from __future__ import annotations

import json
import secrets
import threading
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

ASSETS: Final = Path(__file__).parent.parent / "assets" / "preview"
OWN: Final = "/_preview/"
NEWS: Final = f"{OWN}news"
ADDRESS: Final = "127.0.0.1"
HOSTS: Final = (ADDRESS, "localhost")
PORTS: Final = 10
"""How many ports are tried."""

HEARTBEAT: Final = 10.0
"""Seconds after which a page that has gone away is noticed."""

EMPTY: Final = "<!doctype html><title>Preview</title><head></head><body></body>"
"""The page while there is none yet."""


class News:
    """What the pages are to know: how new the site is, and what is wrong with the sources."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._run, self._number = secrets.token_hex(4), 0
        self._problems: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The site's version; other than that of any earlier preview."""
        return f"{self._run}-{self._number}"

    def tell(self, problems: list[str]) -> None:
        """Tell the pages of `problems`, or if there are none of a new site."""
        with self._changed:
            self._problems = tuple(problems)
            self._number += not problems
            self._changed.notify_all()

    def current(self) -> str:
        """Return what the pages are to know now, as JSON."""
        return json.dumps({"version": self.version, "problems": self._problems})

    def wait(self, known: str) -> str:
        """Return what the pages are to know once it is not `known`, or after a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.current() != known, HEARTBEAT)
            return self.current()


class Server(ThreadingHTTPServer):
    """Serves the site in `folder`; its threads end with it."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, folder: Path, news: News, port: int) -> None:
        self.folder, self.news = folder, news
        super().__init__((ADDRESS, port), _Handler)

    @property
    def address(self) -> str:
        """The address of the site."""
        return f"http://{ADDRESS}:{self.server_port}/"


def start(folder: Path, news: News, port: int) -> Server:
    """Serve `folder` from a thread, at `port` or one of the next; OSError if all are taken."""
    for number in range(port, port + PORTS):
        try:
            server = Server(folder, news, number)
        except OSError:
            if number == port + PORTS - 1:
                raise
            continue
        break
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class _Handler(SimpleHTTPRequestHandler):
    """Answers one request."""

    server: Server

    def __init__(self, request: Any, client: Any, server: Server) -> None:
        super().__init__(request, client, server, directory=str(server.folder))

    def do_GET(self) -> None:
        """Send a page with the script in it, the news, or a file as it is."""
        # A page of another site may call this machine by a name of its own.
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in HOSTS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = urlsplit(self.path).path
        file = Path(self.translate_path(self.path))
        if path == NEWS:
            self._send_news()
        elif path.startswith(OWN):
            self._send(ASSETS / Path(path).name)
        elif path == "/" and not (file / "index.html").is_file():
            self._send_page(EMPTY)
        elif (page := file / "index.html" if file.is_dir() else file).suffix == ".html":
            if page.is_file():
                self._send_page(page.read_text(encoding="utf-8"))
            else:
                self.send_error(HTTPStatus.NOT_FOUND)
        else:
            super().do_GET()

    def _send_page(self, page: str) -> None:
        version = escape(self.server.news.version)
        own = (
            f'<link rel="stylesheet" href="{OWN}preview.css">'
            f'<script src="{OWN}preview.js" data-version="{version}" defer></script></head>'
        )
        self._send_bytes(page.replace("</head>", own, 1).encode(), "text/html; charset=utf-8")

    def _send(self, file: Path) -> None:
        if file.is_file():
            self._send_bytes(file.read_bytes(), self.guess_type(file))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send_bytes(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _send_news(self) -> None:
        """Send what is new until the page is gone: server-sent events."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        known = ""
        try:
            while True:
                known = self.server.news.wait(known)
                self.wfile.write(f"data: {known}\n\n".encode())
                self.wfile.flush()
        except OSError:
            return

    def end_headers(self) -> None:
        """Let no browser keep what may be other a moment later."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the terminal is for what is wrong with the sources."""
