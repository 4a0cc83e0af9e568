"""The boundaries of ARCHITECTURE.md, and what is listed in two places."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from edition.annotation import KEYS, Kind, Level, Verdict
from edition.cli import main
from edition.directives.lists import LEVELS, MEANINGS
from edition.directives.passages import LABELS
from edition.html import VISITORS
from edition.markup import EXTENSIONS, ROLES
from edition.nodes import NODES
from edition.pictures.draw_timeline import MARKS
from edition.pictures.timeline import EventKind
from edition.problem import Code
from edition.reference import Group
from edition.site.style import NAME, join_parts
from edition.transforms import HEADINGS

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src" / "edition"
STYLES = SOURCES / "assets" / "styles"
PURE = (
    "anchor",
    "annotation",
    "archive",
    "blocks",
    "book",
    "characters",
    "checks",
    "copies",
    "counts",
    "drafting.draft",
    "drafting.guide",
    "drafting.phrases",
    "drafting.store",
    "drafting.works",
    "exemption",
    "files",
    "front_matter",
    "impact.compare",
    "impact.revision",
    "impact.tell",
    "importer",
    "imprint",
    "interchange",
    "locators",
    "links",
    "markup",
    "outside",
    "name",
    "page",
    "page_markup",
    "passage",
    "pictures.draw_argument",
    "pictures.draw_timeline",
    "preview.server",
    "preview.watch",
    "problem",
    "question",
    "reference",
    "reference_rules",
    "report",
    "replace",
    "session",
    "terms",
    "uses",
)


@pytest.mark.parametrize("module", PURE)
def test_module_does_not_import_sphinx(module):
    code = (
        f"import sys, edition.{module}; "
        "print([name for name in sys.modules if name.partition('.')[0] == 'sphinx'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["anchor", "terms"])
def test_module_sees_strings_only(module):
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse((SOURCES / f"{module}.py").read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported <= set(sys.stdlib_module_names) | {"rapidfuzz", "anchor"}


def test_nobody_imports_cli():
    importers = [
        path.name
        for path in SOURCES.glob("**/*.py")
        if re.search(r"^from \S*\bcli\b|^from \S+ import .*\bcli\b", path.read_text(), re.MULTILINE)
    ]
    assert importers == ["__main__.py"], "the door, and nothing else"


def test_no_module_is_longer_than_250_lines():
    long = [p.name for p in SOURCES.glob("**/*.py") if len(p.read_text().split("\n")) > 251]
    assert long == []


def test_architecture_names_every_module():
    page = (ROOT / "ARCHITECTURE.md").read_text()
    named = set(re.findall(r"`([a-z_]+(?:\.py|/))`", page))
    there = {path.name for path in SOURCES.glob("*.py")} - {"__init__.py"}
    there |= {f"{path.name}/" for path in SOURCES.iterdir() if (path / "__init__.py").is_file()}
    assert named - {"assets/", "text/", "chapters/", "sessions/"} == there


def test_every_problem_is_explained_in_the_words_it_is_defined_by():
    page = (ROOT / "editing" / "checks.md").read_text()
    sections = re.findall(r"^### (\S+)\n\n(.+)$", page, re.MULTILINE)
    assert sections == [(code.value, code.meaning) for code in Code]
    listed = re.findall(r"\[([a-z-]+)\]\(#([a-z-]+)\)", page)
    assert listed == [(code.value, code.value) for code in Code]


def test_the_manual_lists_every_key_kind_level_verdict_and_role():
    page = (ROOT / "editing" / "index.md").read_text()
    told = set(re.findall(r"`\{?([a-z:-]+)\}?`", page))
    values = {member.value for enum in (Kind, Level, Verdict) for member in enum}
    assert {*KEYS, *values, *ROLES} <= told
    kinds = re.findall(r"^- `([a-z]+)`:", page, re.MULTILINE)
    assert kinds == [kind.value for kind in Kind]


def test_every_node_has_a_visitor_and_every_kind_a_label():
    assert set(VISITORS) == set(NODES)
    assert set(LABELS) == set(Kind)


def test_every_verdict_has_a_meaning_and_every_choice_of_notes_a_rule():
    assert set(MEANINGS) == set(Verdict)
    assert set(LEVELS) == set(Level)
    style = join_parts(STYLES)
    rules = {
        (kind, level): name
        for kind, level, name in re.findall(
            r"^article(?::has\(#kind-(\w+):checked\))?(?::has\(#for-(\w+):checked\))? "
            r'\[class\*="has-"\]:not\(\.has-([\w-]+)\)',
            style,
            re.MULTILINE,
        )
    }
    kinds, levels = ["", *Kind, *Verdict], ["", *Level]
    expected = {(kind, level) for kind in kinds for level in levels} - {("", "")}
    assert rules == {pair: "-".join(filter(None, pair)) for pair in expected}


def test_readers_are_told_the_same_meaning_of_a_verdict_everywhere():
    page = (ROOT / "using.md").read_text()
    told = dict(re.findall(r"^\| ([a-z]+) \| (.+) \|$", page, re.MULTILINE))
    assert {verdict.value for verdict in Verdict} <= told.keys()
    for verdict, meaning in MEANINGS.items():
        assert f"{told[verdict.value]}." == meaning[0].lower() + meaning[1:]


def test_every_part_of_the_style_sheet_is_in_it_once_and_none_is_long():
    parts = {path.name: path.read_text() for path in STYLES.glob("*.css")}
    order = parts.pop(NAME)
    assert sorted(re.findall(r'^@import "(.+)";$', order, re.MULTILINE)) == sorted(parts)
    whole = join_parts(STYLES)
    assert "@import" not in whole
    assert all(whole.count(part) == 1 for part in parts.values())
    assert [name for name, part in parts.items() if len(part.split("\n")) > 300] == []


def test_every_group_of_works_has_a_heading_and_every_kind_of_event_a_shape():
    assert list(HEADINGS) == list(Group)
    assert set(MARKS) == set(EventKind)


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests" / "book"])
def test_settings_enable_the_extensions_that_the_checks_read_with(folder):
    settings: dict[str, object] = {}
    exec((folder / "conf.py").read_text(), settings)
    assert set(settings["myst_enable_extensions"]) == EXTENSIONS


def test_every_command_of_the_makefile_is_one_of_edition():
    makefile = (ROOT / "Makefile").read_text()
    used = set(re.findall(r"\$\(BIN\)/edition ([a-z]+)", makefile))
    assert used
    assert used <= set(main.commands)


def test_every_make_target_in_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+)(?: [a-z]+)*:", makefile, re.MULTILINE))
    readme = (ROOT / "README.md").read_text()
    used = set(re.findall(r"(?:^|`)make ([a-z]+)", readme, re.MULTILINE))
    assert used
    assert used <= targets
