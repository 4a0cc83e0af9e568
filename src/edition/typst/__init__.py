"""The book in print: the doctree in Typst's language, and the PDFs compiled from it.

`builder` has each copy assembled (`assembly`, less what `reductions` and
`excerpt` take out; `handout`) and written: `translator` (on `blocks`, `inline`
and `writer`) translates the doctree node by node, `syntax` spells Typst,
`openings` says what comes first. `press` prints (`compiler`, `booklet`), and
`template/` holds the design. Nothing in the Python modules knows what a page
looks like, nothing in the template knows docutils.
"""
