"""What strangers may send, for the property tests: files made of pieces that have meant harm.

Text at random seldom is Markdown; pieces that mean something to a parser, put
together at random, often are.
"""

from hypothesis import strategies as st

SIGNS = list("*_`[](){}<>#>-+=|~^$&;:!\\\"'/@%., \n\t0a")
MARKDOWN = [
    *("\n\n", "\n", "  \n", "\\\n", "    ", "\n- ", "\n1. ", "\n> ", "\n# ", "\n---\n", "\n***\n"),
    *("**a**", "*a*", "__a", "~~a~~", "`a`", "``", "\n```\n", "\n~~~", "\n:::", "\n| a |\n|---|\n"),
    *(
        "[a](https://example.org)",
        "[a](javascript:x)",
        "](data:x)",
        "[a][b]",
        "\n[b]: https://e.org",
    ),
    *(
        "\n[//]: # (x)",
        '(https://e.org "t")',
        "<https://e.org>",
        "<javascript:x>",
        "![a](b)",
        "[^1]",
    ),
    *(
        "\n[^1]: x",
        "<b onclick=x>",
        "<script>",
        "</script>",
        "\n<div>\n",
        "<!-- x -->",
        "<?x?>",
        "<![CDATA[",
    ),
    *("{cite:p}`harnby1998`", "{cite:t}`a,b`", "{term}`ferry`", "{term}`a <b>`", "{note}`c1/a`"),
    *(
        "{passage}`c1p1`",
        "{raw}`x`",
        "{eval}`1`",
        "{download}`/etc/passwd`",
        "{sub-ref}`x`",
        "{{ x }}",
    ),
    *(
        "\n```{include} /etc/passwd\n```\n",
        "\n:::{raw} html\nx\n:::\n",
        "\n```{eval-rst}\n",
        "|x|",
        "$x$",
    ),
    *(
        "\n(a)=\n",
        "\n% x\n",
        "\n+++\n",
        "{#a .b}",
        "{.b}\n",
        "&#x202e;",
        "&lt;",
        "&#0;",
        "&Tab;",
        "\u202e",
    ),
    *(
        "\u200b",
        "\x00",
        "\ud7ff",
        "\u0301" * 5,
        "\u3164",
        "\u2028",
        "\x85",
        "\x0c",
        "é",
        "“",
        "\U0001f600",
    ),
    *("#read(1)", "\\input{x}", "#set page()", "//x", "https://e.org", "www.e.org", "a@e.org"),
]
YAML = [
    *("passage: c1p1\n", "phrase: ferry\n", "kind: gloss\n", "kind: claim\n", "verdict: wrong\n"),
    *(
        "as-of: 2026-11\n",
        "level: first\n",
        "word: 3\n",
        "before: the\n",
        "phrase: '",
        'phrase: "\\u202e"\n',
    ),
    *(
        'phrase: "\\n"\n',
        "a: &b c\n",
        "a: *b\n",
        "!!python/object:os.system x\n",
        "- a\n",
        "{a: b}\n",
        "? a\n",
    ),
    *(
        "<<: a\n",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "# x\n",
        "a: |\n  b\n",
        "a: >\n",
        ": \n",
        "[",
        "{",
        "\t",
        "  ",
    ),
]
BIBTEX = [
    *(
        "@misc{a2020,\n",
        "@book{b,",
        "@string{a = {x}}\n",
        "@preamble{x}",
        "@comment{x}",
        "title = {T},\n",
    ),
    *(
        "verified = {page},\n",
        "keywords = {document},\n",
        "url = {https://e.org/a},\n",
        "url = {javascript:x},",
    ),
    *(
        "author = {A, B and C},",
        "author = {and}",
        "doi = {10.1/x},",
        "crossref = {a2020},",
        "note = {\\href{x}{y}}",
    ),
    *(
        "}\n",
        "{",
        "}",
        '"',
        "#",
        " # ",
        ",",
        "=",
        "\\",
        "%",
        "a",
        "\n",
        "\\emph{x}",
        "~",
        "--",
        "year = 2020,",
    ),
]
DIRECTIVES = [
    *("\n:::{passage} c1p1\n:incipit: The\n:words: 3\n:fingerprint: 0123456789ab\n\nA.\n:::\n",),
    *(
        (
            "\n::::{question} c1q1\n:passages: c1p1\n:type: recall\n:minutes: 5\n\nWhat?\n\n"
            ":::{key}\nA.\n:::\n::::\n"
        ),
    ),
    *(
        "\n:::{session} 1\n:minutes: 90\n:passages: c1p1-c1p2\n:questions: c1q1\n:::\n",
        "\n:::{plan}\n10 A\n  b\n:::\n",
    ),
    *(
        "\n:::{timeline} T\n2022-02-24 war T\n  A {cite:p}`a`.\n:::\n",
        "\n2022-13-40 war x\n",
        "\n0000 war x\n",
    ),
    *(
        "\n:::{argument-map}\nG\n  a: b; c1p1\n  c: d; c1p2; a\n:::\n",
        "\n:::{glossary}\nferry\n  A.\n:::\n",
    ),
    *(
        "\n:::{abbreviations}\nEU\n  E.\n:::\n",
        "\n```{toctree}\n:hidden:\n\nindex\n```\n",
        "\n````{only} html\n",
    ),
    *(
        ":name: x\n",
        "---\na: b\n---\n",
        "\n:::{container} a\n",
        "\n:::\n",
        "\n::::\n",
        "\n```\n",
        "# T\n",
    ),
]


