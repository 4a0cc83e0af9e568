"""Addresses outside: what is told of servers that misbehave, and how politely they are asked.

No test needs the network: a server on this machine does all that servers do. A
case of `cases/outside.md` is an address of it, and what is told.
"""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import run
from misbehaving import misbehaving_server

from edition.outside import visit_all
from edition.outside.addresses import collect
from edition.outside.cache import DAYS, read_findings, write_findings
from edition.outside.hosts import Hosts
from edition.outside.records import Finding, Manners, Place, State
from edition.outside.visit import visit

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 25)
QUICK = Manners(pause=0, back_off=0.05, connect=0.5, read=0.5, total=1.2, patience=2, private=True)


@pytest.fixture(scope="module")
def server():
    with misbehaving_server() as running:
        yield running


def site_of(server):
    return f"http://127.0.0.1:{server.server_port}"


def manners_for(server):
    return replace(QUICK, archive=f"{site_of(server)}/archive")


@pytest.mark.param_file(CASES / "outside.md", "dot")
def test_server(file_params, server):
    site, path = site_of(server), file_params.content.strip()
    address = f"{site}{path}" if path.startswith("/") else path
    both = [address, f"{site}/page?beside"]
    found = visit_all(both, {}, manners_for(server), TODAY, lambda _: None)
    finding = next(finding for finding in found if finding.address == address)
    told = f"{finding.state}: {finding.reason}"
    if finding.leads_to and "more than" not in finding.reason:
        told += f": {finding.leads_to.removeprefix(site)}"
    told += "; archived" if finding.archived else ""
    file_params.assert_expected(told, rstrip=True)


def test_a_host_is_asked_for_one_thing_at_a_time_with_pauses():
    with misbehaving_server() as server:
        addresses = [f"{site_of(server)}/page?{number}" for number in range(4)]
        visit_all(addresses, {}, replace(QUICK, pause=0.2), TODAY, lambda _: None)
        times = [time for time, _ in server.asked]
        assert [path for _, path in server.asked] == ["/robots.txt", *["/page"] * 4]
        assert all(later - earlier >= 0.2 for earlier, later in pairwise(times))


def test_who_asks_to_wait_is_left_alone_that_long(server):
    visit(f"{site_of(server)}/busy-at-first?again", QUICK, Hosts(QUICK))
    first, second = [time for time, path in server.asked if path == "/busy-at-first"][:2]
    assert second - first >= 1


def test_without_a_network_no_host_is_called_dead():
    addresses = ["http://nowhere.invalid/", "http://elsewhere.invalid/"]
    found = visit_all(addresses, {}, QUICK, TODAY, lambda _: None)
    assert {finding.state for finding in found} == {State.UNKNOWN}


def test_nothing_is_read_that_nobody_needs(server):
    server.left.clear()
    visit(f"{site_of(server)}/huge", QUICK, Hosts(QUICK))
    assert server.left.wait(2), "the server was left after its head"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0"])
def test_this_machine_is_not_visited(server, host):
    before = len(server.asked)
    public = replace(QUICK, private=False)
    finding = visit(f"http://{host}:{server.server_port}/page", public, Hosts(public))
    assert finding.state is not State.ALIVE
    assert host == "[::1]" or finding.reason == "leads into a private network"
    assert len(server.asked) == before


def test_what_was_found_holds_for_some_days(tmp_path):
    path = tmp_path / "deep" / "addresses.json"
    findings = [
        Finding(f"https://example.org/{state}", state, "seen", date=TODAY.isoformat())
        for state in State
    ]
    write_findings(path, findings)
    assert list(read_findings(path, TODAY).values()) == findings
    for state, days in DAYS.items():
        address = f"https://example.org/{state}"
        assert address in read_findings(path, TODAY + timedelta(days=days - 1))
        assert address not in read_findings(path, TODAY + timedelta(days=days))
    path.write_text('[{"address": 1}]', "utf-8")
    assert read_findings(path, TODAY) == {}


def test_what_is_known_is_not_asked_again(server):
    address = f"{site_of(server)}/page?known"
    known = {
        name: Finding(name, State.ALIVE, "seen", date=TODAY.isoformat())
        for name in (address, "https://example.org/not-wanted")
    }
    before = len(server.asked)
    assert visit_all([address], known, QUICK, TODAY, lambda _: None) == [known[address]]
    assert len(server.asked) == before


def test_every_address_of_the_bibliography_is_collected_with_its_line():
    source = (
        "@book{a,\n  url = {https://a.org/},\n  doi = {10.1/b},\n  archived = {https://c.org}\n}"
    )
    assert collect([], "references.bib", source) == {
        "https://a.org/": (Place("references.bib", 2),),
        "https://c.org": (Place("references.bib", 4),),
        "https://doi.org/10.1/b": (Place("references.bib", 3),),
    }


def test_the_command_tells_what_is_dead_moved_and_unknown(small, server):
    site = site_of(server)
    source = "\n".join(
        f"@online{{w{number},\n  url = {{{site}/{path}}}\n}}"
        for number, path in enumerate(["page", "404-lost", "moved", "403-closed"])
    )
    (small / "references.bib").write_text(source, "utf-8")
    options = ["--external", "--private", "--pause", "0", "--archive", f"{site}/archive"]
    done = run(small, "links", *options)
    assert done.returncode == 1
    archived = f"https://web.archive.org/web/{site}/404-lost"
    assert done.stdout == (
        f"references.bib:5: an address must be alive; found: 404 Not Found, at '{site}/404-lost'. "
        f"An archived copy: '{archived}' (address-dead)\n"
        f"moved: references.bib:8: '{site}/moved': moved for good now '{site}/page'\n"
        f"unknown: references.bib:11: '{site}/403-closed': 403 Forbidden\n"
        "4 addresses: 1 alive, 1 moved, 1 dead, 1 unknown\n"
    )
    before = len(server.asked)
    again = run(small, "links", *options, "--json")
    assert [record["state"] for record in json.loads(again.stdout)] == [
        "unknown",
        "dead",
        "moved",
        "alive",
    ]
    assert len(server.asked) == before, "what was found holds for a while"


def test_an_archived_copy_stands_beside_the_address(build):
    page = (build("small-companion").html / "bibliography.html").read_text("utf-8")
    shown = "web.archive.org/web/2024/https://example.org/council/vote"
    assert re.search(rf'Archived: <a class="[^"]*" href="https://{shown}">{shown}</a>', page)
