"""PDF/UA-1 and PDF/A-2a, by a validator that is none of Typst's: of every copy but the booklet."""

import re

import page
import pikepdf
import pytest
from test_copies import copies  # noqa: F401  (a fixture)

PROFILES = ("ua1", "2a")


def failures(path, profile):
    """What the validator finds wrong with a file."""
    report = page.validate_pdf(path, profile=profile)
    assert report.rules.total > 100
    assert report.is_compliant != bool(report.failures)
    return sorted({f.rule_id for f in report.failures if not misread(path.read_bytes(), f)})


def misread(data, failure):
    """Whether the validator took the last byte of a stream, a carriage return, for a line end.

    Compressed data may end with any byte. That the length is right is seen here from the file.
    """
    if not failure.rule_id.endswith("STREAM-LENGTH-001") or failure.object_id is None:
        return False
    number = failure.object_id.object_number
    head = re.search(rb"^%d 0 obj\s.*?\bstream\r?\n" % number, data, re.MULTILINE | re.DOTALL)
    length = re.search(rb"/Length (\d+)", head[0])
    end = head.end() + int(length[1])
    return data[end - 1 : end + 10] == b"\r\nendstream"


@pytest.mark.parametrize("profile", PROFILES)
def test_every_copy_but_the_booklet_meets_the_standard(copies, profile):  # noqa: F811
    _, folder = copies
    files = [path for path in folder.glob("*.pdf") if not path.name.startswith("booklet")]
    kinds = {path.name.split("-")[0] for path in files}
    assert {"reader", "teacher", "large", "handout"} <= kinds
    assert {path.name: found for path in files if (found := failures(path, profile))} == {}


@pytest.mark.parametrize(
    ("profile", "rule"),
    [("ua1", "PDFUA1-TAGGED-DOCUMENT-001"), ("2a", "PDFA2A-")],
)
def test_the_validator_would_find_a_file_without_tags(build, tmp_path, profile, rule):
    bare = tmp_path / "bare.pdf"
    with pikepdf.open(build("small-companion").pdf) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.MarkInfo
        pdf.save(bare)
    found = failures(bare, profile)
    assert any(name.startswith(rule) for name in found), found


def test_a_wrong_length_is_not_taken_for_a_misread_one(build, tmp_path):
    wrong = tmp_path / "wrong.pdf"
    data = build("small-companion").pdf.read_bytes()
    wrong.write_bytes(re.sub(rb"/Length (\d)(\d+)", lambda m: b"/Length 1" + m[2], data))
    assert "PDFA2A-STREAM-LENGTH-001" in failures(wrong, "2a")
