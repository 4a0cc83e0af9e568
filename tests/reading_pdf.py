"""What tests read in a finished PDF: characters, their places, links, structure."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pdfplumber
import pikepdf

from edition.passage import letters

MM = 72 / 25.4
LEFT, RIGHT, NOTES = 20 * MM, 18 * MM, 55 * MM
HEAD, FOOT = 24 * MM, 22 * MM
HANGING = 3  # points by which a comma may hang out of the margin
TEXT_SIZE = 10.75
ADDRESS, FURTHER = (9.75, "7a3b2e"), (9, "4a2a22")
"""How the address of a passage, and of a further note, is set: size and colour."""


@dataclass(frozen=True)
class Letters:
    """The letters of some characters, one after another, and the character of each."""

    characters: list[dict]

    @cached_property
    def _owners(self):
        return [(letter, c) for c in self.characters for letter in letters(c["text"])]

    @cached_property
    def all(self):
        return "".join(letter for letter, _ in self._owners)

    def find(self, words):
        """Return the characters of `words`, which must stand there exactly once."""
        wanted = letters(words)
        assert self.all.count(wanted) == 1, (self.all.count(wanted), words)
        start = self.all.index(wanted)
        return [owner for _, owner in self._owners[start : start + len(wanted)]]


@dataclass(frozen=True)
class Print:
    """A printed book: its characters in the order of reading, page by page."""

    path: Path
    width: float
    height: float
    pages: list[list[dict]]
    head: float = HEAD
    foot: float = FOOT

    @cached_property
    def body(self):
        """What stands between the running heads and feet."""
        return Letters([c for page in self.pages for c in page if self.is_body(c)])

    @cached_property
    def text(self):
        """What is set in the size of the text."""
        return Letters([c for c in self.body.characters if round(c["size"], 2) == TEXT_SIZE])

    def is_body(self, c):
        return c["top"] > self.head - HANGING and c["bottom"] < self.height - self.foot + HANGING

    @cached_property
    def addresses(self):
        """Where each passage and each further note begins: page and height."""
        second = LEFT + (self.width - LEFT - 18 * MM) / 2
        lines = defaultdict(list)
        for page in self.pages:
            for c in page:
                for column, left in enumerate((LEFT, second)):
                    if left - 1 < c["x0"] < left + 22 * MM:
                        lines[c["page_number"], column, round(c["top"])].append(c)
        found = {}
        for (page, _, top), line in lines.items():
            text = "".join(c["text"] for c in line)
            kind = round(line[0]["size"], 2), colour(line[0])
            form = {ADDRESS: r"\d+[.]\d+(?![.\d])", FURTHER: r"\d+[.]\d+[.]\d+(?=\s*“)"}.get(kind)
            if form and (match := re.match(form, text)):
                found.setdefault(match[0], (page, top))
        return found


@cache
def read(path):
    with pdfplumber.open(path) as pdf:
        first = pdf.pages[0]
        pages = [list(page.chars) for page in pdf.pages]
        return Print(path, float(first.width), float(first.height), pages)


def colour(c):
    """The colour of a character, as hexadecimal digits."""
    parts = c["non_stroking_color"] or (0,)
    return "".join(f"{round(part * 255):02x}" for part in parts)


def place(c):
    return c["page_number"], c["top"]


def pieces(markdown):
    """The letters between roles and links: what is read in one run."""
    return [letters(run) for run in re.split(r"\{[a-z:]+\}`[^`]*`|\]\([^)]*\)", markdown)]


def longest(markdown):
    return max(pieces(markdown), key=len)


def head_of(note, lead):
    """The letters a note begins with: number, phrase, kind, verdict, and its first words."""
    annotation = note.annotation
    verdict = annotation.verdict.value if annotation.verdict else ""
    head = f"{note.number}{annotation.phrase.text}{annotation.kind.value}{verdict}"
    return letters(head) + pieces(lead)[0]


def notes_of(edition):
    """Each note with its lead and the rest, in Markdown."""
    for notes in edition.book.notes.values():
        for note in notes:
            lead, _, rest = note.annotation.body.strip().partition("\n\n")
            yield note, lead, rest


def assert_sound_pages(book, left=LEFT, right=RIGHT):
    for page in book.pages:
        for c in (c for c in page if c["text"].strip()):
            assert c["x0"] > left - HANGING, c
            assert c["x1"] < book.width - right + HANGING, c
            assert c["top"] > 12 * MM, c
            assert c["bottom"] < book.height - 9 * MM, c
        assert not overlaps(page)


def overlaps(page):
    """Pairs of characters that cover each other's middle."""
    cells = defaultdict(list)
    found = []
    for c in page:
        if not c["text"].strip():
            continue
        width, height = (c["x1"] - c["x0"]) * 0.35, c["size"] * 0.3
        box = c["x0"] + width, c["top"] + height, c["x1"] - width, c["bottom"] - height
        near = {(x, y) for x in (box[0] // 9, box[2] // 9) for y in (box[1] // 9, box[3] // 9)}
        for cell in near:
            for other, text in cells[cell]:
                if (
                    box[0] < other[2]
                    and other[0] < box[2]
                    and box[1] < other[3]
                    and other[1] < box[3]
                ):
                    found.append((text, c["text"], box))
        for cell in near:
            cells[cell].append((box, c["text"]))
    return found


def outline_of(items, level=1):
    for item in items:
        yield level, str(item.title), item
        yield from outline_of(item.children, level + 1)


def structure(item):
    if isinstance(item, pikepdf.Array):
        for child in item:
            yield from structure(child)
    elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
        yield str(item.S)
        if "/K" in item:
            yield from structure(item.K)


def links_of(path):
    """Each link: its page, its rectangle (from the top), and where it leads."""
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        named = dict(pikepdf.NameTree(pdf.Root.Names.Dests).items())
        for number, page in enumerate(pdf.pages, start=1):
            height = float(page.mediabox[3])
            for link in page.get("/Annots", []):
                x0, y0, x1, y1 = map(float, link.Rect)
                box = number, x0, height - y1, x1, height - y0
                if "/A" in link:
                    yield box, str(link.A.URI)
                else:
                    target = link.Dest
                    if isinstance(target, pikepdf.String):
                        target = named[str(target)]
                    if isinstance(target, pikepdf.Dictionary):
                        target = target.D
                    target, _, x, y, _ = target
                    yield box, (numbers[target.objgen], float(x), height - float(y))


def leads(target, c):
    """Tell whether a place in the book is that of a character."""
    page, x, y = target
    return page == c["page_number"] and abs(x - c["x0"]) < 6 and abs(y - c["top"]) < 15
