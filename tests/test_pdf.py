"""The book in print, read from the finished PDF: words, their places, links, structure."""

import re
import subprocess
import sys
from collections import defaultdict
from datetime import UTC, datetime
from textwrap import dedent

import pikepdf
import pytest
from conftest import run
from pybtex.database import parse_file
from reading_pdf import (
    FOOT,
    HEAD,
    NOTES,
    RIGHT,
    assert_sound_pages,
    head_of,
    leads,
    links_of,
    longest,
    notes_of,
    outline_of,
    pieces,
    place,
    read,
    structure,
)

from edition.markup import check_body
from edition.nodes import NODES
from edition.passage import letters
from edition.typst import syntax
from edition.typst.translator import TypstTranslator

# Every edition: words and places


def test_every_lead_stands_once_beside_its_passage_or_below_it(edition):
    book = read(edition.pdf)
    starts = [book.addresses[passage.address] for passage in edition.book.passages.values()]
    following = dict(zip(edition.book.passages, [*starts[1:], (10**6, 0)], strict=True))
    for note, lead, _ in notes_of(edition):
        passage = note.annotation.passage
        found = book.body.find(longest(lead))
        assert {c["page_number"] for c in found} == {found[0]["page_number"]}
        if note.number == "1":
            assert all(c["x0"] > book.width - RIGHT - NOTES for c in found)
        assert book.addresses[edition.book.passages[passage].address] <= place(found[0])
        assert place(found[0]) < following[passage]
        assert all(piece in book.body.all for piece in pieces(lead))


def test_a_note_tells_number_phrase_kind_and_verdict(edition):
    book = read(edition.pdf)
    for note, lead, _ in notes_of(edition):
        found = book.body.find(head_of(note, lead))
        if note.number == "1":  # it begins with its passage
            assert found[0]["x0"] > book.width - RIGHT - NOTES - 1
            page, top = book.addresses[note.address.rpartition(".")[0]]
            assert found[0]["page_number"] == page
            assert abs(found[0]["top"] - top) < 4


def test_a_note_tells_the_month_of_what_may_change(edition):
    book = read(edition.pdf)
    for note, lead, _ in notes_of(edition):
        if note.annotation.as_of:
            date = datetime.strptime(note.annotation.as_of, "%Y-%m").replace(tzinfo=UTC)
            end = book.body.all.index(pieces(lead)[-1] or longest(lead))
            assert letters(f"As of {date:%B %Y}") in book.body.all[end : end + 400]


def test_what_follows_a_lead_stands_once_in_the_notes_at_the_end_of_the_chapter(edition):
    book = read(edition.pdf)
    last = {p.chapter: book.addresses[p.address] for p in edition.book.passages.values()}
    for note, _, rest in notes_of(edition):
        assert (note.address in book.addresses) == bool(rest)
        head = letters(f"{note.address}{note.annotation.phrase.text}")
        for paragraph in filter(None, re.split(r"\n{2,}", rest)):
            if len(longest(paragraph)) > 20:
                found = place(book.body.find(longest(paragraph))[0])
                assert found > last[edition.book.passages[note.annotation.passage].chapter]
                assert book.body.all.index(head) < book.body.all.index(longest(paragraph))


def test_the_author_s_words_are_whole_and_each_number_follows_its_phrase(reading):
    book = read(reading.pdf)
    for passage_id, words in reading.book.text.items():
        notes = [note for note in reading.book.notes[passage_id] if note.span]
        numbered = words
        for note in sorted(notes, key=lambda n: (n.span.end, int(n.number)), reverse=True):
            end = note.span.end
            numbered = f"{numbered[:end]}{note.number}{numbered[end:]}"
        book.text.find(numbered)


def test_a_companion_edition_shows_incipit_and_precis(companion):
    book = read(companion.pdf)
    for passage in companion.book.passages.values():
        book.text.find(passage.incipit + check_body(passage.precis, "", 1)[0].lead)


def test_a_companion_edition_holds_none_of_the_author_s_sentences(build):
    for name in ("small", "real"):
        companion = read(build(f"{name}-companion").pdf)
        for words in build(f"{name}-reading").book.text.values():
            run_of_words = [letters(word) for word in words.split()]
            for start in range(len(run_of_words) - 11):
                assert "".join(run_of_words[start : start + 12]) not in companion.body.all


def test_every_term_and_every_work_cited_in_a_note_is_printed(edition):
    book = read(edition.pdf)
    assert all(letters(term) in book.body.all for term in edition.book.terms)
    entries = parse_file(edition.root / "references.bib", "bibtex").entries
    for key in {key for a in edition.book.annotations for key, _ in a.citations}:
        title = re.split(r"[{}\\]", entries[key].fields["title"])[0]
        assert letters(title) in book.body.all, title


# Every edition: the page


