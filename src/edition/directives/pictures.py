"""The timeline and the map of the argument: pictures, and the same in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from docutils import nodes

from edition import nodes as edition
from edition.annotation import Kind
from edition.pictures.argument import Box
from edition.pictures.draw_argument import describe, draw_argument
from edition.pictures.draw_timeline import describe as describe_timeline
from edition.pictures.draw_timeline import draw_timelines
from edition.pictures.timeline import Event

from .base import EditionDirective


class TimelineDirective(EditionDirective):
    """List the events of a timeline in words, each with its date and source."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        timeline = next((t for t in self.book.timelines if t.title == self.arguments[0]), None)
        if timeline is None:
            return []
        path = self.env.relfn2path(self.env.doc2path(self.env.docname, base=False))[0]
        listed = nodes.definition_list(classes=["timeline"])
        listed += [self._event(event, path) for event in timeline.events]
        return [listed]

    def _event(self, event: Event, path: str) -> nodes.definition_list_item:
        date = nodes.inline("", f"{event.shown} ", classes=["event-date"])
        term = nodes.term("", "", date, nodes.Text(event.title))
        text = nodes.definition("", *self.parse_body(event.body, path, event.body_line))
        return nodes.definition_list_item("", term, text)


class TimelinePictureDirective(EditionDirective):
    """Draw the timelines of the page."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the picture."""
        timelines = self.book.timelines
        if not timelines or not all(timeline.events for timeline in timelines):
            return []
        alt = ". ".join(describe_timeline(timeline) for timeline in timelines)
        return [
            edition.drawing(
                name="timeline",
                alt=f"Timeline. {alt}. The same events are listed in words.",
                wide=draw_timelines(timelines, wide=True),
                tall=draw_timelines(timelines, wide=False),
                file=draw_timelines(timelines, wide=True, complete=True),
            )
        ]


class ArgumentMapDirective(EditionDirective):
    """Draw the map of the argument; its words follow as a list, with what is debated."""

    def run(self) -> list[nodes.Node]:
        """Return the picture and the list; nothing if the map is not whole."""
        argument, book = self.book.argument, self.book
        boxes = [box for group in argument.groups for box in group.boxes] if argument else []
        named = sorted({name for box in boxes for name in box.passages})
        if argument is None or not all(g.boxes for g in argument.groups) or not named:
            return []
        if not set(named) <= set(book.passages):
            return []
        addresses = {name: passage.address for name, passage in book.passages.items()}
        debates: dict[str, list[str]] = defaultdict(list)
        for annotation in book.annotations:
            if annotation.kind is Kind.DEBATE:
                debates[annotation.passage].append(annotation.id)
        picture = edition.drawing(
            name="argument",
            alt=describe(argument, addresses),
            wide=draw_argument(argument, addresses, debates, wide=True),
            tall=draw_argument(argument, addresses, debates, wide=False),
            file=draw_argument(argument, addresses, debates, wide=True, complete=True),
        )
        picture += [self.link("passage", name) for name in named]
        listed = nodes.bullet_list(classes=["argument"])
        for group in argument.groups:
            inner = nodes.bullet_list()
            inner += [self._box(box, boxes, debates) for box in group.boxes]
            heading = nodes.paragraph("", "", nodes.strong("", group.heading))
            listed += nodes.list_item("", heading, inner)
        return [picture, listed]

    def _box(self, box: Box, boxes: list[Box], debates: Mapping[str, list[str]]) -> nodes.list_item:
        """Return a box in words: where it stands, what it follows, where it is debated."""
        words = [nodes.Text(f"{box.words} ("), *self.links("passage", list(box.passages))]
        words.append(nodes.Text(")"))
        if box.follows:
            followed = "; ".join(other.words for other in boxes if other.name in box.follows)
            words.append(nodes.Text(f", linked to: {followed}"))
        notes = [note for name in box.passages for note in debates.get(name, [])]
        if notes:
            words += [nodes.Text(". Debated in "), *self.links("note", notes)]
        words.append(nodes.Text("."))
        return nodes.list_item("", nodes.paragraph("", "", *words))


class AbbreviationsDirective(EditionDirective):
    """List abbreviations and what they stand for: entries, as in a glossary."""

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        listed = nodes.definition_list(classes=["abbreviations"])
        for word, meaning in self.book.abbreviations.items():
            term = nodes.term("", word)
            text = nodes.definition("", nodes.paragraph("", meaning))
            listed += nodes.definition_list_item("", term, text)
        return [listed]
