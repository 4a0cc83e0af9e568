"""How a work is listed: what a reader needs to find it, on paper too."""

import pytest
from pybtex.backends.plaintext import Backend
from pybtex.database import parse_string

from edition.citation_style import EditionStyle

FIELDS = "author = {Lindqvist, Marta}, title = {Of Boats}, year = {2024}"


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        ("article", "journal = {Rivers}, volume = {4}, number = {1}", "Rivers 4(1)."),
        ("article", "journal = {Rivers}, volume = {4}", "Rivers 4."),
        ("article", "journal = {Rivers}, number = {140}", "Rivers, no. 140."),
        ("techreport", "institution = {Council}, number = {C/2/24}", "Council, C/2/24."),
        ("techreport", "institution = {Council}", "Council."),
        ("misc", "archived = {https://example.org/kept}", "Archived: example.org/kept"),
    ],
)
def test_a_work_is_listed_with_its_number(kind, fields, shown):
    work = parse_string(f"@{kind}{{boats, {FIELDS}, {fields}}}", "bibtex").entries["boats"]
    (listed,) = EditionStyle().format_entries([work])
    assert listed.text.render(Backend()) == f"Lindqvist, Marta (2024). “Of Boats”. {shown}"
