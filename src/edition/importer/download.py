"""Fetching a page for a reader: within a time, a size and a number of redirects."""

from __future__ import annotations

import queue
import re
import threading
import time
from http import HTTPStatus
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError

from edition.problem import quoted

from .content import COPY_IT, Content, SourceError, check_size

MAXIMUM_REDIRECTS = 5
CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
TOTAL_SECONDS = 60.0
CHUNK_BYTES = 4096

AGENT = "study-edition (fetches one page, for one reader)"
TEXT_TYPES = ("text/", "application/xhtml+xml", "application/octet-stream")
SAVE_IT = "Save the page in a browser and give the file"


def download(address: str) -> Content:
    """Return what `address` answers, within `TOTAL_SECONDS` whatever the server does.

    Time-outs of sockets begin anew with every byte, and do not cover looking up
    a name: so a thread does the work, and is left to itself if it takes too long.
    """
    answers: queue.SimpleQueue[Content | Exception] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(_fetch(address))
        except Exception as error:  # noqa: BLE001  (raised again below)
            answers.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=TOTAL_SECONDS)
    except queue.Empty:
        answer = requests.Timeout()
    if isinstance(answer, Content):
        return answer
    if isinstance(answer, requests.Timeout):
        raise _failure(f"come within {TOTAL_SECONDS:g} seconds; it did not", address)
    if isinstance(answer, requests.exceptions.ChunkedEncodingError):
        raise _failure("come whole; it broke off", address)
    if isinstance(answer, requests.ConnectionError):
        raise _failure("be within reach; there was no connection", address)
    if isinstance(answer, (requests.RequestException, HTTPError, ValueError)):
        raise _failure(f"be there to fetch; found {type(answer).__name__}", address)
    raise answer


def _failure(must: str, address: str, hint: str = SAVE_IT) -> SourceError:
    return SourceError(f"the publisher's page must {must}: {quoted(address, 200)}. {hint}")


def _fetch(address: str) -> Content:
    deadline = time.monotonic() + TOTAL_SECONDS
    headers = {"User-Agent": AGENT, "Accept": "text/html, text/*;q=0.9, */*;q=0.1"}
    # Redirects are followed by hand: the library would read all of their bodies.
    for _ in range(MAXIMUM_REDIRECTS + 1):
        with requests.get(
            address,
            headers=headers,
            stream=True,
            allow_redirects=False,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
        ) as response:
            if not response.is_redirect:
                return _read(response, deadline)
            address = urljoin(response.url, response.headers["location"])
    raise _failure(f"redirect {MAXIMUM_REDIRECTS} times at most; it went on", address)


def _read(response: requests.Response, deadline: float) -> Content:
    status = response.status_code
    if status != HTTPStatus.OK:
        phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
        raise _failure(f"answer 200; it answered {status} {phrase}".rstrip(), response.url)
    declared = response.headers.get("content-type", "").lower()
    media_type = declared.partition(";")[0].strip()
    if media_type and not media_type.startswith(TEXT_TYPES):
        raise _failure(f"be a text; found {quoted(media_type)}", response.url, COPY_IT)
    data = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        data += chunk
        check_size(len(data), response.url)
        if time.monotonic() > deadline:
            raise requests.Timeout
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", declared)
    return Content(bytes(data), media_type, charset[1] if charset else "")
