"""Questions in chapters, and the pages of sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives

from edition import nodes as edition
from edition.question import Question
from edition.session import OPTIONS, Session, Step, expand

from .base import EditionDirective
from .passages import PassageDirective

if TYPE_CHECKING:
    from sphinx.util.typing import OptionSpec


class QuestionDirective(EditionDirective):
    """Put a question and its key in the place of the directive.

    It was read with the chapter (`question.read_questions`); one that could
    not be read gives nothing: its problem was reported before.
    """

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {
        "passages": directives.unchanged_required,
        "type": directives.unchanged_required,
        "minutes": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """Return the question's node."""
        question = self.book.questions.get(self.arguments[0])
        return [self.build(question, repeat=False)] if question else []

    def build(self, question: Question, *, repeat: bool) -> edition.question:
        """Return a question; where it is repeated, it only links to its home place."""
        head = edition.question_head()
        if repeat:
            head += self.link("question", question.id)
        else:
            head += nodes.reference("", question.address, refid=question.id, internal=True)
        head += nodes.Text(" · ")
        head += nodes.Text(f"{question.type.value} · {question.minutes} minutes · on ")
        head += self.links("passage", list(question.passages))
        key = edition.question_key()
        key += self.parse_body(question.key, question.path, question.key_line)
        node = edition.question(ids=[] if repeat else [question.id], address=question.address)
        node += head
        node += self.parse_body(question.body, question.path, question.body_line)
        node += key
        self.set_source_info(node)
        return node


class PassagesDirective(PassageDirective):
    """Repeat the passages that are read together in the session on whose page it stands."""

    required_arguments = 0
    has_content = False
    option_spec: ClassVar[OptionSpec] = {}

    def run(self) -> list[nodes.Node]:
        """Return the passages."""
        session, known = session_of(self), self.book.passages
        names = expand(session.handout, list(known)) if session else []
        return [self.repeat(known[name]) for name in names]


class QuestionsDirective(QuestionDirective):
    """Repeat the questions of the session on whose page the directive stands."""

    required_arguments = 0
    option_spec: ClassVar[OptionSpec] = {}

    def run(self) -> list[nodes.Node]:
        """Return the questions."""
        session = session_of(self)
        found = [self.book.questions.get(name) for name in session.questions] if session else []
        return [self.build(question, repeat=True) for question in found if question]


class SessionDirective(EditionDirective):
    """Tell what is read for a session, and its words: a list of facts."""

    required_arguments = 1
    has_content = False
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(OPTIONS, directives.unchanged_required)

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        session = session_of(self)
        if session is None:
            return []
        facts: dict[str, list[nodes.Node]] = {
            "Time": [nodes.Text(f"{session.minutes} minutes")],
            "Read before": self._ranges(session.passages),
            "Read together": self._ranges(session.handout),
            "Words": self._terms(session),
        }
        listed = nodes.field_list(classes=["session-facts"])
        for name, shown in facts.items():
            if shown:
                body = nodes.field_body("", nodes.paragraph("", "", *shown))
                listed += nodes.field("", nodes.field_name("", name), body)
        return [listed]

    def _ranges(self, names: tuple[str, ...]) -> list[nodes.Node]:
        """Return links to passages, and to the ends of ranges of them."""
        found: list[nodes.Node] = []
        for name in names:
            first, _, last = name.partition("-")
            found += [nodes.Text(", ")] if found else []
            found.append(self.link("passage", first))
            if last:
                found += [nodes.Text("–"), self.link("passage", last)]
        return found

    def _terms(self, session: Session) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        for term in session.terms:
            found += [nodes.Text(", ")] if found else []
            found.append(self.link("term", term, term, domain="std"))
        return found


class PlanDirective(EditionDirective):
    """Print a session's plan: a table of minutes and what is done in them."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        session = session_of(self)
        if session is None:
            return []
        group = nodes.tgroup(cols=2)
        group += [nodes.colspec(colwidth=10), nodes.colspec(colwidth=90)]
        names = (nodes.paragraph("", name) for name in ("Minutes", "What is done"))
        head = nodes.row("", *(nodes.entry("", name) for name in names))
        body = nodes.tbody("", *(self._row(session, step) for step in session.plan))
        group += [nodes.thead("", head), body]
        return [nodes.table("", group, classes=["plan"])]

    def _row(self, session: Session, step: Step) -> nodes.row:
        title = nodes.paragraph("", "", nodes.strong("", step.title))
        done = self.parse_body(step.body, session.path, step.body_line)
        minutes = nodes.paragraph("", str(step.minutes))
        return nodes.row("", nodes.entry("", minutes), nodes.entry("", title, *done))


def session_of(directive: EditionDirective) -> Session | None:
    """Return the session on whose page a directive stands; None if it was malformed."""
    return next((s for s in directive.book.sessions if s.document == directive.env.docname), None)
