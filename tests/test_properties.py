"""Properties that hold whatever a stranger sends: no traceback, no hang, nothing off the list.

What is accepted is judged by a second reader: it is rendered by MyST and
docutils themselves, and only what design allows may come out.
"""

import re
import unicodedata

import pytest
from conftest import SMALL
from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import roles
from hostile import MARKDOWN, NOTES, PAGES, WORKS, YAML, made_of
from hypothesis import assume, example, given
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser

from edition.anchor import Phrase, count_words, describe, fold, locate, nearest_few, segments
from edition.annotation import read_annotation
from edition.blocks import read_blocks, read_entries
from edition.book import read_book
from edition.drafting.draft import scalar, strip_guide
from edition.drafting.phrases import find_phrase
from edition.front_matter import read_front_matter
from edition.importer import recognise
from edition.importer.content import SourceError
from edition.importer.source import read_source
from edition.importer.webpage import html_to_text, markdown_to_text
from edition.page import read_page
from edition.passage import fingerprint, read_chapter
from edition.pictures.argument import read_argument
from edition.pictures.timeline import read_timeline
from edition.problem import Problem
from edition.question import read_questions
from edition.reference import read_references
from edition.report import as_commands, as_json, as_lines
from edition.session import read_session
from edition.terms import find_terms

ALLOWED = (
    *(nodes.paragraph, nodes.emphasis, nodes.strong, nodes.bullet_list, nodes.enumerated_list),
    *(nodes.list_item, nodes.block_quote, nodes.reference, nodes.literal, nodes.Text),
)
"""What an accepted note may be rendered to; a role is a literal of the class `role`."""

BREAKS = ("<br />\n", "\\\\\n")
"""What MyST makes of a line break, in HTML and in LaTeX: the same whatever a note says."""

PASSAGES = list(read_book(SMALL).passages.values())
ESSAY = (SMALL / "essay.txt").read_text("utf-8")


