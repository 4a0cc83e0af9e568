"""`edition links`: whether what was built holds together."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from edition.copies import COPIES

from .base import counted, fail, in_edition, print_problems


@click.command("links")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@in_edition
def links_command(root: Path, as_json: bool) -> None:
    """Check the links of everything in _build: the website and the PDFs.

    Each link must lead to a place that is there, each note must lead back to
    where it is called, and each heading of a PDF must have a bookmark.
    """
    from edition.links import read_outputs
    from edition.links.judge import judge

    outputs, absent = read_outputs(root / "_build", COPIES)
    if not outputs:
        fail("nothing is built: run `edition build` first")
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
