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
from edition.domain import book_of
from edition.session import Session

from . import syntax
from .compiler import CompilationError, Diagnostic, compile_pdf, digest
from .handout import assemble_handout
from .translator import TypstTranslator
from .writer import label_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.config import Config

logger = logging.getLogger(__name__)

TEMPLATE = Path(__file__).parent / "template.typ"
PAPERS = ("a4", "letter")
COPIES = ("reader", "handout")
"""Who a PDF is for: the whole book, or a handout for each session."""


class TypstBuilder(Builder):
    """Prints the documents that the root document's tables of contents name.

    Writes `reader-<paper>.pdf`, or `handout-<n>-<paper>.pdf` for each session,
    with its source, which is the same for every paper, and a digest of all
    that it was made from: while that stays the same, the PDF is left as it
    is. If anything cannot be printed, the errors are told and no PDF is
    written.
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
        for name, known in (("edition_paper", PAPERS), ("edition_copy", COPIES)):
            if (found := self.config[name]) not in known:
                raise ConfigError(f"{name} must be one of {', '.join(known)}; found: {found!r}")

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
        """Write and compile what the copy consists of."""
        if self.config.edition_copy == "reader":
            book = self.assemble()
            self._print("reader", book, self._opening(book))
            return
        self.docnames = set(self.env.found_docs)
        record = book_of(self.env)
        for session in record.sessions:
            handout = assemble_handout(self, record, session)
            self._print(f"handout-{session.number}", handout, self._head(session, handout))

    def _print(self, name: str, document: nodes.document, opening: str) -> None:
        """Translate a document behind its `opening`, and compile it if it differs from before."""
        translator = cast("TypstTranslator", self.create_translator(document, self))
        document.walkabout(translator)
        if translator.failed:
            self._app.statuscode = 1
            return
        self._write_sources(name, opening + translator.astext(), document)
        self._compile(name)

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
        language, _, region = settings.language.replace("_", "-").partition("-")
        options = {
            "title": settings.project,
            "subtitle": subtitle_of(settings),
            "author": settings.author,
            "edition": "reading" if any(book.findall(edition.passage_text)) else "companion",
            "address": settings.edition_source,
            "date": _spell_date(timestamp()),
            "language": language,
            "region": region or None,
        }
        spelt = {name: syntax.value(value) for name, value in options.items()}
        at = syntax.label(label_of(settings.root_doc))
        return _show("edition.book", at=at, **spelt)

    def _head(self, session: Session, handout: nodes.document) -> str:
        """Return the source that names the template of a handout, and what it begins with."""
        settings = self.config
        edition_form = "reading" if any(handout.findall(edition.passage_text)) else "companion"
        options = {
            "title": session.title,
            "work": settings.project,
            "author": settings.author,
            "edition": edition_form,
            "language": settings.language.partition("-")[0],
        }
        return _show(
            "edition.handout", **{name: syntax.value(value) for name, value in options.items()}
        )

    def _write_sources(self, name: str, text: str, document: nodes.document) -> None:
        """Put all that Typst reads for the PDF `name` into the output folder."""
        (self.folder / f"{name}.typ").write_text(text, encoding="utf-8")
        shutil.copyfile(TEMPLATE, self.folder / TEMPLATE.name)
        images = self.folder / "images"
        shutil.rmtree(images, ignore_errors=True)
        images.mkdir()
        for path, image in self.images.items():
            shutil.copyfile(self.srcdir / path, images / image)
        for node in document.findall(edition.drawing):
            (images / f"{node['name']}.svg").write_text(node["file"], encoding="utf-8")

    def _compile(self, name: str) -> None:
        paper, copy = self.config.edition_paper, self.config.edition_copy
        target = self.folder / f"{name}-{paper}.pdf"
        remembered = target.with_suffix(".digest")
        source = self.folder / f"{name}.typ"
        files = [source, self.folder / TEMPLATE.name, *(self.folder / "images").iterdir()]
        inputs = digest(__version__, paper, copy, str(timestamp()), files=files)
        if target.is_file() and remembered.is_file():
            made_from, made = remembered.read_text(encoding="utf-8").split()
            if made_from == inputs and made == digest(files=[target]):
                logger.info("the PDF is up to date")
                return
        try:
            pdf, warnings = compile_pdf(source, {"paper": paper, "copy": copy}, timestamp())
        except CompilationError as error:
            self._report(error.diagnostics, source)
            return
        self._report(warnings, source)
        fresh = target.with_suffix(".fresh")
        fresh.write_bytes(pdf)
        fresh.replace(target)
        remembered.write_text(f"{inputs} {digest(files=[target])}\n", encoding="utf-8")

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


def _show(template: str, **options: str) -> str:
    """Return the source that puts what follows into a template."""
    shown = syntax.apply(f"{template}.with", **options)
    return f'#import "{TEMPLATE.name}" as edition\n#show: {shown}\n'


def subtitle_of(settings: Config) -> str:
    """Return what the title of the edition adds to that of the work; "" if that is nothing."""
    title = str(settings.html_title)
    subtitle = title.removeprefix(settings.project).strip(" .,:–—")
    return subtitle if subtitle != title else ""


def timestamp() -> int | None:
    """Return the date of the edition in seconds since 1970; None if it is not known."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", "0")) or None


def _spell_date(seconds: int | None) -> str:
    if seconds is None:
        return ""
    date = datetime.fromtimestamp(seconds, UTC)
    return f"{date.day} {date:%B %Y}"
