"""`edition note`, as somebody at a terminal meets it, with an editor that writes by itself."""

import re
import shlex
import shutil
import sys

import pytest
from click.testing import CliRunner
from conftest import ROOT, SMALL, run

from edition.annotation import KEYS, Kind, Level, Verdict, read_annotation
from edition.cli import main
from edition.drafting.draft import LINE, propose_name
from edition.drafting.guide import KEYS as EXPLAINED
from edition.drafting.guide import KINDS
from edition.drafting.works import Work, find_works

PHRASE = "propose to replace it"
GOOD = "The council asks for a bridge of two lanes {cite:p}`harnby1998`."


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The small book with its text, which the tests of this module add notes to."""
    root = tmp_path_factory.mktemp("note") / "book"
    shutil.copytree(SMALL, root)
    assert run(root, "text", str(SMALL / "essay.txt")).returncode == 0
    return root


@pytest.fixture
def book(whole, monkeypatch):
    """The book as a place to work in; what a test leaves there is removed."""
    before = {path for path in whole.rglob("*") if path.is_file()}
    monkeypatch.chdir(whole)
    yield whole
    for path in {path for path in whole.rglob("*") if path.is_file()} - before:
        path.unlink()


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Return a function that sets what the editor makes of the page at each opening."""

    def write(*edits):
        script = tmp_path / "editor.py"
        script.write_text(
            "import sys\nfrom pathlib import Path\n"
            f"edits, count = {edits!r}, Path({str(tmp_path / 'count')!r})\n"
            "turn = int(count.read_text()) if count.exists() else 0\n"
            "count.write_text(str(turn + 1))\n"
            "page, edit = Path(sys.argv[1]), edits[turn]\n"
            "if edit is None: sys.exit(1)\n"
            "old, new = edit\n"
            "page.write_text(page.read_text('utf-8').replace(old, new, 1), 'utf-8')\n",
            "utf-8",
        )
        monkeypatch.setenv("VISUAL", shlex.join([sys.executable, str(script)]))

    return write


