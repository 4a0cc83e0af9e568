"""The timeline as a picture: an axis for each stretch of time, its events beside it."""

from __future__ import annotations

from collections.abc import Sequence

from .svg import STYLE, Canvas, width_of, wrap
from .timeline import Event, EventKind, Timeline

SIZE, LEADING, GAP = 15.0, 19.0, 13.0
AXIS, LABEL = 5.0, 54.0
"""Where the axis and the labels stand, from the left edge of their column."""

MARKS = {
    EventKind.WAR: '<circle class="mark" cx="{x:g}" cy="{y:g}" r="6"/>',
    EventKind.POLITICS: (
        '<rect class="mark" x="-5" y="-5" width="10" height="10" '
        'transform="translate({x:g} {y:g}) rotate(45)"/>'
    ),
    EventKind.PROTEST: (
        '<path class="mark" d="M-6.5 5 L6.5 5 L0 -6.5 Z" transform="translate({x:g} {y:g})"/>'
    ),
}
"""The shape of each kind of event: it can be told without colour."""


def draw_timelines(timelines: Sequence[Timeline], *, wide: bool, complete: bool = False) -> str:
    """Return an SVG of `timelines`: side by side if `wide`, else one below another.

    A `complete` picture brings its own colours, as a file must.
    """
    columns = len(timelines) if wide else 1
    width = 480.0 * columns - 30 if wide else 400.0
    canvas = Canvas(width)
    column = (width - 40.0 * (columns - 1)) / columns
    bottom = _draw_legend(canvas) + 14
    deepest = bottom
    for number, timeline in enumerate(timelines):
        left = number * (column + 40) if wide else 0.0
        end = _draw(canvas, timeline, left, bottom if wide else deepest, column)
        deepest = max(deepest, end + (0 if wide else 26))
    title = "; ".join(describe(timeline) for timeline in timelines)
    return canvas.svg(deepest, title, STYLE if complete else "")


def describe(timeline: Timeline) -> str:
    """Return what a timeline shows, in a sentence."""
    first, last = timeline.events[0], timeline.events[-1]
    number = len(timeline.events)
    return f"{timeline.title}: {number} events from {first.shown} to {last.shown}"


def _draw_legend(canvas: Canvas) -> float:
    """Draw what the shapes mean; return where the legend ends."""
    x = 10.0
    for kind in EventKind:
        canvas.add(MARKS[kind].format(x=x, y=10))
        canvas.text(x + 12, 15, [kind.value], size=13, style="quiet")
        x += width_of(kind.value, 13) + 46
    return 24


def _draw(canvas: Canvas, timeline: Timeline, left: float, top: float, width: float) -> float:
    """Draw one timeline into a column; return where it ends."""
    canvas.text(left, top + 16, [timeline.title], size=18, style="heading")
    top += 44
    first, last = timeline.events[0].day, timeline.events[-1].day
    years = first.year != last.year
    dates = max(width_of(_short(event, years=years), SIZE) for event in timeline.events) + 12
    titles = [wrap(event.title, SIZE, width - LABEL - dates) for event in timeline.events]
    heights = [len(lines) * LEADING + GAP for lines in titles]
    length = sum(heights)
    span = max((last - first).days, 1)
    marks = [
        top + (event.day - first).days / span * (length - heights[-1]) for event in timeline.events
    ]
    labels = place(marks, heights, top + length)
    x = left + AXIS
    canvas.add(f'<path class="axis" d="M{x:g} {top:g} V{marks[-1]:g}"/>')
    for event, mark, label, lines in zip(timeline.events, marks, labels, titles, strict=True):
        near = left + LABEL - 18
        canvas.add(f'<path class="axis" d="M{x - 4:g} {mark:g} H{x + 4:g}"/>')
        canvas.add(
            f'<path class="line" d="M{x + 4:g} {mark:g} C{x + 14:g} {mark:g} {near - 12:g} '
            f'{label:g} {near:g} {label:g}"/>'
        )
        canvas.add(MARKS[event.kind].format(x=near, y=label))
        canvas.text(left + LABEL, label + 5, [_short(event, years=years)], style="quiet")
        canvas.text(left + LABEL + dates, label + 5, lines, style="strong")
    return top + length


def place(wanted: Sequence[float], heights: Sequence[float], end: float) -> list[float]:
    """Return places for labels, in order and without overlap, near where they are wanted.

    Each begins at its wanted place or below its forerunner; what would pass
    `end` is moved up again.
    """
    places: list[float] = []
    for place_wanted, height in zip(wanted, [0.0, *heights], strict=False):
        places.append(max(place_wanted, places[-1] + height if places else place_wanted))
    limit = end
    for index in reversed(range(len(places))):
        places[index] = min(places[index], limit - heights[index])
        limit = places[index]
    return places


def _short(event: Event, *, years: bool) -> str:
    """Return a date as the picture has it: Feb 2014, or 24 Feb where the year is plain."""
    if len(event.when) == len("2022"):
        return event.when
    return event.day.strftime("%b %Y" if years or len(event.when) == len("2022-02") else "%-d %b")
