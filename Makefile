# Backstory. `make crawl` shows what it does; `make test` is what CI runs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEPTH ?= 2
COLLECTION ?= stories
LOGLEVEL ?= WARNING

# Passed by environment, so that no character of an address is read by the shell.
export SEEDS DEPTH COLLECTION STORE LOGLEVEL CORPUS TARGET

.DEFAULT_GOAL := help
.PHONY: help install crawl test lint smoke bench fuzz lock clean

help:  ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(VENV)/.installed  ## The environment, in .venv

crawl: $(VENV)/.installed  ## Gather a story's backstory: the bundled newspaper's, or SEEDS="https://…" DEPTH=1 COLLECTION=name STORE=…
	@$(foreach name,SEED seed seeds URL url,$(if $(filter command,$(origin $(name))),echo 'make crawl knows no $(name): write SEEDS="https://…"' >&2; exit 2;))
	@if [ -n "$$SEEDS" ]; then \
	  $(BIN)/scrapy crawl related -L "$$LOGLEVEL" -a seeds="$$SEEDS" -a depth="$$DEPTH" -a collection="$$COLLECTION" $${STORE:+-s STORE="$$STORE"}; \
	else \
	  $(BIN)/python -m tests.sites.demo; \
	fi

test: $(VENV)/.installed-dev lint  ## ruff, mypy --strict and pytest
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

smoke: $(VENV)/.installed  ## Crawl the fictional newspapers as a user would, under a minute, with a summary
	@$(BIN)/python -m tests.sites.smoke

fuzz: $(VENV)/.installed-dev  ## The property tests with thousands of examples each, some minutes
	$(BIN)/python -m pytest -m fuzz --hypothesis-profile=long --timeout=1800 tests/unit

bench: $(VENV)/.installed-dev  ## Figures beside their floors: all, or BENCH="related fields"; CORPUS=../shared for labelled pages
	@failed=0; for name in $(or $(BENCH),$(patsubst tests/bench/bench_%.py,%,$(wildcard tests/bench/bench_*.py))); do \
	  echo "== $$name"; $(BIN)/python -m tests.bench.bench_$$name $${CORPUS:+--corpus "$$CORPUS"} || failed=1; \
	done; exit $$failed

include deploy/scrapyd.mk

lock: $(VENV)/.installed-dev  ## The lock files anew, from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra scrapyd -c requirements.lock pyproject.toml -o requirements-scrapyd.lock

clean:  ## Remove the environment and what tools left behind; ./data stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Backstory needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) has no venv module: install it first (Debian: python3-venv)" >&2; exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing Backstory into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
