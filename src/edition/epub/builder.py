"""The Sphinx builder `epub`: the book as one EPUB 3 file.

Of Sphinx's own builder it keeps how pages are translated. What it would put
around them (a theme, scripts, a search, the documents of an EPUB 2) is
replaced by `package`.
"""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from docutils import nodes
from lxml import etree
from sphinx.builders.epub3 import Epub3Builder
from sphinx.errors import NoUri, SphinxError

from edition.archive import name_of, pack_book
from edition.domain import book_of
from edition.html import mend_tables
from edition.imprint import timestamp
from edition.typst.card import draw_cover
from edition.typst.openings import subtitle_of

from .contents import Part, parts_of
from .package import (
    CONTAINER,
    NAVIGATION,
    PACKAGE,
    Entry,
    Metadata,
    write_navigation,
    write_package,
    write_page,
)
from .transforms import NOTES
from .visitors import VISITORS

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


ASSETS: Final = Path(__file__).parent.parent / "assets"
STYLE, COVER, COVER_PAGE = "style/edition.css", "images/cover.png", "cover.xhtml"


class EpubBuilder(Epub3Builder):
    """Writes the documents that the root document's tables of contents name as an EPUB.

    The file is named after the project. A page that is not well-formed is
    an error, with no file written.
    """

    name = "epub"
    epilog = "The EPUB is in %(outdir)s."

    def init(self) -> None:
        """Prepare the work; which pages there are is known once all have been read."""
        super().init()
        self.folder = Path(os.fspath(self.outdir))
        self.parts: list[Part] = []
        self.written: list[str] = []

    def get_outdated_docs(self) -> Iterator[str]:
        """Return what is built: always all of the book."""
        yield from self.env.found_docs

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Find out which pages there are, in their order."""
        super().prepare_writing(set(docnames))
        self.parts = parts_of(self.env, self.tags)
        documents = (name for part in self.parts for name in part.documents)
        self.written = [self.config.root_doc, *documents]

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page; what is not in the book has none."""
        if self.written and docname not in self.written:
            raise NoUri(docname, typ)
        return super().get_target_uri(docname, typ)

    def create_translator(self, *arguments: Any) -> nodes.NodeVisitor:
        """Return a translator that has the visitors of the EPUB before those of the site."""
        # Notes have no number of their own: without an entry they would be given the chapter's.
        self.secnumbers = {**self.secnumbers, f"#{NOTES}": ()}
        translator = super().create_translator(*arguments)
        for node, (visit, depart) in VISITORS.items():
            setattr(translator, f"visit_{node.__name__}", MethodType(visit, translator))
            if depart:
                setattr(translator, f"depart_{node.__name__}", MethodType(depart, translator))
        return translator

    def copy_assets(self) -> None:
        """Copy nothing: an EPUB has none of the site's files."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the pages of the book."""
        shutil.rmtree(self.folder, ignore_errors=True)
        super().write_documents(set(self.written))

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return what a page consists of."""
        return {"body": body}

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write a page."""
        title = self.env.titles[pagename].astext()
        prefix = "../" * pagename.count("/")
        body = mend_tables(addctx["body"]).replace("&nbsp;", "&#160;")
        kind = "frontmatter" if pagename == self.config.root_doc else "bodymatter"
        page = write_page(self.config.language, title, body, style=f"{prefix}{STYLE}", kind=kind)
        self._write(f"{pagename}.xhtml", page)

    def _write(self, name: str, text: str) -> None:
        """Write a document; it must be well-formed."""
        try:
            etree.fromstring(text.encode())
        except etree.XMLSyntaxError as error:
            raise SphinxError(f"{name} must be well-formed XML; found: {error}") from error
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def finish(self) -> None:
        """Write what stands around the pages, and pack all into one file."""
        language = self.config.language
        title = self.config.html_title
        words = f"Cover: {self.config.author}, {title}"
        cover = (
            f'<h1 class="cover"><img src="{COVER}" role="doc-cover" alt={quoteattr(words)}/></h1>\n'
        )
        self._write(COVER_PAGE, write_page(language, title, cover, style=STYLE, kind="cover"))
        self._write(NAVIGATION, self._navigation())
        (self.folder / COVER).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / COVER).write_bytes(draw_cover(self.config))
        shutil.copytree(ASSETS / "static" / "fonts", self.folder / "fonts")
        shutil.copytree(ASSETS / "epub", self.folder / "style")
        self.copy_image_files()
        (self.folder / "META-INF").mkdir()
        self._write("META-INF/container.xml", CONTAINER)
        files = sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and path.parent.name != "META-INF"
        )
        spine = [COVER_PAGE, NAVIGATION, *(f"{name}.xhtml" for name in self.written)]
        told = {COVER: "cover-image", NAVIGATION: "nav"}
        told |= {name: "svg" for name in spine if "<svg" in (self.folder / name).read_text("utf-8")}
        self._write(PACKAGE, write_package(self._metadata(), files, spine, told))
        pack_book(
            self.folder,
            ["META-INF/container.xml", PACKAGE, *files],
            self.folder / f"{name_of(self.config.project)}.epub",
            timestamp(),
        )

    def _metadata(self) -> Metadata:
        settings = self.config
        form = book_of(self.env).form
        known = f"{settings.edition_source} {settings.project} {settings.author} {form}"
        return Metadata(
            identifier=uuid.uuid5(uuid.NAMESPACE_URL, known).urn,
            title=f"{settings.html_title} ({form} edition)",
            author=settings.author,
            contributor="the editors",
            language=settings.language,
            rights=settings.copyright,
            description=f"{settings.project} {subtitle_of(settings)}, with notes, {form} edition",
            source=settings.edition_source,
            modified=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(timestamp())),
        )

    def _navigation(self) -> str:
        root = self.config.root_doc
        contents = [self._entry(root)]
        for part in self.parts:
            entries = tuple(self._entry(name) for name in part.documents)
            contents += [Entry(part.caption, entries=entries)] if part.caption else entries
        start = next(iter(book_of(self.env).chapters)).document
        landmarks = [
            ("cover", Entry("Cover", COVER_PAGE)),
            ("toc", Entry("Contents", f"{NAVIGATION}#toc")),
            ("bodymatter", Entry("The essay", f"{start}.xhtml")),
            *(
                (kind, Entry(self.env.titles[name].astext(), f"{name}.xhtml"))
                for kind, name in (("glossary", "glossary"), ("bibliography", "bibliography"))
                if name in self.written
            ),
        ]
        pages = [
            Entry(passage.address, f"{chapter.document}.xhtml#{passage.id}")
            for chapter in book_of(self.env).chapters
            for passage in chapter.passages
        ]
        return write_navigation(self.config.language, STYLE, contents, landmarks, pages)

    def _entry(self, name: str) -> Entry:
        """Return a page's line in the contents, a chapter's with its questions and notes."""
        number = ".".join(str(part) for part in self.env.toc_secnumbers.get(name, {}).get("", ()))
        title = f"{number} {self.env.titles[name].astext()}".strip()
        book = book_of(self.env)
        chapter = next((c for c in book.chapters if c.document == name), None)
        if chapter is None:
            return Entry(title, f"{name}.xhtml")
        sections = list(self.env.get_doctree(name).findall(nodes.section))[1:]
        within = [
            Entry(section[0].astext(), f"{name}.xhtml#{section['ids'][0]}") for section in sections
        ]
        if any(book.notes[passage.id] for passage in chapter.passages):
            within.append(Entry("Notes", f"{name}.xhtml#{NOTES}"))
        return Entry(title, f"{name}.xhtml", tuple(within))
