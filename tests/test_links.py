"""The links of what was built: all sound, and each fault told that is put into a copy.

A case of `cases/links.md` is a title, a fault, and the problems that must be
told of it and no others, without their lines. A fault in a page or a script
is what to look for, which must be there, and what to put in its place; one in
a PDF is the name of a function below.
"""

import json
import re
import shutil
from pathlib import Path

import pikepdf
import pytest
from conftest import change_in_zip, run

from edition.copies import COPIES
from edition.links import read_outputs
from edition.links.judge import judge
from edition.links.records import Role

CASES = Path(__file__).parent / "cases"
POINT = r"(?<=page \d) at \d+, \d+|(?<=, first) at \d+"


def problems_of(folder):
    outputs, _ = read_outputs(folder, COPIES)
    return [problem for output in outputs for problem in judge(output)]


def test_every_link_leads_somewhere_and_every_note_both_ways(edition):
    outputs, _ = read_outputs(edition.root / "_build", ["reader"])
    site, epub, reader = outputs
    assert (site.name, reader.name) == ("_build/html", "_build/pdf/reader-a4.pdf")
    assert epub.name == f"_build/epub/{edition.epub.name}"
    assert [problem for output in outputs for problem in judge(output)] == []
    # What the checks look at is there: one that sees no note would find no fault.
    notes = edition.book.annotations
    more = [note for note in notes if "\n\n" in note.body.strip()]
    site, epub, reader = ([link.role for link in output.links] for output in outputs)
    assert site.count(Role.CALL) == site.count(Role.RETURN) == len(notes)
    assert epub.count(Role.CALL) == epub.count(Role.RETURN) == len(notes)
    assert reader.count(Role.CALL) == reader.count(Role.RETURN) == len(more)
    assert reader.count(Role.EITHER) == (2 * len(notes) if edition.book.text else 0)


def test_a_site_that_knows_its_address_leads_to_itself(published):
    (site,), _ = read_outputs(published.html.parent, [])
    assert judge(site) == []
    assert not [link for link in site.outside if link.address.startswith(published.address)]
    assert [link.target for link in site.links if link.path.endswith("sitemap.xml")]


def test_what_was_read_and_what_was_not_is_told(build):
    done = run(build("small-reading").root, "links")
    assert done.returncode == 0
    told = r"_build/pdf/reader-a4\.pdf: \d+ links to \d+ places, \d+ to outside\n"
    assert re.search(told, done.stdout)
    assert done.stdout.endswith("not built, so not read: booklet-*.pdf\n0 problems\n")


def test_where_nothing_is_built_there_is_nothing_to_check(small):
    done = run(small, "links")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing is built: run `edition build` first\n"


def test_what_is_wrong_can_be_had_as_json(small):
    (small / "_build" / "html").mkdir(parents=True)
    (small / "_build" / "html" / "index.html").write_text('<a href="gone.html">Gone</a>', "utf-8")
    (small / "_build" / "pdf").mkdir()
    (small / "_build" / "pdf" / "reader-a4.pdf").write_text("no PDF", "utf-8")
    done = run(small, "links", "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(p["path"], p["line"], p["code"]) for p in report["problems"]] == [
        ("_build/html/index.html", 1, "link-broken"),
        ("_build/pdf/reader-a4.pdf", 1, "output-unreadable"),
    ]
    assert report["absent"] == ["the EPUB", *(f"{copy}-*.pdf" for copy in COPIES[1:])]


@pytest.fixture(scope="module")
def built(build, tmp_path_factory):
    """A copy of the small reading edition to put faults into."""
    folder = tmp_path_factory.mktemp("faults") / "_build"
    shutil.copytree(build("small-reading").root / "_build", folder)
    return folder


@pytest.mark.param_file(CASES / "links.md", "dot")
def test_fault(file_params, built):
    fault = dict(re.findall(r"^(\w+): ?(.*)$", file_params.content, re.MULTILINE))
    path = built / fault["file"]
    before = path.read_bytes()
    try:
        if path.suffix == ".pdf":
            with pikepdf.open(path, allow_overwriting_input=True) as pdf:
                PDF_FAULTS[fault["fault"]](pdf)
                pdf.save()
        elif path.suffix == ".epub":
            change_in_zip(path, fault["within"], re.escape(fault["find"]), fault["put"])
        else:
            text = before.decode("utf-8")
            assert text.count(fault["find"]) == 1, text.count(fault["find"])
            path.write_text(text.replace(fault["find"], fault["put"]), "utf-8")
        problems = problems_of(built)
    finally:
        path.write_bytes(before)
    shown = [
        # Where on its page a note stands is a matter of design.
        f"{problem.path}: {re.sub(POINT, '', problem.message)} ({problem.code})"
        for problem in problems
    ]
    file_params.assert_expected("\n".join(shown) or "none", rstrip=True)


def links_of(pdf):
    """Each link of a PDF with the array it stands in, page by page."""
    for page in pdf.pages:
        annotations = page.get("/Annots", pikepdf.Array())
        yield from ((annotations, index) for index in range(len(annotations)))


def numbers_of(pdf):
    """The links that are numbers of notes: in the text, and before the notes."""
    return [(a, i) for a, i in links_of(pdf) if is_number(a[i])]


def is_number(link):
    left, _, right, _ = (float(edge) for edge in link.Rect)
    return "/Dest" in link and isinstance(link.Dest, pikepdf.Array) and right - left < 5


def lead_to_a_page_that_is_gone(pdf):
    place = pdf.pages[3].obj
    pdf.pages.append(pikepdf.Page(place))
    fresh = pdf.pages[-1].obj
    numbers = numbers_of(pdf)
    array, index = numbers[0]
    array[index].Dest[0] = fresh
    del pdf.pages[-1]


def lead_to_a_name_that_nothing_has(pdf):
    array, index = next(
        (a, i) for a, i in links_of(pdf) if isinstance(a[i].get("/Dest"), pikepdf.String)
    )
    array[index].Dest = pikepdf.String("chapters/01-a-river:gone")


def take_out_the_way_back(pdf):
    note = next((a, i) for a, i in numbers_of(pdf) if float(a[i].Rect[0]) > 380)
    del note[0][note[1]]


def take_out_the_number_in_the_text(pdf):
    number = next((a, i) for a, i in numbers_of(pdf) if float(a[i].Rect[0]) < 380)
    del number[0][number[1]]


def exchange_two_numbers(pdf):
    first, second = [a[i] for a, i in numbers_of(pdf)][:2]
    first.Dest, second.Dest = second.Dest, first.Dest


def take_out_a_bookmark(pdf):
    with pdf.open_outline() as outline:
        del outline.root[1]


def let_a_bookmark_lead_nowhere(pdf):
    with pdf.open_outline() as outline:
        outline.root[1].destination = pikepdf.String("gone")


PDF_FAULTS = {
    "a number leads to a page that is gone": lead_to_a_page_that_is_gone,
    "a link leads to a name that nothing has": lead_to_a_name_that_nothing_has,
    "a note has no way back": take_out_the_way_back,
    "a note is not called": take_out_the_number_in_the_text,
    "two numbers are exchanged": exchange_two_numbers,
    "a chapter has no bookmark": take_out_a_bookmark,
    "a bookmark leads nowhere": let_a_bookmark_lead_nowhere,
}
