# `make run` opens the application, `make test` passes the tests; `make help` lists the rest.
# Times are those of two cores, without the first setting up, which downloads for two or three minutes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# One a core: server and browser of the journeys run beside them, and what one worker has made another makes anew.
WORKERS ?= 2
FUZZ_MINUTES ?= 10
# Several processes import the same code: compiled once, it is kept, whatever the machine is set to.
export PYTHONDONTWRITEBYTECODE :=
# Where the tests of make quick stand: what it does not pass is not read either.
QUICK := tests/test_*.py tests/analytics tests/data tests/ui tests/pages/test_every_page.py
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help run test quick test-all test-engines test-hard fuzz attack check format bench messages backtest lock audit sbom dictionary browser clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Vigie needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.product: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.product

run: $(VENV)/.product ## Set up, build the data (five seconds, once) and open the application
	@echo "Building the data, unless they are there: about five seconds."
	$(BIN)/python -m data build
	@echo "Vigie opens at http://localhost:$(PORT)"
	MALLOC_ARENA_MAX=2 $(BIN)/streamlit run app.py --server.port $(PORT)

test: browser ## Set up and pass every check and test, the browser's included; about twenty minutes
	@echo "Style, types, layers, models, data, pages and browser journeys: about twenty minutes on two cores."
	$(PYTEST) -m "not exhaustive"

quick: $(VENV)/.development ## Pass the useful half without a browser; a minute and a quarter
	@echo "Style, layers, models, data, words, links, charts, every page opened once: about a minute and a quarter on two cores."
	$(PYTEST) -m quick --hypothesis-profile=quick $(QUICK)

test-all: browser test-engines ## Pass all that make test passes, every case of its sweeps, and the other engines
	$(PYTEST)

$(VENV)/.engines: requirements-engines.txt | $(VENV)/.development
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-engines.txt
	@touch $@

test-engines: $(VENV)/.engines ## Compare Spark and an object storage with DuckDB, row by row; a minute after a large download
	@java -version 2> /dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq openjdk-17-jre-headless > /dev/null; } || \
	  { echo "Spark needs Java 17 or newer; on Debian: apt-get install openjdk-17-jre-headless"; exit 1; }
	$(BIN)/python -m pytest -m "spark or objects" tests/data/channel_log

test-hard: browser ## Pass make test in random order, far time zone, plain locale, no privileges, busy cores
	$(BIN)/python -m tests.hard

fuzz: $(VENV)/.development ## Look for counterexamples with fresh seeds for FUZZ_MINUTES (10)
	$(BIN)/python -m tests.fuzz $(FUZZ_MINUTES)

attack: $(VENV)/.development ## Hostile and damaged files, kills, swaps, dialects: print what came of them (half an hour)
	$(BIN)/python -m tests.attack

check: $(VENV)/.development ## Style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.development ## Put the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.bench: requirements-bench.txt | $(VENV)/.development
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

bench: $(VENV)/.bench browser ## Print the speed table of the README
	$(BIN)/python -m benchmarks

messages: $(VENV)/.development ## Bring the catalogues of locale/ up to date with the code
	$(BIN)/python -m ui.messages

backtest: $(VENV)/.product ## Recompute the table of past forecasts that ships with the product
	$(BIN)/python -m studies.precompute

lock: $(VENV)/bin/python ## Pin every package that comes along, with its hashes, after a change of requirements
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	for name in requirements requirements-postgres requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url $$name.txt -o $$name.lock || exit 1; done

# Weaknesses that are known and do not reach the product, each with the day and the reason. Today none.
LEFT_ALONE :=
audit: ## Ask the package index what is known against every pinned package; before each release
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(VENV)/audit/bin/pip-audit --require-hashes --disable-pip --strict --progress-spinner off \
	  $(addprefix -r ,$(wildcard requirements*.lock)) $(addprefix --ignore-vuln ,$(LEFT_ALONE))

sbom: $(VENV)/.development ## Write what the product brings along, with versions and licences, to dist/sbom.cdx.json
	@mkdir -p dist
	$(BIN)/python -m tests.supply > dist/sbom.cdx.json

dictionary: $(VENV)/.product ## Write docs/DATA.md from the contracts
	$(BIN)/python -m data.dictionary

browser: $(VENV)/.development
	@$(BIN)/python tests/browser/chromium.py

clean: ## Remove what the commands made, the data of var/ excepted
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