def test_nothing_overlaps_and_nothing_leaves_the_margins(edition):
    assert_sound_pages(read(edition.pdf))


def test_no_heading_stands_alone_at_the_foot_of_a_page(edition):
    book = read(edition.pdf)
    for page in book.pages[2:]:
        body = [c for c in page if book.is_body(c) and c["text"].strip()]
        assert max(body, key=lambda c: c["top"])["size"] < 12


def test_running_heads_name_the_chapter_and_the_passages_of_the_page(edition):
    book = read(edition.pdf)
    on_pages = defaultdict(list)
    for address, (page, _) in book.addresses.items():
        if address.count(".") == 1:
            on_pages[page].append(address)
    for page in book.pages[2:]:
        number = page[0]["page_number"]
        head = "".join(c["text"] for c in page if c["bottom"] < HEAD)
        foot = "".join(c["text"] for c in page if c["top"] > book.height - FOOT)
        assert foot.strip().endswith(str(number))
        for address in on_pages[number][-1:] if head else []:
            assert address in head


# Every edition: what the file holds


def test_it_is_tagged_and_says_what_it_is(edition):
    with pikepdf.open(edition.pdf) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/Author"])
        assert str(pdf.docinfo["/Keywords"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        kinds = set(structure(pdf.Root.StructTreeRoot.K))
    assert {"/Document", "/H1", "/H2", "/P", "/Link", "/TOC", "/Em"} <= kinds


def test_bookmarks_lead_to_every_chapter_and_its_notes(edition):
    with pikepdf.open(edition.pdf) as pdf, pdf.open_outline() as outline:
        titles = [(level, title) for level, title, _ in outline_of(outline.root)]
    numbered = [title for level, title in titles if level == 1 and title[0].isdigit()]
    assert [int(title.split()[0]) for title in numbered] == [
        chapter.passages[0].chapter for chapter in edition.book.chapters
    ]
    chapters_with_more = {note.address.split(".")[0] for note, _, rest in notes_of(edition) if rest}
    of_chapters = titles[titles.index((1, numbered[0])) :]
    assert of_chapters.count((2, "Notes")) == len(chapters_with_more)


def test_every_font_is_within_the_file(edition):
    with pikepdf.open(edition.pdf) as pdf:
        fonts = [
            font.DescendantFonts[0].FontDescriptor
            for font in pdf.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == "/Type0"
        ]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_links_lead_where_they_say(edition):
    book = read(edition.pdf)
    addresses = 0
    for (page, x0, top, x1, bottom), target in links_of(edition.pdf):
        if isinstance(target, str):
            assert re.match("https?://", target)
            continue
        shown = "".join(
            c["text"]
            for c in book.pages[page - 1]
            if x0 - 1 < c["x0"] and c["x1"] < x1 + 1 and top - 3 < c["top"] < bottom
        )
        assert target[0] <= len(book.pages)
        if re.fullmatch(r"\d+\.\d+", shown):
            addresses += 1
            number, height = book.addresses[shown]
            assert (number, pytest.approx(height, abs=12)) == (target[0], target[2])
        if found := re.fullmatch(r"More: p\. (\d+)", shown):
            assert int(found[1]) == target[0]
    assert addresses or not edition.book.terms


def test_a_number_leads_to_its_note_and_the_note_back(reading):
    book = read(reading.pdf)
    links = [(box, target) for box, target in links_of(reading.pdf) if not isinstance(target, str)]
    for note, lead, _ in notes_of(reading):
        number = book.body.find(head_of(note, lead))[0]
        own = [(box, target) for box, target in links if leads(box[:3], number)]
        to_note = [box for box, target in links if leads(target, number)]
        back = [target for _, target in own]
        if note.span:
            assert any(
                leads(back[0], {"page_number": p, "x0": x, "top": y}) for p, x, y, *_ in to_note
            )
        else:
            page, top = book.addresses[note.address.rpartition(".")[0]]
            assert leads(back[0], {"page_number": page, "x0": back[0][1], "top": top})


# A book made for the purpose

PASSAGE = """
    :::{{passage}} c1p{number}
    :incipit: {incipit}
    :words: 5
    :fingerprint: 0123456789ab

    {precis}
    :::
    """


NOTE = ("Words that open", "A lead.")


def write_book(
    root, notes=(NOTE,), text=(), page="# A page\n\nWords.\n", precis="What is said.", **more
):
    """Write a small book: `text` holds its passages, `notes` (phrase, body) are on the first."""
    settings = {
        "project": "A book",
        "author": "An author",
        "html_title": "A book: a study edition",
        "edition_source": "https://example.org/essay",
        "smartquotes": False,
        "extensions": ["myst_parser", "sphinxcontrib.bibtex", "edition"],
        "include_patterns": ["*.md", "chapters/*.md"],
        "myst_enable_extensions": ["colon_fence"],
        "bibtex_bibfiles": ["references.bib"],
        "bibtex_default_style": "edition",
        "bibtex_reference_style": "edition",
        **more,
    }
    code = settings.pop("code", "")
    passages = [
        dedent(PASSAGE).format(number=number, incipit="Words that open", precis=precis)
        for number in range(1, max(len(text), 1) + 1)
    ]
    files = {
        "conf.py": "".join(f"{key} = {item!r}\n" for key, item in settings.items()) + code,
        "index.md": "# A book\n\n```{toctree}\nchapters/01-one\npage\nworks\n```\n",
        "page.md": page,
        "works.md": "# Works cited\n\n:::{bibliography}\n:::\n",
        "chapters/01-one.md": "# One\n" + "".join(passages),
        "references.bib": "@book{work, author = {Writer, Ann}, title = {A Work},"
        " publisher = {A House}, year = {1990}, verified = {page}, keywords = {scholarship}}\n",
    }
    for number, (phrase, body) in enumerate(notes, start=1):
        head = f"---\npassage: c1p1\nphrase: {phrase}\nkind: gloss\n---\n"
        files[f"annotations/c1/n{number}.md"] = f"{head}{body} {{cite:p}}`work`\n"
    if text:
        blocks = [f"c1p{number}\n{words}\n" for number, words in enumerate(text, start=1)]
        files["text/01-one.txt"] = "\n".join(blocks)
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return root


def print_book(root, paper="a4"):
    """Print a book with Sphinx alone: it may break the rules of what a good note is."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-b",
        "typst",
        f"-Dedition_printings=reader-{paper}",
    ]
    done = subprocess.run(
        [*command, root, root / "out"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return read(root / "out" / f"reader-{paper}.pdf")


def refuse_book(root):
    """Build a book that cannot be printed; return what is said of it."""
    done = run(root, "build", "pdf")
    assert done.returncode == 1
    assert not (root / "_build" / "pdf").is_dir() or not list((root / "_build/pdf").glob("*.pdf"))
    told = done.stdout + done.stderr
    assert "Traceback" not in told
    return told


HOSTILE = [
    '#import "x": *',
    "$x^2$",
    "*a* _b_ `c`",
    "<b>bold</b>",
    "\\n \\u{41} \\\\",
    '#"quoted";',
    "@label <label>",
    "= Heading",
    "// comment /* comment */",
    "[content](x) ]}",
    "-- --- ... ~",
]


def plain(characters):
    return re.sub(r"\s", "", "".join(c["text"] for c in characters))


def test_the_text_is_never_taken_for_typst(tmp_path):
    text = [f"Words that open {hostile} in the midst of it." for hostile in HOSTILE]
    escaped = [re.sub(r"([^\w\s]|_)", r"\\\1", hostile) for hostile in HOSTILE]
    root = write_book(tmp_path, [("Words that", f"Lead {words} on.") for words in escaped], text)
    shown = plain(print_book(root).body.characters)
    for hostile in HOSTILE:
        assert re.sub(r"\s", "", f"open {hostile} in the midst") in shown
        assert re.sub(r"\s", "", f"Lead {hostile} on.") in shown


def test_titles_are_never_taken_for_typst(tmp_path):
    title = 'A "title" #[x] \\ $y$ *z*'
    root = write_book(tmp_path, project=title, author="#author", html_title=f"{title} study")
    book = print_book(root)
    assert re.sub(r"\s", "", f"#author{title}study") in plain(book.pages[0])
    with pikepdf.open(book.path) as pdf:
        assert str(pdf.docinfo["/Title"]) == f"{title} study"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_of_fifty_notes_on_a_passage_none_is_lost(paper, tmp_path):
    numbers = range(1, 51)
    words = [f"word{number}{'abcdefghij'[number % 10] * 7}" for number in numbers]
    notes = [
        (word, f"This is the lead of {word}: " + "and so it goes on and on " * 4 + f"{word}end")
        for word in words
    ]
    text = ["Words that open. " + ", and then ".join(words) + ".", "Words that open again."]
    book = print_book(write_book(tmp_path, notes, text), paper)
    found = [book.body.find(f"thisistheleadof{word}")[0] for word in words]
    assert [book.body.find(f"{word}end") for word in words]
    order = [book.body.all.index(f"thisistheleadof{word}") for word in words]
    assert order == sorted(order), "read in the order of the text"
    assert max(c["page_number"] for c in found) > found[0]["page_number"]
    assert all(book.addresses["1.2"] > place(c) for c in found)
    assert_sound_pages(book)


def test_a_passage_longer_than_a_page_loses_no_word(tmp_path):
    text = ["Words that open. " + " ".join(f"word{number}" for number in range(1500))]
    book = print_book(write_book(tmp_path, [("word7", "A lead about it.")], text))
    book.text.find(text[0].replace("word7 ", "word7 1 "))
    assert_sound_pages(book)


def test_a_lost_phrase_is_said_to_be_lost(tmp_path):
    notes = [("no such words", "The lead of a lost note.")]
    book = print_book(write_book(tmp_path, notes, ["Words that open are all there is."]))
    found = book.body.find("The lead of a lost note")
    assert "wordsarenotinthiscopy" in book.body.all
    assert found[0]["x0"] > book.width - RIGHT - NOTES


def test_long_addresses_stay_within_the_column(tmp_path):
    long = "https://example.org/" + "a1b2c3d4e5" * 30 + "?x=" + "y" * 80
    root = write_book(tmp_path, [("Words", f"A lead [linked]({long}).")], page=f"# P\n\n<{long}>\n")
    book = print_book(root)
    assert book.body.all.count("a1b2c3d4e5" * 30) == 2
    assert_sound_pages(book)
    assert {target for _, target in links_of(book.path) if isinstance(target, str)} >= {long}


@pytest.mark.parametrize("date", [None, "1795390000"])
def test_the_same_input_gives_the_same_bytes(date, tmp_path, monkeypatch):
    if date:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
    else:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    notes, text = [("Words that", "A lead.\n\nAnd more of it.")], ["Words that open."]
    page = "# P\n\n:::{colophon}\n:::\n"
    first, second = (
        print_book(write_book(tmp_path / folder, notes, text, page=page))
        for folder in ("one", "two")
    )
    assert first.path.read_bytes() == second.path.read_bytes()
    assert ("22 November 2026" in "".join(c["text"] for c in first.pages[0])) == bool(date)
    assert (letters("version 0.1.0, 22 November 2026") in first.body.all) == bool(date)


def test_it_is_made_again_only_if_something_has_changed(tmp_path):
    root, out = write_book(tmp_path / "book"), tmp_path / "out"
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "typst", str(root), str(out)]

    def made():
        subprocess.run(command, check=True)
        return (out / "reader-a4.pdf").stat().st_mtime_ns

    first = made()
    assert made() == first
    page = root / "page.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMore words.\n", "utf-8")
    second = made()
    assert second > first
    (out / "reader-a4.pdf").write_bytes(b"cut off")
    assert made() > second
    assert len(read(out / "reader-a4.pdf").pages) > 3


# Errors


def test_what_has_no_form_in_print_is_an_error_that_names_it(tmp_path):
    told = refuse_book(write_book(tmp_path, page="# P\n\n```{math}\nx\n```\n"))
    assert re.search(r"page\.md:\d+: .*'math_block'", told)


def test_a_link_that_leads_nowhere_is_an_error(tmp_path):
    code = dedent("""
        def setup(app):
            app.connect("doctree-resolved", add_link)
        def add_link(app, tree, name):
            from docutils import nodes
            for paragraph in list(tree.findall(nodes.paragraph))[:1]:
                paragraph += nodes.reference("", "there", refid="nowhere", internal=True)
        """)
    told = refuse_book(write_book(tmp_path, code=code))
    assert "a link must lead to a place in the book; found: 'nowhere' in chapters/01-one" in told


def test_a_character_that_no_font_has_is_an_error_at_its_line(tmp_path):
    told = refuse_book(write_book(tmp_path, page="# P\n\nFine.\n\nNot fine: \U0001f600\n"))
    assert re.search(r"page\.md:5: .*could not be displayed", told)


def test_a_picture_without_a_description_is_an_error_at_its_line(tmp_path):
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (tmp_path / "p.svg").write_text(picture, encoding="utf-8")
    told = refuse_book(write_book(tmp_path, page="# P\n\n```{image} p.svg\n```\n"))
    assert re.search(r"page\.md:\d+: .*missing alt text", told)


# The source


def test_every_node_of_the_edition_has_a_visitor():
    assert all(hasattr(TypstTranslator, f"visit_{node.__name__}") for node in NODES)


def test_strings_are_spelt_as_typst_reads_them():
    assert syntax.string('a "b" \\ #c\n\u202e') == '"a \\"b\\" \\\\ #c\\u{a}\\u{202e}"'
    assert syntax.text("a\n  b") == '#"a b";'


def test_the_origin_of_a_place_is_the_last_one_before_it():
    source = syntax.origin("a.md", 3) + "#x;" + syntax.origin("b*/.md", 9) + "#y;"
    lines = source.split("\n")
    assert syntax.find_origin(source, len(lines), len(lines[-1])) == ("b*_/.md", 9)
    assert syntax.find_origin(source, 2, 4) == ("a.md", 3)
    assert syntax.find_origin(source, 1, 1) is None


def test_what_is_only_for_the_site_is_not_printed(build):
    book = read(build("real-companion").pdf)
    assert letters("What each check means") not in book.body.all
    assert letters("Rights") in book.body.all
