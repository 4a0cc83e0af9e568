"""Anchoring, by cases in prose: a passage, a phrase, and where it must be found."""

from pathlib import Path

import pytest

from edition.anchor import Phrase, Span, describe, fold, locate, nearest, segments


@pytest.mark.param_file(Path(__file__).parent / "cases" / "anchor.md", "dot")
def test_case(file_params):
    passage, *keys = file_params.content.rstrip("\n").split("\n")
    fields = dict(line.split(": ", 1) for line in keys)
    phrase = Phrase(fields["phrase"], fields.get("before", ""), fields.get("after", ""))
    spans = locate(phrase, passage)
    found = " ".join(f"{start}-{end}" for start, end in spans) or "none"
    if not spans and (hint := nearest(phrase.text, passage)):
        found += f"; nearest: {hint}"
    if len(spans) > 1:
        for span in spans:
            told = describe(span, passage)
            found += f"; before: {told.before}" if told.before else f"; after: {told.after}"
    file_params.assert_expected(found, rstrip=True)


def test_offsets_of_a_folded_text_point_into_the_original():
    text = "a  b “c”"
    folded, offsets = fold(text)
    assert folded == 'a b "c"'
    assert [text[offset] for offset in offsets[:-1]] == ["a", " ", "b", " ", "“", "c", "”"]
    assert offsets[-1] == len(text)


def test_what_is_described_is_found_there_and_only_there():
    passage = "a toll for cars, a toll for carts, and then a toll for trams"
    for start in (0, 17, 44):
        span = Span(start, start + len("a toll for"))
        assert locate(describe(span, passage), passage) == (span,)


def test_segments_of_overlapping_spans():
    spans = [Span(0, 5), Span(3, 8), Span(3, 8)]
    assert list(segments(10, spans)) == [
        (Span(0, 3), frozenset({0}), ()),
        (Span(3, 5), frozenset({0, 1, 2}), (0,)),
        (Span(5, 8), frozenset({1, 2}), (1, 2)),
        (Span(8, 10), frozenset(), ()),
    ]
