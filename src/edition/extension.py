"""The extension: every registration and event handler, in the order of the flow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils.parsers.rst import Directive
from sphinx.util import logging

from . import __version__, html, nodes
from .checks import check
from .citation_style import find_backend_at_once, read_signs, tell_years_apart
from .directives.colophon import ColophonDirective
from .directives.lists import AllNotesDirective, ClaimsDirective
from .directives.names import NamesDirective
from .directives.passages import PassageDirective
from .directives.pictures import (
    AbbreviationsDirective,
    ArgumentMapDirective,
    TimelineDirective,
    TimelinePictureDirective,
)
from .directives.sessions import (
    PassagesDirective,
    PlanDirective,
    QuestionDirective,
    QuestionsDirective,
    SessionDirective,
)
from .domain import NAME, AddressRole, EditionDomain, book_of, state_of
from .epub.builder import EpubBuilder
from .epub.transforms import NotesToEnd
from .first_uses import LinkTerms
from .previews import Previews
from .site import citing, forge, head, places, style, visitors
from .site.downloads import Downloads
from .transforms import RenewWorks, TellUses, WorksToList
from .typst import card
from .typst.builder import TypstBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

ASSETS = Path(__file__).parent / "assets"

ENVIRONMENT_VERSION = 3
"""Raised when what is stored of a document changes: all are read again."""


DIRECTIVES: Mapping[str, type[Directive]] = {
    "passage": PassageDirective,
    "question": QuestionDirective,
    "session": SessionDirective,
    "plan": PlanDirective,
    "passages": PassagesDirective,
    "questions": QuestionsDirective,
    "timeline": TimelineDirective,
    "timeline-picture": TimelinePictureDirective,
    "argument-map": ArgumentMapDirective,
    "abbreviations": AbbreviationsDirective,
    "all-notes": AllNotesDirective,
    "claims": ClaimsDirective,
    "names": NamesDirective,
    "colophon": ColophonDirective,
}
"""The directives of the edition's pages."""


def setup_extension(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    # settings
    app.add_config_value(
        "edition_source",
        "",
        "",
        types=frozenset({str}),
        description="The publisher's address of the text.",
    )
    app.add_config_value(
        "edition_printings",
        ["reader-a4"],
        "",
        types=frozenset({list}),
        description="The names of the PDFs to print.",
    )
    app.add_config_value(
        "edition_forge",
        "",
        "html",
        types=frozenset({str}),
        description="The repository's address on its forge; without one there are no doors to it.",
    )
    app.add_config_value(
        "edition_branch",
        "main",
        "html",
        types=frozenset({str}),
        description="The branch that contributors change.",
    )
    # reading
    app.add_domain(EditionDomain)
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    for name in ("passage", "note", "question"):
        app.add_role(name, AddressRole())
    app.connect("env-get-outdated", find_outdated)
    app.connect("env-before-read-docs", report_problems)
    app.connect("doctree-read", remember_state)
    # references
    find_backend_at_once()
    app.connect("builder-inited", read_signs, priority=900)
    app.connect("builder-inited", tell_years_apart, priority=900)  # after the works were read
    app.add_post_transform(LinkTerms)
    app.add_post_transform(RenewWorks)
    app.add_post_transform(TellUses)
    app.add_post_transform(WorksToList)
    # writing
    previews = Previews()
    app.connect("doctree-resolved", previews.collect)
    app.connect("build-finished", previews.write)
    app.connect("config-inited", add_assets)
    app.connect("builder-inited", write_style_sheet)
    app.connect("config-inited", visitors.prepare_lost_page)
    app.setup_extension("notfound.extension")
    app.connect("html-page-context", html.mend_theme, priority=900)  # after the theme's own
    app.connect("html-page-context", head.complete, priority=900)
    app.connect("html-page-context", citing.describe_chapter, priority=900)
    app.connect("html-page-context", forge.add_doors, priority=900)
    downloads = Downloads()
    app.connect("html-page-context", downloads.link, priority=900)
    app.connect("build-finished", downloads.write)
    app.connect("build-finished", card.draw)
    app.connect("build-finished", places.write_places)
    app.connect("build-finished", visitors.write_maps)
    for node in nodes.NODES:
        app.add_node(node, html=html.VISITORS[node])
    app.add_post_transform(NotesToEnd)
    app.add_builder(TypstBuilder)
    app.add_builder(EpubBuilder, override=True)  # of Sphinx’s own
    return {
        "version": __version__,
        "env_version": ENVIRONMENT_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def add_assets(app: Sphinx, config: Config) -> None:
    """Give the HTML pages the edition's style sheet, fonts and templates."""
    # New lists: the old ones may be Sphinx's defaults, which a later build would have too.
    config.html_static_path = [*config.html_static_path, str(ASSETS / "static")]
    config.templates_path = [*config.templates_path, str(ASSETS / "templates")]
    config.version = config.version or __version__
    config.epub_show_urls = "no"  # the list of works spells them out
    config.html_show_search_summary = False  # it reads pages, which the policy forbids
    app.add_css_file(style.NAME)
    app.add_js_file("edition.js", loading_method="defer")


def write_style_sheet(app: Sphinx) -> None:
    """Give the site its style sheet; the other outputs have none."""
    if app.builder.name == "html":
        style.write_style_sheet(app, ASSETS / "styles")


def find_outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages that show what is no longer as they were read with."""
    known, book = cast("EditionDomain", env.domains[NAME]).states, book_of(env)
    return [name for name, state in known.items() if state != state_of(book, name)]


def remember_state(app: Sphinx, doctree: object) -> None:
    """Keep what a page was read with, for the next build to compare."""
    states = cast("EditionDomain", app.env.domains[NAME]).states
    states[app.env.docname] = state_of(book_of(app.env), app.env.docname)


def report_problems(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Tell what `edition check` would: a problem is a warning of the build."""
    for problem in check(book_of(env)):
        logger.warning(
            "%s",
            problem.message,
            location=f"{app.srcdir / problem.path}:{problem.line}",
            type="edition",
            subtype=problem.code.value,
        )
