"""One visit to a page in a wide window, and all that several tests want to know of it."""

from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (1024, 390, 320, 1440)


@dataclass(frozen=True)
class Visit:
    """What was seen at a page."""

    path: Path
    asked: tuple[str, ...]  # the addresses of what it loaded
    told: tuple[str, ...]  # what it said on the console
    sideways: tuple[int, ...]  # the widths at which it scrolls sideways
    faults: list[tuple[str, str]]  # what axe finds


def axe(page: Page) -> list[tuple[str, str]]:
    """What axe finds on a page with everything unfolded: rules and first places."""
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
    found = Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def console_of(page: Page) -> list[str]:
    """A list that fills with what a page says on its console."""
    messages: list[str] = []
    page.on("console", lambda message: messages.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(f"{page.url}: {error}"))
    return messages


def visit(page: Page, path: Path) -> Visit:
    """Open `path` in `page`, 1440 pixels wide; a search page with words to search for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    told = console_of(page)
    page.goto(path.as_uri() + ("?q=the" if path.stem == "search" else ""))
    if path.stem == "search":
        page.locator("#places h2").wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    sideways = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            sideways.append(width)
    seen = tuple(asked), tuple(told)  # before axe, which loads and may complain
    return Visit(path, *seen, tuple(sideways), axe(page))
