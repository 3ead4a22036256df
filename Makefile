# Every target makes what it needs first; `make` alone lists them.
SHELL := /bin/sh
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.made
PIP := $(BIN)/python -m pip --disable-pip-version-check
TESTS ?=

.DEFAULT_GOAL := help
.PHONY: help setup run test prove bench check format revision clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null 2>&1 || { command -v python3 >/dev/null && python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; } \
	  || { echo "Python 3.11 or later is needed"; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@test -x $(BIN)/python || "$$(command -v $(PYTHON) || command -v python3)" -m venv $(VENV)
	@$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

setup: $(STAMP) ## Make .venv with the guanshan command and everything the tests need

run: $(STAMP) ## Serve the sample district on this machine
	@$(BIN)/guanshan serve

test: $(STAMP) ## Run the tests (at most ten minutes)
	@$(BIN)/python -m pytest -m "not proof" -n 2 --dist loadgroup $(TESTS)

prove: $(STAMP) ## Run every figure at full size and write docs/measured.md
	@$(BIN)/python -m benchmarks.prove

bench: $(STAMP) ## Run the benchmarks alone
	@$(BIN)/python -m benchmarks.prove --only benchmarks.

check: $(STAMP) ## Format, lint, types, imports
	@$(BIN)/ruff format --check src tests benchmarks
	@$(BIN)/ruff check src tests benchmarks
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(STAMP) ## Put the source into its form
	@$(BIN)/ruff check --fix --quiet src tests benchmarks; $(BIN)/ruff format src tests benchmarks

revision: $(STAMP) ## Draft the next database migration: make revision SYSTEM=enterprise MESSAGE="what changes"
	@$(BIN)/python -m guanshan.revision "$(SYSTEM)" "$(MESSAGE)"

clean: ## Remove what was made, but for data
	@rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
