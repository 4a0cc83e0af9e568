"""The Markdown that strangers may send: read by an allow-list, token by token.

The parser is the one MyST builds with, so what is checked is what is built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from .characters import check_characters
from .problem import Code, Problem, quoted

EXTENSIONS = frozenset({"colon_fence"})
"""The extensions of MyST that chapters use; ``conf.py`` must name the same."""

ALLOWED = frozenset(
    {"inline", "text", "softbreak", "hardbreak", "link_open", "link_close", "myst_role"}
    | {
        f"{element}_{side}"
        for element in ("paragraph", "em", "strong", "bullet_list", "ordered_list", "list_item")
        for side in ("open", "close")
    }
    | {"blockquote_open", "blockquote_close"}
)
"""The tokens a body may consist of."""

NAMES = {
    "html_block": "raw HTML",
    "html_inline": "raw HTML",
    "code_inline": "code",
    "code_block": "code",
    "fence": "code",
    "colon_fence": "a directive",
    "heading_open": "a heading",
    "table_open": "a table",
    "image": "an image",
    "footnote_ref": "a footnote",
    "footnote_reference_open": "a footnote",
    "footnote_block_open": "a footnote",
    "footnote_anchor": "a footnote",
    "myst_line_comment": "a comment",
    "myst_block_break": "a block break",
    "myst_target": "a label",
    "hr": "a rule",
}
"""What people call the commonest tokens that are refused."""

ROLES = ("cite:p", "cite:t", "term", "passage", "note")
TARGET = re.compile(r"(?s:.+?)\s*<([^<]+)>")
"""`words <target>`, as Sphinx reads it."""
HTTPS = re.compile(
    r"https://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)"
    r"(?:[/?#][^\s\\]*)?",
    re.IGNORECASE | re.ASCII,
)
"""A public address: no number, port, name of a machine at hand, user or password."""
PLACE = re.compile(r"\bc\d+[pq]\d+\b|\bc\d+/[a-z0-9-]+")
"""The id of a passage, a question or a note, which stands among the words of a body."""
MAXIMUM_NESTING = 8
"""The deepest nesting of a body: the parser silently drops what lies much deeper."""


@dataclass(frozen=True)
class Body:
    """What a body says: the words of its lead and of the rest, and what it refers to.

    `references` holds pairs of a role and its target, with the line of each.
    """

    lead: str = ""
    rest: str = ""
    references: tuple[tuple[str, str, int], ...] = field(default=())


@cache
def _parser() -> MarkdownIt:
    config = MdParserConfig(enable_extensions=set(EXTENSIONS))
    parser = create_md_parser(config, RendererHTML)
    # Left to itself the parser shows a link that it distrusts as text; it is to be refused.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


@lru_cache(maxsize=512)
def parse(source: str) -> list[Token]:
    """Return the tokens of the Markdown `source`, as MyST reads it; they are not to be changed.

    They are kept for a while: several readers look for different things in one page.
    """
    return _parser().parse(source)


def find_definitions(source: str) -> list[int]:
    """Return the lines of `source`, from 0, that define links for use elsewhere, as `[a]: b` does.

    They leave no token: what they say is hidden, and it changes other notes.
    """
    # A definition needs "]:"; without it the source need not be parsed again.
    if "]:" not in source:
        return []
    found: dict[str, Any] = {}
    _parser().parse(source, found)
    places = [*found.get("references", {}).values(), *found.get("duplicate_refs", [])]
    return sorted({place["map"][0] for place in places})


def is_public(address: str) -> bool:
    """Tell whether an address is a plain https one, of a host that everybody can reach."""
    return bool(HTTPS.fullmatch(address))


def targets(role: str, content: str) -> list[str]:
    """Return what a role refers to: `words <target>`, a target, or keys with commas."""
    if role.startswith("cite:"):
        return [key.strip() for key in content.split(",")]
    match = TARGET.fullmatch(content)
    return [" ".join((match[1] if match else content).split())]


def check_body(
    source: str, path: str, line: int, roles: tuple[str, ...] = ROLES
) -> tuple[Body, list[Problem]]:
    """Read the Markdown of a note, a question or a précis, which begins at `line` of `path`.

    Return what it says and what in it is off the allow-list, or is a role
    that is not one of `roles`.
    """
    reader = _Reader(path, line, roles)
    reader.read(parse(source))
    reader.refuse_definitions(source)
    return Body(reader.lead, reader.rest, tuple(reader.references)), reader.problems


class _Reader:
    """Walks the tokens of one body."""

    def __init__(self, path: str, line: int, roles: tuple[str, ...]) -> None:
        self.path, self.first_line, self.roles = path, line, roles
        self.lead = self.rest = ""
        self.references: list[tuple[str, str, int]] = []
        self.problems: list[Problem] = []

    def read(self, tokens: list[Token]) -> None:
        line, within = self.first_line, ""
        for index, token in enumerate(tokens):
            if within:
                # What was refused is told once, not with all that stands in it.
                within = "" if token.type == within else within
                continue
            if token.map:
                line = self.first_line + token.map[0]
            if token.level > MAXIMUM_NESTING:
                self._refuse(line, Code.MARKUP_REFUSED, "nesting deeper than any note needs")
                return
            if token.type not in ALLOWED:
                self._refuse(line, Code.MARKUP_REFUSED, NAMES.get(token.type, token.type))
                if token.nesting > 0:
                    within = token.type.removesuffix("open") + "close"
                continue
            words = self._read_inline(token.children or [], line)
            if index == 1 and tokens[0].type == "paragraph_open":
                self.lead = words
            elif words:
                self.rest += f"{words}\n"

    def refuse_definitions(self, source: str) -> None:
        for line in find_definitions(source):
            self._refuse(self.first_line + line, Code.MARKUP_REFUSED, "a link's definition")

    def _read_inline(self, children: list[Token], line: int) -> str:
        """Read the tokens within a paragraph; return its words, without citations."""
        words = []
        for token in children:
            if token.type in ("softbreak", "hardbreak"):
                line += 1
                words.append(" ")
            elif token.type == "myst_role":
                words.append(self._read_role(token.meta["name"], token.content, line))
            elif token.type not in ALLOWED:
                self._refuse(line, Code.MARKUP_REFUSED, NAMES.get(token.type, token.type))
            elif token.type == "link_open":
                self._read_link(token, line)
            else:
                words.append(token.content)
                self._read_text(token.content, line)
        return "".join(words)

    def _read_role(self, name: str, content: str, line: int) -> str:
        """Note what a role refers to; return the words it shows, if known here."""
        if name not in self.roles:
            self._refuse(line, Code.MARKUP_REFUSED, f"the role {quoted(name)}")
            return ""
        if "\\" in content:
            self._refuse(line, Code.MARKUP_REFUSED, "a backslash in a role")
        self.references += [(name, target, line) for target in targets(name, content)]
        if name.startswith("cite:"):
            return ""
        self._read_text(content, line)
        match = TARGET.fullmatch(content)
        return content[: match.start(1) - 1] if match else content

    def _read_link(self, token: Token, line: int) -> None:
        if token.attrs.get("title"):
            self._refuse(line, Code.MARKUP_REFUSED, "a link's title")
        address = str(token.attrs.get("href", ""))
        if not is_public(address):
            self._refuse(line, Code.LINK_REFUSED, f"the address {quoted(address)}")

    def _read_text(self, text: str, line: int) -> None:
        # Entities such as &#x202e; have become characters only now.
        self.problems += check_characters(text, self.path, line)[:1]

    def _refuse(self, line: int, code: Code, found: str) -> None:
        if code is Code.LINK_REFUSED:
            must = "a link must be a plain https address"
        else:
            roles = f" and the roles {', '.join(self.roles)}" if self.roles else ""
            must = f"allowed here: emphasis, links, lists, quotations, line breaks{roles}"
        self.problems.append(Problem(self.path, line, f"{must}; found: {found}", code))
