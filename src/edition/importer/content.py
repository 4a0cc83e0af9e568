"""What a file or a page holds, as text. Bytes in, a string or a refusal out."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from email import message_from_bytes, policy
from typing import NamedTuple

from bs4.dammit import EncodingDetector

from edition.problem import quoted

MAXIMUM_BYTES = 5_000_000

BYTE_ORDER_MARKS = (
    (BOM_UTF8, "utf-8-sig"),
    # The mark of UTF-32 LE begins with that of UTF-16 LE.
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zipped file, as EPUB and Word files are"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"bplist00", "a Safari web archive"),
    (b"\x1f\x8b", "a compressed file"),
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a]")
CONTROLS_SHARE = 0.002
"""More control characters than this, and a file is no text."""

CHARSET = re.compile(r"(?:utf|iso|windows|cp|koi8|mac|gb|big5|shift|euc)[\w-]*")
"""The names of encodings, as far as pages declare them; Python has others that are none."""

WESTERN = ("iso-8859-1", "iso8859-1", "windows-1252")
"""What browsers read as Windows-1252, whatever it is called: it comes last anyway."""

COPY_IT = "Copy its text into a plain text file, or save the publisher's page, and give that file"


class SourceError(Exception):
    """A source that cannot be read; its text is one line for people."""


class Content(NamedTuple):
    """Bytes, with the media type and the charset that were declared for them."""

    data: bytes
    media_type: str = ""
    charset: str = ""


def check_size(size: int, source: str) -> None:
    """Refuse a source of more than `MAXIMUM_BYTES`."""
    if size > MAXIMUM_BYTES:
        raise SourceError(
            f"a source may have {MAXIMUM_BYTES / 1_000_000:g} MB at most; "
            f"found more in {quoted(source)}. {COPY_IT}"
        )


def unpack(content: Content) -> Content:
    """Return the page in a web archive (MHTML), as some browsers save it; else `content`."""
    head = content.data[:2000].lower()
    if b"mime-version:" not in head or b"content-type: multipart/related" not in head:
        return content
    for part in message_from_bytes(content.data, policy=policy.default).walk():
        data = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(data, bytes):
            return Content(data, "text/html", part.get_content_charset() or "")
    return content


def decode(content: Content, source: str) -> str:
    """Return the text of `content`; refuse what is empty or no text.

    A declared charset counts only if it is not UTF-8 after all: hardly any
    other text happens to be UTF-8, but many pages declare what they are not.
    """
    data = content.data
    if not data.strip():
        raise SourceError(f"a source must hold a text; found nothing in {quoted(source)}")
    for signature, kind in SIGNATURES:
        if data.lstrip().startswith(signature):
            raise _no_text(kind, source)
    marked = [encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)]
    wide = marked[0] if marked else _wide(data)
    for encoding in [wide] if wide else ["utf-8", *_declared(content), "windows-1252", "latin-1"]:
        try:
            text = data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        if len(CONTROLS.findall(text)) > CONTROLS_SHARE * len(text):
            raise _no_text("a binary file", source)
        if not text.strip():
            raise SourceError(f"a source must hold a text; found nothing in {quoted(source)}")
        return text
    raise _no_text(f"broken {wide}", source)


def _no_text(found: str, source: str) -> SourceError:
    return SourceError(
        f"a source must be a text or a web page; found {found}: {quoted(source)}. {COPY_IT}"
    )


def _wide(data: bytes) -> str:
    """Return in which UTF-16 `data` is that lacks a byte order mark, if in any.

    Of the letters of European languages, every second byte is mostly zero.
    """
    even, odd = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or max(even, odd) < len(data) / 4 or min(even, odd) > len(data) / 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _declared(content: Content) -> list[str]:
    """Return the encodings that the server and the page declare."""
    in_page = EncodingDetector.find_declared_encoding(content.data, is_html=True) or ""
    names = [content.charset.lower(), in_page.lower()]
    return [name for name in names if CHARSET.fullmatch(name) and name not in WESTERN]
