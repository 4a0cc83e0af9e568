"""What a copy says of itself: form, version, date, and the text used."""

from dataclasses import replace

import pytest

from edition.directives.colophon import tell_text
from edition.imprint import imprint_of, spell_date
from edition.passage import fingerprint_of_all


def test_a_text_has_one_fingerprint_from_those_of_its_passages_in_order():
    one, other = "addf2ca5ab45", "2419d69bdab2"
    found = fingerprint_of_all([one, other])
    assert found == "5e9253ff4866"  # printf addf2ca5ab452419d69bdab2 | sha256sum
    assert len({found, fingerprint_of_all([other, one]), fingerprint_of_all([one])}) == 3


def test_an_imprint_tells_how_many_passages_are_not_those_annotated(build):
    book = build("small-reading").book
    whole = imprint_of(book)
    assert (whole.form, whole.passages, whole.changed) == ("reading", 11, 0)
    assert tell_text(whole).startswith("All 11 passages have the text that was annotated; ")
    respelt = replace(book, text=book.text | {"c1p2": book.text["c1p2"].upper()})
    assert imprint_of(respelt) == whole
    other = replace(book, text=book.text | {"c1p2": "Other words."})
    lacking = replace(book, text={k: v for k, v in book.text.items() if k not in ("c1p1", "c1p2")})
    assert (imprint_of(other).changed, imprint_of(lacking).changed) == (1, 2)
    assert tell_text(imprint_of(other)).startswith("Of 11 passages 1 differs from ")
    assert len({imprint_of(each).fingerprint for each in (book, other, lacking)}) == 3
    none = imprint_of(replace(book, text={}))
    assert (none.form, none.fingerprint, none.changed) == ("companion", "", 0)


@pytest.mark.parametrize(("seconds", "day"), [(0, ""), (1795390000, "22 November 2026")])
def test_a_date_is_spelt_for_readers(seconds, day):
    assert spell_date(seconds) == day
