"""The finished outputs as a reader goes through them: one run of words, in order.

None of this is shared with the code that is tested: pages are read from their
markup, and PDFs by the tree of their tags, which says in what order the pieces
of all pages are to be read and leaves out running heads and page numbers.
What only repeats what stands elsewhere, and is marked so, is left out.
"""

import posixpath
import zipfile
from collections import defaultdict
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree, html

from edition.passage import letters

REPEATS = "//*[@data-repeat or contains(concat(' ', @class, ' '), ' repeat ')]"
HEADERLINKS = "//*[contains(concat(' ', @class, ' '), ' headerlink ')]"


@dataclass(frozen=True)
class Stream:
    """The letters and digits of an output, and the descriptions of its pictures."""

    name: str
    letters: str
    figures: tuple[str, ...]


def read_site(folder):
    """Go through the site's pages in the order of its list of contents."""
    home = html.fromstring((folder / "index.html").read_bytes())
    tree = home.xpath("//div[@class='sidebar-tree']//a/@href")
    pages = dict.fromkeys(["index.html", *(href for href in tree if not href.startswith("#"))])
    words, figures = [], []
    for page in pages:
        root = html.fromstring((folder / page).read_bytes())
        words.append(_words(root.xpath("//article")[0], figures))
    return Stream("HTML", letters(" ".join(words)), tuple(figures))


def read_epub(path):
    """Go through the documents of an EPUB in the order of reading that its package gives."""
    words, figures = [], []
    with zipfile.ZipFile(path) as packed:
        container = etree.fromstring(packed.read("META-INF/container.xml"))
        package = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        root = etree.fromstring(packed.read(package))
        items = {item.get("id"): item.get("href") for item in root.iterfind("{*}manifest/{*}item")}
        for each in root.iterfind("{*}spine/{*}itemref"):
            name = posixpath.join(posixpath.dirname(package), items[each.get("idref")])
            body = html.fromstring(packed.read(name).partition(b"?>")[2])
            words.append(_words(body, figures))
    return Stream("EPUB", letters(" ".join(words)), tuple(figures))


def _words(element, figures):
    """Return the words of a document without repeats and pictures; these are added to `figures`."""
    for extra in element.xpath(f".{REPEATS}") + element.xpath(f".{HEADERLINKS}"):
        extra.drop_tree()
    for drawing in element.xpath(".//div[@class='drawing']"):
        shapes = {svg.get("aria-label") for svg in drawing.iter("{*}svg", "svg")}
        assert len(shapes) == 1, "a picture has one description, whatever its shape"
        figures += shapes
        drawing.drop_tree()
    return element.text_content()


def read_pdf(path):
    """Go through a PDF by its tags."""
    figures = []
    with pikepdf.open(path) as pdf:
        words = reader_of(pdf, path, figures)(pdf.Root.StructTreeRoot)
    return Stream(path.stem, letters(words), tuple(figures))


EDGE = 45
"""Where the running heads and feet of a booklet stand, in points from the edge."""


def read_booklet(path):
    """Go through a booklet, which has no tags, in the order of its printed page numbers."""
    pages = {}
    with pypdfium2.PdfDocument(path) as document:
        for side in document:
            width, height = side.get_size()
            text = side.get_textpage()
            for left, right in ((0, width / 2), (width / 2, width)):
                foot = text.get_text_bounded(left, 0, right, EDGE).split()
                number = next(
                    (int(word) for word in (*foot[:1], *foot[-1:]) if word.isdecimal()), 0
                )
                pages[number] = pages.get(number, "") + text.get_text_bounded(
                    left, EDGE, right, height - EDGE
                )
    return Stream("booklet", letters(" ".join(pages[number] for number in sorted(pages))), ())


def reader_of(pdf, path, figures=None):
    """Return a function that reads an element of the tags; pictures are added to `figures`."""
    pieces = _pieces(path)
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}

    def read(element, page=0):
        if "/Pg" in element:
            page = pages[element.Pg.objgen]
        if element.get("/S") == "/Figure":
            if figures is not None:
                figures.append(str(element.get("/Alt", "")))
            return ""
        kids = element.get("/K", [])
        words = ""
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                words += pieces[page, kid]
            elif "/MCID" in kid:
                words += pieces[pages[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)]
            elif "/S" in kid:
                words += read(kid, page)
        return words

    return read


def _pieces(path):
    """The words of each piece that a tag can name: by page and number."""
    found = defaultdict(str)
    with pypdfium2.PdfDocument(path) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for index in range(pdfium.FPDFPage_CountObjects(page)):
                piece = pdfium.FPDFPage_GetObject(page, index)
                if pdfium.FPDFPageObj_GetType(piece) == pdfium.FPDF_PAGEOBJ_TEXT:
                    mark = pdfium.FPDFPageObj_GetMarkedContentID(piece)
                    found[number, mark] += _text(piece, text)
    return found


def _text(piece, text):
    size = pdfium.FPDFTextObj_GetText(piece, text, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFTextObj_GetText(piece, text, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")
