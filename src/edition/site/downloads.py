"""What a reader may take along for other programs: files beside the pages, and links to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from edition.domain import book_of
from edition.interchange import Export, Origin, export, write_exports

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER: Final = "data"
PAGES: Final = {"notes": ("annotations.jsonld",), "bibliography": ("works.json", "works.bib")}
"""The pages whose contents there are files of."""


class Downloads:
    """Makes the files once in a build, links to them, and writes them."""

    def __init__(self) -> None:
        self.files: tuple[Export, ...] = ()

    def link(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: object,
    ) -> None:
        """Add to a page the links to what it may be taken along as."""
        names = PAGES.get(pagename, ())
        if not names:
            return
        titles = {file.name: file.title for file in self._make(app)}
        links = " · ".join(
            f'<a href="{context["pathto"](f"{FOLDER}/{name}", 1)}" download>{titles[name]}</a>'
            for name in names
        )
        context["body"] += f'<p class="uses">To take along: {links}</p>\n'

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the files beside the pages."""
        if exception is None and app.builder.name == "html":
            write_exports(self._make(app), Path(app.outdir, FOLDER))

    def _make(self, app: Sphinx) -> tuple[Export, ...]:
        """Return the files, made when they are first wanted."""
        settings = app.config
        origin = Origin(settings.html_title, settings.language, settings.edition_source)
        self.files = self.files or export(book_of(app.env), origin)
        return self.files
