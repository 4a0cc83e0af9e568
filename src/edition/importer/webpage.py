"""Web pages and Markdown as plain text, whoever published them. Strings in, strings out."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

FURNITURE = (
    "head, script, style, noscript, template, nav, aside, form, button, select, textarea, svg, "
    "iframe, object, audio, video, canvas, figure, figcaption, dialog, "
    "header, footer, [role=navigation], [role=complementary], [role=banner], "
    "[role=contentinfo], [role=search], [role=dialog]"
)
"""What surrounds the text of a page."""

TEXT = "article, main, [role=main]"
"""What may hold the text: its header belongs to it, and nothing around it is furniture."""

CAPTION = "[class*=caption]"
CAPTION_LENGTH = 600
"""Characters up to which an element is a caption because its class says so."""

REFERENCE = "sup:has(> a[href^='#']), sup:has(> a[href*='#fn'])"
"""Marks of footnotes."""

INLINE = re.compile(
    r"a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|"
    r"samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
"""The elements that do not end a paragraph; unknown ones do."""

HTML_SIGN = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|article|section|div|p|h1)\b|</(?:p|div|body)>",
    re.IGNORECASE | re.DOTALL,
)
MARKDOWN_SIGN = re.compile(
    r"\]\(https?://|^#{1,6} \S|\*\*\w[^*]{0,200}\*\*|(?<![\w*])([*_])\w[^*_\n]{0,80}\1(?!\w)",
    re.MULTILINE,
)


def is_html(text: str) -> bool:
    """Tell whether `text` is a web page, or the markup of a part of one."""
    return bool(HTML_SIGN.match(text) or re.search(r"</(?:p|div|body)>", text, re.IGNORECASE))


def is_markdown(text: str) -> bool:
    """Tell whether `text` that is not HTML shows signs of Markdown."""
    return bool(MARKDOWN_SIGN.search(text))


def markdown_to_text(markdown: str) -> str:
    """Return the words of `markdown` as plain text; line ends stay where they are."""
    renderer = MarkdownIt("commonmark", {"html": True, "breaks": True}).use(footnote_plugin)
    return html_to_text(str(renderer.render(markdown)))


def html_to_text(markup: str) -> str:
    """Return the text of a page: a blank line between paragraphs, a line end for each `br`.

    What surrounds the text of most pages is left out, but never anything that
    holds half of the page's words: some pages put all they have into a form.
    """
    soup = BeautifulSoup(markup, "lxml")
    _drop_furniture(soup)
    for string in soup.find_all(string=True):
        # Comments and the like are strings of other types, and no text.
        if type(string) is NavigableString and not string.find_parent("pre"):
            string.replace_with(re.sub(r"[ \t\r\n\f]+", " ", string))
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for element in soup.find_all(lambda tag: not INLINE.fullmatch(tag.name)):
        element.insert_before("\n\n")
        element.insert_after("\n\n")
    lines = (line.strip() for line in soup.get_text().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _drop_furniture(soup: BeautifulSoup) -> None:
    half = len(soup.get_text()) / 2
    for element in soup.select(f"{FURNITURE}, {REFERENCE}, {CAPTION}"):
        if element.decomposed or len(element.get_text()) > half or element.select_one(TEXT):
            continue
        inside = element.find_parent(_may_hold_text) is not None
        if element.name in ("header", "footer") and inside:
            continue
        if element.css.match(CAPTION) and len(element.get_text()) > CAPTION_LENGTH:
            continue
        element.decompose()


def _may_hold_text(tag: Tag) -> bool:
    return tag.name in ("article", "main") or tag.get("role") == "main"
