"""Every copy on either paper, read from the finished PDFs of the small book."""

import hashlib
import re
from itertools import pairwise, product

import pdfplumber
import pikepdf
import pytest
from conftest import copy_book, run
from reading_pdf import (
    MM,
    Letters,
    Print,
    assert_sound_pages,
    longest,
    notes_of,
    read,
    structure,
)

from edition import __version__
from edition.copies import COPIES, PAPERS, SIDES, Printing, read_name
from edition.passage import letters
from edition.session import expand
from edition.terms import find_terms
from edition.typst.booklet import order_of

SHEETS = {"a4": (210, 297), "letter": (215.9, 279.4)}
BOOKS = ("reader", "student", "teacher", "large")
ANNOTATED = ("reader", "teacher", "large")
ACCENT = "7a3b2e"


@pytest.fixture(scope="session", params=["small-companion", "small-reading"])
def copies(request, build, once):
    """An edition with the folder of all its copies, and some that have choices."""
    edition = build(request.param)

    def fill(folder):
        done = run(
            edition.root, "build", "pdf", "--variant", "all", "--paper", "all", "--out", folder
        )
        assert done.returncode == 0, done.stdout + done.stderr
        for choices in (
            ["--sides", "two"],
            ["--variant", "student", "--sides", "two"],
            ["--variant", "teacher", "--chapter", "2"],
            ["--variant", "teacher", "--session", "1"],
            *([["--variant", "student", "--line-numbers"]] if edition.book.text else []),
        ):
            done = run(edition.root, "build", "pdf", *choices, "--out", folder)
            assert done.returncode == 0, done.stdout + done.stderr

    return edition, once(f"{request.param}-on-every-paper", fill) / "pdf"


def halves(path):
    """The pages of a booklet in the order of its sheets, each side from left to right."""
    found = []
    with pdfplumber.open(path) as pdf:
        middle = float(pdf.pages[0].width) / 2
        for sheet in pdf.pages:
            found.append([c for c in sheet.chars if c["x0"] < middle])
            right = [c for c in sheet.chars if c["x0"] >= middle]
            found.append([{**c, "x0": c["x0"] - middle, "x1": c["x1"] - middle} for c in right])
        height = float(pdf.pages[0].height)
    return middle, height, found


def read_copy(folder, name):
    """Read a copy; a booklet as it is read when it is folded."""
    if not name.startswith("booklet"):
        return read(folder / f"{name}.pdf")
    width, height, found = halves(folder / f"{name}.pdf")
    order = [page for side in order_of(len(found)) for page in side]
    pages = [page for _, page in sorted(zip(order, found, strict=True), key=lambda item: item[0])]
    return Print(folder / f"{name}.pdf", width, height, pages, 20 * MM, 19 * MM)


# What there is


def test_every_copy_is_there_on_either_paper(copies):
    edition, folder = copies
    handouts = [f"handout-{session.number}" for session in edition.book.sessions]
    for name, (paper, (width, height)) in product([*BOOKS, *handouts, "booklet"], SHEETS.items()):
        with pikepdf.open(folder / f"{name}-{paper}.pdf") as pdf:
            sizes = {tuple(round(float(x) / MM, 1) for x in page.mediabox) for page in pdf.pages}
        assert sizes == {(0, 0, height, width) if name == "booklet" else (0, 0, width, height)}


def test_the_name_of_a_file_says_what_it_is():
    printings = [
        Printing(copy, paper, sides, lines, chapter, session)
        for copy, paper, sides, lines in product(COPIES, PAPERS, SIDES, (False, True))
        for chapter, session in ((None, None), (12, None), (None, 3))
    ]
    assert [read_name(printing.name) for printing in printings] == printings
    assert len({printing.name for printing in printings}) == len(printings)
    for name in ("", "reader", "reader-a5", "reader-4-a4", "reader-a4.pdf", "handout-session-1-a4"):
        assert read_name(name) is None


# What each holds


def without_digits(text):
    """The letters of a text, without the numbers of notes among them."""
    return re.sub(r"\d", "", letters(text))


BOTH = [(copy, paper) for copy in (*BOOKS, "booklet") for paper in PAPERS]


