# The commands of this project. `make help` prints them.
# PYTHON=python3.12  PORT=8080  RIS_DATA=/srv/ris  PYTEST="tests/search -k phrase"

ifndef PYTHON
PYTHON := $(shell for name in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
endif
IN := .venv/bin/python
PYTEST ?= -n 2

.DEFAULT_GOAL := help
.PHONY: extras help run test check sure bench demo format pin prepare prepare-tests python

help: ## Diese Übersicht
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: prepare ## Einrichten und starten: http://127.0.0.1:8000 (PORT=…, RIS_DATA=…), Ende mit Strg-C
	@exec $(IN) -m ris start

test: prepare-tests ## Alles prüfen: Quelltext, Tests auf SQLite und PostgreSQL, Browser (PYTEST="-k wort")
	@$(IN) -m scripts.check; checked=$$?; $(IN) -m pytest $(PYTEST) && exit $$checked

check: prepare-tests ## Nur den Quelltext prüfen: Regeln, Typen, Schichten, Vorlagen, Wörter
	@$(IN) -m scripts.check

sure: test ## Alles von „test“, dazu bekannte Lücken in Abhängigkeiten und die Änderungsliste
	@$(IN) -m scripts.check --sure

bench: prepare-tests ## Messen: Tabelle und bench/results.json (RIS_REAL_DATA=Ordner für echte Daten)
	@$(IN) -m bench

demo: prepare ## Die Demo-Stadt neu anlegen (RIS_DATA=…); andere Kommunen bleiben, wie sie sind
	@$(IN) -m ris prepare && $(IN) -m ris demo --fresh

format: prepare-tests ## Quelltext in Form bringen
	@$(IN) -m ruff check --fix --quiet . ; $(IN) -m ruff format .

pin: prepare-tests ## Abhängigkeiten neu festschreiben (requirements*.txt, package-lock.json)
	@for name in requirements requirements-dev requirements-node; do \
		$(IN) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			$$name.in -o $$name.txt || exit 1; done
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund

extras: python ## Texterkennung (tesseract) und LibreOffice dazu einrichten; alles andere läuft auch ohne
	@$(PYTHON) -m scripts.prepare --optional

prepare: python
	@$(PYTHON) -m scripts.prepare

prepare-tests: python
	@$(PYTHON) -m scripts.prepare --tests

python:
	@test -n "$(PYTHON)" || { echo "  Es fehlt Python ab 3.11: sudo apt-get install python3"; exit 1; }
