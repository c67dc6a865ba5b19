# Two commands do everything on a fresh machine: `make quickstart` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_FLAGS := --quiet --disable-pip-version-check

.PHONY: quickstart test test-full test-vllm lint

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install $(PIP_FLAGS) -c constraints.txt -e '.[train,dev]'
	touch $@

quickstart: $(VENV)/installed
	$(BIN)/clipo-bench quickstart

test: $(VENV)/installed
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal

# All of what `make test` runs a fixed sample of.
test-full: $(VENV)/installed
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m full

# vLLM against a real engine, the CPU build, which no other environment can hold. Evaluation and
# training start their engines differently, so each has a process of its own.
.venv-vllm/installed: pyproject.toml constraints-vllm.txt
	$(PYTHON) -m venv .venv-vllm
	.venv-vllm/bin/pip install $(PIP_FLAGS) -c constraints-vllm.txt torch
	.venv-vllm/bin/pip install $(PIP_FLAGS) --no-deps -r constraints-vllm.txt -e .
	touch $@

test-vllm: .venv-vllm/installed
	.venv-vllm/bin/python -m pytest -m vllm tests/bench_suite/models/test_vllm.py
	OMP_NUM_THREADS=1 .venv-vllm/bin/python -m pytest -m vllm tests/bench_suite/models/api
	OMP_NUM_THREADS=1 .venv-vllm/bin/python -m pytest -m vllm tests/bench_suite/trainer/sampling/test_vllm_engine.py

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
