# Everything a person needs to run Hronika from a checkout; `make help` lists it.
PYTHON ?= python3
PORT   ?= 8001
DB     ?= data/hronika.db
UNSEEN := tests/gold/unseen tests/gold/unseen2 tests/gold/unseen3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_CACHE_DIR = 1
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-cache-dir --quiet

# pip asks rustc for its version; where that is rustup's, it would begin a folder in a home that has none.
ifeq ($(RUSTUP_HOME)$(wildcard $(HOME)/.rustup),)
export RUSTUP_HOME := $(CURDIR)/$(VENV)/rustup
endif

.DEFAULT_GOAL := serve
.PHONY: help serve build test lint eval docs clean

help:          ## this list
	@sed -n 's/^\([a-z]*\): *.*## /\1\t/p' $(MAKEFILE_LIST)

serve: build   ## build, then serve the site on 127.0.0.1 (PORT= chooses the port)
	$(BIN)/hronika serve --db $(DB) --port $(PORT)

build: $(VENV)/.installed  ## set up, ingest the embedded sample, make data/hronika.db
	$(BIN)/hronika ingest sample --db $(DB)

test: $(VENV)/.installed-dev  ## run the tests
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-dev  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p hronika -p sources -p pipeline -p db -p web

eval: $(VENV)/.installed  ## precision, recall and F1 on the gold documents, against their floors
	$(BIN)/hronika ingest sample $(UNSEEN) --db data/eval.db
	for gold in tests/gold/sample $(UNSEEN); do \
	  $(BIN)/hronika eval $$gold.json --db data/eval.db --floors tests/gold/floors.toml || exit 1; done

docs: $(VENV)/.installed  ## write the command reference anew
	$(BIN)/python docs/commands.py

clean:         ## remove the virtual environment and everything that was built
	rm -rf $(VENV) data build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.created:
	@echo "Setting up Hronika in $(VENV) (a minute or two, once) ..."
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install -c constraints.txt -e '.[dev]'
	touch $@
