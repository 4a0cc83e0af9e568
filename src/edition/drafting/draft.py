"""A draft: what is known of a new note before anybody has written it, as its file will have it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from edition.anchor import WORD, Phrase
from edition.annotation import Kind, Level, Verdict, read_annotation
from edition.book import ANNOTATIONS, Book
from edition.checks import check
from edition.front_matter import read_front_matter
from edition.passage import numbers
from edition.problem import Problem

from .guide import guide

LINE = "# ------ What stands below this line is no part of the note. ------"
NAME_WORDS = 4
SMALL_WORDS = re.compile(
    "a|an|and|are|as|at|be|but|by|for|from|ha[ds]|have|he|his|in|into|is|it|its|not|of|on|or|our"
    "|so|than|that|the|their|they|this|to|was|we|were|which|who|will|with"
)
"""Words that say nothing in the name of a file."""


@dataclass(frozen=True)
class Draft:
    """What is known of a new note.

    `word` is the number of the phrase's first word; 0 if there is no text.
    `body` is Markdown; `citations` are keys that it is to cite.
    """

    passage: str
    phrase: Phrase
    kind: Kind
    level: Level
    word: int = 0
    verdict: Verdict | None = None
    as_of: str = ""
    citations: tuple[str, ...] = ()
    body: str = ""


def format_note(draft: Draft) -> str:
    """Return the file of a note: front matter, and the body with its citations."""
    fields = {
        "passage": draft.passage,
        "phrase": draft.phrase.text,
        "before": draft.phrase.before,
        "after": draft.phrase.after,
        "word": str(draft.word or ""),
        "kind": draft.kind.value,
        "verdict": draft.verdict.value if draft.verdict else "",
        "as-of": draft.as_of,
        "level": draft.level.value,
    }
    lines = [f"{key}: {scalar(value)}" for key, value in fields.items() if value]
    return "\n".join(["---", *lines, "---", _cite(draft.body.strip(), draft.citations), ""])


def scalar(value: str) -> str:
    """Return a value as front matter has it, in quotation marks if it needs them."""
    fields, problems = read_front_matter(f"key: {value}\n", "")
    plain = not problems and [text for text, _ in fields.values()] == [value]
    return value if plain else "'{}'".format(value.replace("'", "''"))


def _cite(body: str, keys: Sequence[str]) -> str:
    """Cite `keys` at the end of the lead, before its full stop, unless the body does already."""
    missing = [key for key in keys if not re.search(rf"\{{cite:[pt]\}}`[^`]*\b{key}\b", body)]
    if not missing:
        return body
    lead, gap, rest = body.partition("\n\n")
    role = f"{{cite:p}}`{','.join(missing)}`"
    stop = lead[-1:] if lead[-1:] in (".", "?", "!") else ""
    words = lead.removesuffix(stop) if stop else lead
    return f"{words} {role}{stop or '.'}{gap}{rest}".lstrip()


def format_template(note: str) -> str:
    """Return what the editor opens: the note so far, and below a line what it may hold."""
    explained = "\n".join(f"# {line}".rstrip() for line in guide())
    after = "# Write above it. Save and leave the editor: the note is then checked.\n#"
    return f"{note}\n\n{LINE}\n{after}\n{explained}\n"


def strip_guide(source: str) -> str:
    """Return what a template's writer wrote: what stands above the line."""
    above = source.removeprefix("\ufeff").partition(LINE)[0]
    return f"{above.rstrip()}\n"


def propose_name(phrase: str, taken: Collection[str]) -> str:
    """Return a name for the file of a note on `phrase` that is not one of `taken`.

    It is made of the phrase's first telling words: small letters, digits, hyphens.
    """
    letters = unicodedata.normalize("NFKD", phrase).casefold()
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    words = [re.sub(r"[^a-z0-9]", "", word) for word in WORD.findall(plain)]
    telling = [word for word in words if word and not SMALL_WORDS.fullmatch(word)]
    name = "-".join((telling or list(filter(None, words)))[:NAME_WORDS]) or "note"
    number = 2
    proposed = name
    while proposed in taken:
        proposed, number = f"{name}-{number}", number + 1
    return proposed


def path_of(passage_id: str, name: str) -> str:
    """Return where a note on a passage lies."""
    return f"{ANNOTATIONS}/c{numbers(passage_id)[0]}/{name}.md"


def check_draft(book: Book, path: str, source: str) -> list[Problem]:
    """Return what would be wrong with `book`, and is not now, if `path` held `source`."""
    annotation, problems = read_annotation(path, source)
    if annotation is None:
        return sorted(problems)
    others = tuple(other for other in book.annotations if other.path != path)
    without, with_it = (
        set(check(replace(book, annotations=notes))) for notes in (others, (*others, annotation))
    )
    return sorted({*problems, *(with_it - without)})
