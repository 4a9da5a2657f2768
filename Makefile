# Two commands on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DEMO := .demo

.PHONY: help install demo test slow check smoke clean

help:  ## Show what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

install: $(INSTALLED)  ## Install caregraph and its tools into .venv

# PyTorch is pinned in constraints.txt to its CPU build: a looser range brings gigabytes of CUDA.
$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . --group dev
	@touch $@

demo: $(INSTALLED)  ## Build a knowledge base from the sample documents and ask it questions
	@scripts/demo $(BIN)/caregraph $(DEMO)

test: $(INSTALLED)  ## Run all checks, and the tests that take minutes
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/test

slow: $(INSTALLED)  ## Run the tests that take longer: whole corpus, kills, full disks
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/test -m slow

check: $(INSTALLED)  ## Run only format, lint, types and layers
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/check

smoke: $(INSTALLED)  ## Build the wheel, install it elsewhere, and use it
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/smoke

clean:  ## Remove what was made
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
