"""Firefox by WebDriver BiDi, the W3C's protocol that it speaks itself: as much as the tests need.

Playwright drives only a Firefox of its own making, and no other driver is packaged for Debian's.
The protocol: https://www.w3.org/TR/webdriver-bidi/
"""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from websockets.sync.client import ClientConnection, connect

PATIENCE = 60  # seconds, for a start or an answer on a busy machine


class BrowserError(Exception):
    """Firefox did not start, or could not do what it was asked for."""


class Firefox:
    """One window of a Firefox that runs."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._asked = 0
        self.ask("session.new", capabilities={})
        self._window = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **parameters: object) -> dict:
        """Send one command; return its result. Raise `BrowserError` with what Firefox says."""
        self._asked += 1
        command = {"id": self._asked, "method": method, "params": parameters}
        self._connection.send(json.dumps(command))
        while True:  # what else it sends are events, which nobody here waits for
            answer = json.loads(self._connection.recv(timeout=PATIENCE))
            if answer.get("id") == self._asked:
                break
        if answer["type"] == "error":
            raise BrowserError(f"{method}: {answer['message']}")
        return answer["result"]

    def ask_window(self, method: str, **parameters: object) -> dict:
        """Send one command about the window; as `ask`."""
        return self.ask(f"browsingContext.{method}", context=self._window, **parameters)

    def open(self, address: str) -> None:
        """Go to `address`; return when the page has loaded, with its typefaces."""
        self.ask_window("navigate", url=address, wait="complete")
        self.run("() => document.fonts.ready.then(() => true)")

    def resize(self, width: int, height: int = 900) -> None:
        """Give the page so many CSS pixels, be it fewer than a window may have."""
        self.ask_window("setViewport", viewport={"width": width, "height": height})

    def run(self, function: str, *arguments: object) -> object:
        """Call a JavaScript function with arguments that JSON can hold; return its value."""
        given = ", ".join(map(json.dumps, arguments))
        answer = self.ask(
            "script.evaluate",
            expression=f"Promise.resolve(({function})({given})).then(JSON.stringify)",
            target={"context": self._window},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise BrowserError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))


@contextmanager
def run_firefox(command: str, profile: Path) -> Iterator[Firefox]:
    """Start Firefox without a screen, with the new folder `profile`; end it when it was used."""
    profile.mkdir()
    where = profile / "WebDriverBiDiServer.json"
    arguments = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"]
    log = profile / "log"
    with log.open("w") as output:
        process = subprocess.Popen([command, *arguments], stdout=output, stderr=output)
    try:
        until = time.monotonic() + PATIENCE
        while not where.exists() or not where.read_text():
            if process.poll() is not None or time.monotonic() > until:
                raise BrowserError(f"{command} does not start: {log.read_text().strip()}")
            time.sleep(0.05)
        server = json.loads(where.read_text())
        address = f"ws://{server['ws_host']}:{server['ws_port']}/session"
        with connect(address, max_size=None) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(PATIENCE)
