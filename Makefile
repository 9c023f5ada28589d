# Two commands do everything: `make run` and `make test`. Both are safe to repeat.
PYTHON ?= python3
VENV := .venv/bin/python

.PHONY: help run index test test-faults bench check tree lock clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## environment, sample corpus, index, and the chat at http://127.0.0.1:7860
	@$(PYTHON) tools/environment.py run
	@$(VENV) app.py index
	@$(VENV) app.py

index: ## bring the index up to date with the articles indexed last
	@$(PYTHON) tools/environment.py run
	@$(VENV) app.py index

test: ## the whole suite, with all that it needs
	@$(PYTHON) tools/environment.py test
	@$(VENV) -m pytest

test-faults: ## kills, full disks and damage: long
	@$(PYTHON) tools/environment.py test
	@$(VENV) -m pytest -m faults

check: ## ruff and mypy
	@$(PYTHON) tools/environment.py test
	@$(VENV) -m ruff check .
	@$(VENV) -m ruff format --check .
	@$(VENV) -m mypy

bench: ## measurements: speed, quality, scale
	@$(PYTHON) tools/environment.py test
	@$(VENV) bench/run.py

tree: ## write the tree of the code into the README
	@$(PYTHON) tools/tree.py

lock: ## freeze what is installed into requirements.lock
	@$(VENV) -m pip freeze --exclude-editable | sed -E 's/\+cpu$$//' > requirements.lock

clean: ## remove the environment and caches, keep the index
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
