"""Building: what is built again, what stays, and what happens when something is wrong."""

import hashlib
import shutil
import subprocess
import sys

import pytest
from conftest import SMALL, copy_book, run


def bytes_of(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("**/*"))
        if path.is_file()
    }


@pytest.fixture
def built(small):
    done = run(small, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return small


def a_note(root):
    return next((root / "annotations").glob("c1/*.md"))


def test_the_last_lines_say_where_the_edition_is_and_how_to_bring_the_text(small):
    lines = run(small, "build").stdout.splitlines()
    assert lines[-5:] == [
        "Companion edition, HTML: _build/html/index.html",
        "Companion edition, zip:  _build/the-ferry-or-the-bridge-companion.zip",
        "Companion edition, PDF:  _build/pdf/reader-a4.pdf",
        "Companion edition, EPUB: _build/epub/the-ferry-or-the-bridge.epub",
        "To read the essay itself beside the notes, bring its text: make text",
    ]


def test_who_stops_reading_what_is_printed_is_told_of_no_folder(built):
    command = f"{sys.executable} -u -m edition build | head -1"
    done = subprocess.run(
        command, cwd=built, shell=True, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("Companion edition")
    assert done.stderr == ""


def test_a_second_build_changes_nothing(built):
    before = bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")
    assert run(built, "build").returncode == 0
    assert (bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")) == before


def test_a_build_from_what_the_last_one_kept_gives_the_same_bytes(built):
    before = bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")
    for record in (built / "_build" / ".work").glob("*.state"):
        record.unlink()
    assert run(built, "build").returncode == 0
    assert (bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")) == before


def test_an_output_that_was_deleted_is_built_again(built):
    before = bytes_of(built / "_build" / "html")
    shutil.rmtree(built / "_build" / "html")
    assert run(built, "build").returncode == 0
    assert bytes_of(built / "_build" / "html") == before


def test_the_same_input_gives_the_same_bytes_elsewhere(built, tmp_path):
    other = copy_book("small", tmp_path / "elsewhere" / "edition")
    assert run(other, "build").returncode == 0
    for output in ("html", "pdf"):
        assert bytes_of(other / "_build" / output) == bytes_of(built / "_build" / output)


def test_an_edited_note_is_shown_and_only_its_chapter_changes(built):
    before = bytes_of(built / "_build" / "html")
    note = a_note(built)
    note.write_text(note.read_text(encoding="utf-8") + "\nA new last paragraph.\n", "utf-8")
    assert run(built, "build", "html").returncode == 0
    after = bytes_of(built / "_build" / "html")
    changed = {name for name in after if after[name] != before.get(name)}
    chapter = next(name for name in changed if name.startswith("chapters/"))
    assert changed == {
        chapter,
        "_static/places.js",
        "data/annotations.jsonld",
        "searchindex.js",
    }
    assert "A new last paragraph." in (built / "_build" / "html" / chapter).read_text("utf-8")


def test_what_a_note_says_first_and_refers_to_changes_the_lists_that_show_it(built):
    before = bytes_of(built / "_build" / "html")
    note = built / "annotations" / "c1" / "pier.md"
    source = note.read_text(encoding="utf-8")
    note.write_text(source.replace("Built of", "A {term}`ferryman` says: built of"), "utf-8")
    assert run(built, "build", "html").returncode == 0
    after = bytes_of(built / "_build" / "html")
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "_static/places.js",
        "_static/previews.js",
        "chapters/01-a-river.html",
        "data/annotations.jsonld",
        "glossary.html",
        "names.html",
        "notes.html",
        "searchindex.js",
    }
    for name, link in (("notes", "term-ferryman"), ("glossary", "note-c1-pier")):
        assert link in (built / "_build" / "html" / f"{name}.html").read_text("utf-8")


def test_a_new_term_is_linked_in_the_chapters_that_use_it(built):
    glossary = built / "glossary.md"
    source = glossary.read_text(encoding="utf-8")
    added = "hospital\n  Where the ill are cared for.\n\ntoll\n  A {term}`hospital` has none."
    glossary.write_text(source.replace("toll\n", f"{added}\n", 1), "utf-8")
    assert run(built, "build", "html").returncode == 0
    page = built / "_build" / "html" / "chapters" / "02-the-bridge.html"
    assert "glossary.html#term-hospital" in page.read_text("utf-8")


def test_an_added_and_a_removed_note_are_noticed(built):
    note = a_note(built)
    page = built / "_build" / "html" / "chapters"
    added = note.with_name("added.md")
    added.write_text(note.read_text(encoding="utf-8"), "utf-8")
    assert run(built, "build", "html").returncode == 0
    assert sum("note-c1-added" in path.read_text("utf-8") for path in page.glob("*.html")) == 1
    added.unlink()
    assert run(built, "build", "html").returncode == 0
    assert not any("note-c1-added" in path.read_text("utf-8") for path in page.glob("*.html"))


def test_the_text_comes_and_goes(built):
    page = next((built / "_build" / "html" / "chapters").glob("01*.html"))
    assert run(built, "text", str(SMALL / "essay.txt")).returncode == 0
    done = run(built, "build")
    assert done.stdout.startswith("Reading edition")
    assert "passage-text" in page.read_text("utf-8")
    for path in (built / "text").glob("*.txt"):
        path.unlink()
    assert run(built, "build").stdout.startswith("Companion edition")
    assert "passage-text" not in page.read_text("utf-8")


def test_a_problem_stops_the_build_and_leaves_the_old_edition(built):
    before = bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")
    note = a_note(built)
    note.write_text(note.read_text(encoding="utf-8") + "\n<b>bold</b>\n", "utf-8")
    done = run(built, "build")
    assert done.returncode == 1
    assert "(markup-refused)" in done.stdout
    assert done.stderr == "1 problem: nothing was built\n"
    assert (bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")) == before


def test_a_warning_of_sphinx_stops_the_build_and_leaves_the_old_edition(built):
    before = bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")
    (built / "index.md").write_text("# Title\n\n{doc}`nowhere`\n", "utf-8")
    done = run(built, "build")
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert (bytes_of(built / "_build" / "html"), bytes_of(built / "_build" / "pdf")) == before


def test_sphinx_itself_tells_the_problems_too(small):
    from sphinx.cmd.build import main

    note = a_note(small)
    note.write_text(note.read_text(encoding="utf-8").replace("kind:", "sort:"), "utf-8")
    assert main(["-q", "-W", "-b", "html", str(small), str(small / "_build" / "plain")]) != 0


def test_an_edition_is_built_where_it_is_asked_for(small, tmp_path):
    out = tmp_path / "out"
    assert run(small, "build", "html", "--out", str(out)).returncode == 0
    assert (out / "html" / "index.html").is_file()
    assert not (small / "_build" / "html").exists()


def test_a_pdf_on_letter_paper_does_not_touch_the_other(built):
    before = bytes_of(built / "_build" / "pdf")
    assert run(built, "build", "pdf", "--paper", "letter").returncode == 0
    after = bytes_of(built / "_build" / "pdf")
    assert set(after) == {"reader-a4.pdf", "reader-letter.pdf"}
    assert after["reader-a4.pdf"] == before["reader-a4.pdf"]


def test_a_folder_that_cannot_be_written_is_told_in_one_line(small):
    (small / "_build").write_text("a file is in the way")
    done = run(small, "build", "html")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    shutil.rmtree(small)
