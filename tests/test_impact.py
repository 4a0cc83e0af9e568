"""The impact report: what a change of passages does to the notes, and how each is mended."""

import json
import subprocess

import pytest
from conftest import SMALL, run

from edition.book import read_book


def git(root, *arguments):
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(root), *name, *arguments], check=True, capture_output=True)


@pytest.fixture
def kept(tmp_path, small):
    """The small book with its text, in a folder of a repository, committed."""
    git(small.parent, "init", "-q")
    git(small.parent, "add", "book")
    git(small.parent, "commit", "-qm", "one")
    assert run(small, "text", str(SMALL / "essay.txt")).returncode == 0
    return small


def change(root, name, *pairs):
    path = root / name
    source = path.read_text("utf-8")
    for old, new in pairs:
        assert old in source
        source = source.replace(old, new)
    path.write_text(source, "utf-8")


def test_nothing_changed_is_nothing_to_tell(kept):
    done = run(kept, "impact", "--since", "HEAD")
    nothing = "0 passages changed, 0 notes on them hold, 0 break, 0 became ambiguous, 0 not checked"
    assert (done.returncode, done.stdout.strip()) == (0, nothing)


def test_another_copy_of_the_text_tells_what_holds_breaks_and_became_ambiguous(kept, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_text((SMALL / "essay.txt").read_text("utf-8"), "utf-8")
    change(
        tmp_path,
        "copy.txt",
        ("forty times a day", "forty trips a day"),
        ("two hundred metres of", "the pier, and two hundred metres of"),
        ("the whole dispute", "all the dispute"),
        ("which is not the same as doing nothing", "which is hardly the same as doing nothing"),
    )
    before = read_book(kept).text
    done = run(kept, "impact", "--text", str(copy))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "c1p1: text; 2 of 3 notes hold",
        (
            "  annotations/c1/forty-times.md: breaks: its phrase is no longer there: "
            "'forty times a day'"
        ),
        "    mend: phrase: forty trips a day",
        "c1p2: text; 0 of 1 notes hold",
        (
            "  annotations/c1/grandmother.md: breaks: its phrase is no longer there: "
            "'\"which is not the same as doing nothing,\"'"
        ),
        "    mend: phrase: which is hardly the same as doing nothing",
        "c1p3: text; 0 of 1 notes hold",
        "  annotations/c1/pier.md: became ambiguous: 'the pier'",
        "    mend: after: and",
        "    mend: after: ', and'",
        "3 passages changed, 2 notes on them hold, 2 break, 1 became ambiguous, 0 not checked",
    ]
    assert read_book(kept).text == before, "nothing is changed"


def test_every_repair_mends(kept, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_text((SMALL / "essay.txt").read_text("utf-8"), "utf-8")
    change(tmp_path, "copy.txt", ("forty times a day", "forty trips a day"))
    impact = json.loads(run(kept, "impact", "--text", str(copy), "--json").stdout)
    assert impact["broken"] == 1
    (note,) = [n for n in impact["passages"][0]["notes"] if n["outcome"] == "lost"]
    change(kept, note["path"], (f"phrase: {note['phrase']}", note["repairs"][0]))
    assert run(kept, "impact", "--text", str(copy)).returncode == 0


def test_passages_that_were_numbered_anew_take_their_notes_along(kept):
    chapter = kept / "chapters" / "01-a-river.md"
    change(kept, "chapters/01-a-river.md", ("c1p1", "c1p9"), ("c1p2", "c1p1"), ("c1p9", "c1p2"))
    assert chapter.is_file()
    done = run(kept, "impact", "--since", "HEAD", "--markdown")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "### What this changes for the notes",
        "",
        "2 passages changed, 0 notes on them hold, 4 break, 0 became ambiguous, 0 not checked.",
    ]
    assert "- **c1p2**: moved to c1p1; 0 of 1 notes hold" in lines
    start = lines.index("- **c1p2**: moved to c1p1; 0 of 1 notes hold")
    assert lines[start + 1 : start + 3] == [
        (
            "  - `annotations/c1/grandmother.md` breaks: its passage is elsewhere or gone: "
            '`"which is not the same as doing nothing,"`'
        ),
        "    - mend: `passage: c1p1`",
    ]


def test_a_passage_that_is_gone_names_those_that_have_the_phrase(kept):
    source = (kept / "chapters" / "01-a-river.md").read_text("utf-8")
    start = source.index(":::{passage} c1p3")
    end = source.index("## Questions")
    (kept / "chapters" / "01-a-river.md").write_text(source[:start] + source[end:], "utf-8")
    done = run(kept, "impact", "--since", "HEAD")
    assert "c1p3: gone; 0 of 1 notes hold" in done.stdout
    assert "pier.md: breaks: its passage is elsewhere or gone: 'the pier'" in done.stdout


def test_an_incipit_and_a_fingerprint_that_change_are_told_and_the_notes_hold(kept):
    change(
        kept,
        "chapters/01-a-river.md",
        (":incipit: The old ferry at Harnby crosses", ":incipit: The old ferry at Harnby"),
        (":fingerprint: 2419d69bdab2", ":fingerprint: 0000d69bdab2"),
    )
    done = run(kept, "impact", "--since", "HEAD")
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [
        "c1p1: incipit; 3 of 3 notes hold",
        "c1p2: fingerprint; 1 of 1 notes hold",
    ]


def test_without_the_text_it_says_that_phrases_were_not_checked(kept):
    for path in (kept / "text").glob("*.txt"):
        path.unlink()
    change(
        kept,
        "chapters/01-a-river.md",
        (":incipit: The old ferry at Harnby crosses", ":incipit: The old ferry at Harnby"),
    )
    done = run(kept, "impact", "--since", "HEAD")
    assert "not checked: no text: 'forty times a day'" in done.stdout
    assert "3 not checked" in done.stdout


def test_notes_that_were_added_changed_and_removed_are_told_as_code(kept):
    notes = kept / "annotations" / "c1"
    source = (notes / "pier.md").read_text("utf-8")
    (notes / "new.md").write_text(source, "utf-8")
    (notes / "pier.md").write_text(f"{source}\nMore.\n", "utf-8")
    (notes / "grandmother.md").unlink()
    done = run(kept, "impact", "--since", "HEAD", "--markdown")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-3:] == [
        "- `note added: annotations/c1/new.md`",
        "- `note changed: annotations/c1/pier.md`",
        "- `note removed: annotations/c1/grandmother.md`",
    ]


def test_the_comment_shows_what_a_stranger_wrote_as_code_and_no_sentence(kept):
    note = kept / "annotations" / "c1" / "pier.md"
    phrase = "@team `x` <img src=x> [a](https://e.org)"
    note.write_text(note.read_text("utf-8").replace("the pier", f"'{phrase}'"), "utf-8")
    change(
        kept,
        "chapters/01-a-river.md",
        (":incipit: Between the pier and the café", ":incipit: Between the pier"),
    )
    told = run(kept, "impact", "--since", "HEAD", "--markdown").stdout
    assert f"its phrase is no longer there: `` {phrase} ``" in told
    assert read_book(kept).text["c1p3"] not in told


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "compare with what?"),
        (("--since", "no-such-thing"), 1, "git knows no such revision"),
        (("--since", "--output=x"), 2, "does not begin with a hyphen"),
        (("--text", "no-such-file"), 1, "no-such-file"),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_line(kept, arguments, code, told):
    done = run(kept, "impact", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