HARMLESS = [
    *(
        "a",
        " ",
        "\n",
        "\n\n",
        "\n- a",
        "\n> ",
        "*",
        "**",
        "_",
        "[",
        "](https://example.org)",
        "\\",
        "\n  ",
    ),
    *(
        "{term}`ferry`",
        "{cite:p}`harnby1998`",
        "<https://e.org/a>",
        "&amp;",
        "é",
        "#",
        "$",
        "(",
        "\n1. ",
    ),
]
"""What a note may hold, which together may be what it may not."""


def made_of(*pieces: list[str], most: int = 30) -> st.SearchStrategy[str]:
    """Return a strategy of texts put together from `pieces`, signs and characters at random."""
    known = [piece for group in pieces for piece in group]

    piece = st.sampled_from(known) | st.sampled_from(known + SIGNS) | st.text(max_size=4)
    return st.lists(piece, max_size=most).map("".join)


REPEATED = st.builds(
    lambda piece, times: piece * times,
    st.sampled_from([*MARKDOWN, *YAML, *SIGNS, *DIRECTIVES]),
    st.integers(1, 4000),
)
"""One piece again and again: what makes parsers slow or deep."""

GOOD_FRONT = "passage: c1p1\nphrase: ferry\nkind: gloss\n"
BODIES = st.one_of(
    made_of(MARKDOWN),
    made_of(HARMLESS, most=20).map(lambda text: f"A lead {{cite:p}}`harnby1998`.\n\n{text}"),
    made_of(MARKDOWN, most=6).map(lambda text: f"A lead {{cite:p}}`harnby1998`. {text}"),
    REPEATED,
)
FRONTS = made_of(YAML, most=12) | made_of(YAML, most=3).map(f"{GOOD_FRONT}{{}}".format)


def note(front: str, body: str) -> str:
    """Return a note, cut where a longer file would not be read."""
    return f"---\n{front}---\n{body}"[: 16 * 1024]


NOTES = st.builds(note, st.just(GOOD_FRONT), BODIES) | st.builds(note, FRONTS, BODIES)
PAGES = made_of(MARKDOWN, DIRECTIVES, most=20) | REPEATED.map(lambda text: text[: 64 * 1024])
WORKS = made_of(BIBTEX)
