"""What a site says to visitors who are no readers: a lost page, and maps for search engines.

Only an edition that knows where it will stand (`html_baseurl`) has maps.
"""

from __future__ import annotations

import posixpath
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"


def prepare_lost_page(app: Sphinx, config: Config) -> None:
    """Tell sphinx-notfound-page what to show, and in which folder of its server the site stands."""
    config.notfound_template = "404.html"
    config.notfound_context = {"title": "Page not found", "body": ""}
    path = urlsplit(config.html_baseurl).path
    config.notfound_urls_prefix = posixpath.join("/", path, "")


def write_maps(app: Sphinx, exception: Exception | None) -> None:
    """List all pages for search engines."""
    if exception or app.builder.name != "html":
        return
    address, folder = app.config.html_baseurl, Path(app.outdir)
    if not address:
        for name in (SITEMAP, ROBOTS):
            (folder / name).unlink(missing_ok=True)  # of an earlier build
        return
    pages = [
        address if name == app.config.root_doc else posixpath.join(address, f"{name}.html")
        for name in sorted(app.env.found_docs)
    ]
    urls = "".join(f"<url><loc>{escape(page)}</loc></url>\n" for page in pages)
    (folder / SITEMAP).write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
        encoding="utf-8",
    )
    sitemap = posixpath.join(address, SITEMAP)
    (folder / ROBOTS).write_text(f"User-agent: *\nAllow: /\nSitemap: {sitemap}\n", encoding="utf-8")
