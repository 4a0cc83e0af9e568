"""A note, a question, an event and a work that look like code: in every output they are text."""

import re
import zipfile

import pdfplumber
import pytest
from bs4 import BeautifulSoup
from conftest import copy_book, run

from edition.book import read_book
from edition.checks import check

SCRIPT = "<script>window.harmed=1</script>"
PHRASE = f"{SCRIPT} onerror=harm"
LEAD = '"><img src=x onerror=window.harmed=2> #read("/etc/passwd") @label $x^2$ ${harm} {{ 7*7 }}'
MORE = r"\input{/etc/passwd} \write18{ls} ]]> </aside> --> // */ `${harm}` javascript:harm() &amp;"


def escape(text):
    """Return Markdown that says `text` and nothing else."""
    return re.sub(r"([\\`*_{}\[\]<>&])", r"\\\1", text)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The small book with the hostile text in each place that takes words from strangers."""
    root = copy_book("small", tmp_path_factory.mktemp("hostile") / "book")
    (root / "annotations" / "c1" / "harm.md").write_text(
        f"---\npassage: c1p2\nphrase: '{PHRASE}'\nkind: gloss\n---\n"
        f"{escape(LEAD)} {{cite:p}}`harnby1998`\n\n{escape(MORE)}\n",
        "utf-8",
    )
    for name, old, new in (
        ("chapters/01-a-river.md", "What has changed this spring", escape(LEAD)),
        ("chapters/01-a-river.md", "The proposal now has", f"{escape(MORE)} now has"),
        ("chapters/01-a-river.md", "A vote is coming", f"A vote {escape(SCRIPT)}"),
        ("timeline.md", "The Ada is launched", f"{SCRIPT} & Ada"),
        ("timeline.md", "The third", f"The {escape(SCRIPT)}"),
        ("argument.md", "It is said to pay for itself", f"{SCRIPT} & it pays"),
        ("glossary.md", "Money paid for crossing.", f"{escape(LEAD)}, explained."),
        ("glossary.md", "United States", f"{SCRIPT} & States"),
        (
            "references.bib",
            "{Boats of the Lower River}",
            '{Boats <script>harm</script> ]] #read("x")}',
        ),
    ):
        source = (root / name).read_text("utf-8")
        assert old in source, (name, old)
        (root / name).write_text(source.replace(old, new, 1), "utf-8")
    assert [str(problem) for problem in check(read_book(root), strict=True)] == []
    done = run(root, "build", "all")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build"


def assert_harmless(markup, parser):
    """Nothing in a page was made by what strangers wrote."""
    page = BeautifulSoup(markup, parser)
    for element in page.find_all(True):
        assert not any(name.startswith("on") for name in element.attrs), element
        assert element.get("src") != "x"
        for name in ("href", "src"):
            assert not str(element.get(name, "")).casefold().startswith(("javascript", "data:text"))
    assert not [s for s in page.find_all("script") if "harm" in s.get_text()]
    return page


def test_on_pages_it_is_text(built):
    pages = {
        path.relative_to(built / "html").as_posix(): assert_harmless(
            path.read_text("utf-8"), "lxml"
        )
        for path in (built / "html").glob("**/*.html")
    }
    chapter = pages["chapters/01-a-river.html"].article.get_text()
    shown = (LEAD.replace('"', "”", 1), SCRIPT)
    note = pages["chapters/01-a-river.html"].find(id="note-c1-harm").get_text()
    for part in ("<img src=x onerror=window.harmed=2>", "/etc/passwd", "$x^2$", "{{ 7*7 }}"):
        assert part in note
        assert part in chapter
    for part in (
        "\\input{/etc/passwd}",
        "]]>",
        "</aside>",
        "`${harm}`",
        "javascript:harm()",
        "&amp;",
    ):
        assert part in note
    assert shown[1] in note
    assert SCRIPT in pages["timeline.html"].article.get_text()
    assert SCRIPT in pages["argument.html"].article.get_text()
    assert f"{SCRIPT} & States" in pages["glossary.html"].article.get_text()
    assert "Boats <script>harm</script> ]] #read(" in pages["bibliography.html"].article.get_text()
    assert SCRIPT in pages["notes.html"].article.get_text()


def test_in_a_browser_it_does_nothing_and_is_previewed_and_found(built, open_page):
    page = open_page(built / "html" / "chapters" / "01-a-river.html", 1200)
    page.add_script_tag(url="../_static/previews.js")
    page.add_script_tag(url="../_static/places.js")
    title, words = page.evaluate("window.editionPreviews['note-c1-harm']")
    assert SCRIPT in title
    assert "<img src=x onerror=window.harmed=2>" in words
    assert SCRIPT in page.evaluate(
        "PLACES.filter(p => p.join(' ').includes('harmed'))[0].join(' ')"
    )
    page.goto((built / "html" / "search.html").as_uri() + "?q=onerror")
    page.wait_for_selector("#search-results a")
    assert page.evaluate("window.harmed") is None
    assert page.locator("img[src=x]").count() == 0


def test_in_print_it_is_text(built):
    with pdfplumber.open(built / "pdf" / "reader-a4.pdf") as pdf:
        letters = "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)
    assert "root:x:0" not in letters
    for part in (SCRIPT, "/etc/passwd", "$x^2$", "{{7*7}}", "\\input{/etc/passwd}", "</aside>"):
        assert "".join(part.split()) in letters, part


def test_in_the_epub_it_is_text(built):
    (book,) = (built / "epub").glob("*.epub")
    told = ""
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                page = assert_harmless(archive.read(name).decode(), "lxml-xml")
                assert not page.find_all("script")
                told += page.get_text()
    for part in (SCRIPT, "<img src=x onerror=window.harmed=2>", "\\input{/etc/passwd}"):
        assert part in told
