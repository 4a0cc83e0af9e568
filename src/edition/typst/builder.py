"""The Sphinx builder `typst`: the whole book as one PDF."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import ConfigError, NoUri
from sphinx.util import logging
from sphinx.util.nodes import inline_all_toctrees

from edition import __version__
from edition import nodes as edition

from . import syntax
from .compiler import CompilationError, Diagnostic, compile_pdf, digest
from .translator import TypstTranslator
from .writer import label_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "template.typ"
PAPERS = ("a4", "letter")


class TypstBuilder(Builder):
    """Prints the documents that the root document's tables of contents name.

    Writes `book.typ`, which is the same for every paper, and
    `reader-<paper>.pdf` with a digest of all that it was made from: while
    that stays the same, the PDF is left as it is. If anything cannot be
    printed, the errors are told and no PDF is written.
    """

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]  # noqa: RUF012  (as in Sphinx)

    def init(self) -> None:
        """Check the settings."""
        self.docnames: set[str] = set()
        self.folder = Path(os.fspath(self.outdir))  # Sphinx's own kind of path lacks methods
        if self.config.edition_paper not in PAPERS:
            found = self.config.edition_paper
            raise ConfigError(f"edition_paper must be one of {', '.join(PAPERS)}; found: {found!r}")

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
        """Write the book, and compile it if it differs from the one that is there."""
        book = self.assemble()
        translator = cast("TypstTranslator", self.create_translator(book, self))
        book.walkabout(translator)
        if translator.failed:
            self._app.statuscode = 1
            return
        self._write_sources(self._opening(book) + translator.astext())
        self._compile()

    def assemble(self) -> nodes.document:
        """Return the documents that the root document leads to as one doctree.

        The root document's own words are not printed: it is the front door of
        the site. Links to it lead to the title page.
        """
        front = self.env.get_doctree(self.config.root_doc)
        book = front.copy()
        book["docname"] = self.config.root_doc
        book["ids"] = [name for node in front.findall(nodes.Element) for name in node["ids"]]
        book += [toctree for toctree in front.findall(addnodes.toctree) if self._prints(toctree)]
        self.docnames = {self.config.root_doc}
        traversed = [self.config.root_doc]
        book = inline_all_toctrees(self, self.docnames, traversed[0], book, str, traversed)
        self.env.resolve_references(book, traversed[0], self)
        self.post_process_images(book)
        return book

    def _prints(self, toctree: addnodes.toctree) -> bool:
        """Tell whether a table of contents is for print too, and not `only` for the site."""
        node: nodes.Node | None = toctree
        while node := node.parent if node else None:
            if isinstance(node, addnodes.only) and not self.tags.eval_condition(node["expr"]):
                return False
        return True

    def _opening(self, book: nodes.document) -> str:
        """Return the source that names the template, and what the title page shows."""
        settings = self.config
        project = settings.project
        subtitle = settings.html_title.removeprefix(project).strip(" .,:–—")
        language, _, region = settings.language.replace("_", "-").partition("-")
        options = {
            "title": project,
            "subtitle": subtitle if subtitle != settings.html_title else "",
            "author": settings.author,
            "edition": "reading" if any(book.findall(edition.passage_text)) else "companion",
            "address": settings.edition_source,
            "date": _spell_date(timestamp()),
            "language": language,
            "region": region or None,
        }
        spelt = {name: syntax.value(value) for name, value in options.items()}
        at = syntax.label(label_of(settings.root_doc))
        template = syntax.apply("edition.book.with", at=at, **spelt)
        return f'#import "{TEMPLATE.name}" as edition\n#show: {template}\n'

    def _write_sources(self, text: str) -> None:
        """Put all that Typst reads into the output folder."""
        (self.folder / "book.typ").write_text(text, encoding="utf-8")
        shutil.copyfile(TEMPLATE, self.folder / TEMPLATE.name)
        images = self.folder / "images"
        shutil.rmtree(images, ignore_errors=True)
        images.mkdir()
        for path, name in self.images.items():
            shutil.copyfile(self.srcdir / path, images / name)

    def _compile(self) -> None:
        paper = self.config.edition_paper
        target = self.folder / f"reader-{paper}.pdf"
        remembered = target.with_suffix(".digest")
        files = [self.folder / "book.typ", self.folder / TEMPLATE.name]
        files += (self.folder / "images").iterdir()
        inputs = digest(__version__, paper, str(timestamp()), files=files)
        if target.is_file() and remembered.is_file():
            made_from, made = remembered.read_text(encoding="utf-8").split()
            if made_from == inputs and made == digest(files=[target]):
                logger.info("the PDF is up to date")
                return
        try:
            pdf, warnings = compile_pdf(files[0], {"paper": paper}, timestamp())
        except CompilationError as error:
            self._report(error.diagnostics)
            return
        self._report(warnings)
        fresh = target.with_suffix(".fresh")
        fresh.write_bytes(pdf)
        fresh.replace(target)
        remembered.write_text(f"{inputs} {digest(files=[target])}\n", encoding="utf-8")

    def _report(self, diagnostics: list[Diagnostic]) -> None:
        """Tell what Typst found wrong, each at the line of the sources it comes from."""
        text = (self.folder / "book.typ").read_text(encoding="utf-8")
        for diagnostic in diagnostics:
            self._app.statuscode = 1
            location = f"{diagnostic.path}:{diagnostic.line}" if diagnostic.path else None
            if Path(diagnostic.path).name == "book.typ":
                origin = syntax.find_origin(text, diagnostic.line, diagnostic.column)
                location = f"{self.srcdir / origin[0]}:{origin[1]}" if origin else location
            logger.error("%s", diagnostic.message, location=location, type="edition", subtype="pdf")


def timestamp() -> int | None:
    """Return the date of the edition in seconds since 1970; None if it is not known."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or None


def _spell_date(seconds: int | None) -> str:
    if seconds is None:
        return ""
    date = datetime.fromtimestamp(seconds, UTC)
    return f"{date.day} {date:%B %Y}"