def role(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [nodes.literal(rawtext, text, classes=["role"])], []


@pytest.fixture(scope="module")
def roles_known():
    for name in ("cite:p", "cite:t", "term", "passage", "note"):
        roles.register_local_role(name, role)


def assert_told(problems):
    """Problems are told in one line each, whatever they quote."""
    assert all(isinstance(problem, Problem) and problem.line >= 1 for problem in problems)
    lines = as_lines(problems).split("\n") if problems else []
    assert len(lines) == len(problems)
    assert all(line.isprintable() for line in lines)
    assert all(command.startswith("::error ") for command in as_commands(problems).splitlines())
    assert as_json(problems).isascii()


@given(source=NOTES)
def test_a_note_is_read_or_refused_and_what_is_accepted_is_of_the_list(roles_known, source):
    annotation, problems = read_annotation("annotations/c1/a.md", source)
    assert_told(problems)
    assert annotation or problems
    if annotation is None or problems:
        return
    words = (annotation.phrase.text, annotation.phrase.before, annotation.phrase.after)
    assert all(word.isprintable() for word in words)
    settings = {"report_level": 5, "myst_enable_extensions": ["colon_fence"], "halt_level": 6}
    tree = publish_doctree(annotation.body, parser=Parser(), settings_overrides=settings)
    for node in tree.findall():
        if node is tree or (isinstance(node, nodes.raw) and node.astext() in BREAKS):
            continue
        if isinstance(node.parent, nodes.raw):
            continue
        assert isinstance(node, ALLOWED), f"{type(node).__name__} in {annotation.body!r}"
        if isinstance(node, nodes.literal):
            assert node["classes"] == ["role"]
        if isinstance(node, nodes.reference):
            assert re.match(r"https://[a-z0-9.-]+\.[a-z]", node["refuri"], re.IGNORECASE)
            assert set(node.attributes) - {"refuri"} <= {
                "ids",
                "classes",
                "names",
                "dupnames",
                "backrefs",
            }
        if isinstance(node, nodes.Element):
            assert not node["ids"]
            assert not set(node["classes"]) - {"role"}
    for character in tree.astext().replace("\n", ""):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


@example(source="kind: gloss\n--- \n")  # once a traceback: an empty second document
@given(source=made_of(YAML))
def test_front_matter_is_strings_of_one_line_or_refused(source):
    fields, problems = read_front_matter(source, "a.md")
    assert_told(problems)
    if not problems:
        assert all("\n" not in text for key, (value, _) in fields.items() for text in (key, value))


@given(value=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_a_value_that_is_written_is_read_again(value):
    value = value.strip()
    assume(value and "\ufeff" not in value and value.isprintable())
    fields, problems = read_front_matter(f"key: {scalar(value)}\n", "a.md")
    assert not problems
    assert fields["key"][0] == value


@given(source=PAGES)
def test_a_page_is_read_by_all_who_read_it(source):
    page = read_page("using.md", source)
    assert_told(page.refused)
    problems = [
        *read_chapter("chapters/a.md", source)[1],
        *read_questions("chapters/a.md", source)[1],
    ]
    problems += read_session("sessions/a.md", source)[1]
    for block in read_blocks(source):
        read_entries(block)
        problems += read_timeline(block, "timeline.md")[1] + read_argument(block, "argument.md")[1]
    assert_told(problems)
    strip_guide(source)


@given(source=WORKS)
def test_works_are_read_or_refused(source):
    references, problems = read_references("references.bib", source)
    assert_told(problems)
    assert all(re.fullmatch("[a-z0-9-]+", key) for key in references)
    if references and not problems:
        assert "javascript:" not in source.partition("url")[2].partition("}")[0]


WORDS = st.lists(
    st.sampled_from(["the", "war", "The", "don’t", "—", "“a", "b”", "a-b", "U.S.", "é", " ", "\n"]),
    max_size=20,
)
TEXTS = WORDS.map(" ".join) | st.text(max_size=60)


@example(text="a war, a war b", bounds=(9, 12))  # once a traceback: few words follow
@given(text=TEXTS, bounds=st.tuples(st.integers(0, 80), st.integers(0, 80)))
def test_what_stands_in_a_text_is_found_there(text, bounds):
    start, end = sorted(min(bound, len(text)) for bound in bounds)
    phrase = Phrase(text[start:end])
    spans = locate(phrase, text)
    for span in spans:
        assert fold(text[span.start : span.end])[0].strip() == fold(phrase.text)[0].strip()
        described = describe(span, text)
        assert span in locate(described, text)
    pieces = list(segments(len(text), spans))
    assert "".join(text[span.start : span.end] for span, _, _ in pieces) == text
    finding = find_phrase(phrase, text)
    assert finding.problem or len(spans) == 1


@given(sought=TEXTS, text=TEXTS)
def test_the_nearest_wordings_stand_in_the_text(sought, text):
    for words in nearest_few(sought, text):
        assert words in text
        assert count_words(words) in range(1, count_words(sought) + 2)


@given(
    text=TEXTS,
    terms=st.sets(
        made_of(["war", "the", "a-b", "(", "[", "\\"], most=3).filter(str.strip), max_size=5
    ),
)
def test_terms_are_found_in_order_and_apart(text, terms):
    end = 0
    for use in find_terms(text, terms):
        assert use.term in terms
        assert end <= use.span.start < use.span.end <= len(text)
        end = use.span.end


CUTS = st.lists(
    st.tuples(st.integers(0, len(ESSAY)), st.integers(0, 40), made_of(MARKDOWN, most=3)), max_size=6
)


@given(cuts=CUTS)
def test_a_copy_in_any_state_gives_passages_or_none(cuts):
    text = ESSAY
    for place, length, words in cuts:
        text = text[:place] + words + text[place + length :]
    found = recognise(PASSAGES, text)
    known = {passage.id: passage for passage in PASSAGES}
    assert {*found.found, *found.missing} == set(known)
    for passage_id, words in found.found.items():
        same = fingerprint(words) == known[passage_id].fingerprint
        assert same != (passage_id in found.changed)


@given(
    data=st.binary(max_size=400)
    | made_of(MARKDOWN).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_file_is_a_source_or_refused_in_a_line(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "source"
    path.write_bytes(data)
    try:
        told = read_source(str(path))
    except SourceError as error:
        told = str(error)
        lines = told.split("\n")
    else:
        lines = [told]
    assert told.strip()
    assert len(lines) == 1


@pytest.mark.filterwarnings("ignore:The input passed in on this line")
@given(markup=made_of(MARKDOWN))
def test_markup_of_any_shape_becomes_text(markup):
    for text in (html_to_text(markup), markdown_to_text(markup)):
        assert isinstance(text, str)
