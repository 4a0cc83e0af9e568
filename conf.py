"""Settings of the edition, and nothing else."""

project = "Stop Putin’s war!"
author = "Ashley Smith"
html_title = "Stop Putin’s war! A study edition"
copyright = "2026 the editors (CC BY-SA 4.0); the essay: its author and publisher"
language = "en"

# Where the site will stand, if it is published: its pages then tell search engines their address.
# html_baseurl = "https://example.org/war/"
# Where contributors find the repository: each note and passage then has a door to it.
# edition_forge = "https://github.com/editors/war"
edition_source = "https://tempestmag.org/2022/03/stop-putins-war/"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "edition"]
# An allow-list: with conf.py at the top, every other Markdown file would be a page.
include_patterns = [
    "index.md",
    "using.md",
    "about.md",
    "chapters/*.md",
    "argument.md",
    "timeline.md",
    "glossary.md",
    "bibliography.md",
    "names.md",
    "notes.md",
    "claims.md",
    "sessions/*.md",
    "editing/*.md",
    "rights.md",
]
nitpicky = True
myst_enable_extensions = ["colon_fence"]  # the same as edition.markup.EXTENSIONS
myst_heading_anchors = 3  # a page may link to its own headings
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "edition"
bibtex_reference_style = "edition"
bibtex_cite_id = "work-{key}"
bibtex_tooltips = False  # the previews show what a citation leads to

html_theme = "furo"
html_copy_source = False
html_use_index = False
html_show_sphinx = False
html_secnumber_suffix = " "
