# Two commands matter: "make demo" and "make test". "make help" lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# A process that starts compiles every module again where bytecode may not be written: four seconds.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 5000

.PHONY: help demo test lint types unit postgres browser bench screenshots catalogs catalog-check catalog-stats lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: $(VENV)/.runtime ## Serve the demo cast on http://127.0.0.1:5000 (SQLite)
	@$(BIN)/python -m portal demo --port $(PORT)

test: $(VENV)/.test ## Everything CI does: lint, types, contracts, SQLite, PostgreSQL, browser
	@.ci/services
	@$(MAKE) --no-print-directory lint types
	@$(BIN)/python -m pytest -n auto

lint: $(VENV)/.test ## Ruff, djlint and the import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/lint-imports --no-logo

types: $(VENV)/.test ## mypy, strict
	@$(BIN)/mypy

unit: $(VENV)/.test ## Only what needs neither PostgreSQL nor a browser
	@$(BIN)/python -m pytest -n auto -m "not browser and not postgres"

postgres: $(VENV)/.test ## The tests that need a real PostgreSQL
	@$(BIN)/python -m pytest -n auto -m postgres

browser: $(VENV)/.test ## The tests that need a real Chromium
	@$(BIN)/python -m pytest -n auto -m browser

bench: $(VENV)/.test ## Measure the figures of docs/figures.md (about three minutes)
	@$(BIN)/python -m tests.bench

screenshots: $(VENV)/.test ## Every page in Swedish and Arabic, light and dark, into ./screenshots
	@$(BIN)/python -m tests.screenshots

catalogs: $(VENV)/.runtime ## Bring the language catalogs in step with the source
	@$(BIN)/python -m portal translations sync

catalog-check: $(VENV)/.runtime ## Say what is missing or wrong in the language catalogs
	@$(BIN)/python -m portal translations check

catalog-stats: $(VENV)/.runtime ## Say how far every language has come
	@$(BIN)/python -m portal translations stats

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra build $(LOCK_FLAGS) -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra test $(LOCK_FLAGS) -c requirements.lock -o requirements-test.lock

LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet

clean: ## Remove what make built
	rm -rf $(VENV) instance screenshots .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || command -v uv >/dev/null || \
	  { echo "Python is missing. Get it from https://www.python.org/downloads/"; exit 2; }
	@! command -v $(PYTHON) >/dev/null || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "This Python is too old; 3.11 or later is needed: https://www.python.org/downloads/"; exit 2; }
	@if command -v uv >/dev/null; then uv venv --quiet --python $(PYTHON) $(VENV); \
	else $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module is missing. Type: sudo apt install python3-venv"; exit 2; }; fi

define install
	@echo "Fetching what the portal needs. This happens once, and takes a minute or two."
	@if command -v uv >/dev/null; then \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@
endef

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(call install,requirements.lock)

$(VENV)/.test: requirements-test.lock pyproject.toml | $(BIN)/python
	$(call install,requirements-test.lock)
	@touch $(VENV)/.runtime
