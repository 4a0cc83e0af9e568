"""What was found before, so that no server is asked twice for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from .records import Finding, State

DAYS = {State.ALIVE: 30, State.MOVED: 30, State.DEAD: 1, State.UNKNOWN: 1}
"""For how many days a finding holds."""


def read_findings(path: Path, today: date) -> dict[str, Finding]:
    """Return the findings of the file at `path` that still hold, by address.

    A file that is not there, or that nobody can read, holds none.
    """
    try:
        records = json.loads(path.read_text("utf-8"))
        findings = [Finding(**{**record, "state": State(record["state"])}) for record in records]
        return {
            finding.address: finding
            for finding in findings
            if today - date.fromisoformat(finding.date) < timedelta(days=DAYS[finding.state])
        }
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Keep `findings` in the file at `path`, which replaces the old one in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.fresh")
    fresh.write_text(json.dumps([asdict(finding) for finding in findings], indent=1), "utf-8")
    fresh.replace(path)
