"""The neutral nodes of an edition: what every output finds in the doctree.

A passage and its notes::

    passage  ids=[c4p2] address=4.2
        passage_address                     a link to its place
            reference
        passage_body
            passage_text                    with the text, or
                Text, phrase, note_reference …
            incipit                         without it
            precis  folded=True with the text
                paragraph …
            note_list                       the notes whose phrase is not marked above
                note_reference …
        passage_notes
            margin_note  ids=[note-c4-clausewitz] address=4.2.1 number=1 …
                paragraph                   the lead
                note_more                   if there is more
                    paragraph …

A question, a choice of notes, and a picture with links to the passages it names::

    question  ids=[c4q1] address=Q4.1
        question_head                       a link to its place, its type and minutes,
            reference, Text, Text, reference …      links to its passages
        paragraph …
        question_key                        for the teacher
            paragraph …
    note_filter  kinds=[(any, All, 204), (gloss, Gloss, 18) …] verdicts=… levels=…
    drawing  name=argument alt=… wide=<svg…> tall=<svg…> file=<svg…>
        reference …

A node holds what an output needs: no writer looks anything up.
"""

from __future__ import annotations

from docutils import nodes


class passage(nodes.General, nodes.Element):  # noqa: N801
    """A passage and its notes.

    Attributes: `ids` (none where it is repeated on a session's page) and
    `address`.
    """


class passage_address(nodes.General, nodes.TextElement):  # noqa: N801
    """The passage's address, a link to its place."""


class passage_body(nodes.General, nodes.Element):  # noqa: N801
    """What stands in the text column."""


class passage_text(nodes.General, nodes.TextElement):  # noqa: N801
    """The author's words, in a reading edition."""


class incipit(nodes.General, nodes.TextElement):  # noqa: N801
    """The opening words of a passage, in a companion edition."""


class precis(nodes.General, nodes.Element):  # noqa: N801
    """Our statement of what a passage argues. `folded`: shown on demand."""


class phrase(nodes.Inline, nodes.TextElement):  # noqa: N801
    """A piece of the text that one or more notes explain.

    Phrases may overlap: each piece between two borders is a node of its own.
    `depth` is the number of notes it belongs to; `level` is `first` if one of
    them is for a first reading.
    """


class note_reference(nodes.Inline, nodes.TextElement):  # noqa: N801
    """The number of a note in the text; it leads to the note.

    Attributes: `ids`, `refid` (the note's id), `number`, `address`,
    `phrase`, `label` (the note's kind, as readers call it) and `level`.
    """


class note_list(nodes.General, nodes.Element):  # noqa: N801
    """References to the notes of a passage whose phrase is not marked in it."""


class passage_notes(nodes.General, nodes.Element):  # noqa: N801
    """What stands in the margin: the notes on a passage, in order."""


class margin_note(nodes.General, nodes.TextElement):  # noqa: N801
    """A note; its first child is its lead.

    Attributes: `ids`, `address` (4.2.1), `number`, `phrase` (the quoted
    words), `label` (the kind, as readers call it), `kind`, `level`,
    `verdict` ("" if none), `as_of` ("November 2026", "" if none),
    `back` (the id of what it stands next to in the text: its reference, or
    its passage) and `state`: `anchored`, `companion` (there is no text) or
    `lost` (the reader's copy does not have the phrase).
    """


class note_more(nodes.General, nodes.Element):  # noqa: N801
    """What follows the lead."""


class question(nodes.General, nodes.Element):  # noqa: N801
    """A question for discussion.

    Attributes: `ids` (none where it is repeated on a session's page) and
    `address`.
    """


class question_head(nodes.General, nodes.TextElement):  # noqa: N801
    """What a question is: its address, its type, its minutes and its passages."""


class question_key(nodes.General, nodes.Element):  # noqa: N801
    """What a good answer weighs: for the teacher."""


class note_filter(nodes.General, nodes.Element):  # noqa: N801
    """A choice of which notes of a list are shown.

    Attributes: `kinds`, `verdicts` and `levels`: lists of choices, each a
    value, its words and the number of notes. The value `any` leaves out none.
    """


class drawing(nodes.General, nodes.Element):  # noqa: N801
    """A picture drawn from data. Its children are the links it holds.

    `wide` and `tall` are SVG for pages, to be shown as there is room; their
    links name their targets: `passage:c4p2`. `file` is SVG that is complete
    in itself, `name` the stem of its file, `alt` its words.
    """


NODES: tuple[type[nodes.Element], ...] = (
    passage,
    passage_address,
    passage_body,
    passage_text,
    incipit,
    precis,
    phrase,
    note_reference,
    note_list,
    passage_notes,
    margin_note,
    note_more,
    question,
    question_head,
    question_key,
    note_filter,
    drawing,
)
