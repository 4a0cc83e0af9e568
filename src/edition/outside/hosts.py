"""Politeness: one request at a time to a host, with a pause, and where its robots.txt allows it."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from .network import FAILURES, PrivateAddressError, ask
from .records import Manners


def host_of(address: str) -> str:
    """Return the host of a web address, with its port; "" if it is none."""
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return ""
    return parts.netloc if valid else ""


class Hosts:
    """The hosts that were asked, when, and what each allows. Safe to share between threads."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
        self._free: dict[str, float] = {}
        self._rules: dict[str, RobotFileParser] = {}

    @contextmanager
    def turn(self, address: str) -> Iterator[None]:
        """Wait until the host of `address` may be asked, and keep others waiting meanwhile."""
        host = urlsplit(address).netloc
        with self._locks[host]:
            time.sleep(max(0.0, self._free.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._free[host] = time.monotonic() + self._manners.pause

    def allows(self, address: str) -> bool:
        """Tell whether the host of `address` lets programs read it; without rules it does."""
        parts = urlsplit(address)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            rules = RobotFileParser()
            rules.parse(self._read_rules(f"{host}/robots.txt"))
            self._rules[host] = rules
        return self._rules[host].can_fetch(self._manners.agent, address)

    def _read_rules(self, address: str) -> list[str]:
        try:
            with self.turn(address):
                answer = ask(address, self._manners, body=True)
        except (*FAILURES, PrivateAddressError):
            return []
        found = answer.status == HTTPStatus.OK and answer.whole
        return answer.body.decode("utf-8", "replace").splitlines() if found else []
