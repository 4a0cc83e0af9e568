"""The markup of pages, by an allow-list: what a chapter or another page may hold in a pull request.

Pages need more than notes: headings, tables, code that is shown, and the
edition's directives. What they do not need is refused, such as files that are
included or offered for download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath

from markdown_it.token import Token

from .blocks import Block, read_blocks, read_entries
from .markup import ALLOWED, NAMES, ROLES, check_body, find_definitions, is_public, parse
from .problem import Code, Problem, quoted

TOKENS = ALLOWED | {
    *("code_inline", "fence", "colon_fence", "front_matter"),
    *(
        f"{element}_{side}"
        for element in ("heading", "table", "thead", "tbody", "tr", "td", "th")
        for side in ("open", "close")
    ),
}
PAGE_ROLES = (*ROLES, "question")
LANGUAGES = ("", "text", "yaml", "bibtex", "markdown", "html", "sh")
FRONT_MATTER = ("nosearch: true",)

NOTHING = re.compile("")
OPTIONS: Mapping[str, tuple[re.Pattern[str], frozenset[str]]] = {
    "passage": (re.compile(r"c\d+p\d+"), frozenset({"incipit", "words", "fingerprint"})),
    "question": (re.compile(r"c\d+q\d+"), frozenset({"passages", "type", "minutes"})),
    "key": (NOTHING, frozenset()),
    "session": (
        re.compile("[1-9]"),
        frozenset({"minutes", "passages", "handout", "terms", "questions"}),
    ),
    "plan": (NOTHING, frozenset()),
    "passages": (NOTHING, frozenset()),
    "questions": (NOTHING, frozenset()),
    "timeline": (re.compile("[^<>`{}]+"), frozenset()),
    "timeline-picture": (NOTHING, frozenset()),
    "argument-map": (NOTHING, frozenset()),
    "glossary": (NOTHING, frozenset()),
    "abbreviations": (NOTHING, frozenset()),
    "names": (NOTHING, frozenset()),
    "all-notes": (NOTHING, frozenset()),
    "claims": (NOTHING, frozenset()),
    "colophon": (NOTHING, frozenset()),
    "bibliography": (NOTHING, frozenset()),
    "container": (re.compile("[a-z -]+"), frozenset()),
    "only": (re.compile("[a-z ]+"), frozenset()),
    "toctree": (NOTHING, frozenset({"hidden", "numbered", "caption"})),
    "literalinclude": (
        re.compile(r"\.\./annotations/c\d+/[a-z0-9-]+\.md"),
        frozenset({"language"}),
    ),
}
"""The directives of pages: what their argument may be, and their options."""

DEEPEST = 4
"""How many directives may lie within one another."""

AROUND = ("container", "only")
"""The directives that hold what a page may hold; others hold what a note may, or entries."""

DOCUMENT = re.compile("[a-z0-9-]+(?:/[a-z0-9-]+)*")
PAGE_LINK = re.compile(r"(?:#[\w-]+|(?:\.\./)?(?:[a-z0-9-]+/)?[a-z0-9-]+\.md(?:#[\w-]+)?)")
TAKEN = re.compile(r"c\d+[pq]\d+|note-c\d+-.*")
"""The names of places that belong to passages, questions and notes."""


def check_page(path: str, source: str, line: int = 1, depth: int = 0) -> Iterator[Problem]:
    """Yield what on the page at `path` is off the allow-list.

    `line` is that of the first line of `source`, which lies in `depth` directives.
    """
    if depth > DEEPEST:
        yield _problem(path, line, "directives within directives, deeper than any page needs")
        return
    for token in parse(source):
        where = line + token.map[0] if token.map else line
        for found in _refused(token, path):
            yield _problem(path, where, found)
        if token.type == "inline" and token.map:
            yield from _check_inline(token.children or [], path, where)
    for number in find_definitions(source):
        yield _problem(path, line + number, "a link's definition")
    for block in read_blocks(source, line):
        yield from _check_block(block, path, depth)


def _problem(path: str, line: int, found: str) -> Problem:
    message = f"a page may hold only what pages use (see editing/checks.md); found: {found}"
    return Problem(path, line, message, Code.PAGE_REFUSED)


def _refused(token: Token, path: str) -> Iterator[str]:
    """Yield what is wrong with a token that is not within a line."""
    if token.type not in TOKENS:
        # The end of what is refused is not told again.
        if token.nesting >= 0:
            yield NAMES.get(token.type, token.type)
    elif token.type == "front_matter" and token.content not in FRONT_MATTER:
        yield f"the front matter {quoted(token.content)}"
    elif token.type in ("fence", "colon_fence"):
        info = token.info.strip()
        name = re.match(r"\{([^{}\s]+)\}", info)
        if name and name[1] not in OPTIONS:
            yield f"the directive {quoted(name[1])}"
        elif not name and info not in LANGUAGES:
            yield f"code in the language {quoted(info)}"


def _check_inline(children: list[Token], path: str, line: int) -> Iterator[Problem]:
    """Yield what is wrong within a paragraph, a heading or a cell."""
    text = "".join(token.content for token in children).casefold()
    if TAKEN.fullmatch(re.sub(r"\W+", "-", text)):
        yield _problem(path, line, f"the name of another place: {quoted(text)}")
    for token in children:
        line += token.type in ("softbreak", "hardbreak")
        if token.type not in TOKENS:
            yield _problem(path, line, NAMES.get(token.type, token.type))
        elif token.type == "myst_role" and token.meta["name"] not in PAGE_ROLES:
            yield _problem(path, line, f"the role {quoted(token.meta['name'])}")
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            within = PAGE_LINK.fullmatch(address) and not _climbs(path, address)
            if token.attrs.get("title") or not (within or is_public(address)):
                yield _problem(path, line, f"the link {quoted(address)}")


def _climbs(path: str, address: str) -> bool:
    """Tell whether a link of the page at `path` leads out of the edition's folder."""
    return normpath(join(dirname(path), address)).startswith("..")


def _check_block(block: Block, path: str, depth: int) -> Iterator[Problem]:
    """Yield what is wrong with a directive and with what it holds."""
    if block.name not in OPTIONS:
        return
    argument, options = OPTIONS[block.name]
    if not argument.fullmatch(block.argument.strip()):
        found = f"the argument {quoted(block.argument)} of {quoted(block.name)}"
        yield _problem(path, block.line, found)
    for name in sorted(block.options.keys() - options):
        yield _problem(path, block.line, f"the option {quoted(name)} of {quoted(block.name)}")
    if block.body.lstrip().startswith((":", "---")) and not block.body.lstrip().startswith(":::"):
        yield _problem(path, block.body_line, f"options of {quoted(block.name)} that are none")
    yield from _check_content(block, path, depth)


def _check_content(block: Block, path: str, depth: int) -> Iterator[Problem]:
    """Yield what is wrong within a directive: by the kind of what it holds."""
    if block.name in AROUND:
        yield from check_page(path, block.body, block.body_line, depth + 1)
    elif block.name == "toctree":
        for number, name in enumerate(block.body.split("\n"), start=block.body_line):
            if name.strip() and not DOCUMENT.fullmatch(name.strip()):
                yield _problem(path, number, f"the page {quoted(name)}")
    elif block.name == "glossary":
        for entry in read_entries(block):
            _, problems = check_body(entry.head, path, entry.line, ())
            yield from problems
            _, problems = check_body(entry.body, path, entry.body_line)
            yield from problems
    elif block.name in ("literalinclude", "bibliography") and block.body.strip():
        yield _problem(path, block.body_line, f"words within {quoted(block.name)}")
