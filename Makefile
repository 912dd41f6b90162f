# Two commands: `make run` serves the site, `make test` runs every test. Python 3.11 or newer is all they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
MANAGE := $(BIN)/python manage.py
RUN_READY := $(VENV)/requirements.installed
DEV_READY := $(VENV)/requirements-dev.installed
SOURCES := hipmobility exercises tracker tests manage.py

.DEFAULT_GOAL := help
.PHONY: help run dev test check lint types imports migrations deployment flaws audit format shots bench paint load kill outage chaos years lock clean

help: ## list what make can do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

run: $(RUN_READY) ## serve the site on PORT (8000), with its data in DATA_DIR (var/)
	@$(MANAGE) prepare
	@exec $(BIN)/gunicorn --config python:hipmobility.server

dev: export DEBUG = 1
dev: $(DEV_READY) ## serve while developing: reloads, debug toolbar
	@$(MANAGE) prepare
	@exec $(MANAGE) runserver $${PORT:-8000}

# What is compiled is kept, also where Python is told not to: workers and the servers of tests start sooner. A
# worker that is done takes over from one that has the tests in a browser still before it.
test: export PYTHONDONTWRITEBYTECODE =
test: $(DEV_READY) ## run every test; with DATABASE_URL=postgres://… on PostgreSQL
	@$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist worksteal

check: lint types imports migrations deployment flaws audit ## run every check of the code

lint: $(DEV_READY)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)
	@find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --check --target-version 5.2
	@$(BIN)/djlint --lint --quiet templates

types: $(DEV_READY)
	@$(BIN)/mypy

imports: $(DEV_READY)
	@$(BIN)/lint-imports --no-logo

migrations: $(DEV_READY)
	@$(MANAGE) makemigrations --check --dry-run

deployment: $(DEV_READY)
	@SITE_URL=https://example.org EMAIL_URL=smtp://localhost:25 DEBUG=0 $(MANAGE) check --deploy --fail-level WARNING

flaws: $(DEV_READY)
	@$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml hipmobility exercises tracker

audit: $(DEV_READY) ## ask whether a pinned requirement has a known vulnerability
	@$(BIN)/python -m tests.audit requirements.txt

format: $(DEV_READY) ## bring the code into shape
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)
	@find templates -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 5.2

shots: $(DEV_READY) ## screenshots of every page, into screenshots/
	@$(BIN)/python -m tests.browser.shots

bench: $(DEV_READY) ## what the main pages cost, for short and long histories
	@$(BIN)/python -m tests.bench

paint: $(DEV_READY) ## when each page shows its largest part on slow 4G, and how much it moves
	@$(BIN)/python -m tests.bench.paint

load: $(DEV_READY) ## use the site on CONNECTIONS (16) at once for SECONDS (60); with DATABASE_URL, CACHE_URL, SERVERS
	@$(BIN)/python -m tests.bench.under_load

kill: $(DEV_READY) ## kill the server RUNS (50) times during writes; with ON=postgresql that database as well
	@$(BIN)/python -m tests.kill

outage: $(DEV_READY) ## take PostgreSQL from the site for SECONDS (30) while it is used; with ON=disk fill SQLite's disk
	@$(BIN)/python -m tests.outage

chaos: $(DEV_READY) ## RUNS (200) of guided sessions in which everything goes wrong, from SEED (1) on
	@$(BIN)/python -m tests.browser.chaos

years: export YEARS ?= 5
years: $(DEV_READY) ## YEARS (5) years in the life of people on every programme, day by day through the services
	@$(BIN)/python -m pytest -n auto --maxprocesses 8 tests/tracker/test_years_of_use.py

lock: ## pin the requirements anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --no-header --upgrade requirements.in -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --no-header --upgrade requirements-dev.in -o requirements-dev.txt

clean: ## remove what make has made; your data in var/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache screenshots

$(RUN_READY): requirements.txt | $(BIN)/pip
	@echo "Installing requirements.txt"
	@$(PIP) install -r requirements.txt
	@touch $@

# The run-time pins are part of requirements-dev.txt.
$(DEV_READY): requirements-dev.txt | $(BIN)/pip
	@echo "Installing requirements-dev.txt"
	@$(PIP) install -r requirements-dev.txt
	@touch $(RUN_READY) $@

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with PYTHON=python3.12, say." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
