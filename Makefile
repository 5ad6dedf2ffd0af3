# `make demo` and `make test` need Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo playground run test check format lint types layers tests test-playground faults snapshots screenshots lock bench clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# A stamp is newest when its part of the environment is whole, so a broken install is begun again.
# What the program runs on is half of what its tests need, and is all that the demo waits for;
# Python compiles what it imports when it first does, which is a tenth of it.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

.venv: .venv/program
.venv/program: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Foxo Bot needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tools: .venv/program requirements-dev.lock
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

demo: .venv  ## Play the whole product in a browser, with no account anywhere
	$(BIN)/foxo-bot demo $(ARGS)

playground: .venv/tools  ## Play Microsoft Teams beside the running demo
	@$(BIN)/python -m tests.playground $(ARGS)

run: .venv  ## Serve what the settings configure
	$(BIN)/foxo-bot run

test: .venv/tools check tests  ## Everything that must hold: format, lint, types, layers, tests

check: format lint types layers

format: .venv/tools  ## Is everything formatted?
	$(BIN)/ruff format --check .

lint: .venv/tools  ## Does everything keep the rules of style?
	$(BIN)/ruff check .

types: .venv/tools  ## Do the types hold, strictly?
	$(BIN)/mypy

layers: .venv/tools  ## Do imports run downwards only?
	$(BIN)/lint-imports

tests: .venv/tools  ## All tests
	$(BIN)/python -m pytest -n 2 $(ARGS)

test-playground: .venv/tools  ## Only the tests in Microsoft's own test client for Teams
	$(BIN)/python -m pytest tests/playground $(ARGS)

faults: .venv/tools  ## Kill replicas, the database and vendors at random through 2,000 cases, and count
	$(BIN)/python -m pytest tests/faults/test_fleet.py --cases 2000 -s $(ARGS)

snapshots: .venv/tools  ## Accept cards and forms as they are drawn now; read the diff before committing
	$(BIN)/python -m pytest tests/unit --snapshot-update

lock: .venv/tools  ## Pin the newest versions that pyproject.toml admits
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --extra build pyproject.toml \
	  --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --no-header --extra build --extra dev pyproject.toml \
	  --output-file requirements-dev.lock

screenshots: .venv/tools  ## Take the picture at the top of the README anew
	$(BIN)/python -m tests.browser.screenshots

bench: .venv/tools  ## Measure, as ratios in one run
	$(BIN)/foxo-bot bench $(ARGS)

clean:  ## Forget the environment and caches
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info
