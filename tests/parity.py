"""Whether an output holds all that it should, each thing once, in its place and in order.

What should be there is read from the sources. Each thing is a pattern of
letters and digits; only a citation is not told word by word in it: it must
name its first author and its year.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from pybtex.database import parse_file

from edition.passage import letters
from edition.terms import find_terms

ROLE = re.compile(r"\{([a-z:]+)\}`([^`]*)`")
MARKUP = re.compile(
    rf"{ROLE.pattern}|\]\((?P<link>https?://[^)\s]*)\)|<(?P<bare>https?://[^>\s]*)>|"
    r"(?P<item>^\d+[.)]\s)",
    re.MULTILINE,
)
WORD_OF_TARGET = re.compile(r"(?s)(.*)<([^<>]+)>\s*")


FIGURES = ("map", "timeline")
"""What is a picture: an output tells it in its description."""


@dataclass(frozen=True)
class Thing:
    """What an output should hold: its kind, what readers call it, and what it reads.

    `after` names the thing that it stands behind, `before` the one that it
    must not have passed: what it belongs to, and what comes next. With
    `citations` it is told how many it holds.
    """

    kind: str
    name: str
    pattern: str
    after: str = ""
    before: str = ""
    citations: int = 0


@dataclass
class Row:
    """How many things of a kind there should be, how many are there, and what is amiss."""

    expected: int = 0
    found: int = 0
    faults: list[str] = field(default_factory=list)


class Sources:
    """The patterns of what stands in an edition's sources."""

    def __init__(self, book, *, cites=True):
        self.book, self.cites = book, cites
        self.works = parse_file(book.root / "references.bib", "bibtex").entries
        self.numbers = {n.annotation.id: n for notes in book.notes.values() for n in notes}

    def pattern(self, markdown):
        """Return the pattern of a piece of Markdown, and the number of its citations."""
        if not self.cites:
            markdown = self._reworded(markdown)
        parts, end, citations = [], 0, 0
        for match in MARKUP.finditer(markdown):
            parts.append(letters(markdown[end : match.start()]))
            end = match.end()
            if match["link"]:
                parts.append(f"(?:{_address(match['link'])})?")  # print tells where it leads
            elif match["bare"]:
                parts.append(f"(?:https?)?{_address(match['bare'])}")
            elif match["item"]:
                parts.append(r"\d*")  # a page does not hold the numbers of a list as words
            else:
                role, content = match[1], match[2]
                parts.append(self._role(role, content))
                cites = self.cites and role.startswith("cite:")
                citations += len(content.split(",")) if cites else 0
        return "".join([*parts, letters(markdown[end:])]), citations

    def _reworded(self, markdown):
        """Name notes as a copy does that has none: by phrase and passage."""
        markdown = re.sub(r"\s*\((?:\{note\}`[^`<]*`(?:[,;]? (?:and |or )?)?)+\)", "", markdown)
        markdown = re.sub(r"\b[Nn]ote(s?) (?=\{note\})", r"the note\1 on ", markdown)
        markdown = re.sub(r"\b([Tt]he) the (?=notes? on )", r"\1 ", markdown)

        def name(match):
            note = self.numbers[match[1]].annotation
            return f"{note.phrase.text} {{passage}}`{note.passage}`"

        return re.sub(r"\{note\}`([^`<]*)`", name, markdown)

    def _role(self, role, content):
        if role.startswith("cite:"):
            if not self.cites:
                return ""
            cited = [self.citation(key.strip()) for key in content.split(",")]
            # A bracket may hold its works in another order.
            each = "".join(f"(?=.{{0,600}}?{one})" for one in cited) if len(cited) > 1 else ""
            return f"{each}(?:{'|'.join(cited)}){{{len(cited)}}}"
        if words := WORD_OF_TARGET.fullmatch(content):
            return letters(words[1])
        named = {
            "passage": self.book.passages,
            "note": self.numbers,
            "question": self.book.questions,
        }.get(role)
        return letters(named[content].address if named else content)

    def citation(self, key):
        """A citation: the first author, perhaps others, and the year."""
        fields, (name, *_) = self.works[key].fields, [*self._names(key), ""]
        return f"{letters(name)}[^0-9]{{0,150}}?{letters(fields['year'])}[a-z]?"

    def _names(self, key):
        persons = self.works[key].persons
        people = persons.get("author") or persons.get("editor") or []
        return [" ".join(person.last_names) for person in people]

    def work(self, key):
        """A work in the list: its first author, its year, its title and where it is found."""
        fields = self.works[key].fields
        title = letters(re.sub(r"[{}\\]", "", fields["title"]))
        place = _address(fields["url"]) if "url" in fields else letters(fields.get("doi", ""))
        (name, *_) = [*self._names(key), ""]
        head = f"{letters(name)}.{{0,300}}?{letters(fields['year'])}[a-z]?{title}"
        return f"{head}.{{0,1200}}?{place}" if place else head

    @cached_property
    def cited(self):
        """The keys of all works that the sources cite, wherever they do."""
        folders = ["*.md", "chapters/*.md", "sessions/*.md", "annotations/*/*.md"]
        sources = [path for folder in folders for path in self.book.root.glob(folder)]
        found = set()
        for path in sources:
            for role, content in ROLE.findall(path.read_text("utf-8")):
                found |= set(content.split(",")) if role.startswith("cite:") else set()
        return {key.strip() for key in found} & set(self.works)

    def terms(self):
        """The terms of the glossary with what is said of each."""
        source = (self.book.root / "glossary.md").read_text("utf-8")
        body = re.search(r"^(:{3,})\{glossary\}\n(.*?)^\1$", source, re.MULTILINE | re.DOTALL)[2]
        for entry in re.split(r"^(?=\S)", body, flags=re.MULTILINE):
            if entry.strip():
                term, _, definition = entry.partition("\n")
                yield term, definition

    def boxes(self):
        """The boxes of the map of the argument, in order."""
        source = (self.book.root / "argument.md").read_text("utf-8")
        return [letters(words) for words in re.findall(r"^  [\w-]+: ([^;]+)", source, re.MULTILINE)]

    def timelines(self):
        """The parts of the timeline, with the number of the events in each."""
        source = (self.book.root / "timeline.md").read_text("utf-8")
        for heading, body in re.findall(
            r"^:::\{timeline\} ([^\n]*)\n(.*?)^:::$", source, re.MULTILINE | re.DOTALL
        ):
            yield heading, len(re.findall(r"^\S", body, re.MULTILINE))

    def numbered(self, passage_id, start=0, end=None):
        """The author's words with the number of each note behind its phrase."""
        words = self.book.text[passage_id]
        notes = [n for n in self.book.notes[passage_id] if n.span and n.span.end > start]
        for note in sorted(notes, key=lambda n: (n.span.end, int(n.number)), reverse=True):
            place = note.span.end
            if end is None or place <= end:
                words = f"{words[:place]} {note.number} {words[place:]}"
                end = None if end is None else end + len(note.number) + 2
        return letters(words[start:end])


