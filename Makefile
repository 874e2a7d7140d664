# Everything from a fresh machine: only Python 3.11, 3.12 or 3.13 and make are needed. `make` alone lists the targets.
#
#   make demo                      uses the first suitable Python it finds
#   make test PYTHON=python3.12    uses that one; each version has an environment of its own, side by side
#   make test PYTEST_FLAGS="-k habit"

.DEFAULT_GOAL := help
.SUFFIXES:

REPLICATES ?= 4096
OUT ?= results/demo
WORKERS ?= 2
PYTEST_FLAGS ?=
JUPYTER_FLAGS ?=

# A Python is suitable if it really runs and its version is in the range of pyproject.toml.
SUITABLE := import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))
ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell for python in python3.11 python3.12 python3.13 python3; do \
	"$$python" -c '$(SUITABLE)' >/dev/null 2>&1 && { echo "$$python"; break; }; done)
endif
# The newest one, of those on the path and those that pyenv has. A shim that starts none of them does not count.
NEWEST = $(shell for version in 3.13 3.12 3.11; do \
	for python in "python$$version" $$(pyenv versions --bare 2>/dev/null | grep "^$$version" | sort -Vr | \
		while read -r name; do echo "$$(pyenv prefix "$$name")/bin/python"; done); do \
	"$$python" -c '$(SUITABLE)' >/dev/null 2>&1 && { echo "$$python"; exit; }; done; done)
VERSION := $(shell "$(PYTHON)" -c '$(SUITABLE)' >/dev/null 2>&1 && \
	"$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])')

VENV := .venv-$(or $(VERSION),none)
BIN := $(VENV)/bin
LOWEST := $(VENV)-lowest
PIP := $(BIN)/python -m pip --disable-pip-version-check

comma := ,

# uv installs in seconds what takes pip minutes; where it cannot be had, or knows fewer sources of packages than pip, pip does it.
define install
{ $(PIP) install --quiet uv && $(BIN)/uv pip install --quiet --python $(BIN)/python --editable '$(1)'; } || \
	$(PIP) install --quiet --editable '$(1)'
endef

# An environment is broken when its Python is gone, or when the checkout was moved or copied after it was made.
BROKEN := $(shell test -e $(VENV)/.made && \
	{ $(BIN)/python -c '' && grep -qF "$(CURDIR)/$(VENV)" $(BIN)/activate; } 2>/dev/null || echo broken)

.PHONY: help demo test test-quick test-lowest compile version newest lowest lint types format notebook fuzz setup setup-lowest hooks where clean distclean FORCE

help:
	@echo "make demo       set up, ask what follows if Azerbaijan takes ground in Syunik; figures in $(OUT)"
	@echo "make test       set up, then style, types and tests"
	@echo "make test-quick   the tests but for the slow ones"
	@echo "make test-lowest  every verb once, on the lowest releases that pyproject.toml allows"
	@echo "make notebook   set up, open the notebooks in JupyterLab"
	@echo "make fuzz       damage files for a minute: every reader must end with its result or a message"
	@echo "make lint       style and types only"
	@echo "make types      types only"
	@echo "make format     put the code into the common format"
	@echo "make compile    translate the rules into machine code now rather than at the first run"
	@echo "make setup      set up the development environment and no more"
	@echo "make hooks      check every commit before it is made (pre-commit)"
	@echo "make clean      remove the demo's results, caches and built packages"
	@echo "make distclean  remove the environments (.venv-3.*) too"

demo: $(VENV)/.araxes
	$(BIN)/araxes compare baseline force_syunik -n $(REPLICATES) -o $(OUT)

test: lint
	MPLBACKEND=Agg $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_FLAGS)

test-quick: $(VENV)/.araxes-dev
	MPLBACKEND=Agg $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m 'not slow' $(PYTEST_FLAGS)

test-lowest: $(LOWEST)/.araxes
	MPLBACKEND=Agg $(LOWEST)/bin/python -m pytest -n $(WORKERS) --dist worksteal tests/cli/test_every_verb.py $(PYTEST_FLAGS)

# The rules translated into machine code, which is kept: what simulates next finds it.
compile:
	$(BIN)/python -c 'import araxes; araxes.run("baseline", replicates=1, weeks=1)'

# For .ci/run: the version that is used, the newest Python that is suitable, the environment of the lowest releases.
version:
	@echo "$(VERSION)"

newest:
	@echo "$(NEWEST)"

lowest:
	@echo "$(LOWEST)"

lint: $(VENV)/.araxes-dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

types: $(VENV)/.araxes-dev
	$(BIN)/python -m mypy

format: $(VENV)/.araxes-dev
	$(BIN)/python -m ruff check --fix-only .
	$(BIN)/python -m ruff format .

notebook: $(VENV)/.araxes-notebook
	$(BIN)/jupyter lab $(JUPYTER_FLAGS) notebooks

fuzz: $(VENV)/.araxes-dev
	$(BIN)/python benchmarks/fuzz.py --seconds 60

setup: $(VENV)/.araxes-dev

setup-lowest: $(LOWEST)/.araxes

hooks: $(VENV)/.araxes-dev
	$(BIN)/pre-commit install

# The folder of the environment's programs, for .ci/tool.
where:
	@echo "$(BIN)"

clean:
	rm -rf results/demo build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find araxes tests notebooks -type d '(' -name __pycache__ -o -name .ipynb_checkpoints ')' -prune \
		-exec rm -rf '{}' +

distclean: clean
	rm -rf .venv-3.*

# --- Environments --------------------------------------------------------------------------------------------------

# The stamp is written last: an environment that was left half made is made anew.
$(VENV)/.made: $(if $(BROKEN),FORCE)
ifeq ($(VERSION),)
	@echo "Araxes needs Python 3.11, 3.12 or 3.13." >&2
	@test -n "$(PYTHON)" && echo "PYTHON=$(PYTHON) is none of them, or does not run." >&2 || \
		echo "None was found as python3.11, python3.12, python3.13 or python3." >&2
	@echo "Install one of them, or name it: make demo PYTHON=/path/to/python3.11" >&2
	@exit 2
else
	@echo "Making $(VENV) with Python $(VERSION)"
	@"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: apt install python$(VERSION)-venv" >&2; exit 2; }
	@touch $@
endif

# Installed from this folder (editable), and again whenever pyproject.toml changes.
$(VENV)/.araxes: pyproject.toml $(VENV)/.made
	@echo "Installing araxes into $(VENV) (some minutes the first time)"
	@$(call install,.)
	@touch $@

$(VENV)/.araxes-notebook: pyproject.toml $(VENV)/.made
	@echo "Installing araxes and JupyterLab into $(VENV) (some minutes the first time)"
	@$(call install,.[notebook])
	@touch $@ $(VENV)/.araxes

# Beside the environment whose name it bears; the lowest releases of what is named in pyproject.toml, the newest of what
# those need.
$(LOWEST)/.araxes: pyproject.toml $(VENV)/.araxes-dev
	@echo "Installing the lowest releases into $(LOWEST)"
	@"$(PYTHON)" -m venv --clear --without-pip $(LOWEST)
	@$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct \
		--editable '.[sensitivity,cluster,hindcast,test]'
	@touch $@

$(VENV)/.araxes-dev: pyproject.toml $(VENV)/.made
	@echo "Installing araxes and the development tools into $(VENV) (some minutes the first time)"
	@$(call install,.[dev$(comma)notebook])
	@touch $@ $(VENV)/.araxes $(VENV)/.araxes-notebook
