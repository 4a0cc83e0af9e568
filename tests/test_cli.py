"""The command line, as a user meets it."""

import json
import os

import pytest
from conftest import ROOT, SMALL, run

from edition.book import read_book
from edition.cli import main


def test_the_text_is_brought_and_the_result_told(small):
    total = len(read_book(small).passages)
    done = run(small, "text", str(SMALL / "essay.txt"))
    assert done.returncode == 0
    assert done.stdout == f"{total} of {total} passages found, 0 changed\n"
    assert len(list((small / "text").glob("*.txt"))) == 3


def test_the_result_can_be_had_as_json(small):
    done = run(small, "text", str(SMALL / "essay.txt"), "--json")
    result = json.loads(done.stdout)
    assert result["found"] == list(read_book(small).passages)
    assert result["changed"] == {}
    assert result["missing"] == []
    assert result["lost"] == []


def test_a_changed_text_names_its_passages_and_the_phrases_that_are_gone(small, tmp_path):
    assert run(small, "text", str(SMALL / "essay.txt")).returncode == 0
    book = read_book(small)
    note = next(n for n in book.notes["c1p1"] if n.annotation.id == "c1/forty-times")
    phrase, passage = note.annotation.phrase.text, book.passages["c1p1"]
    essay = (SMALL / "essay.txt").read_text("utf-8").replace(phrase, "all day", 1)
    path = tmp_path / "changed.txt"
    path.write_text(essay, "utf-8")
    done = run(small, "text", str(path))
    total = len(book.passages)
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert lines[0] == f"{total} of {total} passages found, 1 changed"
    assert lines[1] == f"changed: {passage.address} (2 words fewer)"
    assert lines[2] == (
        f"no longer there: {passage.address}: the phrase of {note.annotation.path}: '{phrase}'"
    )
    checked = run(small, "check")
    assert checked.returncode == 0, "a phrase that a reader's copy lost is no error"
    built = run(small, "build", "html")
    assert built.returncode == 0, built.stderr
    page = next((small / "_build" / "html" / "chapters").glob("01*.html")).read_text("utf-8")
    assert "Your copy of the text lacks these words." in page


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\x03" * 500, (ROOT / "LICENSES" / "CC-BY-SA-4.0.txt").read_bytes()],
    ids=["empty", "binary", "another text"],
)
def test_what_is_not_the_essay_is_refused_and_the_earlier_text_stays(small, tmp_path, content):
    assert run(small, "text", str(SMALL / "essay.txt")).returncode == 0
    before = {path.name: path.read_bytes() for path in (small / "text").iterdir()}
    path = tmp_path / "source"
    path.write_bytes(content)
    done = run(small, "text", str(path))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert {path.name: path.read_bytes() for path in (small / "text").iterdir()} == before


def test_a_source_that_is_not_there_is_told_in_one_line(small):
    done = run(small, "text", "nowhere.txt")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "nowhere.txt" in done.stderr


def test_without_a_text_the_check_says_what_it_could_not_check(small):
    done = run(small, "check")
    notes = len(read_book(small).annotations)
    assert done.returncode == 0, done.stdout
    assert f"{notes} phrases not checked: no text" in done.stdout.splitlines()


def test_problems_can_be_had_as_json(small):
    note = next((small / "annotations").glob("c1/*.md"))
    note.write_text("nothing\n", "utf-8")
    done = run(small, "check", "--json")
    assert done.returncode == 1
    assert {
        "path": note.relative_to(small).as_posix(),
        "line": 1,
        "message": "a note must open with its front matter between two lines of three hyphens",
        "code": "front-matter-malformed",
    } in json.loads(done.stdout)


def test_a_forge_shows_problems_on_their_lines_and_takes_no_command_from_them(small):
    note = small / "annotations" / "c1" / "a,b:c%0A\n::warning::x.md"
    note.write_text("---\npassage: c1p1\nphrase: ferry\nkind: '50%0A::stop-commands::x'\n---\n")
    done = run(small, "check", "--github")
    assert done.returncode == 1
    commands = [line for line in done.stdout.splitlines() if line.startswith("::")]
    name = r"annotations/c1/a%2Cb%3Ac%250A\n%3A%3Awarning%3A%3Ax.md"
    assert len(commands) == 4
    assert all(c.startswith(f"::error file={name},line=") for c in commands)
    assert (
        f"::error file={name},line=4,title=kind-unknown::kind must be one of gloss, context, "
        "source, claim, debate, later; found: '50%250A::stop-commands::x'"
    ) in commands


def test_the_check_of_a_pull_request_holds_pages_to_their_markup(small):
    page = small / "using.md"
    page.write_text(f"{page.read_text('utf-8')}\n<script>alert(1)</script>\n", "utf-8")
    assert run(small, "check").returncode == 0
    done = run(small, "check", "--strict")
    assert "found: raw HTML (page-refused)" in done.stdout
    assert done.returncode == 1


def test_a_command_works_from_a_folder_below(small):
    assert run(small / "annotations" / "c1", "check").returncode == 0


def test_outside_an_edition_the_usage_is_told(tmp_path):
    done = run(tmp_path, "check")
    assert done.returncode == 2
    assert "conf.py" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_command_explains_itself(tmp_path):
    # Help must be had anywhere, also where there is no edition.
    for name, command in main.commands.items():
        done = run(tmp_path, name, "--help")
        assert done.returncode == 0, done.stderr
        assert command.help.splitlines()[0] in done.stdout


def test_messages_are_readable_in_any_locale(small):
    note = next((small / "annotations").glob("c1/*.md"))
    text = note.read_text("utf-8").replace("kind: ", "kind: “")
    note.write_text(text, "utf-8")
    os.environ["LC_ALL"] = "C"
    try:
        done = run(small, "check")
    finally:
        del os.environ["LC_ALL"]
    assert done.returncode == 1
    assert "kind-unknown" in done.stdout
