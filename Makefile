# Two commands set everything up on a fresh machine: `make demo` and `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
DEMO ?= demo-case

# Many short processes are started, here and in the tests: each would compile every module for itself.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check lint types contracts units lock packages bench fuzz words clean

demo: .venv/core
	@$(BIN)/holdfast demo $(DEMO)

test: packages .venv/dev check units

check: lint types contracts

lint: .venv/dev
	$(BIN)/ruff check src tests bench docs
	$(BIN)/ruff format --check src tests bench docs

types: .venv/dev
	$(BIN)/mypy

contracts: .venv/dev
	$(BIN)/lint-imports --no-cache

units: .venv/dev
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term-missing:skip-covered --cov-fail-under=95

# Debian packages for what only a real part can show: a browser, the age program, a PDF viewer, fonts.
packages:
	@sh requirements/debian.sh

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || sh requirements/debian.sh python3-venv
	$(PYTHON) -m venv .venv

.venv/core: .venv/bin/python requirements/core.txt requirements/build.txt pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes \
		-r requirements/core.txt -r requirements/build.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/core requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Makes the lock files anew: exact versions with hashes for every system, and no addresses.
lock: .venv/dev
	$(BIN)/python -m pip install -q uv
	for set in core dev; do \
		extra=$$( [ $$set = dev ] && echo "--extra dev --extra outlook --extra sign" ); \
		$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-strip-extras --no-annotate --no-header $$extra pyproject.toml -o requirements/$$set.txt; \
	done
	printf 'atheris<3.1\n' | $(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header - -o requirements/fuzz.txt
	printf 'scikit-learn>=1.5\n' | $(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header - -o requirements/train.txt
	printf 'hatchling\neditables\n' | $(BIN)/uv pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header - -o requirements/build.txt

bench: .venv/dev
	$(BIN)/python bench/import.py
	$(BIN)/python bench/read.py

# Looks for faults with random bytes, so many seconds for each parser; name some with FUZZ="mail rtf".
FUZZ_SECONDS ?= 20

fuzz: .venv/fuzz
	$(BIN)/python -m tests.fuzzing --seconds $(FUZZ_SECONDS) $(FUZZ)

.venv/fuzz: .venv/dev requirements/fuzz.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

# Trains the words model from the texts in DATA, which are not part of the project; see docs/words.md.
DATA ?= ../shared/data

words: .venv/train
	$(BIN)/python bench/train_words.py --data $(DATA)
	$(BIN)/python bench/evaluate_words.py --data $(DATA)

.venv/train: .venv/dev requirements/train.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/train.txt
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage*
