# make run            prepare everything, index seeds/ (or DOCS=folder) and open the chat
# make test           prepare everything and run all tests
# make test-trial     the tests that are written and not yet seen to pass (tests/trials.txt)
# make test-fast      the tests that need no weights and no browser, under a minute
# make check          style, types, layers, generated pages
# make docs           write the generated pages
# make bench          run the benchmarks
# PYTHON=… names another Python 3.11, PORT=… another port.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
PY := .venv/bin/python
DOCS ?= seeds
PORT ?= 7860

.DEFAULT_GOAL := run
.PHONY: setup setup-tests run test test-trial test-fast check docs bench python

python:
	@command -v "$(PYTHON)" >/dev/null || { echo "set-up: there is no Python; install Python 3.11 or say make PYTHON=/path/to/python3.11." >&2; exit 2; }

setup: python
	@"$(PYTHON)" -m rag.setup

setup-tests: python
	@"$(PYTHON)" -m rag.setup --tests

run: python
	@"$(PYTHON)" -m rag.setup --add "$(DOCS)"
	@RAG_PORT="$(PORT)" $(PY) app.py

test: setup-tests
	@$(PY) -m pytest -q -m "not trial"

test-trial: setup-tests
	@$(PY) -m pytest -q -m trial

test-fast: setup-tests
	@$(PY) -m pytest -q -m "not slow and not browser and not trial"

check: setup-tests
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy rag app.py
	@$(PY) -m pytest -q tests/test_layers.py
	@$(PY) -m rag.reference docs --check

docs: setup
	@$(PY) -m rag.reference docs

bench: setup
	@for script in benchmarks/*.py; do echo "== $$script"; $(PY) "$$script" || exit 1; done
