# The two commands: `make` builds, `make test` tests. `make help` lists the rest.
.DEFAULT_GOAL := build
.PHONY: build html pdf epub text note check impact preview links links-external test test-long fuzz lint clean help
SHELL := /bin/sh

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

build: .venv/installed  ## build the website, the reader's copy as PDF, and the EPUB
	@$(BIN)/edition build

html: .venv/installed  ## build the website alone, as a folder and as a zip
	@$(BIN)/edition build html

pdf: .venv/installed  ## build every copy as PDF, on A4 and on letter paper
	@$(BIN)/edition build pdf --variant all --paper all

epub: .venv/installed  ## build the EPUB alone, for reading apps
	@$(BIN)/edition build epub

text: .venv/installed  ## bring the essay's text: make text SOURCE=file-or-address
	@$(BIN)/edition text $(if $(SOURCE),"$(SOURCE)")

note: .venv/installed  ## start a note: make note PASSAGE=4.2 PHRASE="the words it explains"
	@$(if $(PASSAGE),,echo 'which passage? make note PASSAGE=4.2 PHRASE="the words it explains"' >&2; exit 2)
	@$(BIN)/edition note "$$PASSAGE" "$$PHRASE"

check: .venv/installed  ## check notes, chapters and references, without a build
	@$(BIN)/edition check $(OPTIONS)

impact: .venv/installed  ## tell what has become of the notes: make impact SINCE=revision
	@$(BIN)/edition impact --markdown --since "$${SINCE:-origin/main}"

preview: .venv/installed  ## show the website in the browser, and build it anew as files change
	@$(BIN)/edition preview --open

links: .venv/installed  ## check every link of what was built
	@$(BIN)/edition links

links-external: .venv/installed  ## visit every address outside, which takes minutes
	@$(BIN)/edition links --external

test: .venv/tested lint  ## install what the tests need and run them all
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal

test-long: .venv/tested  ## run the tests that take long: every page in every state, its HTML
	@tests/install-validator
	@$(BIN)/python -m pytest -m long --numprocesses auto --dist worksteal

fuzz: .venv/tested  ## try hostile notes, pages, works and texts, many more than the tests do
	@$(BIN)/python -m pytest tests/test_properties.py --hypothesis-profile long \
		--hypothesis-show-statistics --numprocesses 0

lint: .venv/tested  ## check style and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

clean:  ## remove what was built and installed
	rm -rf _build .venv

help:  ## list the commands
	@sed -n 's/^\([a-z -]*\):.*## /\1	/p' $(MAKEFILE_LIST)

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(PIP) --editable .
	@touch $@

.venv/tested: .venv/installed
	@tests/install-browsers
	@tests/install-java
	@$(PIP) --editable '.[test]'
	@touch $@
