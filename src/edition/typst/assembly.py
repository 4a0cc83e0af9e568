"""The documents that a copy consists of, as one doctree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.nodes import inline_all_toctrees, process_only_nodes
from sphinx.util.tags import Tags

from edition.domain import book_of
from edition.toctrees import chosen_toctrees

from .reductions import drop_aids, drop_repeats, unlink_lost
from .rewording import reword_notes
from .words import add_chapter_words

if TYPE_CHECKING:
    from sphinx.builders import Builder


def assemble_book(builder: Builder, docnames: set[str], contents: str) -> nodes.document:
    """Return the documents that the root document leads to as one doctree, its links resolved.

    `contents` names the copy; it is a tag, by which the sources can say that
    something is `only` for it. The root document's own words are not printed:
    it is the front door of the site. Links to it lead to the title page.
    `docnames`, which the builder knows the addresses of, is filled.
    """
    root = builder.config.root_doc
    front = builder.env.get_doctree(root)
    book = front.copy()
    book["docname"] = root
    book["ids"] = [name for node in front.findall(nodes.Element) for name in node["ids"]]
    docnames.add(root)
    tags = Tags([*builder.tags, contents])  # the builder's own remember what they answered
    book += list(chosen_toctrees(front, tags))
    book = inline_all_toctrees(builder, docnames, root, book, str, [root])
    process_only_nodes(book, tags)
    drop_repeats(book)
    if contents == "student":
        record = book_of(builder.env)
        add_chapter_words(book, builder.env, record)
        drop_aids(book)
        reword_notes(book, record)
    builder.env.resolve_references(book, root, builder)
    if contents == "student":
        unlink_lost(book)
    builder.post_process_images(book)
    return book
