# Every target makes the environment it needs, in .venv, when there is none or when its requirements changed.
# Another Python than the one found: make chat PYTHON=/path/to/python3.12

# The pinned packages have wheels for these. A Python without ensurepip (Debian splits it off) makes no .venv.
FITS := import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
ifndef PYTHON
PYTHON := $(shell for each in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$each -c '$(FITS)' 2>/dev/null && command -v $$each && break; done)
endif
RUN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help chat test evals bench soak lint browser environment environment-dev environment-bench

help:  ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*##/\1/p' $(MAKEFILE_LIST) | awk '{t=$$1; $$1=""; printf "  make %-8s%s\n", t, $$0}'

chat: environment  ## Ask the news in the browser
	@$(RUN)/qa chat

test: lint browser  ## Run every check: lint, tests, the evals' thresholds
	@# Two processes of two threads each would wait for one another on two cores.
	OMP_NUM_THREADS=1 $(RUN)/pytest -n 2 --dist loadfile
	$(RUN)/python evals/run.py --out build/evals

evals: environment  ## Ask the questions with known answers; the report goes to build/evals
	$(RUN)/python evals/run.py --out build/evals

bench: environment-bench  ## Measure how fast it is; the figures go to build/bench
	$(RUN)/python evals/bench.py --out build/bench

soak: environment-dev  ## Run the tests that take long
	@$(RUN)/pytest -m soak --timeout=0; code=$$?; \
	if [ $$code -eq 5 ]; then echo "There are no soak tests yet."; else exit $$code; fi

lint: environment-dev  ## Check style and types
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy

browser:  ## Install Chromium for the page's tests, where apt-get can
	@bash .ci/browser

environment environment-dev environment-bench:
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 with its venv module is needed (on Debian and Ubuntu:" \
		"apt install python3-venv); none of those was found." >&2; exit 1; }
	@"$(PYTHON)" .ci/environment.py $(patsubst environment%,%,$(subst -,,$@))
