"""The addresses outside that an edition names: visited politely, and told what became of them.

Sphinx's own checker is not used. It reads the sources by another build, not
the finished outputs; it does not ask robots.txt, keeps nothing of what it
found, takes a refusal for a failure and knows no archive.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from .archive import find_copy
from .hosts import Hosts, host_of
from .records import Finding, Manners, State
from .visit import NO_HOST, visit


def visit_all(
    addresses: Iterable[str],
    known: Mapping[str, Finding],
    manners: Manners,
    today: date,
    tell: Callable[[Finding], None],
) -> list[Finding]:
    """Return what is found at each of `addresses`, sorted; what is `known` is not asked again.

    `tell` is called with each finding as it comes.
    """
    hosts = Hosts(manners)
    due: dict[str, list[str]] = defaultdict(list)
    for address in sorted(set(addresses) - set(known)):
        due[host_of(address)].append(address)

    def visit_host(own: Collection[str]) -> list[Finding]:
        found = []
        for address in own:
            finding = replace(visit(address, manners, hosts), date=today.isoformat())
            if finding.state is State.DEAD:
                finding = replace(finding, archived=find_copy(address, manners, hosts))
            tell(finding)
            found.append(finding)
        return found

    with ThreadPoolExecutor(manners.hosts) as pool:
        visited = [finding for found in pool.map(visit_host, due.values()) for finding in found]
    if visited and all(finding.reason == NO_HOST for finding in visited):
        # Without a network every host seems to be gone.
        visited = [
            replace(finding, state=State.UNKNOWN, reason=f"{NO_HOST}, nor does any other")
            for finding in visited
        ]
    wanted = set(addresses)
    kept = [finding for finding in known.values() if finding.address in wanted]
    return sorted([*visited, *kept], key=lambda finding: finding.address)
