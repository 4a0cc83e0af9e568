"""`edition links --external`: what became of the addresses outside."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from edition.book import REFERENCES
from edition.links.records import Output
from edition.outside import visit_all
from edition.outside.addresses import collect
from edition.outside.cache import read_findings, write_findings
from edition.outside.records import Finding, Manners, Place, State
from edition.problem import Code, Problem, quoted

from .base import print_problems

CACHE = "_build/addresses.json"


def check_outside(
    root: Path, outputs: Sequence[Output], manners: Manners, *, again: bool, as_json: bool
) -> bool:
    """Visit every address that the outputs and references.bib name; tell what was found.

    With `again`, also what was found a short time ago. Return whether none is dead.
    """
    bibliography = root / REFERENCES
    source = bibliography.read_text("utf-8") if bibliography.is_file() else ""
    places = collect(outputs, REFERENCES, source)
    today = datetime.now(UTC).date()
    known = {} if again else read_findings(root / CACHE, today)
    with click.progressbar(length=len(places), label="visiting", file=sys.stderr) as bar:

        def tell(finding: Finding) -> None:
            bar.update(1)

        findings = visit_all(places, known, manners, today, tell)
    write_findings(root / CACHE, findings)
    problems = sorted(
        Problem(place.path, place.line, _tell(finding), Code.ADDRESS_DEAD)
        for finding in findings
        if finding.state is State.DEAD
        for place in places[finding.address][:1]
    )
    if as_json:
        _print_json(findings, places)
    else:
        print_problems(problems)
        _print_others(findings, places)
    return not problems


def _tell(finding: Finding) -> str:
    message = (
        f"an address must be alive; found: {finding.reason}, at {quoted(finding.address, 200)}"
    )
    if finding.archived:
        return f"{message}. An archived copy: {quoted(finding.archived, 250)}"
    return message


def _print_others(findings: Sequence[Finding], places: Mapping[str, tuple[Place, ...]]) -> None:
    for state in (State.MOVED, State.UNKNOWN):
        for finding in (finding for finding in findings if finding.state is state):
            place = places[finding.address][0]
            end = f" now {quoted(finding.leads_to, 200)}" if finding.leads_to else ""
            click.echo(
                f"{state}: {place.path}:{place.line}: {quoted(finding.address, 200)}: "
                f"{finding.reason}{end}"
            )
    counts = Counter(finding.state for finding in findings)
    told = ", ".join(f"{counts[state]} {state}" for state in State)
    noun = "address" if len(findings) == 1 else "addresses"
    click.echo(f"{len(findings)} {noun}: {told}")


def _print_json(findings: Sequence[Finding], places: Mapping[str, tuple[Place, ...]]) -> None:
    records = [
        asdict(finding) | {"places": [asdict(place) for place in places[finding.address]]}
        for finding in findings
    ]
    click.echo(json.dumps(records, ensure_ascii=False, indent=2))