@pytest.mark.parametrize(("copy", "paper"), BOTH)
def test_a_copy_holds_passages_and_questions_and_the_teacher_s_the_keys(copies, copy, paper):
    edition, folder = copies
    book, words = edition.book, read_copy(folder, f"{copy}-{paper}").body.all
    for passage in book.passages.values():
        shown = without_digits(book.text.get(passage.id, f"{passage.incipit} … {passage.precis}"))
        assert without_digits(words).count(shown) == 1
        # Where there are no notes, there are no numbers either.
        assert copy in ANNOTATED or letters(book.text.get(passage.id, passage.incipit)) in words
    for question in book.questions.values():
        assert words.count(longest(question.body)) == 1
        assert words.count(longest(question.key)) == (copy == "teacher")
    for step in book.sessions[0].plan:
        assert words.count(longest(step.body)) == (copy == "teacher")


@pytest.mark.parametrize(("copy", "paper"), BOTH)
def test_a_copy_holds_all_notes_and_works_or_none(copies, copy, paper):
    edition, folder = copies
    words = read_copy(folder, f"{copy}-{paper}").body.all
    for note, lead, rest in notes_of(edition):
        for text in (lead, rest):
            if len(longest(text)) > 20:
                assert words.count(longest(text)) == (copy in ANNOTATED), note.annotation.id
    cited = {key for annotation in edition.book.annotations for key, _ in annotation.citations}
    for key in cited:
        assert (letters(title_of(edition, key)) in words) == (copy in ANNOTATED)
    listed = 0  # students have the word in their list of each chapter that uses it, too
    for chapter in edition.book.chapters if copy not in ANNOTATED else ():
        shown = "\n".join(edition.book.text.get(p.id, p.precis) for p in chapter.passages)
        listed += "ferry" in {use.term for use in find_terms(shown, edition.book.terms)}
    assert words.count(letters("A boat that carries people across a river")) == 1 + listed
    if copy not in ANNOTATED:
        assert listed
        assert letters("decide? See “forty times a day” (1.1).") in words


def title_of(edition, key):
    source = (edition.root / "references.bib").read_text("utf-8")
    return re.search(rf"\{{{key},.*?title = \{{+(.*?)\}}", source, re.DOTALL)[1]


def test_a_part_holds_its_passages_and_what_they_need(copies):
    edition, folder = copies
    book = edition.book
    chapter = read(folder / "teacher-chapter-2-a4.pdf").body.all
    for passage in book.passages.values():
        shown = without_digits(book.text.get(passage.id, passage.precis))
        assert (shown in without_digits(chapter)) == (passage.chapter == 2)
    for note, lead, _ in notes_of(edition):
        own = book.passages[note.annotation.passage].chapter == 2
        assert chapter.count(longest(lead)) == own
    cited = {k for a in book.annotations if a.passage[1] == "2" for k, _ in a.citations}
    for key in cited:
        assert chapter.count(letters(title_of(edition, key))) == 1
    session = read(folder / "teacher-session-1-a4.pdf").body.all
    read_before = expand(book.sessions[0].passages, list(book.passages))
    for name, passage in book.passages.items():
        shown = without_digits(book.text.get(name, passage.precis))
        assert (shown in without_digits(session)) == (name in read_before)
    for question in book.questions.values():
        asked = question.id in book.sessions[0].questions
        assert session.count(longest(question.key)) == asked
    assert session.count(longest(book.sessions[0].plan[0].body)) == 1


def test_words_of_the_glossary_are_marked_where_a_chapter_first_uses_them(copies):
    _, folder = copies
    for copy in BOOKS:
        marks = [
            c
            for page in read(folder / f"{copy}-a4.pdf").pages
            for c in page
            if c["text"] == "°" and c["non_stroking_color"]
        ]
        assert marks
    with pdfplumber.open(folder / "student-a4.pdf") as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert re.search(r"ferry°", text)


def test_every_book_has_a_colophon(copies):
    edition, folder = copies
    prints = "".join(passage.fingerprint for passage in edition.book.passages.values())
    text = hashlib.sha256(prints.encode()).hexdigest()[:12]
    form = "reading" if edition.book.text else "companion"
    for copy in (*BOOKS, "booklet", "teacher-chapter-2", "teacher-session-1"):
        words = read_copy(folder, f"{copy}-a4").body.all
        cited = f"The Ferry or the Bridge: a study edition, {form} edition, version {__version__}."
        assert words.count(letters(f"Cite this copy as: Marta Lindqvist, {cited}")) == 1
        assert words.count(text) == bool(edition.book.text)
    for path in folder.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            fonts = {str(f.BaseFont) for f in pdf.objects if is_font(f)}
        assert fonts
        assert all("LibertinusSerif" in font for font in fonts), path.name


