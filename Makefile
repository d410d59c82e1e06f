# Lauréat : chaque cible prépare elle-même ce dont elle a besoin.
PYTHON ?= python3
BIN := .venv/bin
# Un fichier de tests reste à un processus, qui ne prépare qu’une fois ce qu’ils partagent ; dans l’ordre des noms.
PARALLEL := -n auto --dist loadfile --no-loadscope-reorder
# Chaque commande lancée par un test relirait et recompilerait tout, là où Python n'a pas le droit de garder son travail.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check longtemps bench mutation aides traductions versions clean

help: ## Affiche cette aide.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(BIN)/python:
	$(PYTHON) -m venv .venv

.venv/.produit: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installation de Lauréat dans .venv (une seule fois)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[planning,credentials,documents,web,rapide]'
	@touch $@

.venv/.outils: pyproject.toml constraints.txt .venv/.produit
	@echo "Installation des outils de test (une seule fois)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[planning,credentials,documents,web,rapide,dev]'
	@touch $@

setup: .venv/.produit ## Installe le produit ; laisse .venv/bin/laureat.

demo: .venv/.produit ## Du registre à la délibération, sur une cohorte de démonstration (dossier demo/).
	@$(BIN)/laureat demo

serve: .venv/.produit ## L'application web : démonstration et un compte par rôle (donnees/) ; ou VIDE=1, commencer à vide (donnees-a-moi/).
	@$(if $(VIDE),$(BIN)/laureat serveur --donnees donnees-a-moi,$(BIN)/laureat serveur --donnees donnees --demonstration)

test: .venv/.outils ## Les tests, hors les longs ; ceux du navigateur sont sautés, en le disant, sans Chromium.
	@$(BIN)/python -m pytest $(PARALLEL)

check: .venv/.outils ## Format, lint, types, flèches, tests, docs : ce que fait la CI.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@bash scripts/installer-chromium.sh
	@$(BIN)/python -m pytest $(PARALLEL)

longtemps: .venv/.outils ## Les tests trop longs pour chaque jour : des millions de candidats au hasard (une heure et plus).
	@bash scripts/installer-libreoffice.sh
	@$(BIN)/python -m pytest $(PARALLEL) -m slow

bench: .venv/.outils ## Mesures de vitesse, rapportées à un pair de la même exécution.
	@$(BIN)/python -m bench

mutation: .venv/.outils ## Mutants tirés au sort, les règles comprises : les tests les tuent-ils ? Des heures ; MUTATION="--nombre 10" pour peu.
	@$(BIN)/python -m mutation $(MUTATION)

aides: .venv/.outils ## Réécrit src/laureat/cli/aides.json, ce que disent les --help en deux langues, d'après les commandes.
	@$(BIN)/python -m laureat.cli.helps

traductions: .venv/.outils ## Met à jour les catalogues anglais d'après les sources, les compile, dit ce qui reste à traduire ; puis make aides.
	@$(BIN)/python -m traduction

versions: .venv/.outils ## Relève dans constraints.txt les versions avec lesquelles les tests tournent.
	@{ head -1 constraints.txt; $(BIN)/pip freeze --exclude-editable | grep -v '@'; } > build-constraints.txt
	@mv build-constraints.txt constraints.txt

clean: ## Retire ce que les autres cibles ont fabriqué.
	rm -rf .venv demo build dist
