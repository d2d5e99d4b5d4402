# The commands of the project. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
PY := .venv/bin/python
READY := .venv/.ready
export PORT ?= 8000
# the production settings are checked with secrets that open nothing
PROD := env DJANGO_SETTINGS_MODULE=config.settings.prod ALLOWED_HOSTS=opora.example \
	SECRET_KEY=checked-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF \
	DATABASE_URL=postgres://opora@localhost/opora

.PHONY: help demo test check fix lock bench

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(READY) ## the portal with its demo at http://127.0.0.1:8000; another port: make demo PORT=8001
	@$(PY) manage.py demo

test: $(READY) ## the tests; some of them: make test ARGS="tests/schools -k director"
	@$(PY) -m pytest -n 2 $(ARGS)

check: $(READY) ## format, lint, production settings, forgotten migrations
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check
	@$(PROD) $(PY) manage.py check --deploy --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run

fix: $(READY) ## format and mend what can be mended
	@$(PY) -m ruff format
	@$(PY) -m ruff check --fix

lock: $(READY) ## pin the dependencies of pyproject.toml with their hashes
	@$(PY) -m pip install -q --only-binary :all: uv
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --extra dev \
		--no-header --no-emit-index-url pyproject.toml -o requirements.lock

bench: $(READY) ## the benchmarks, one after the other
	@for file in benchmarks/*.py; do echo "$$file"; $(PY) "$$file"; done

$(READY): requirements.lock .ci/bootstrap.sh
	@bash .ci/bootstrap.sh