# How it looks


def margins_of(printing):
    """The left and right margins: of the narrower one, where pages differ."""
    if printing.copy == "booklet":
        return 14 * MM, 14 * MM
    if printing.line_numbers:  # they stand in the margin
        return 12 * MM, 18 * MM
    return (15 * MM, 15 * MM) if printing.sides == "two" else (20 * MM, 18 * MM)


def test_nothing_overlaps_and_nothing_leaves_the_margins(copies):
    _, folder = copies
    names = sorted(path.stem for path in folder.glob("*.pdf"))
    assert len(names) >= 16
    for name in names:
        assert_sound_pages(read_copy(folder, name), *margins_of(read_name(name)))


def test_running_heads_tell_the_passages_of_the_page(copies):
    edition, folder = copies
    told = 0
    for copy in (*BOOKS, "booklet"):
        book = read_copy(folder, f"{copy}-a4")
        for page in book.pages:
            head = "".join(c["text"] for c in page if c["bottom"] < book.head)
            body = Letters([c for c in page if book.is_body(c)]).all
            match = re.search(r"(?<![\d.])(\d+\.\d+)(?:–(\d+\.\d+))?(?![\d.])", head)
            for passage in edition.book.passages.values():
                shown = edition.book.text.get(passage.id, passage.incipit)
                if match and without_digits(shown) in without_digits(body):
                    told += 1
                    first, last = match[1], match[2] or match[1]
                    assert first <= passage.address <= last
    assert told or not edition.book.text  # without it a chapter is on its first page


def assert_follows(edition, book, note, lead):
    """Hold a note to be read after the beginning of its passage."""
    passage = edition.book.passages[note.annotation.passage]
    words = without_digits(book.body.all)
    shown = without_digits(edition.book.text.get(passage.id, passage.incipit))
    assert words.index(shown) < words.index(without_digits(longest(lead)))


def test_in_large_print_nothing_is_small_and_notes_stand_under_their_passage(copies):
    edition, folder = copies
    book = read(folder / "large-a4.pdf")
    for c in book.body.characters:
        # Of a picture all is said in the list below it.
        if c["text"].strip() and not c["text"].isdigit() and c["matrix"][0] == 1:
            assert round(c["size"], 1) >= 16, c
    for note, lead, _ in notes_of(edition):
        assert_follows(edition, book, note, lead)
        assert min(c["x0"] for c in book.body.find(longest(lead))) < 100 * MM


def test_in_large_print_no_line_touches_the_next(copies):
    _, folder = copies
    for page in read(folder / "large-a4.pdf").pages:
        feet = {
            round(c["matrix"][5])
            for c in page
            if c["text"].isalpha() and c["matrix"][0] == 1 and c["size"] > 15
        }
        for lower, upper in pairwise(sorted(feet)):
            assert upper - lower <= 1 or upper - lower >= 16, (page[0]["page_number"], upper)


@pytest.mark.parametrize("copy", ["student", "handout-1"])
def test_who_writes_has_lines_to_write_on(copies, copy):
    _, folder = copies
    with pdfplumber.open(folder / f"{copy}-a4.pdf") as pdf:
        grounds = [r for page in pdf.pages for r in page.rects if r["height"] > 15]
    assert len([r for r in grounds if r["x0"] > 130 * MM]) >= 3, "beside the passages"
    assert [r for r in grounds if r["width"] > 130 * MM], "under the questions"


def test_on_two_sides_notes_stand_at_the_fore_edge(copies):
    edition, folder = copies
    book = read(folder / "reader-a4-two-sided.pdf")
    sides = set()
    for note, lead, _ in notes_of(edition):
        if note.number == "1":
            first = book.body.find(longest(lead))[0]
            verso = first["page_number"] % 2 == 0
            sides.add(verso)
            assert first["x0"] < 75 * MM if verso else first["x0"] > 130 * MM
            # It is read after its passage all the same.
            assert_follows(edition, book, note, lead)
    assert sides == {True, False}


