"""Nothing lost, nothing doubled: every output holds what it should, once, in place and in order.

What is wrong in a deliberately broken copy is told, fault by fault. A case of
`cases/parity.md` is a title, a fault, and all that must be told (of some
`kinds` of thing, where a fault is in everything). A fault in a
page is what to look for, which must be there once, and what to put in its
place; one in a PDF is done to the tags of what begins with some words.
"""

import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from conftest import change_in_zip
from outputs import read_booklet, read_epub, read_pdf, read_site, reader_of
from parity import WITHOUT, compare, table, things_of, things_of_handout, without

from edition.passage import letters

CASES = Path(__file__).parent / "cases"


def streams_of(edition, printed):
    """Read the site, and each copy that has words of its own."""
    yield "html", read_site(edition.html)
    for copy in WITHOUT:
        if copy == "booklet":
            yield copy, read_booklet(printed / "booklet-a4.pdf")
        elif copy == "epub":
            yield copy, read_epub(edition.epub)
        elif copy != "html":
            yield copy, read_pdf(printed / f"{copy}-a4.pdf")


@pytest.mark.parametrize(
    "name", ["small-companion", "small-reading", "real-companion", "real-reading"]
)
def test_every_output_holds_all_that_it_should_once_and_in_order(
    name, build, copies, record_property
):
    edition = build(name)
    streams = dict(streams_of(edition, copies(name)))
    columns = {
        copy: compare(list(things_of(edition.book, copy)), stream, without(edition.book, copy))
        for copy, stream in streams.items()
    }
    record_property("table", table(name, columns))
    faults = {
        (copy, kind): row.faults
        for copy, rows in columns.items()
        for kind, row in rows.items()
        if row.faults
    }
    assert faults == {}
    counts = {kind: row.found for kind, row in columns["html"].items()}
    assert counts["passages"] == len(edition.book.passages)
    assert counts["leads"] == len(edition.book.annotations)
    assert counts["questions"] == counts["keys"] == len(edition.book.questions)
    assert counts["terms"] == len(edition.book.terms)


@pytest.mark.parametrize(
    "name", ["small-companion", "small-reading", "real-companion", "real-reading"]
)
def test_a_handout_holds_what_its_session_names_and_nothing_else(name, build, copies):
    book = build(name).book
    assert book.sessions
    for session in book.sessions:
        stream = read_pdf(copies(name) / f"handout-{session.number}-a4.pdf")
        own, others = things_of_handout(book, session)
        rows = compare(own, stream)
        assert {kind: row.faults for kind, row in rows.items() if row.faults} == {}
        assert rows["passages"].found == rows["passages"].expected > 0
        assert rows["questions"].found == len(session.questions)
        assert rows["terms"].found == len(session.terms)
        rows = compare(others, stream, {thing.kind for thing in others})
        assert {kind: row.faults for kind, row in rows.items() if row.faults} == {}


@pytest.mark.parametrize("book", ["small", "real"])
def test_no_output_without_the_text_holds_a_sentence_of_it(book, build, copies):
    text = build(f"{book}-reading").book.text
    companion = build(f"{book}-companion")
    for copy, stream in streams_of(companion, copies(f"{book}-companion")):
        assert leaked(text, stream) == [], copy


def leaked(text, stream):
    """Return the passages of which twelve words stand together in an output."""
    found = []
    for passage_id, passage in text.items():
        words = re.findall(r"[^\W_]+", passage.casefold())
        runs = ("".join(words[i : i + 12]) for i in range(len(words) - 11))
        found += [passage_id] if any(run in stream.letters for run in runs) else []
    return found


@pytest.fixture(scope="module")
def broken(build, copies, tmp_path_factory):
    """Copies of the small reading edition to put faults into."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(build("small-reading").html, folder / "html")
    shutil.copytree(build("small-reading").epub.parent, folder / "epub")
    shutil.copytree(copies("small-reading"), folder / "pdf")
    return folder


@pytest.mark.param_file(CASES / "parity.md", "dot")
def test_fault(file_params, broken, build):
    fault = dict(re.findall(r"^(\w+): ?(.*)$", file_params.content, re.MULTILINE))
    path = broken / fault["file"]
    before = path.read_bytes()
    try:
        if path.suffix == ".pdf" and "taken" in fault:
            shutil.copyfile(broken / fault["taken"], path)
        elif path.suffix == ".pdf":
            with pikepdf.open(path, allow_overwriting_input=True) as pdf:
                TAGS[fault["tags"]](*find_tags(pdf, path, fault["of"]))
                pdf.save()
        elif path.suffix == ".epub":
            change_in_zip(path, fault["within"], fault["find"], fault["put"])
        else:
            found = re.compile(fault["find"], re.DOTALL)
            text = before.decode("utf-8")
            assert len(found.findall(text)) == 1
            path.write_text(found.sub(fault["put"], text), "utf-8")
        copy = {".html": "html", ".epub": "epub"}.get(path.suffix, path.stem.removesuffix("-a4"))
        stream = {
            "html": lambda: read_site(broken / "html"),
            "epub": lambda: read_epub(path),
        }.get(copy, lambda: read_pdf(path))()
    finally:
        path.write_bytes(before)
    book = build("small-reading").book
    rows = compare(list(things_of(book, copy)), stream, without(book, copy))
    told = [f"{kind}: {what}" for kind, row in rows.items() for what in row.faults]
    kinds = fault.get("kinds", "").split()
    told = [line for line in told if not kinds or line.split(":")[0] in kinds]
    file_params.assert_expected("\n".join(told) or "nothing", rstrip=True)


def test_a_sentence_of_the_text_is_found_in_what_should_have_none(build, copies):
    book = build("small-reading").book
    for copy, stream in streams_of(build("small-reading"), copies("small-reading")):
        assert leaked(book.text, stream) == list(book.text), copy


def find_tags(pdf, path, words):
    """Return the tags that hold an element and its place among them: the innermost of its words."""
    read = reader_of(pdf, path)
    place = None
    stack = [pdf.Root.StructTreeRoot]
    while stack:
        parent = stack.pop()
        kids = parent.get("/K", [])
        for index, kid in enumerate(kids if isinstance(kids, pikepdf.Array) else []):
            if (
                not isinstance(kid, int)
                and "/S" in kid
                and letters(read(kid)).startswith(letters(words))
            ):
                place = kids, index
                stack.append(kid)
            elif not isinstance(kid, int) and "/S" in kid:
                stack.append(kid)
    assert place, words
    return place


def lose(kids, index):
    del kids[index]


def double(kids, index):
    kids.insert(index, kids[index])


def exchange(kids, index):
    first, second = kids[index], kids[index + 1]
    kids[index], kids[index + 1] = second, first


TAGS = {"lost": lose, "doubled": double, "exchanged with what follows": exchange}
