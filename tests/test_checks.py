"""The checks, by cases in prose: one file of the small book, and every problem it must give.

A case is a title, the content of the file, and the complete list of problems,
each without the path. A case without problems must give none.
"""

import re
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT, SMALL, run
from pytest_param_files.main import create_parameters

from edition.book import read_book
from edition.checks import check
from edition.links import read_outputs
from edition.links.judge import judge
from edition.markup import parse
from edition.problem import Code

CASES = Path(__file__).parent / "cases"
FILES = {
    "notes": "annotations/c1/note.md",
    "chapters": "chapters/01-a-river.md",
    "questions": "chapters/03-the-ferry.md",
    "sessions": "sessions/1-a-vote.md",
    "timeline": "timeline.md",
    "argument": "argument.md",
    "glossary": "glossary.md",
    "names": "names.md",
    "references": "references.bib",
    "text": "text/01-a-river.txt",
    "pages": "using.md",
    "exceptions": "exceptions.txt",
}


@pytest.fixture(scope="module")
def with_text(tmp_path_factory):
    """The small book with its text, to which each case adds its file."""
    import shutil

    root = tmp_path_factory.mktemp("cases") / "book"
    shutil.copytree(SMALL, root)
    assert run(root, "text", str(SMALL / "essay.txt")).returncode == 0
    return root


@contextmanager
def holding(path, content):
    """Let the file at `path` hold `content` for a while."""
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    try:
        yield
    finally:
        path.unlink() if before is None else path.write_bytes(before)


def assert_problems(root, path, case, *, strict):
    with holding(path, case.content):
        problems = check(read_book(root), strict=strict)
    name = path.relative_to(root).as_posix()
    shown = [str(problem).removeprefix(f"{name}:") for problem in problems if problem.path == name]
    case.assert_expected("\n".join(shown) or "none", rstrip=True)


def cases():
    """Every case with the file of the book that it is the content of."""
    for name, path in FILES.items():
        _, found, ids = create_parameters(CASES / f"{name}.md")
        assert found
        for case, title in zip(found, ids, strict=True):
            yield pytest.param(path, case, id=f"{name}-{title}")


@pytest.mark.parametrize(("path", "case"), list(cases()))
def test_case(path, case, with_text):
    """What strangers may send is asked of the pages only: elsewhere it always is."""
    assert_problems(with_text, with_text / path, case, strict=path == FILES["pages"])


def test_an_exception_is_used_once_it_is_needed(small):
    (small / "annotations" / "c1" / "pier.md").unlink()
    listed = small / "exceptions.txt"
    path = "chapters/01-a-river.md"
    listed.write_text(f"{path}: passage-without-note: nothing there needs words\n", "utf-8")
    assert (path, Code.PASSAGE_WITHOUT_NOTE) not in codes(small)
    assert ("exceptions.txt", Code.EXCEPTION_UNUSED) not in codes(small)
    listed.unlink()
    assert (path, Code.PASSAGE_WITHOUT_NOTE) in codes(small)


def test_the_pages_of_the_editions_are_what_strangers_may_send(with_text):
    for root in (with_text, ROOT):
        assert [p for page in read_book(root).pages for p in page.refused] == []


def test_every_code_has_a_case():
    told = {
        code
        for name in (*FILES, "links")
        for code in re.findall(
            r": .+\(([a-z-]+)\)$", (CASES / f"{name}.md").read_text("utf-8"), re.MULTILINE
        )
    }
    elsewhere = {  # tested below
        "address-dead",  # in test_outside
        "file-unreadable",
        "notes-too-many",
        "output-unreadable",  # in test_links
        "passage-without-note",
        "passage-without-session",
    }
    assert told | elsewhere == {code.value for code in Code}


WITHOUT_EXAMPLES = {
    "address-dead": "an example would need a network",
    "bookmark-missing": "a PDF is no text",
    "file-unreadable": "what cannot be read cannot be shown",
    "note-too-long": "an example would be two hundred words",
    "notes-too-many": "an example would be six notes",
    "output-unreadable": "what cannot be read cannot be shown",
}
"""The rules that `editing/checks.md` explains by words alone, and why; each is tested elsewhere."""


def examples():
    """Return the examples of `editing/checks.md`: by rule and label, where told, and the files.

    A caption names its example's file, and the file that the problem is told of
    if that is another one; where it names none, they are those of the caption before.
    """
    found, named = {}, []
    inline = {"heading_open": "", "paragraph_open": ""}
    tokens = parse((ROOT / "editing" / "checks.md").read_text("utf-8"))
    for before, token in pairwise(tokens):
        if token.type == "inline":
            inline[before.type] = token.content
        elif token.type == "fence":
            label, names = re.fullmatch(
                r"\*(Refused|Accepted|Beside it)\*(.*):", inline["paragraph_open"]
            ).groups()
            named = re.findall("`(.+?)`", names) or named
            if label != "Beside it":
                files = {}
                assert (inline["heading_open"], label) not in found
                found[inline["heading_open"], label] = (named[-1], files)
            files[named[0]] = token.content.removesuffix("\n")
    return found


@pytest.mark.parametrize(
    ("code", "label", "told", "files"),
    [pytest.param(*key, *value, id="-".join(key)) for key, value in examples().items()],
)
def test_an_example_is_refused_for_its_rule_or_accepted(code, label, told, files, with_text):
    with ExitStack() as stack:
        for name, content in files.items():
            stack.enter_context(holding(with_text / name, content))
        if told.startswith("_build/"):
            problems = [p for o in read_outputs(with_text / "_build", [])[0] for p in judge(o)]
        else:
            problems = check(read_book(with_text), strict=told == FILES["pages"])
    found = {problem.code.value for problem in problems if problem.path in {told, *files}}
    assert found == ({code} if label == "Refused" else set())