def test_lines_are_numbered_for_a_class(build, copies):
    edition, folder = copies
    if not edition.book.text:
        done = run(edition.root, "build", "pdf", "--variant", "student", "--line-numbers")
        assert done.returncode == 1
        assert (
            done.stderr == "line numbers count the lines of the essay; bring its text: make text\n"
        )
        return
    numbered = 0
    for page in read(folder / "student-a4-line-numbers.pdf").pages:
        beside = [c for c in page if c["x1"] < 20 * MM and c["text"].isdigit()]
        numbered += len(beside)
        shown = "".join(c["text"] for c in beside)
        assert "51015202530".startswith(shown), shown
    assert numbered > 3


# The file


def test_a_copy_is_for_everybody_and_can_be_kept(copies):
    _, folder = copies
    for path in sorted(folder.glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            assert fonts_are_within(pdf), path.name
            if path.name.startswith("booklet"):
                assert str(pdf.docinfo["/Title"]).endswith("for printing only")
                continue
            assert pdf.Root.MarkInfo.Marked
            assert pdf.Root.Lang == "en"
            assert str(pdf.docinfo["/Title"])
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1"
                assert metadata["pdfaid:part"] == "2"
                assert metadata["pdfaid:conformance"] == "A"
            assert {"/H1", "/H2", "/P"} <= set(structure(pdf.Root.StructTreeRoot.K))
            with pdf.open_outline() as outline:
                assert outline.root


def is_font(item):
    return isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"


def fonts_are_within(pdf):
    fonts = [font.DescendantFonts[0].FontDescriptor for font in pdf.objects if is_font(font)]
    return fonts and all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_the_same_input_gives_the_same_bytes(copies, tmp_path):
    edition, folder = copies
    if edition.book.text:
        return  # the companion edition has all that differs from copy to copy
    other = copy_book("small", tmp_path / "elsewhere" / "edition")
    done = run(other, "build", "pdf", "--variant", "all")
    assert done.returncode == 0, done.stdout + done.stderr
    built = sorted((other / "_build" / "pdf").glob("*.pdf"))
    assert len(built) == len(COPIES)
    for path in built:
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name


# Booklets


@pytest.mark.parametrize("pages", [1, 4, 5, 12, 30])
def test_a_folded_booklet_is_read_in_order(pages):
    sides = order_of(pages)
    whole = len(sides) * 2
    assert whole % 4 == 0
    assert 0 <= whole - pages < 4
    assert sorted(page for side in sides for page in side if page) == list(range(1, pages + 1))
    # Opened in the middle, each sheet shows its inner side: the left page comes before the right.
    right = [side[index % 2 == 0] for index, side in enumerate(sides)]
    left = [side[index % 2] for index, side in enumerate(sides)]
    numbers = [number if number <= pages else 0 for number in range(1, whole + 1)]
    assert right + left[::-1] == numbers


def test_on_the_first_sheet_the_first_page_follows_the_last(copies):
    edition, folder = copies
    for paper in PAPERS:
        _, height, found = halves(folder / f"booklet-{paper}.pdf")
        assert len(found) % 4 == 0
        first = Letters(found[1]).all
        assert letters(edition.root.joinpath("conf.py").read_text("utf-8").split('"')[1]) in first
        feet = [
            "".join(c["text"] for c in page if c["top"] > height - 19 * MM and c["size"] < 9.5)
            for page in found
        ]
        numbers = [int((re.findall(r"\d+", foot) or ["0"])[-1]) for foot in feet]
        expected = [page for side in order_of(max(numbers)) for page in side]
        expected[expected.index(1)] = 0  # the title page has no number
        assert numbers == expected


def test_a_booklet_says_what_it_is_for(copies):
    _, folder = copies
    for paper in PAPERS:
        assert (
            letters("This file is for printing only")
            in read_copy(folder, f"booklet-{paper}").body.all
        )


# What cannot be


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        (["--chapter", "9"], "there must be such a chapter; found: 9, known: 1, 2, 3"),
        (["--session", "2"], "there must be such a session; found: 2, known: 1"),
        (
            ["--chapter", "1", "--session", "1"],
            "a copy is of a chapter or of a session, not of both",
        ),
        (
            ["--variant", "handout", "--chapter", "1"],
            "a handout is for a session, not for a chapter",
        ),
    ],
)
def test_what_cannot_be_printed_is_told_in_a_line(build, choices, told):
    done = run(build("small-companion").root, "build", "pdf", *choices)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{told}\n")