def _address(address):
    return letters(re.sub(r"^https?://(www\.)?", "", address))


WITHOUT = {
    "html": set(),
    "epub": set(),
    "reader": {"keys"},
    "large": {"keys"},
    "teacher": set(),
    "student": {"phrases", "leads", "mores", "keys", "citations", "works", "map"},
    "booklet": {
        *("phrases", "leads", "mores", "keys", "citations", "works", "map"),
        "timeline",  # for printing only, it says of no picture what it shows
    },
}
"""What each output is to do without."""

WHOLE = ("html", "epub")
"""The outputs that have a note in one piece."""


def without(book, copy):
    """What `copy` is to do without: a student's has no précis where it has the text."""
    folded = {"précis"} if copy in ("student", "booklet") and book.text else set()
    return WITHOUT[copy] | folded


def things_of(book, copy):
    """Yield what there is to be held, or not to be held, by an output, in the order of reading."""
    full, sources = Sources(book), Sources(book, cites="citations" not in WITHOUT[copy])
    chapters = [chapter for chapter in book.chapters if chapter.passages]
    for chapter, following in [*pairwise(chapters), (chapters[-1], None)]:
        end = following.passages[0].address if following else ""
        for passage, after in [*pairwise(chapter.passages), (chapter.passages[-1], None)]:
            before = after.address if after else end
            yield from _passage(sources, passage, before, copy)
            for note in book.notes[passage.id]:
                # An EPUB has its notes at the end of the chapter.
                home = (chapter.passages[-1].address, end) if copy == "epub" else ()
                yield from _note(full, note, home or (passage.address, before), copy)
        last = chapter.passages[-1].address
        questions = [q for q in book.questions.values() if q.path == chapter.path]
        if copy in ("student", "booklet"):
            yield from _words(sources, chapter, questions, end)
        for question in questions:
            yield from _question(sources, full, question, last, end)
        for passage in chapter.passages if copy not in WHOLE else ():
            for note in book.notes[passage.id]:
                yield from _further(full, note, last, end)
    yield from _lists(sources)


