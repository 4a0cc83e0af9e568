"""The book in print: the doctree in Typst's language, and the PDF compiled from it.

`builder` assembles the book and writes it, `translator` (on `blocks`, `inline`
and `writer`) translates the doctree node by node, `syntax` spells Typst,
`compiler` runs it, and `template.typ` holds the design. Nothing in the Python
modules knows what a page looks like, nothing in the template knows docutils.
"""
