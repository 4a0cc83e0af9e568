"""The Sphinx builder `typst`: copies of the book as PDFs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sphinx.builders import Builder
from sphinx.errors import ConfigError, NoUri
from sphinx.util import logging

from edition import nodes as edition
from edition.copies import Printing, read_name
from edition.domain import book_of
from edition.imprint import timestamp

from . import syntax
from .assembly import assemble_book
from .compiler import Diagnostic
from .excerpt import choose_part, cut_out
from .handout import assemble_handout
from .openings import open_book, open_handout
from .press import Job, print_all
from .translator import TypstTranslator

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "template"


class TypstBuilder(Builder):
    """Prints the documents that the root document's tables of contents name.

    Writes a PDF for each name in the setting `edition_printings`, with the
    source it is made from; printings of the same content share one. If
    anything cannot be printed, the errors are told and that PDF is not there.
    """

    name = "typst"
    format = "typst"
    epilog = "The PDFs are in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]  # noqa: RUF012  (as in Sphinx)

    def init(self) -> None:
        """Check the settings."""
        self.docnames: set[str] = set()
        self.folder = Path(os.fspath(self.outdir))  # Sphinx's own kind of path lacks methods
        self.printings: list[Printing] = []
        for name in self.config.edition_printings:
            if (printing := read_name(name)) is None:
                raise ConfigError(
                    f"edition_printings must be names such as reader-a4; found: {name!r}"
                )
            self.printings.append(printing)

    def get_outdated_docs(self) -> str:
        """Return what is built: always all of the book."""
        return "the book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a document within the book, which the translator reads."""
        if docname not in self.docnames:
            raise NoUri(docname, typ)
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same address wherever the link stands."""
        return self.get_target_uri(to, typ)

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Translate what the copies consist of, and print them."""
        images = self.folder / "images"
        shutil.rmtree(images, ignore_errors=True)
        shutil.copytree(TEMPLATES, self.folder, dirs_exist_ok=True)
        images.mkdir()
        jobs: list[Job] = []
        sources: dict[str, Path | None] = {}
        for printing in self.printings:
            name = f"{printing.contents}{printing.part}"
            if name not in sources:
                sources[name] = self._write_source(name, printing)
            if source := sources[name]:
                jobs.append(Job(printing, source))
        for path, image in self.images.items():
            shutil.copyfile(self.srcdir / path, images / image)
        files = [*images.iterdir(), *(self.folder / path.name for path in TEMPLATES.iterdir())]
        for job, diagnostics in print_all(jobs, files, timestamp()):
            self._report(diagnostics, job.source)

    def _write_source(self, name: str, printing: Printing) -> Path | None:
        """Write what a printing is made from; return None if it cannot be translated."""
        record = book_of(self.env)
        if printing.contents == "handout":
            session = next(s for s in record.sessions if s.number == printing.session)
            self.docnames = set(self.env.found_docs)
            document = assemble_handout(self, record, session)
            opening = open_handout(self.config, document, session)
        else:
            self.docnames = set()
            document = assemble_book(self, self.docnames, printing.contents)
            part = choose_part(record, printing)
            if part:
                cut_out(document, part)
            opening = open_book(self.config, document, part.title if part else "")
        translator = cast("TypstTranslator", self.create_translator(document, self))
        document.walkabout(translator)
        if translator.failed:
            self._app.statuscode = 1
            return None
        for node in document.findall(edition.drawing):
            (self.folder / "images" / f"{node['name']}.svg").write_text(node["file"], "utf-8")
        source = self.folder / f"{name}.typ"
        source.write_text(opening + translator.astext(), encoding="utf-8")
        return source

    def _report(self, diagnostics: list[Diagnostic], source: Path) -> None:
        """Tell what Typst found wrong, each at the line of the pages it comes from."""
        text = source.read_text(encoding="utf-8")
        for diagnostic in diagnostics:
            self._app.statuscode = 1
            location = f"{diagnostic.path}:{diagnostic.line}" if diagnostic.path else None
            if Path(diagnostic.path).name == source.name:
                origin = syntax.find_origin(text, diagnostic.line, diagnostic.column)
                location = f"{self.srcdir / origin[0]}:{origin[1]}" if origin else location
            logger.error("%s", diagnostic.message, location=location, type="edition", subtype="pdf")
