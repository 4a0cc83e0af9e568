"""`edition links`: whether what was built holds together."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from edition.copies import COPIES
from edition.outside.records import Manners

from .base import counted, fail, in_edition, print_problems


@click.command("links")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--external", is_flag=True, help="Visit the addresses outside instead.")
@click.option("--again", is_flag=True, help="Visit also what was visited a short time ago.")
@click.option(
    "--pause", default=1.0, help="Seconds between two visits of a host.", show_default=True
)
@click.option(
    "--archive", default=Manners.archive, help="Where copies of dead pages are asked for."
)
@click.option(
    "--private", is_flag=True, hidden=True, help="For tests: this machine may be visited."
)
@in_edition
def links_command(
    root: Path,
    as_json: bool,
    external: bool,
    again: bool,
    pause: float,
    archive: str,
    private: bool,
) -> None:
    """Check the links of everything in _build: the website, the EPUB and the PDFs.

    Each link must lead to a place that is there, each note must lead back to
    where it is called, and each heading of a PDF must have a bookmark.

    With --external, the addresses outside that the outputs and references.bib
    name are visited: politely, which takes minutes. What was found is kept in
    _build for some days. Only what is gone for good is an error.
    """
    from edition.links import read_outputs
    from edition.links.judge import judge

    from .outside import check_outside

    outputs, absent = read_outputs(root / "_build", COPIES)
    if not outputs and not external:
        fail("nothing is built: run `edition build` first")
    if external:
        manners = Manners(pause=pause, archive=archive, private=private)
        sound = check_outside(root, outputs, manners, again=again, as_json=as_json)
        sys.exit(0 if sound else 1)
    problems = sorted(problem for output in outputs for problem in judge(output))
    if as_json:
        report = {
            "read": {
                output.name: {
                    "links": len(output.links),
                    "places": len(output.targets),
                    "outside": len(output.outside),
                }
                for output in outputs
            },
            "absent": absent,
            "problems": [asdict(problem) | {"code": problem.code.value} for problem in problems],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print_problems(problems)
        for output in outputs:
            click.echo(
                f"{output.name}: {len(output.links):,} links to {len(output.targets):,} places, "
                f"{len(output.outside):,} to outside"
            )
        for name in absent:
            click.echo(f"not built, so not read: {name}")
        click.echo(counted(len(problems), "problem"))
    sys.exit(1 if problems else 0)
