"""Settings of the edition, and nothing else."""

project = "Stop Putin’s war!"
author = "Ashley Smith"
html_title = "Stop Putin’s war! A study edition"
copyright = "2026 the editors (CC BY-SA 4.0); the essay: its author and publisher"
language = "en"

edition_source = "https://tempestmag.org/2022/03/stop-putins-war/"

extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "edition"]
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
    "notes.md",
    "claims.md",
    "sessions/*.md",
    "editing/*.md",
    "rights.md",
]
nitpicky = True
myst_enable_extensions = ["colon_fence"]  # the same as edition.markup.EXTENSIONS
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "edition"
bibtex_reference_style = "edition"
bibtex_cite_id = "work-{key}"

html_theme = "furo"
html_copy_source = False
html_use_index = False
html_show_sphinx = False
html_secnumber_suffix = " "
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#7a3b2e",
        "color-brand-content": "#7a3b2e",
        "color-brand-visited": "#7a3b2e",
        "color-foreground-primary": "#24211d",
        "color-foreground-secondary": "#615b53",
        "color-background-primary": "#fffefb",
        "color-background-secondary": "#f7f4ee",
        "color-background-border": "#e6e0d6",
        "color-sidebar-caption-text": "#615b53",
        "color-sidebar-link-text": "#4a443c",
        "color-sidebar-link-text--top-level": "#4a443c",
    },
    "dark_css_variables": {
        "color-brand-primary": "#e3a992",
        "color-brand-content": "#e3a992",
        "color-brand-visited": "#e3a992",
        "color-foreground-primary": "#e2ddd4",
        "color-foreground-secondary": "#a9a298",
        "color-background-primary": "#191816",
        "color-background-secondary": "#211f1c",
        "color-background-border": "#37332e",
        "color-sidebar-caption-text": "#a9a298",
        "color-sidebar-link-text": "#c9c2b7",
        "color-sidebar-link-text--top-level": "#c9c2b7",
    },
}
