"""A source in any shape: a file or an address in, plain text out."""

from __future__ import annotations

import re
from pathlib import Path

from edition.problem import quoted

from .content import MAXIMUM_BYTES, Content, SourceError, check_size, decode, unpack
from .download import download
from .webpage import html_to_text, is_html, is_markdown, markdown_to_text

__all__ = ["SourceError", "read_source"]

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


def read_source(source: str) -> str:
    """Return the text of `source`, the path of a file or an address.

    It is plain text with a blank line between paragraphs; what was plain text
    before may have its own ways. Raise `SourceError` if there is none to be had.
    """
    scheme = SCHEME.match(source)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise SourceError(
            f"an address must begin with http:// or https://; found: {quoted(source)}"
        )
    content = unpack(download(source) if scheme else _read_file(source))
    text = "\n".join(decode(content, source).splitlines())
    if content.media_type in ("text/html", "application/xhtml+xml") or is_html(text):
        text = html_to_text(text)
    elif source.lower().endswith((".md", ".markdown")) or is_markdown(text):
        text = markdown_to_text(text)
    if not text.strip():
        raise SourceError(f"a source must hold a text; found a page without: {quoted(source)}")
    return text


def _read_file(source: str) -> Content:
    path = Path(source)
    try:
        if path.is_dir():
            raise SourceError(f"a source must be one file; found a folder: {quoted(source)}")
        if not path.exists():
            raise SourceError(
                "a source must be a file or an address; "
                f"there is no file {quoted(source)}, and an address begins with https://"
            )
        if not path.is_file():
            raise SourceError(f"a source must be a regular file; found a device: {quoted(source)}")
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it has no possible name"
        raise SourceError(f"a source must be readable: {quoted(source)}: {reason}") from None
    check_size(len(data), source)
    return Content(data)
