"""EPUB: the edition as one file for e-readers and reading apps, notes as pop-up footnotes."""
