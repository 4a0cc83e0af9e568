"""Visit an address, and tell what became of it."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import unquote, urljoin, urlsplit

import requests
from lxml import etree

from .hosts import Hosts, host_of
from .network import FAILURES, Answer, PrivateAddressError, SlowError, ask
from .records import Finding, Manners, State

GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
FOR_GOOD = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT)
ANCHOR = re.compile(r"[^\s!:/={}<>\"\\][^\s/={}<>\"\\]*")
"""A fragment that names a place of a page; scripts and browsers use others in their own ways."""

NO_HOST = "its host does not exist"
UNRESOLVED = re.compile(r"Name or service not known|nodename nor servname|No address associated")


def visit(address: str, manners: Manners, hosts: Hosts) -> Finding:
    """Return what is found at `address`, which may have a fragment.

    Redirects are followed, each host in its turn. What a server refuses, or
    what fails on the way, is unknown: only what is said to be gone is dead.
    """
    here, seen, lasting = address, set[str](), True
    while True:
        plain = here.partition("#")[0]
        if not host_of(here):
            return Finding(address, State.DEAD, "no web address", here if seen else "")
        if plain in seen:
            return Finding(address, State.DEAD, "redirects in a circle", here)
        if len(seen) > manners.redirects:
            return Finding(address, State.DEAD, f"more than {manners.redirects} redirects", here)
        seen.add(plain)
        result = _look(here, manners, hosts)
        if isinstance(result, tuple):
            state, reason = result
            return Finding(address, state, reason, here if here != address else "")
        if not (300 <= result.status < 400 and "location" in result.headers):  # noqa: PLR2004
            break
        lasting = lasting and result.status in FOR_GOOD
        here = _follow(here, result.headers["location"])
    state, reason = _judge(here, result)
    leads_to = here if here != address else ""
    if state is State.ALIVE and leads_to:
        state = State.MOVED if lasting else State.ALIVE
        reason = "moved for good" if lasting else "leads on for the time being"
    return Finding(address, state, reason, leads_to)


def _follow(here: str, location: str) -> str:
    """Return where a redirect leads; a fragment stays, unless it brings its own."""
    fragment = urlsplit(here).fragment
    try:
        target = urljoin(here, location)
    except ValueError:
        return location
    return f"{target}#{fragment}" if fragment and "#" not in target else target


def _look(address: str, manners: Manners, hosts: Hosts) -> Answer | tuple[State, str]:
    """Return what the server answers, asked again while it is busy; or why it gave no answer."""
    plain, _, fragment = address.partition("#")
    for attempt in range(manners.retries + 1):
        try:
            if not hosts.allows(plain):
                return State.UNKNOWN, "robots.txt does not allow a visit"
            with hosts.turn(plain):
                answer = ask(plain, manners, body=bool(ANCHOR.fullmatch(fragment)))
        except (PrivateAddressError, *FAILURES) as error:
            state, reason, again = _fail(error)
            if not again or attempt == manners.retries:
                return state, reason
            time.sleep(manners.back_off * 2**attempt)
            continue
        busy = answer.status in BUSY or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        if not busy or attempt == manners.retries:
            return answer
        wait = _retry_after(answer)
        if wait is not None and wait > manners.patience:
            return answer
        time.sleep(wait if wait is not None else manners.back_off * 2**attempt)
    raise AssertionError  # the last attempt returns


def _fail(error: Exception) -> tuple[State, str, bool]:
    """Return what a failure says of an address, and whether to try again."""
    match error:
        case PrivateAddressError():
            return State.DEAD, "leads into a private network", False
        case requests.exceptions.SSLError():
            return State.UNKNOWN, "its certificate is not trusted", False
        case SlowError() | requests.Timeout():
            return State.UNKNOWN, "no answer in time", False
        case requests.ConnectionError() if UNRESOLVED.search(str(error)):
            return State.DEAD, NO_HOST, False
        case requests.exceptions.InvalidURL() | UnicodeError():
            return State.DEAD, "no web address", False
        case _:
            return State.UNKNOWN, "the connection failed", True


def _retry_after(answer: Answer) -> float | None:
    """Return how many seconds a server asks to wait; None if it does not say."""
    value = answer.headers.get("retry-after", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _judge(address: str, answer: Answer) -> tuple[State, str]:
    """Return what an answer says of an address."""
    status = answer.status
    known = {int(each): each.phrase for each in HTTPStatus}
    told = f"{status} {known.get(status, '')}".rstrip()
    if status in GONE:
        return State.DEAD, told
    if not 200 <= status < 300:  # noqa: PLR2004
        return State.UNKNOWN, told
    fragment = unquote(urlsplit(address).fragment)
    if not ANCHOR.fullmatch(fragment) or "html" not in answer.headers.get("content-type", "html"):
        return State.ALIVE, told
    if _has_anchor(answer.body, fragment):
        return State.ALIVE, told
    if not answer.whole:
        return State.UNKNOWN, f"too large to look for #{fragment}"
    return State.DEAD, f"the page has no #{fragment}"


def _has_anchor(body: bytes, name: str) -> bool:
    if not body.strip():
        return False
    root = etree.fromstring(body, etree.HTMLParser(huge_tree=True))
    elements = root.iter() if root is not None else ()
    return any(name in (element.get("id"), element.get("name")) for element in elements)
