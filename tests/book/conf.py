"""Settings of the small book that the tests build."""

project = "The Ferry or the Bridge"
author = "Marta Lindqvist"
copyright = "2026 the editors"
html_title = "The Ferry or the Bridge: a study edition"
language = "en"

extensions = ["myst_parser", "sphinxcontrib.bibtex", "edition"]
include_patterns = [
    "index.md",
    "using.md",
    "chapters/*.md",
    "sessions/*.md",
    "timeline.md",
    "argument.md",
    "glossary.md",
    "bibliography.md",
    "names.md",
    "notes.md",
    "claims.md",
    "rights.md",
]
nitpicky = True
myst_enable_extensions = ["colon_fence"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "edition"
bibtex_reference_style = "edition"
bibtex_cite_id = "work-{key}"
bibtex_tooltips = False

html_theme = "furo"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_secnumber_suffix = " "
