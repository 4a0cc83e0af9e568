"""`edition preview`: the site in the browser, built anew as its sources change."""

from __future__ import annotations

import time
from pathlib import Path

import click

from edition.book import read_book
from edition.checks import check
from edition.preview.server import News, start
from edition.preview.watch import Watch

from .base import counted, fail, in_edition


@click.command("preview")
@click.option("--port", type=click.IntRange(1024, 65000), default=8000, help="8000 by default.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
@in_edition
def preview_command(root: Path, port: int, opens: bool) -> None:
    """Show the website in the browser, and build it anew whenever a file changes.

    A problem in a note is told here and on the page, which stays as it was
    until it is mended. Only what has changed is written, so the search of a
    preview may know less than that of the finished site. Ctrl-C ends it.
    """
    news = News()
    site = root / "_build" / ".preview" / "html"
    site.mkdir(parents=True, exist_ok=True)
    watch = Watch(root)
    click.echo("Building …")
    whole = _build(root, site.parent, news, everything=False)
    try:
        server = start(site, news, port)
    except OSError as error:
        fail(f"a port from {port} on must be free; found: {error}. Name another with --port")
    click.echo(f"Preview: {server.address} (Ctrl-C ends it)")
    try:
        if opens:
            click.launch(server.address)
        while changed := watch.wait():
            click.echo(f"Changed: {', '.join(changed[:3])}{' …' if changed[3:] else ''}")
            whole = _build(root, site.parent, news, everything=not whole)
    except KeyboardInterrupt:
        click.echo("\nThe preview has ended.")
    finally:
        server.shutdown()
        server.server_close()


def _build(root: Path, work: Path, news: News, *, everything: bool) -> bool:
    """Build what has changed, and tell the terminal and the pages; return whether all was well.

    After a build that failed everything is written, as nobody knows what was not.
    """
    from edition.build import BuildError, build_preview

    begun, problems = time.monotonic(), list[str]()
    try:
        problems = [str(problem) for problem in check(read_book(root))]
        if not problems:
            build_preview(root, work, everything=everything)
    except BuildError as error:
        problems = str(error).replace(f"{root}/", "").splitlines()
    except Exception as error:  # noqa: BLE001  (a file that is half saved may be anything)
        problems = [f"the edition could not be read: {type(error).__name__}: {error}"]
    news.tell(problems)
    for problem in problems:
        click.echo(problem)
    took = f"{time.monotonic() - begun:.1f} s"
    wrong = f"{counted(len(problems), 'problem')}: nothing was built"
    click.echo(wrong if problems else f"Built in {took}")
    return not problems
