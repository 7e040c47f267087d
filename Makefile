# `make run` opens the application, `make test` passes the tests; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test attack check format bench messages backtest dictionary browser clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Vigie needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.product: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.product

run: $(VENV)/.product ## Set up, build the data and open the application
	$(BIN)/python -m data build
	@echo "Vigie opens at http://localhost:$(PORT)"
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: check browser ## Set up and pass every check and test, the browser's included
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

attack: $(VENV)/.development ## Read hostile and damaged files, print what came of them
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
	$(BIN)/python -m ui.precompute

dictionary: $(VENV)/.product ## Write docs/DATA.md from the contracts
	$(BIN)/python -m data.dictionary

browser: $(VENV)/.development
	@$(BIN)/python tests/browser/chromium.py

clean: ## Remove what the commands made, the data of var/ excepted
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
