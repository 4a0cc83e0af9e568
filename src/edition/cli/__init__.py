"""The `edition` command: every command works on the edition in the current folder."""

from __future__ import annotations

import click

from edition import __version__

from .build import build_command
from .check import check_command
from .export import export_command
from .impact import impact_command
from .links import links_command
from .note import note_command
from .preview import preview_command
from .text import text_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Build, check and complete an annotated study edition."""


for command in (
    text_command,
    note_command,
    check_command,
    impact_command,
    preview_command,
    build_command,
    links_command,
    export_command,
):
    main.add_command(command)
