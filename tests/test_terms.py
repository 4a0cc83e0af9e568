"""Terms in a text: what is found, and what only looks like it."""

import pytest

from edition.terms import find_terms

TERMS = ["imperialism", "anti-imperialism", "war crime", "war", "Left", "NATO", "U.S.", "man’s"]


@pytest.mark.parametrize(
    "marked",
    [
        "[imperialism], [Imperialism] and [IMPERIALISM]",
        "[imperialisms], but not imperialist, ultra-imperialism or imperialism-like",
        "an age—[imperialism]—and its end",
        "[anti-imperialism], [anti‑imperialism]",
        "a [war crime], [war  crimes], [Wars], [wars]' crime",
        "the [Left], and what is left",
        "[NATO]’s, but not Nato",
        "a [war]'s end; war'd, warring, warcrime, wars-to-be",
        "([U.S.]) US",
        "[man's], [Man’s]",
        "",
    ],
)
def test_a_term_is_found_as_whole_words(marked):
    text = marked.replace("[", "").replace("]", "")
    shown, end = "", 0
    for _, span in find_terms(text, TERMS):
        shown += f"{text[end : span.start]}[{text[span.start : span.end]}]"
        end = span.end
    assert shown + text[end:] == marked


def test_each_use_names_its_term_and_the_longest_wins():
    found = find_terms("Anti-imperialism, war crimes, imperialism", TERMS)
    assert [use.term for use in found] == ["anti-imperialism", "war crime", "imperialism"]


def test_without_terms_nothing_is_found():
    assert list(find_terms("anything", [])) == []
