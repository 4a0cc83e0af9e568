"""Questions for discussion, each with a key for the teacher, in the chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .blocks import Block, read_blocks
from .markup import check_body
from .problem import Code, Problem, quoted

QUESTION_ID = re.compile(r"c([1-9][0-9]{0,2})q([1-9][0-9]{0,2})")
OPTIONS = frozenset({"passages", "type", "minutes"})


class QuestionType(StrEnum):
    """What a question asks of those who answer it."""

    RECALL = "recall"
    INTERPRET = "interpret"
    COMPARE = "compare"
    EVALUATE = "evaluate"
    CONNECT = "connect"


@dataclass(frozen=True)
class Question:
    """A question on passages, with the minutes it takes.

    `body` and `key` are Markdown; they begin at `body_line` and `key_line`
    of the file at `path`. The key says what a good answer weighs.
    `references` are those of both.
    """

    id: str
    passages: tuple[str, ...]
    type: QuestionType
    minutes: int
    body: str
    body_line: int
    key: str
    key_line: int
    references: tuple[tuple[str, str, int], ...]
    path: str
    line: int

    @property
    def address(self) -> str:
        """What readers call the question: `Q4.1`."""
        return self.id.replace("c", "Q").replace("q", ".")


def read_questions(path: str, source: str) -> tuple[list[Question], list[Problem]]:
    """Read the questions of the chapter at `path` from its Markdown `source`.

    A malformed question is left out and told as a problem.
    """
    questions: list[Question] = []
    problems: list[Problem] = []
    for block in read_blocks(source):
        if block.name == "question":
            question, found = _read_question(block, path)
            problems += found
            questions += [question] if question else []
    problems += _check_order(questions)
    return questions, problems


def _read_question(block: Block, path: str) -> tuple[Question | None, list[Problem]]:
    keys = [inner for inner in read_blocks(block.body, block.body_line) if inner.name == "key"]
    lines = block.body.split("\n")
    body = "\n".join(lines[: keys[0].line - block.body_line] if keys else lines).rstrip("\n")
    minutes, kind = block.options.get("minutes", ""), block.options.get("type", "")
    kinds = [member.value for member in QuestionType]
    for must, found, holds in (
        ("an id such as c4q1", block.argument, QUESTION_ID.fullmatch(block.argument)),
        ("passages", block.options.get("passages", ""), block.options.get("passages")),
        (f"a type of {', '.join(kinds)}", kind, kind in kinds),
        ("a number of minutes", minutes, re.fullmatch("[1-9][0-9]?", minutes)),
        ("words", body, body.strip()),
        ("one key", f"{len(keys)} keys", len(keys) == 1 and keys[0].body.strip()),
        ("no other options", ", ".join(sorted(block.options)), block.options.keys() <= OPTIONS),
    ):
        if not holds:
            message = f"a question must have {must}; found: {quoted(found)}"
            return None, [Problem(path, block.line, message, Code.QUESTION_MALFORMED)]
    asked, problems = check_body(body, path, block.body_line)
    answered, found_in_key = check_body(keys[0].body, path, keys[0].body_line)
    question = Question(
        block.argument,
        tuple(block.options["passages"].split()),
        QuestionType(kind),
        int(minutes),
        body,
        block.body_line,
        keys[0].body,
        keys[0].body_line,
        asked.references + answered.references,
        path,
        block.line,
    )
    return question, [*problems, *found_in_key]


def _check_order(questions: list[Question]) -> Iterator[Problem]:
    """Yield a problem for each question that is not the next of its chapter."""
    for number, question in enumerate(questions, start=1):
        expected = f"{questions[0].id.partition('q')[0]}q{number}"
        if question.id != expected:
            message = f"the next question must be {expected}; found: {quoted(question.id)}"
            yield Problem(question.path, question.line, message, Code.QUESTION_OUT_OF_ORDER)
