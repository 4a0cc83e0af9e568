"""What a browser tells of a page's layout: scripts to run in it, and what must hold."""

from itertools import pairwise
from pathlib import Path

from conftest import Edition

WIDTHS = (320, 390, 768, 1024, 1440, 2560)

# Where each passage, its text and its notes stand; what is not shown has no height.
BOXES = """() => {
    const box = (element) => {
        const {left, top, right, bottom, height} = element.getBoundingClientRect();
        return {id: element.id, left, top, right, bottom, height};
    };
    return [...document.querySelectorAll(".passage")].map((passage) => ({
        id: passage.id,
        body: box(passage.querySelector(".passage-body")),
        notes: [...passage.querySelectorAll(".note")].map(box),
    }));
}"""

# The pairs of notes, passages and questions that cover one another.
COVERED = """() => {
    const blocks = ".note, .passage-body, .passage-address, .question";
    const shown = [...document.querySelectorAll(blocks)]
        .map((element) => [element.id || element.className, element.getBoundingClientRect()])
        .filter(([, box]) => box.height);
    return shown.flatMap(([name, one], index) => shown.slice(index + 1)
        .filter(([, other]) =>
            Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 &&
            Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1)
        .map(([other]) => [name, other]));
}"""

# How far each note is from its number, in lines; how tall the chapter is, its text alone being 1.
MEASURES = """() => {
    const height = () => document.querySelector("article").getBoundingClientRect().height;
    const top = (element) => element.getBoundingClientRect().top;
    const shown = [...document.querySelectorAll(".passage-text .note-number")];
    const line = parseFloat(getComputedStyle(document.querySelector(".passage")).lineHeight);
    const drift = shown.map((e) => Math.abs(top(document.querySelector(e.hash)) - top(e)) / line);
    const whole = height();
    document.querySelector("#level-text").checked = true;
    return { drift: drift.sort((a, b) => a - b), ratio: whole / height() };
}"""


def annotated(edition: Edition) -> tuple[Path, str]:
    """The page of the chapter with most notes, and its longest note."""
    notes = edition.book.notes
    chapter = max(edition.book.chapters, key=lambda c: sum(len(notes[p.id]) for p in c.passages))
    longest = max(
        (note.annotation for p in chapter.passages for note in notes[p.id]),
        key=lambda annotation: len(annotation.body),
    )
    return edition.page(chapter.document), longest.id.replace("/", "-")


def assert_notes_beside(passages, width):
    """Check `BOXES`: the notes of each passage beside it and in order, the passages likewise."""
    bottom = 0.0
    for boxes in passages:
        body, notes = boxes["body"], boxes["notes"]
        assert body["top"] >= bottom, boxes["id"]
        for note in notes:
            assert note["left"] >= body["right"], boxes["id"]
            assert note["right"] <= width
        for above, below in pairwise(notes):
            assert below["top"] >= above["bottom"], boxes["id"]
        if notes:
            assert abs(notes[0]["top"] - body["top"]) < 30
        bottom = max([body["bottom"], *(note["bottom"] for note in notes)])


def assert_short(measured, chapter):
    """Check `MEASURES`: all notes make a chapter little longer and stand near their phrases."""
    assert measured["ratio"] <= 1.35, chapter
    drift = measured["drift"]
    assert not drift or drift[len(drift) // 2] <= 2, chapter
