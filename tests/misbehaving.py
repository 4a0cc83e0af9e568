"""A server that does everything that servers do to those who check links."""

import json
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = b'<!doctype html><title>A page</title><h1 id="there">There</h1><a name="old">Old</a>'


class Misbehaving(BaseHTTPRequestHandler):
    """Answers by the path: see the methods."""

    def do_HEAD(self):
        self.say(405)

    def do_GET(self):
        path = urlsplit(self.path).path
        self.server.asked.append((time.monotonic(), path))
        name = path.strip("/").replace("-", "_").replace(".", "_")
        status = name.partition("_")[0]
        if status.isdecimal():
            self.say(int(status))
        else:
            getattr(self, f"get_{name}", self.get_page)()

    def say(self, status, body=b"", **headers):
        self.send_response(status)
        for key, value in {"content_type": "text/html", **headers}.items():
            self.send_header(key.replace("_", "-"), str(value))
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

    def times(self):
        """How often this path was asked for, with this time."""
        return Counter(path for _, path in self.server.asked)[urlsplit(self.path).path]

    def get_page(self):
        self.say(200, PAGE)

    def get_robots_txt(self):
        self.say(200, b"User-agent: *\nDisallow: /private\n", content_type="text/plain")

    def get_down_at_first(self):
        self.say(200 if self.times() > 1 else 500, PAGE)

    def get_busy_at_first(self):
        self.say(200, PAGE) if self.times() > 1 else self.say(429, retry_after=1)

    def get_busy_for_a_day(self):
        self.say(429, retry_after=86400)

    def get_hanging(self):
        self.server.over.wait(5)

    def get_dripping(self):
        for _ in range(100):
            self.wfile.write(b"H")
            self.wfile.flush()
            if self.server.over.wait(0.2):
                return

    def get_closing(self):
        self.connection.shutdown(socket.SHUT_RDWR)

    def get_breaking_off(self):
        self.send_response(200)
        self.send_header("content-length", "100000")
        self.end_headers()
        self.wfile.write(PAGE)
        self.connection.shutdown(socket.SHUT_RDWR)

    def get_huge(self):
        self.send_response(200)
        self.end_headers()
        try:
            while not self.server.over.is_set():
                self.wfile.write(b"<p>" + b"x" * 65536)
        except OSError:
            self.server.left.set()

    def get_picture(self):
        self.say(200, b"\x89PNG", content_type="image/png")

    def get_moved(self):
        self.say(301, location="/moved-again")

    def get_moved_again(self):
        self.say(308, location="/page")

    def get_elsewhere_today(self):
        self.say(302, location="/page")

    def get_moved_to_nothing(self):
        self.say(301, location="/404-gone")

    def get_circle(self):
        self.say(302, location="/circle-two")

    def get_circle_two(self):
        self.say(302, location="/circle")

    def get_endless(self):
        step = int(parse_qs(urlsplit(self.path).query).get("step", ["0"])[0])
        self.say(302, location=f"/endless?step={step + 1}")

    def get_to_a_file(self):
        self.say(302, location="file:///etc/passwd")

    def get_to_a_private_host(self):
        self.say(302, location="http://127.0.0.1:1/")

    def get_archive(self):
        asked = parse_qs(urlsplit(self.path).query)["url"][0]
        copy = {"available": True, "status": "200", "url": f"http://web.archive.org/web/{asked}"}
        snapshots = {"closest": copy} if "404" in asked else {}
        body = json.dumps({"archived_snapshots": snapshots}).encode()
        self.say(200, body, content_type="application/json")


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # who visits may leave in the middle


@contextmanager
def misbehaving_server():
    """Serve on a port of this machine; `asked` has the time and path of every request."""
    server = Server(("127.0.0.1", 0), Misbehaving)
    server.asked, server.over, server.left = [], threading.Event(), threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
