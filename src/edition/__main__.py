"""`python -m edition` is the `edition` command."""

from .cli import main

main(prog_name="edition")
