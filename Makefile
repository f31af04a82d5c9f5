# make demo   build samples/ into a store and ask it questions
# make test   everything that must hold: lint, types, tests
# make bench  measured ratios (minutes)
# make editor the SPARQL editor of kg serve, into the package (needs Node.js >= 20 and npm)
# make soak   kind and unkind clients on a server for SOAK seconds (600 unless it is said)
# make generated   write the Turtle that is made from the reviewed lists
# Each target sets up what it needs in .venv; only Python >= 3.11 and make are assumed unless it says so.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= demo-store
# One more than there are processors: tests also wait, for servers and for clocks.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(1 + (os.cpu_count() or 1))')

.PHONY: demo test lint bench soak editor setup generated lock clean

setup: $(VENV)/.ready
$(VENV)/.ready: pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: setup
	rm -rf $(STORE)
	$(BIN)/kg build samples --store $(STORE)
	@echo; echo "== Total spending by body =="
	$(BIN)/kg ask total-spending --store $(STORE)
	@echo; echo "== The three public expenses =="
	$(BIN)/kg ask three-public-expenses --store $(STORE)
	@echo; echo "== Where printings of one figure disagree =="
	$(BIN)/kg ask disagreements --store $(STORE)
	@echo; echo "== What the store holds =="
	$(BIN)/kg status --store $(STORE)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

bench: setup
	sh bench/setup_morph.sh
	$(BIN)/python bench/quads_per_claim.py
	$(BIN)/python bench/build_ratio.py
	$(BIN)/python bench/mapping_vs_morph.py
	$(BIN)/python bench/serve_ratio.py
	$(BIN)/python bench/check_ratio.py samples
	$(BIN)/python bench/mutations.py samples

soak: setup
	$(BIN)/python tests/soak.py $(or $(SOAK),600)

editor:
	cd editor && npm ci --ignore-scripts --no-audit --no-fund && npm run build

generated: setup
	$(BIN)/python -m kg.rdf.generate
	$(BIN)/python -m kg.check.page

# Pins every dependency with its hashes, without addresses.
lock:
	$(BIN)/pip-compile --quiet --generate-hashes --all-extras --strip-extras --allow-unsafe --no-header \
		--output-file requirements.lock pyproject.toml requirements-dev.in
	sed -i '/^--/d' requirements.lock

clean:
	rm -rf $(VENV) .morph demo-store bench/out editor/node_modules kg/publish/pages/built
