"""The head of a page: what browsers, search engines and those who share a link are told."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docutils import nodes

from edition import nodes as edition
from edition.domain import book_of
from edition.typst.card import CARD, CARD_SIZE, ICON, TOUCH_ICON

from .policy import FONT_SCRIPT, POLICY, THEME_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

LONGEST: Final = 180
"""The longest description of a page, in characters: search engines show no more."""

COLOURS: Final = {"light": "#fffefb", "dark": "#191816"}
"""The ground of the page, for the browser's own frame: as in `palette.css`."""

UNUSED: Final = frozenset(
    {
        "furo-extensions.css",  # for extensions that no page uses
        "documentation_options.js",  # these three for search; its page asks for what it needs
        "doctools.js",
        "sphinx_highlight.js",
    }
)
"""What Sphinx and the theme would load with every page."""


def complete(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object
) -> None:
    """Give a page's template what `base.html` writes into its head, and drop what is not needed."""
    address = app.config.html_baseurl
    context["policy"] = POLICY
    context["font_script"], context["theme_script"] = FONT_SCRIPT, THEME_SCRIPT
    context["colours"], context["card_size"] = COLOURS, CARD_SIZE
    context["icon"], context["touch_icon"] = ICON, TOUCH_ICON
    context["share_card"] = posixpath.join(address, "_static", CARD) if address else ""
    context.setdefault("title", "Search")  # the only page that comes without
    if isinstance(doctree, nodes.document):
        chapters = {chapter.document for chapter in book_of(app.env).chapters}
        context["description"] = describe(doctree, chapter=pagename in chapters)
        if pagename == app.config.root_doc:
            context["pageurl"] = address
    else:
        context["pageurl"] = None  # nobody shall find the search page, or the one of a lost page
    # docutils says this once more, and less of it than the theme.
    context["metatags"] = re.sub(r'<meta name="viewport"[^>]*>\n?', "", context.get("metatags", ""))
    unused = UNUSED if 'class="highlight' in context.get("body", "") else {*UNUSED, "pygments.css"}
    for kind in ("css_files", "script_files"):
        context[kind] = [file for file in context[kind] if Path(file.filename).name not in unused]


def describe(doctree: nodes.document, *, chapter: bool) -> str:
    """Return what a page says first; of a chapter, what it argues, and none of the author's words.

    The text of a passage is no paragraph, so that no other page can give it either.
    """
    if chapter:
        return shorten(node.astext() for node in doctree.findall(edition.precis))
    paragraphs = doctree.findall(nodes.paragraph)
    return shorten(node.astext() for node in paragraphs if isinstance(node.parent, nodes.section))


def shorten(paragraphs: Iterable[str]) -> str:
    """Return the first sentences of `paragraphs`; where they are long, only its first words."""
    shown = ""
    for paragraph in paragraphs:
        for sentence in re.split(r"(?<=[.!?])\s+", " ".join(paragraph.split())):
            longer = f"{shown} {sentence}".strip()
            if len(longer) > LONGEST:
                whole = len(shown) > LONGEST / 2
                return shown if whole else f"{longer[: LONGEST - 2].rpartition(' ')[0]} …"
            shown = longer
        if shown and shown[-1] not in ".:!?…”":
            shown += "."
    return shown