def note(*arguments, typed=""):
    done = CliRunner().invoke(main, ["note", *arguments], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def files(root):
    return {p.relative_to(root).as_posix() for p in root.glob("annotations/c1/*")} | {
        p.relative_to(root).as_posix() for p in root.glob(".drafts/**/*") if p.is_file()
    }


BODY = ("\n---\n\n", f"\n---\n{GOOD}\n")


def test_a_note_is_asked_for_written_and_made(book, editor):
    before = files(book)
    editor(BODY)
    done = note("1.1", PHRASE, typed="context\nfirst\nharnby\n\n\n")
    assert done.exit_code == 0, done.output
    (path,) = files(book) - before
    assert path == "annotations/c1/propose-replace.md"
    annotation, problems = read_annotation(path, (book / path).read_text("utf-8"))
    assert problems == []
    assert (annotation.kind, annotation.level, annotation.word) == (Kind.CONTEXT, Level.FIRST, 27)
    assert annotation.body.strip() == GOOD
    assert "nothing is wrong with it" in done.output
    assert run(book, "check").stdout.splitlines()[-1].endswith(": 0 problems")


def test_the_page_explains_every_key_kind_and_value_and_nothing_of_it_stays(
    book, tmp_path, monkeypatch
):
    monkeypatch.setenv("VISUAL", f"cp --target-directory={tmp_path}")
    note("c1p1", PHRASE, "--kind", "gloss", "--level", "full", typed="\nn\n")
    seen = (tmp_path / "propose-replace.md").read_text("utf-8")
    above, below = seen.split(LINE)
    assert [line.split(":")[0] for line in above.splitlines()[1:5]] == [
        "passage",
        "phrase",
        "word",
        "kind",
    ]
    for word in (*KEYS, *Kind, *Level, *Verdict):
        assert re.search(rf"\b{word}\b", below), word
    assert not (book / ".drafts").exists(), "a page that nobody wrote on is no draft"


def test_what_is_wrong_is_told_and_can_be_mended_at_once(book, editor):
    before = files(book)
    wrong = "\n---\nA bridge <b>now</b> {cite:p}`harnby1989`.\n"
    editor(
        ("\n---\n\n", wrong),
        ("<b>now</b> {cite:p}`harnby1989`", "now {cite:p}`harnby1998`"),
    )
    done = note("1.1", PHRASE, "--kind", "gloss", "--level", "full", typed="\ny\n")
    assert done.exit_code == 0, done.output
    told = [line for line in done.output.splitlines() if line.startswith("annotations/")]
    assert len(told) == 3, "the unknown work, the raw HTML, and that it was made"
    assert "'harnby1989'. Nearest: 'harnby1998' (citation-unknown)" in done.output
    assert files(book) - before == {"annotations/c1/propose-replace.md"}


def test_what_was_written_is_kept_when_the_writer_stops_and_gone_on_with_later(book, editor):
    before = files(book)
    editor(("\n---\n\n", "\n---\nOnly half a\n"), ("half a", f"this. {GOOD}"))
    given = ("1.1", PHRASE, "--kind", "gloss", "--level", "full")
    done = note(*given, typed="\nn\n")
    assert done.exit_code == 1
    assert files(book) - before == {".drafts/c1/propose-replace.md"}, "and no half-written note"
    assert "Kept as a draft: .drafts/c1/propose-replace.md" in done.output
    done = note(*given)
    assert done.exit_code == 0, done.output
    assert "There is a draft of it" in done.output
    assert files(book) - before == {"annotations/c1/propose-replace.md"}


@pytest.mark.parametrize("editors", [(None,), ()], ids=["fails", "is not there"])
def test_an_editor_that_fails_loses_nothing(book, editor, monkeypatch, editors):
    editor(*editors)
    if not editors:
        monkeypatch.setenv("VISUAL", "no-such-editor")
    done = note("1.1", PHRASE, "--kind", "gloss", "--level", "full", typed="\n")
    assert done.exit_code == 1
    assert "Kept as a draft: .drafts/c1/propose-replace.md" in done.output
    assert (book / ".drafts/c1/propose-replace.md").is_file()


def test_a_page_that_is_no_text_is_told_and_kept(book, tmp_path, monkeypatch):
    script = tmp_path / "binary"
    script.write_text('#!/bin/sh\nprintf "\\377\\376" > "$1"\n')
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    done = note("1.1", PHRASE, "--kind", "gloss", "--level", "full", typed="\nn\n")
    assert "a draft must be saved in UTF-8" in done.output
    assert (book / ".drafts/c1/propose-replace.md").read_bytes() == b"\xff\xfe"


def test_a_wrong_phrase_gets_the_nearest_ones_to_choose_from(book, editor):
    editor(BODY)
    typed = "1\n\n"
    done = note("1.1", "proposed to replace", "--kind", "gloss", "--level", "full", typed=typed)
    assert done.exit_code == 0, done.output
    assert "found 0 times: 'proposed to replace'" in done.output
    made = re.search(r"annotations/c1/\S+\.md(?=: a new note)", done.output)[0]
    source = (book / made).read_text("utf-8")
    assert re.search(r"^phrase: .*propose to replace", source, re.MULTILINE)


def test_for_scripts_everything_is_given_and_nothing_asked(book):
    before = files(book)
    given = ("c1p1", PHRASE, "--kind", "gloss", "--yes")
    done = note(*given, "--cite", "harnby1998", "--lead", "A bridge of two lanes.")
    assert done.exit_code == 0, done.output
    (path,) = files(book) - before
    assert (
        (book / path).read_text("utf-8").endswith("A bridge of two lanes {cite:p}`harnby1998`.\n")
    )
    piped = note(*given, "--name", "bridge", "--lead", "-", typed=f"{GOOD}\n\nAnd more.\n")
    assert piped.exit_code == 0, piped.output
    source = (book / "annotations/c1/bridge.md").read_text("utf-8")
    assert source.endswith(f"---\n{GOOD}\n\nAnd more.\n")


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("1.99", PHRASE, "--lead", "x", "--kind", "gloss"), 2,
         "no such passage: '1.99'; there are 1.1 to 3."),
        (("c1p1", PHRASE), 2, "--yes asks nothing: give PHRASE, --kind and --lead"),
        (("c1p1", PHRASE, "--lead", "x", "--kind", "joke"), 2, "'joke' is not one of 'gloss'"),
        (("c1p1", PHRASE, "--lead", "x", "--kind", "gloss", "--name", "../x"), 2, "a name must"),
        (("c1p1", "proposes to replace it", "--lead", "x", "--kind", "gloss"), 1,
         f"edition note 1.1 '{PHRASE}'"),
        (("c1p1", "one two three four five six seven eight nine ten eleven", "--lead", "x",
          "--kind", "gloss"), 1, "10 words at most; found 11"),
        (("c1p1", PHRASE, "--lead", "x", "--kind", "gloss"), 1, "(source-missing)"),
        (("c1p1", PHRASE, "--lead", GOOD, "--kind", "gloss", "--name", "pier"), 2, "already"),
    ],
)  # fmt: skip
def test_scripts_are_told_what_is_wrong_and_no_note_is_made(book, arguments, status, told):
    before = files(book)
    done = note(*arguments, "--yes")
    assert done.exit_code == status, done.output
    assert told in " ".join(done.output.split())
    assert {path for path in files(book) - before if path.startswith("annotations")} == set()


