"""A copy in the Internet Archive of what is gone, by its availability interface."""

from __future__ import annotations

import json
from http import HTTPStatus
from urllib.parse import urlencode

from .hosts import Hosts
from .network import FAILURES, PrivateAddressError, ask
from .records import Manners


def find_copy(address: str, manners: Manners, hosts: Hosts) -> str:
    """Return the address of the archived copy nearest to now; "" if none is known."""
    question = f"{manners.archive}?{urlencode({'url': address})}"
    try:
        with hosts.turn(question):
            answer = ask(question, manners, body=True)
        if answer.status != HTTPStatus.OK or not answer.whole:
            return ""
        closest = json.loads(answer.body)["archived_snapshots"]["closest"]
        copy = str(closest["url"]) if closest["available"] and closest["status"] == "200" else ""
    except (*FAILURES, PrivateAddressError, KeyError, TypeError):
        return ""
    return copy.replace("http://", "https://", 1) if copy.startswith("http://web.") else copy
