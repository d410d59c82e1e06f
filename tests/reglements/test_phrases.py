"""Sentences as a reader meets them: numbers are named in words, nouns agree with their count, articles are there."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Famille
from laureat.deliberation.reglement import Nombre, SessionRules
from laureat.exchange.candidates import candidates
from laureat.exchange.cohorte import cohort
from laureat.exchange.dossier import parameter_to_json
from laureat.reglements import familles
from laureat.reglements.donnees import parametre
from laureat.reglements.specialites import bibliotheque, lire_specialite
from laureat.rules import Parameter, ParameterStatus
from laureat.vocabulary import InvalidInput, Motif
from support.deliberations import reglement

IDENTIFIER = re.compile(r"\b[a-z]+_[a-z_0-9]+\b")
COUNT_OF_ONE = re.compile(r"\b1 (?!fois\b|mois\b|sens\b|dans\b|sans\b|des\b|plus\b)[a-zéèêâîôûç]{2,}(?:s|x)\b")
FAMILLES = familles()
BY_BLOCKS = """\
famille: capitalisation
code: soudeur
titre: Soudeur
edition: "1"
premiere_session: 2024
session_courante: 2026
texte: {article: "règlement du certificateur", lecture: lu}
unites:
- {code: BC01, intitule: Préparer}
- {code: BC02, intitule: Souder}
"""


def _numbers() -> Iterator[Parameter]:
    for droit in FAMILLES:
        yield from droit.parametres
    for law in bibliotheque().values():
        yield from law.history


def _sessions() -> Iterator[SessionRules]:
    for law in bibliotheque().values():
        yield law.at(law.default_session or law.first_session)
    yield reglement("bp_invente").at()
    yield lire_specialite(BY_BLOCKS, "soudeur.yaml").at()


SESSIONS = {rules.reglement.id: rules for rules in _sessions()}


@pytest.mark.parametrize("number", {(p.name, p.words): p for p in _numbers()}.values(), ids=lambda p: p.name)
def test_every_number_of_every_family_is_asked_by_its_french_name_its_unit_and_its_bounds(number: Parameter) -> None:
    assert number.label, number.name
    assert not IDENTIFIER.search(number.asked), number.asked
    low, high = number.possible
    unknown = replace(number, status=ParameterStatus.HYPOTHESE, value=None, bounds=(low, high))
    assert unknown.asked.startswith(f"{number.words}, ")
    assert unknown.asked.endswith(f"entre {number.written(low)} et {number.written(high)}, valeur inconnue")


def test_every_number_stands_in_a_folder_in_plain_french_and_is_read_back() -> None:
    for number in _numbers():
        told = parameter_to_json(number)
        machine = told["en_machine"]
        assert "centièmes" not in json.dumps({**told, "en_machine": None}, ensure_ascii=False), told
        assert (told["valeur"], machine["valeur"]) == (number.text or "null", number.value)
        assert parametre(number.name, told) == number


def test_a_speciality_that_replaces_a_number_keeps_its_name() -> None:
    text = BY_BLOCKS + 'parametres: {seuil_bloc: {valeur: "12", unite: centièmes de point, article: x, lecture: lu}}\n'
    assert lire_specialite(text, "x.yaml").at().parameters["seuil_bloc"].label.startswith("note à partir de laquelle")


@pytest.mark.parametrize("name", SESSIONS)
def test_a_number_that_nobody_knows_is_asked_in_words_with_what_to_type(name: str) -> None:
    rules = SESSIONS[name]
    for number in rules.parameters.values():
        missing = replace(number, status=ParameterStatus.HYPOTHESE, value=None, bounds=None)
        asking = replace(rules, parameters=rules.parameters.replaced([missing]))
        with pytest.raises(InvalidInput, match="un nombre n'est pas connu") as refused:
            asking.coefficients  # noqa: B018
        told = str(refused.value)
        labels = {unit.coefficient_name: f"le coefficient de « {unit.label} » ({unit.code})" for unit in rules.units}
        assert f"{labels.get(number.name, number.words)}, " in told
        assert not IDENTIFIER.search(told.replace(number.as_read, "")), told


def _doubtful(rules: SessionRules) -> Iterator[SessionRules]:
    """The same rules, each number of the law that they read in turn being a hypothesis."""
    read = frozenset[str]().union(*(rule.attributes for rule in rules.ruleset.rules))
    for number in rules.parameters.values():
        if number.name in read and number.value is not None:
            doubt = replace(number, status=ParameterStatus.HYPOTHESE, bounds=None)
            yield replace(rules, parameters=rules.parameters.replaced([doubt]))


@pytest.mark.parametrize("name", SESSIONS)
def test_what_is_said_of_a_number_in_doubt_names_it_in_a_sentence_that_stands(name: str) -> None:
    people = list(candidates(cohort(SESSIONS[name], 6, 5, identities=False), SESSIONS[name].reglement.famille))
    for rules in _doubtful(SESSIONS[name]):
        for step in (step for one in people[:3] for step in explain(rules, one).certainty):
            assert not IDENTIFIER.search(step.text), step.text
            assert not re.search(r"\bSi (?!le |les |la |l')", step.text), step.text


@pytest.mark.parametrize("name", SESSIONS)
def test_every_sentence_told_to_a_candidate_begins_with_a_capital_agrees_and_ends(name: str) -> None:
    rules = SESSIONS[name]
    typed = {colonne.nom for colonne in rules.reglement.famille.colonnes} | {f"motif_{u.code}" for u in rules.units}
    typed |= {motif.name.lower() for motif in Motif}
    for one in candidates(cohort(rules, 40, 3, identities=False), rules.reglement.famille):
        told = explain(rules, one)
        for text in (step.text for step in (*told.steps, *told.certainty, *told.rights)):
            assert re.match(r"[A-ZÀÉ]", text), text
            assert text.endswith("."), text
            assert "  " not in text, text
            assert not re.search(r"\{|\}|None|True|False| ,|\.\.|: \.|\(\)", text), text
            assert not COUNT_OF_ONE.search(text), text
            assert set(IDENTIFIER.findall(text)) <= typed, text


class _Anything(dict[str, object]):
    def __missing__(self, key: str) -> "_Silent":
        return _Silent()


class _Silent:
    def __format__(self, spec: str) -> str:
        return "…"


def _written(droit: Famille) -> Iterator[str]:
    for rule in (*droit.regles.rules, *droit.constats, *droit.droits):
        yield rule.text
        yield from (sentence.template for sentence in rule.sentences)
        if message := getattr(rule, "message", ""):
            yield message
    yield from (colonne.libelle for colonne in droit.colonnes)
    yield from (alinea.texte for alinea in droit.papiers.alineas)
    yield from (entry.texte for entry in droit.digeste.values())


@pytest.mark.parametrize("droit", FAMILLES, ids=lambda droit: droit.code)
def test_a_noun_agrees_with_a_number_of_the_law_that_becomes_one(droit: Famille) -> None:
    ones = {
        p.name: Nombre(replace(p, value=100 if p.unit.startswith("centièmes") else 1, bounds=None))
        for p in droit.parametres
        if p.name != "oraux_de_controle"  # « Les 2 oraux sont manqués » : of one, the law would say it otherwise.
    }
    assert [text for text in _written(droit) if COUNT_OF_ONE.search(text.format_map(_Anything(ones)))] == []
