"""What the forge reads: workflows, forms, templates. They cannot run here, but keep to rules."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT

FORGE = ROOT / ".github"
WORKFLOWS = sorted((FORGE / "workflows").glob("*.yml"))
FORMS = sorted(
    set((FORGE / "ISSUE_TEMPLATE").glob("*.yml")) - {FORGE / "ISSUE_TEMPLATE/config.yml"}
)
BIN = Path(sys.executable).parent


def read(path):
    return yaml.safe_load(path.read_text("utf-8"))


def targets():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    names = re.findall(r"^([a-z-]+(?: [a-z-]+)*): ", makefile, re.MULTILINE)
    return {target for line in names for target in line.split()}


def test_all_workflows_are_here():
    assert [path.stem for path in WORKFLOWS] == ["book", "check", "links", "pages", "test"]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-workflows-require-timeout", WORKFLOWS),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [FORGE / "ISSUE_TEMPLATE" / "config.yml"]),
        ("dependabot", [FORGE / "dependabot.yml"]),
        ("readthedocs", [ROOT / ".readthedocs.yaml"]),
    ],
)
def test_each_file_has_the_form_that_its_reader_wants(schema, paths):
    name = schema if schema.endswith("timeout") else f"vendor.{schema}"
    command = [BIN / "check-jsonschema", "--builtin-schema", name, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_workflow_can_be_turned_against_the_repository():
    command = [BIN / "zizmor", "--offline", "--no-progress", "--pedantic", FORGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_may_do_little_and_uses_what_it_names(path):
    workflow, source = read(path), path.read_text("utf-8")
    assert workflow["permissions"] == {}
    events = workflow[True]  # YAML takes `on` for a truth value
    assert not {"pull_request_target", "workflow_run"}.intersection(events)
    for job in workflow["jobs"].values():
        writes = {name for name, value in job["permissions"].items() if value == "write"}
        assert writes <= {"pages", "id-token"}
        assert not (writes and "pull_request" in events), "a stranger's change writes nothing"
    used = re.findall(r"uses: (\S+)(.*)", source)
    assert used
    for action, comment in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_step_of_a_workflow_calls_a_make_target_that_exists(path):
    commands = [
        step["run"] for job in read(path)["jobs"].values() for step in job["steps"] if "run" in step
    ]
    called = [re.match(r"make (?:--silent )?([a-z-]+)", command) for command in commands]
    assert all(called), commands
    assert {match[1] for match in called} <= targets()


def test_every_make_target_that_contributors_are_told_of_exists():
    pages = [ROOT / "CONTRIBUTING.md", ROOT / ".pre-commit-config.yaml", ROOT / ".readthedocs.yaml"]
    pages += FORGE.glob("**/*.md")
    told = {
        name
        for page in pages
        for name in re.findall(
            r"(?:^ *|`|- |: )make ([a-z-]+)", page.read_text("utf-8"), re.MULTILINE
        )
    }
    assert {"text", "note", "preview", "check", "test", "html"} <= told
    assert told <= targets()


def test_links_of_the_pages_for_contributors_lead_somewhere():
    for page in (ROOT / "CONTRIBUTING.md", ROOT / "CODE_OF_CONDUCT.md", ROOT / "README.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (ROOT / target).exists(), f"{page.name}: {target}"