def test_without_the_text_the_phrase_is_taken_and_the_way_to_check_it_told(small, monkeypatch):
    monkeypatch.chdir(small)
    done = note("1.1", "any words", "--kind", "gloss", "--yes", "--lead", GOOD)
    assert done.exit_code == 0, done.output
    assert "could not be checked" in done.output
    assert "make text" in done.output
    added = read_annotation(
        "annotations/c1/any-words.md", (small / "annotations/c1/any-words.md").read_text("utf-8")
    )
    assert added[1] == []


@pytest.mark.parametrize(
    ("phrase", "taken", "name"),
    [
        ("war is the continuation of politics", (), "war-continuation-politics"),
        ("the of", (), "the-of"),
        ("Élan: ‘peace’—now!", (), "elan-peace-now"),
        ("мир", (), "note"),
        ("the toll", ("toll", "toll-2"), "toll-3"),
    ],
)
def test_a_name_is_made_of_telling_words(phrase, taken, name):
    assert propose_name(phrase, taken) == name


WORKS = [
    Work("clausewitz1976", "Clausewitz", "1976", "On War"),
    Work("luxemburg1915", "Luxemburg", "1915", "The Crisis of Social Democracy"),
    Work("warriner2020", "Warriner", "2020", "Peace"),
]


@pytest.mark.parametrize(
    ("sought", "keys"),
    [
        ("war", ["clausewitz1976", "warriner2020"]),
        ("luxemburg crisis", ["luxemburg1915"]),
        ("1976", ["clausewitz1976"]),
        ("clausewits", ["clausewitz1976"]),
        ("warriner2020", ["warriner2020"]),
        ("zz top", []),
        ("  ", []),
    ],
)
def test_works_are_found_by_words_of_author_title_and_year(sought, keys):
    assert [work.key for work in find_works(WORKS, sought)] == keys


def test_the_guide_says_what_the_manual_says():
    manual = (ROOT / "editing" / "index.md").read_text("utf-8").replace("`", "")
    rows = dict(re.findall(r"^\| ([a-z, -]+) \| (.+) \|$", manual, re.MULTILINE))
    told = {key: words for keys, words in rows.items() for key in keys.split(", ")}
    assert {key: told[key] for key in KEYS} == EXPLAINED
    kinds = dict(re.findall(r"^- ([a-z]+): (.+)$", manual, re.MULTILINE))
    assert kinds == {kind.value: words for kind, words in KINDS.items()}