def test_every_rule_has_an_example_that_is_refused_and_one_that_is_accepted():
    shown = {code.value for code in Code} - WITHOUT_EXAMPLES.keys()
    assert set(examples()) == {(code, label) for code in shown for label in ("Refused", "Accepted")}


def test_the_passage_that_the_examples_are_of_is_that_of_the_small_book(with_text):
    page = (ROOT / "editing" / "checks.md").read_text("utf-8")
    text = read_book(with_text).text
    assert re.findall("^> (.+)$", page, re.MULTILINE) == [text["c1p1"]]
    assert re.findall("“(A toll .+?)”", page)[0] in text["c2p3"]


def codes(root):
    return {(problem.path, problem.code) for problem in check(read_book(root))}


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("latin.md", lambda path: path.write_bytes("---\ncaf\u00e9".encode("latin-1"))),
        ("long.md", lambda path: path.write_text("x" * (16 * 1024 + 1))),
        ("link.md", lambda path: path.symlink_to("forty-times.md")),
        ("picture.png", lambda path: path.write_bytes(b"\x89PNG")),
    ],
)
def test_a_note_is_a_regular_file_in_utf_8_of_limited_length(small, name, write):
    path = small / "annotations" / "c1" / name
    write(path)
    assert (f"annotations/c1/{name}", Code.FILE_UNREADABLE) in codes(small)
    path.unlink()
    assert not any(code is Code.FILE_UNREADABLE for _, code in codes(small))


@pytest.mark.parametrize("name", ["glossary.md", "chapters/01-a-river.md", "references.bib"])
@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes("caf\u00e9".encode("latin-1")),
        lambda path: path.write_text(" " * (4 * 1024 * 1024 + 1)),
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.mkdir(),
    ],
    ids=["latin", "long", "link", "folder"],
)
def test_a_page_is_a_regular_file_in_utf_8_of_limited_length(small, name, write):
    (small / name).unlink()
    write(small / name)
    assert (name, Code.FILE_UNREADABLE) in codes(small)


def test_a_folder_that_is_a_link_is_not_followed(small, tmp_path):
    for name in ("chapters", "annotations"):
        (small / name).rename(tmp_path / name)
        (small / name).symlink_to(tmp_path / name)
    found = codes(small)
    assert ("chapters/01-a-river.md", Code.FILE_UNREADABLE) in found
    assert ("annotations/c1/pier.md", Code.FILE_UNREADABLE) in found


def test_a_page_may_not_hold_invisible_characters(small):
    for name in ("using.md", "references.bib"):
        path = small / name
        path.write_text(path.read_text("utf-8") + "\n% \u202e\n", "utf-8")
        assert (name, Code.CHARACTER_REFUSED) in codes(small)


def test_the_name_of_a_file_cannot_forge_a_line_of_the_report(small):
    (small / "annotations" / "c1" / "x\n::error::\u202e.md").write_text("x")
    told = [str(problem) for problem in check(read_book(small))]
    assert len(told) == 1
    assert "x\\n::error::\\u202e.md:1:" in told[0]


def test_a_template_and_a_readme_may_lie_beside_the_notes(small):
    for name in ("_template.md", "README.md"):
        (small / "annotations" / name).write_text("# Not a note\n")
    assert not any(name.startswith("annotations/") for name, _ in codes(small))


def test_a_passage_has_one_note_at_least_and_five_at_most(small):
    (small / "annotations" / "c1" / "pier.md").unlink()
    found = [p for p in check(read_book(small)) if p.code is Code.PASSAGE_WITHOUT_NOTE]
    assert [str(problem) for problem in found] == [
        "chapters/01-a-river.md:19: passage 1.3 must have a note; found none (passage-without-note)"
    ]
    note = (small / "annotations" / "c1" / "ferry-at-harnby.md").read_text("utf-8")
    for name in ("a", "b", "c"):
        (small / "annotations" / "c1" / f"{name}.md").write_text(note, "utf-8")
    found = [p for p in check(read_book(small)) if p.code is Code.NOTES_TOO_MANY]
    assert [str(problem) for problem in found] == [
        "chapters/01-a-river.md:3: a passage may have 5 notes at most; found 6 (notes-too-many)"
    ]


def test_a_note_that_cannot_be_read_is_told_once(small):
    note = small / "annotations" / "c1" / "grandmother.md"
    note.write_text("---\npassage: c1p2\n", "utf-8")
    found = [(problem.path, problem.code) for problem in check(read_book(small))]
    assert found == [("annotations/c1/grandmother.md", Code.FRONT_MATTER_MALFORMED)]


def test_where_there_are_sessions_every_passage_is_read_for_one(small):
    page = small / "sessions" / "1-a-vote.md"
    page.write_text(page.read_text("utf-8").replace("c1p1-c3p4", "c1p1-c3p3"), "utf-8")
    assert ("chapters/03-the-ferry.md", Code.PASSAGE_WITHOUT_SESSION) in codes(small)
    page.unlink()
    assert not any(code is Code.PASSAGE_WITHOUT_SESSION for _, code in codes(small))


def test_problems_are_sorted_by_file_and_line(small):
    for name in ("b.md", "a.md"):
        (small / "annotations" / "c1" / name).write_text("---\nkind: x\nsort: y\n---\n")
    problems = check(read_book(small))
    assert problems == sorted(problems, key=lambda problem: (problem.path, problem.line))


def test_the_small_book_itself_has_no_problem(with_text):
    assert [str(p) for p in check(read_book(with_text))] == []
