# Everything that these targets make is under .venv/: packages, models, the sample library, caches.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check setup models sample lock clean

BIN := .venv/bin
CACHE := $(CURDIR)/.venv/cache
TEST_MODELS := all-MiniLM-L6-v2 qwen2.5-coder-0.5b smollm2-135m
PYTEST := $(BIN)/python -m pytest -o cache_dir=$(CACHE)/pytest
PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check

# On one computer without a GPU the CPU build is the right torch. Where pip is offered one ("2.13.0+cpu"), this
# pin takes it, because a local version sorts above the plain one; asked for first, it settles what the rest gets.
TORCH := torch==2.13.0

export PINCITE_MODELS ?= $(CURDIR)/.venv/models
# Nothing of our own sources is written beside them; the packages are compiled by pip all the same.
export PYTHONDONTWRITEBYTECODE := 1
export RUFF_CACHE_DIR := $(CACHE)/ruff
export MYPY_CACHE_DIR := $(CACHE)/mypy
export HYPOTHESIS_STORAGE_DIRECTORY := $(CACHE)/hypothesis

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: sample ## Set up what is missing, then serve the web UI at 127.0.0.1:7860 (or HOST=, PORT=)
	$(BIN)/pincite serve --library .venv/library --host $(HOST) --port $(PORT)

test: setup ## Every test, with the real models, and with a real browser where there is one
	$(BIN)/pincite models fetch $(TEST_MODELS)
	$(PYTEST)

check: setup ## Lint, format, types, and the fast tests: without models, a browser and training
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(PYTEST) -q -n auto --ignore=tests/assistant/training -m "not models and not browser and not slow"

setup: .venv/.installed ## The environment and its packages

models: setup ## The default models and the one that only tests use
	$(BIN)/pincite models fetch $(TEST_MODELS)

sample: setup ## The sample library, from corpus/articles
	$(BIN)/pincite models fetch
	$(BIN)/pincite index corpus/articles --library .venv/library

lock: setup ## Write down what is installed: what every later setup installs
	$(BIN)/python -m pip freeze --exclude-editable --exclude torch --exclude pip > requirements.lock

clean: ## Remove all of it, downloaded models too
	rm -rf .venv build dist *.egg-info

# Of what pip says, what it downloads is shown; the whole is in .venv/pip.log, and shown when it fails.
define pip_install
	@$(PIP_INSTALL) $(1) 2>&1 | tee .venv/pip.log \
		| { grep --line-buffered -oE 'Downloading [^ ]+ \([0-9.]+ [MG]B\)' || true; } \
		|| { tail -n 40 .venv/pip.log; exit 1; }
endef

.venv/.installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Pincite needs Python 3.11 or newer, but $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
			"Name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "Setting up .venv (the first time takes some minutes) ..."
	@$(PYTHON) -m venv .venv
	$(call pip_install,$(TORCH))
	$(call pip_install,-c requirements.lock -e '.[dev]')
	@touch $@
