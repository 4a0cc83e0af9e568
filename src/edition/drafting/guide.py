"""What a note may hold, in the words of the manual: for those who write one.

The values are those of the schema; that the words are those of
``editing/index.md`` is tested.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from edition.annotation import LEAD_WORDS, REST_WORDS, Kind, Level, Verdict
from edition.markup import ROLES

KINDS = {
    Kind.GLOSS: "a word, a person, an institution.",
    Kind.CONTEXT: "an event, a history.",
    Kind.SOURCE: "where a quotation or an idea comes from.",
    Kind.CLAIM: "a statement that can be checked, with a verdict.",
    Kind.DEBATE: "a contested position, with at least two opposing sources, "
    "each stated as those who hold it would.",
    Kind.LATER: "what came after the essay, dated.",
}
"""What each kind of note is for."""


def listed(values: type[StrEnum]) -> str:
    """Return the values of an enumeration as a sentence has them: `a, b or c`."""
    *most, last = (member.value for member in values)
    return f"{', '.join(most)} or {last}"


KEYS = {
    "passage": "the passage's id: c4p2 is shown as 4.2",
    "phrase": "the words the note explains, exactly as the essay has them, ten at most",
    "kind": "one of the kinds below",
    "level": f"{Level.FIRST} for what a first reader needs, {Level.FULL} for the rest; "
    f"{Level.FULL} if left out",
    "word": "the number of the phrase's first word in its passage; may be left out. "
    "It keeps notes in the order of the text where the text is absent",
    "before": "the words directly before or after the phrase, where it occurs more than once",
    "after": "the words directly before or after the phrase, where it occurs more than once",
    "verdict": f"of a claim: {listed(Verdict)}",
    "as-of": "of a claim and of what came later: the month the facts were last looked up, "
    "as in 2026-11",
}
"""What each key of the front matter may be."""


def guide() -> Iterator[str]:
    """Yield the lines that explain a note to whoever writes it."""
    yield f"The first paragraph is the lead: at most {LEAD_WORDS} words, complete in itself,"
    yield "with its source as {cite:p}`key`; `key` is a work of references.bib."
    yield f"Further paragraphs, {REST_WORDS} words at most, are for those who open the note."
    yield "A note informs and does not campaign. A reader of any opinion must find it fair."
    yield ""
    yield "You may use *emphasis*, https links, lists, quotations, and the roles"
    yield f"{', '.join(f'{{{role}}}' for role in ROLES)}."
    yield ""
    yield "The keys between the lines of three hyphens:"
    for key, words in KEYS.items():
        yield f"  {key}: {words}"
    yield ""
    yield "The kinds:"
    for kind, words in KINDS.items():
        yield f"  {kind}: {words}"