PAGE = r"p\d+"
"""What stands behind a word that is listed again: the page of the glossary."""


def _words(sources, chapter, questions, end):
    """The words of a chapter, each with the first line of its definition, before the questions."""
    book, terms = sources.book, dict(sources.terms())
    shown = "\n\n".join(book.text.get(p.id, p.precis) for p in chapter.passages)
    used = dict.fromkeys(use.term for use in find_terms(shown, terms))
    entries = [
        letters(term) + sources.pattern(terms[term].strip().partition("\n")[0])[0] + PAGE
        for term in used
    ]
    if entries:
        following = letters("Questions") + letters(questions[0].address) if questions else ""
        pattern = "words" + "".join(entries) + following
        last = chapter.passages[-1].address
        yield Thing("words", f"words of {chapter.passages[0].chapter}", pattern, last, end)


def _lists(sources):
    for term, definition in sources.terms():
        words, citations = sources.pattern(definition)
        yield Thing("terms", term, f"{letters(term)}{words}(?!{PAGE})", citations=citations)
    for key in sorted(sources.cited):
        yield Thing("works", key, sources.work(key))
    yield Thing("map", "the map of the argument", ".*?".join(sources.boxes()))
    for heading, events in sources.timelines():
        yield Thing("timeline", heading, f"{letters(heading)}{events}events")


def _passage(sources, passage, before, copy):
    book, address = sources.book, passage.address
    precis, citations = sources.pattern(passage.precis)
    if passage.id in book.text:
        numbered = "phrases" not in WITHOUT[copy]
        words = sources.numbered(passage.id) if numbered else letters(book.text[passage.id])
        yield Thing("passages", address, letters(address) + words, "", before)
        brief = letters("in brief")
        yield Thing("précis", f"{address} in brief", brief + precis, address, before, citations)
    else:
        opening = letters(address) + letters(passage.incipit)
        yield Thing("passages", address, opening + precis, "", before)
        yield Thing("précis", f"{address} précis", precis, address, before, citations)


def _note(sources, note, home, copy):
    own, number = note.annotation, note.number
    phrase, verdict = letters(own.phrase.text), own.verdict.value if own.verdict else ""
    kind = letters(own.kind.value + verdict)
    if note.span:
        marked = sources.numbered(own.passage, note.span.start, note.span.end)
        address = sources.book.passages[own.passage].address
        yield Thing("phrases", f"{note.address} “{own.phrase.text}”", marked, address)
    head = {
        "html": f"{number}{kind}{phrase}",
        "epub": f"{letters(note.address)}{phrase}{kind}",
    }.get(copy, f"{number}{phrase}{kind}")
    lead, _, rest = own.body.strip().partition("\n\n")
    words, citations = sources.pattern(lead)
    yield Thing("leads", note.address, head + words, *home, citations)
    if rest and copy in WHOLE:
        more, citations = sources.pattern(rest)
        yield Thing("mores", f"{note.address} more", words + more, *home, citations)


def _further(sources, note, last, end):
    """What follows a lead, which print has at the end of the chapter."""
    _, _, rest = note.annotation.body.strip().partition("\n\n")
    if rest:
        words, citations = sources.pattern(rest)
        head = letters(note.address + note.annotation.phrase.text)
        yield Thing("mores", f"{note.address} more", head + words, last, end, citations)


