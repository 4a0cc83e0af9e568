"""One request, kept within bounds: of the public network, of time, and of size."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.poolmanager import PoolManager

from .records import Manners

CHUNK = 16_384


class PrivateAddressError(Exception):
    """An address is one of this machine or of its network."""


class SlowError(Exception):
    """An answer did not come within the time that there is for it."""


@dataclass(frozen=True)
class Answer:
    """What a server answered. `whole` tells that `body` is not cut off."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    whole: bool = True


class _Public:
    """A connection that is given up if the other end is not on the public internet.

    It is the connected end that is looked at, so no name can lead elsewhere later.
    """

    def _new_conn(self) -> socket.socket:
        connection: socket.socket = super()._new_conn()  # type: ignore[misc]
        address = ipaddress.ip_address(connection.getpeername()[0].partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_global or mapped.is_multicast:
            connection.close()
            raise PrivateAddressError(str(address))
        return connection


class _PublicHttp(_Public, HTTPConnection):
    pass


class _PublicHttps(_Public, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _PublicHttp


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHttps


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


def ask(address: str, manners: Manners, *, body: bool) -> Answer:
    """Return what the server of `address` answers; the body only if it is wanted.

    Redirects are not followed. Raise PrivateAddressError, SlowError, or what
    requests and urllib3 raise.
    """
    return _within(manners.total, lambda: _ask(address, manners, body=body))


def _ask(address: str, manners: Manners, *, body: bool) -> Answer:
    deadline = time.monotonic() + manners.total
    with requests.Session() as session:
        session.trust_env = False  # neither a proxy nor a password of the reader's
        if not manners.private:
            for scheme in ("http://", "https://"):
                session.mount(scheme, _PublicAdapter())
        # A page is asked for and left after its head: many servers refuse to give the head alone.
        with session.get(
            address,
            headers={"User-Agent": manners.agent, "Accept": "text/html, */*;q=0.5"},
            stream=True,
            allow_redirects=False,
            timeout=(manners.connect, manners.read),
        ) as response:
            content, whole = bytearray(), True
            for chunk in response.iter_content(CHUNK) if body else ():
                content += chunk
                if len(content) > manners.size:
                    whole = False
                    break
                if time.monotonic() > deadline:
                    raise SlowError
            return Answer(response.status_code, response.headers, bytes(content), whole)


def _within(seconds: float, work: Callable[[], Answer]) -> Answer:
    """Return the result of `work`; left to itself it may take for ever, byte by byte."""
    results: queue.SimpleQueue[Answer | Exception] = queue.SimpleQueue()

    def run() -> None:
        try:
            results.put(work())
        except Exception as error:  # noqa: BLE001  (raised again below)
            results.put(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        result = results.get(timeout=seconds)
    except queue.Empty:
        raise SlowError from None
    if isinstance(result, Exception):
        raise result
    return result


FAILURES = (requests.RequestException, HTTPError, OSError, ValueError, SlowError)
"""What may go wrong on the way, besides a private address."""
