"""What a page may load and run: its own files, and two scripts that stand within it.

The policy stands in the page itself, since an edition is opened from a folder
too, where no server could send it. Whatever markup slips into a page, its
scripts do not run and nothing is asked of another site.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

FONT_SCRIPT: Final = """\
if (location.protocol === "file:") document.documentElement.classList.add("from-folder");
else for (const name of ["normal", "italic"]) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "" });
  link.href = document.currentScript.dataset.fonts.replace("*", name);
  document.head.append(link);
}
"""
"""Asks a server for the typeface at once, so that it is there when the page is painted.

A folder is not asked: there a browser takes the same file for one of another
site. The style sheet lets the typeface come late there, since it comes soon.
"""

THEME_SCRIPT: Final = """\
document.body.dataset.theme = "auto";
try { document.body.dataset.theme = localStorage.getItem("theme") || "auto"; } catch {}
"""
"""Chooses the light or the dark page before anything is painted."""


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {_hash(FONT_SCRIPT)} {_hash(THEME_SCRIPT)}",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",  # the theme's icons are data
        "connect-src 'self'",  # nothing connects, but who audits a site asks for its robots.txt
        "form-action 'self'",
        "base-uri 'none'",
    )
)
"""The Content Security Policy of every page."""
