# `make help` tells what is here.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps

.DEFAULT_GOAL := help
.PHONY: help chat test test-all lint bench lock clean

help: ## Show what you can do
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

chat: $(VENV)/.run ## Start the chat at http://127.0.0.1:7860; sets up everything the first time
	@$(BIN)/chatbot serve

test: $(VENV)/.dev ## Run the fast tests (no language model, no browser)
	@$(BIN)/python -m pytest -n auto

test-all: $(VENV)/.dev ## Run all tests: the real models and a real browser too
	@$(BIN)/python -m pytest -m "slow or not slow"

lint: $(VENV)/.dev ## Check style, types and layers
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: $(VENV)/.dev ## Measure: latency, memory, index recall, ranking against naive RAG
	@$(BIN)/python tests/benchmarks/latency.py && $(BIN)/python tests/benchmarks/index_recall.py --domain movies

lock: $(VENV)/.dev ## Write the lock files anew from pyproject.toml
	@$(PIP) uv
	@$(BIN)/uv pip compile pyproject.toml --group models --python-version 3.11 --no-annotate --no-header -q -o requirements.lock
	@sed -i '1i # Every package, pinned: install with `pip install --no-deps -r requirements.lock`. Written by `make lock`.' requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group models --group dev --extra embedders --extra postgres --extra training --extra transformers --python-version 3.11 --no-annotate --no-header -q -c requirements.lock -o requirements-dev.lock
	@sed -i '1i # Every package, pinned: install with `pip install --no-deps -r requirements-dev.lock`. Written by `make lock`.' requirements-dev.lock

clean: ## Remove the virtual environment and caches (your data stays)
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist

$(BIN)/python:
	@echo "Setting up a virtual environment in $(VENV)…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is %d.%d. Call: make PYTHON=/path/to/python3.11" % sys.version_info[:2])'
	@$(PYTHON) -m venv $(VENV)

# The locks are complete, so nothing is resolved: quick, and no package can bring another build of torch or llama.cpp.
$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the dependencies and the models (a few minutes, once)…"
	@$(PIP) -r requirements.lock
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(MAKE) --no-print-directory cuda
	@$(PIP) --editable .
	@touch $@

# The lock has what the CPU build of torch needs. Where pip gives the CUDA build, it does not start without the rest.
.PHONY: cuda
cuda:
	@echo "pip gave the CUDA build of torch: installing what it needs too (4 GB on disk, once; with a CPU build it is not needed)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock $$(grep '^torch==' requirements.lock)

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing what the tests need…"
	@$(PIP) -r requirements-dev.lock
	@touch $@
