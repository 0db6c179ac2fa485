# Scrapyd on this machine, and the egg on any. Included by the Makefile.

# Outside the checkout: Scrapyd must find no copy of the project above its working directory.
SCRAPYD_STATE ?= $(or $(XDG_STATE_HOME),$(HOME)/.local/state)/backstory
SCRAPYD_BIN := $(SCRAPYD_STATE)/venv/bin
SCRAPYD_INSTALLED := $(SCRAPYD_STATE)/venv/.installed

.PHONY: scrapyd deploy

scrapyd: $(VENV)/.installed $(SCRAPYD_INSTALLED)  ## A real Scrapyd on loopback: deploys the egg, schedules the demo, stays up (ONCE=1: does not)
	@$(BIN)/python -m tests.services.demo --scripts "$(SCRAPYD_BIN)" --state "$(SCRAPYD_STATE)" $(if $(ONCE),--once)

deploy: $(SCRAPYD_INSTALLED)  ## Upload an egg of what is committed: make deploy TARGET=http://127.0.0.1:6800/ (or a name in scrapy.cfg)
	@[ -n "$$TARGET" ] || { echo "say where to: make deploy TARGET=http://127.0.0.1:6800/" >&2; exit 2; }
	@PATH="$(SCRAPYD_BIN):$$PATH" deploy/deploy-egg.sh "$$TARGET"

# An environment with the dependencies only: an importable Backstory would win over the egg, silently.
$(SCRAPYD_INSTALLED): requirements-scrapyd.lock
	@echo "Installing Scrapyd into $(SCRAPYD_STATE)/venv …"
	@mkdir -p "$(SCRAPYD_STATE)"
	@$(PYTHON) -m venv "$(SCRAPYD_STATE)/venv"
	@$(SCRAPYD_BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-scrapyd.lock
	@touch $@