def _question(sources, full, question, last, end):
    words, citations = sources.pattern(question.body)
    address, kind = question.address, question.type.value
    head = f"{letters(address)}{kind}{question.minutes}minuteson[0-9]+"
    yield Thing("questions", address, head + words, last, end, citations)
    words, citations = full.pattern(question.key)
    yield Thing("keys", f"{address} key", words, address, end, citations)


def things_of_handout(book, session):
    """Return what the handout of a session should hold, and what it should not."""
    order = list(book.passages)
    passages = set()
    for name in session.handout:
        first, _, last = name.partition("-")
        passages |= set(order[order.index(first) : order.index(last or first) + 1])
    named = {book.passages[name].address for name in passages}
    named |= {book.questions[name].address for name in session.questions}
    things = [replace(thing, after="", before="") for thing in things_of(book, "student")]
    sources = Sources(book, cites=False)
    own = [thing for thing in things if thing.name in named]
    for term, definition in sources.terms():
        if term in session.terms:  # a handout has the first paragraph
            words, _ = sources.pattern(definition.strip().partition("\n\n")[0])
            own.append(Thing("terms", term, letters(term) + words))
    # A session names its questions and words in the order in which it comes to them.
    names = [*(book.questions[name].address for name in session.questions), *session.terms]
    own.sort(key=lambda thing: names.index(thing.name) if thing.name in names else -1)
    kinds = ("passages", "questions", "keys", "leads", "mores", "works", "map", "timeline")
    return own, [t for t in things if t.kind in kinds and t.name not in named]


def compare(things, stream, absent=()):
    """Return a row for each kind of thing: those in `absent` must not be there at all."""
    rows, spans, last = {}, {}, {}
    for thing in things:
        row = rows.setdefault(thing.kind, Row())
        cited = rows.setdefault("citations", Row())
        where = letters(" ".join(stream.figures)) if thing.kind in FIGURES else stream.letters
        # A phrase is marked in its passage; the same words may stand elsewhere.
        begin, end = spans.get(thing.after, (0, 0)) if thing.kind == "phrases" else (0, len(where))
        found = [m.span() for m in re.compile(thing.pattern).finditer(where, begin, end)]
        if thing.kind in absent:
            row.found += bool(found)
            row.faults += [f"{thing.name} must not be there"] if found else []
            continue
        row.expected += 1
        cited.expected += thing.citations
        if len(found) != 1:
            row.faults.append(f"{thing.name} is there {len(found)} times")
            continue
        row.found += 1
        cited.found += thing.citations
        if thing.kind not in FIGURES:
            spans[thing.name] = found[0]
        if thing.kind != "works" and found[0][0] < last.get(thing.kind, 0):
            row.faults.append(f"{thing.name} is out of order")
        last[thing.kind] = found[0][0]
    for thing in things:
        names = thing.name, thing.after, thing.before
        place, after, before = (spans[name][0] if name in spans else None for name in names)
        if place is not None and thing.after and (after is None or place < after):
            rows[thing.kind].faults.append(f"{thing.name} is not behind {thing.after}")
        if place is not None and thing.before and (before is None or place >= before):
            rows[thing.kind].faults.append(f"{thing.name} is not before {thing.before}")
    return rows


def table(name, columns):
    """Return a table of what was found: a line for each kind of thing, a column for each output.

    A number alone is as it should be. `–` is what the output is to do without.
    """
    kinds = list(dict.fromkeys(kind for rows in columns.values() for kind in rows))
    lines = [[name, *columns]]
    for kind in kinds:
        line = [kind]
        for rows in columns.values():
            row = rows.get(kind, Row())
            faults = f" ({len(row.faults)} amiss)" if row.faults else ""
            shown = (
                str(row.found) if row.found == row.expected else f"{row.found} of {row.expected}"
            )
            line.append(f"{shown if row.expected or row.found else '–'}{faults}")
        lines.append(line)
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        )
        for line in lines
    )
