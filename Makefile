# Everything a person needs to run Hronika from a checkout; `make help` lists it.
PYTHON ?= python3
PORT   ?= 8001
DB     ?= data/hronika.db
CORPORA ?= training/assets/corpora
STEPS  ?= 200
UNSEEN := tests/gold/unseen $(addprefix tests/gold/unseen,2 3 4 5 6 7 8 9)
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
.PHONY: help serve build test test-all test-browser screenshots lint eval eval-model train train-check docs clean

help:          ## this list
	@sed -n 's/^\([a-z-]*\): *.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

serve: build   ## build, then serve the site on 127.0.0.1 (PORT= chooses the port)
	$(BIN)/hronika serve --db $(DB) --port $(PORT)

build: $(VENV)/.installed  ## set up, ingest the embedded sample, make data/hronika.db
	$(BIN)/hronika ingest sample --db $(DB)

test: $(VENV)/.installed-dev  ## run the tests
	$(BIN)/python -m pytest --ignore tests/browser

test-browser: $(VENV)/.installed-dev  ## the site in Chromium (Debian: apt-get install chromium): journeys, accessibility
	$(BIN)/python -m pytest tests/browser

screenshots: build $(VENV)/.installed-dev  ## a picture of each kind of page, wide and narrow, light and dark
	$(BIN)/python tests/browser/screenshots.py $(DB) build/screenshots

test-all: $(VENV)/.installed-all  ## the tests with those that need PyTorch: training and Stanza
	$(BIN)/python -m pytest --ignore tests/browser

lint: $(VENV)/.installed-dev  ## ruff and mypy; the recipe too where test-all has installed PyTorch
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p hronika -p sources -p pipeline -p db -p web -p lv_hronika \
	  $(if $(wildcard $(VENV)/.installed-all),-p training)

eval: $(VENV)/.installed  ## precision, recall and F1 on the gold documents, against their floors
	$(BIN)/hronika ingest sample $(UNSEEN) --db data/eval.db
	for gold in tests/gold/sample $(UNSEEN); do \
	  $(BIN)/hronika eval $$gold.json --db data/eval.db --floors tests/gold/floors.toml || exit 1; done

eval-model: $(VENV)/.installed  ## the Latvian model's scores against those kept (CORPORA= their folder)
	$(BIN)/python -m training evaluate --corpora $(CORPORA) --model full fast --floors models/scores.json

train: $(VENV)/.installed-train  ## train the Latvian model anew, for hours; training/README.md tells how
	$(RECIPE)

train-check: $(VENV)/.installed-train  ## the whole recipe with 200 steps (STEPS=), in build/check
	mkdir -p build/check
	cp -R models build/check
	PYTHONPATH=$(CURDIR)/build/check/models $(RECIPE) --vars.build ../build/check --vars.models ../build/check/models \
	  --vars.dist ../build/check --vars.steps $(STEPS) --vars.spoiled=
RECIPE = $(BIN)/python -m weasel run all training --vars.corpora $(abspath $(CORPORA))

docs: $(VENV)/.installed  ## write the command reference anew
	$(BIN)/python docs/commands.py

clean:         ## remove the virtual environment and everything that was built
	rm -rf $(VENV) data build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.created:
	@echo "Setting up Hronika in $(VENV) (a minute or two, once) ..."
	$(PYTHON) -m venv $(VENV)
	touch $@

# The model is a distribution of its own beside Hronika: spacy.load("lv_hronika") looks for one by that name.
$(VENV)/.installed: $(VENV)/.created pyproject.toml models/pyproject.toml constraints.txt models/lv_hronika/__init__.py
	$(PIP) install -c constraints.txt -e . -e models
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) install -c constraints.txt -e '.[dev]'
	touch $@

# PyTorch comes from the index that pip is set up to use. Elsewhere the plain index has the build for NVIDIA's GPUs, with
# gigabytes of libraries; for processors: PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu make train
$(VENV)/.installed-train: $(VENV)/.installed
	$(PIP) install -c constraints.txt -e '.[train]'
	touch $@

$(VENV)/.installed-all: $(VENV)/.installed
	$(PIP) install -c constraints.txt -e '.[dev,ocr,parquet,spark,stanza,train]'
	touch $@
