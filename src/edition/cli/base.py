"""What the commands share: the edition they work on, and how they tell what they found."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec

import click

from edition.problem import Problem

P = ParamSpec("P")


def find_root() -> Path:
    """Return the nearest folder, from the current one up, that holds an edition."""
    current = Path.cwd()
    for folder in (current, *current.parents):
        if (folder / "conf.py").is_file():
            return folder
    raise click.UsageError("no edition here: no folder from this one up has a conf.py")


def in_edition(command: Callable[Concatenate[Path, P], None]) -> Callable[P, None]:
    """Give `command` the folder of the edition as its first argument."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        command(find_root(), *args, **kwargs)

    return run


def setting(root: Path, name: str) -> str:
    """Return what `conf.py` sets `name` to; "" if it does not.

    The command ends with a message if the settings cannot be read.
    """
    # Imported here, as a check needs no Sphinx.
    from sphinx.config import eval_config_file
    from sphinx.errors import ConfigError
    from sphinx.util.tags import Tags

    try:
        return str(eval_config_file(root / "conf.py", Tags()).get(name, ""))
    except ConfigError as error:
        fail(str(error))


def counted(number: int, noun: str) -> str:
    """Return `1 word`, `2 words`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def print_problems(problems: list[Problem]) -> None:
    """Print each problem on a line."""
    for problem in problems:
        click.echo(str(problem))


def fail(message: str) -> NoReturn:
    """Say why the work could not be done, and end with status 1."""
    click.echo(message, err=True)
    sys.exit(1)
