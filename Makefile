# Two commands matter: `make demo` and `make test`. Both set everything up first.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
WORKERS ?= auto
BIN := $(VENV)/bin
READY := $(VENV)/ready
export DJANGO_SETTINGS_MODULE := colonnade.config.settings

.PHONY: demo test test-postgres check bench docs lock clean frontend peers

demo: $(READY) frontend ## a machinery maker's year, simulated, imported, planned and served
	$(BIN)/colonnade demo

peers: $(READY) ## servers of others that tests listen to; without them those tests are skipped
	$(BIN)/python tests/peers/bluesky/peer.py

test: $(READY) frontend ## every test; the browser ones need Chromium
	COLONNADE_DATA_DIR=$${COLONNADE_DATA_DIR:-$$(mktemp -d)} $(BIN)/pytest -n $(WORKERS) --dist loadgroup $(TESTS)

check: $(READY) ## style, types, import contracts, templates, generated pages
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django check --fail-level WARNING
	$(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/colonnade docs --check

bench: $(READY) ## the published figures, measured on this machine
	for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

docs: $(READY) ## write the generated reference pages anew
	$(BIN)/colonnade docs

frontend: $(READY)
	$(BIN)/python hatch_build.py

$(READY): requirements.lock pyproject.toml hatch_build.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)

lock: ## after changing the dependencies in pyproject.toml
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-emit-index-url \
	  --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) dist build frontend/node_modules src/colonnade/ui/static/ui/built
