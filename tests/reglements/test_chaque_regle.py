"""Every row of a digest that is in scope is reached from a door: an output changes when what carries it is taken away.

Rules, findings and rights are taken away one by one, and the YAML cases of the family are told again until an
explanation or a refusal changes. What is no rule is taken away by hand, in ``support/portees.py``.
"""

import functools
import importlib
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.famille import Entree, Famille
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.reglements import condense, famille
from laureat.reglements.chargement import MAISON, paquets
from laureat.reglements.donnees import remplacer
from laureat.rules import Computation, Rule, Ruleset
from laureat.rules.ruleset import Uncited
from laureat.vocabulary import InvalidInput
from support.cas_de_loi import Cas, les_cas
from support.certificateurs import certificateur
from support.portees import CODE, rules_of, speciality, verdicts
from support.portees_de_conduite import reached
from support.titre_professionnel import en_colonnes, titre

HERE = Path(__file__).parent
WORDS: dict[str, tuple[Any, ...]] = {"titre_professionnel": (titre, en_colonnes), "capitalisation": (certificateur,)}
"""How the cases of a family name a règlement, and tell its columns, where they have their own way."""
FAMILLES = [code for code in MAISON if famille(code).digeste]
LIGNES = [
    pytest.param(code, entree.id, id=entree.id)
    for code in FAMILLES
    for entree in famille(code).digeste.values()
    if not entree.hors_champ
]
REGLES = [
    pytest.param(code, rank, id=f"{code}: {rule.id} {rule.function.__name__}")
    for code in FAMILLES
    for rank, rule in enumerate(condense.regles(famille(code)))
]


@functools.cache
def cas_de(code: str) -> tuple[tuple[Cas, Candidate], ...]:
    """The cases of a family, each with its candidate, those that a règlement refuses to hold left out."""
    found = []
    own = les_cas(HERE / code / "cas", *WORDS.get(code, ()))
    for param in (*own, *les_cas(HERE / "etendues", *WORDS.get(code, ()), fichiers=f"{code}.yaml")):
        (cas,) = param.values
        try:
            found.append((cas, cas.candidate()))
        except InvalidInput:
            continue
    return tuple(found)


def said(rules: SessionRules, candidate: Candidate) -> Any:
    """What the doors of one candidate give: the explanation and the outcome, or the refusal."""
    try:
        told = explain(rules, candidate, with_changes=False)
        return told.to_json(), told.outcome
    except InvalidInput as refused:
        return str(refused)


@functools.cache
def as_written(cas: Cas) -> Any:
    return said(cas.rules, cas.candidate())


def without(rules: SessionRules, rule: Rule) -> SessionRules:
    """The same rules less that one."""
    kept = (other for other in rules.ruleset.rules if other is not rule)
    others = [other for other in rules.ruleset.rules if other.gives == rule.gives and other is not rule]
    neutral = {rule.gives: rule.neutral} if isinstance(rule, Computation) and not others else {}
    return replace(
        rules,
        ruleset=Ruleset(kept, {**rules.ruleset.defaults, **neutral}),
        findings=tuple(finding for finding in rules.findings if finding is not rule),
        rights=tuple(right for right in rules.rights if right is not rule),
    )


TRIED: dict[tuple[str, int], tuple[Rule, bool]] = {}
"""By family and by rule, itself: what ``changes`` found, asked for the rule, then for each row that it carries."""


def changes(code: str, rule: Rule) -> bool:
    """Some case is told otherwise without that rule; those that cite it are tried first."""
    if (code, id(rule)) not in TRIED:
        tried = sorted(cas_de(code), key=lambda pair: rule.id not in pair[0].champs["regles"])
        found = any(
            said(without(cas.rules, rule), candidate) != as_written(cas)
            for cas, candidate in tried
            if any(own is rule for own in (*cas.rules.ruleset.rules, *cas.rules.findings, *cas.rules.rights))
        )
        TRIED[code, id(rule)] = rule, found
    return TRIED[code, id(rule)][1]


@pytest.mark.parametrize(("code", "rank"), REGLES)
def test_a_case_is_told_otherwise_without_the_rule(code: str, rank: int) -> None:
    rule = condense.regles(famille(code))[rank]
    assert changes(code, rule), f"aucun cas de {code} ne change sans {rule.id} ({rule.function.__name__})"


@pytest.mark.parametrize(("code", "line"), LIGNES)
def test_every_row_of_the_digest_is_reached_from_a_door(code: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    droit = famille(code)
    entree = droit.digeste[line]
    carriers = condense.porteuses(droit, entree)
    assert all(changes(code, rule) for rule in carriers if isinstance(rule, Rule))
    assert all(verdicts(droit, rule) for rule in carriers if not isinstance(rule, Rule))
    for carrier in entree.code:
        _reached(droit, entree, carrier, monkeypatch)
    assert carriers or entree.code


def _reached(droit: Famille, entree: Entree, carrier: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken away or changed, what carries the row changes what a door gives."""
    kind, _, name = carrier.partition(":")
    if kind == condense.PARAMETRE:
        assert _with_number(droit.code, name) or _refuses_another(droit, name)
    elif carrier == condense.COEFFICIENTS:
        assert _with_coefficients(droit.code)
    elif carrier in CODE:
        CODE[carrier](droit, entree, monkeypatch)
    elif kind.startswith(OUTSIDE) or carrier in ("conduite:CONDUITE", "papiers:PAPIERS"):
        assert reached(speciality(droit), entree, carrier)
    else:
        _reached_as_a_rule(droit, carrier)


OUTSIDE = ("laureat.session.", "laureat.documents.")


def _reached_as_a_rule(droit: Famille, carrier: str) -> None:
    """A rule named by its place: of the family, shared, or of a jury."""
    module, _, name = carrier.partition(":")
    package = "" if "." in module else paquets()[droit.code] + "."
    found = getattr(importlib.import_module(package + module), name)
    function = found.function if isinstance(found, Rule | Uncited) else None
    own = [rule for rule in condense.regles(droit) if rule.function is function]
    juries = [rule for rule in condense.regles_du_jury(droit) if rule is found]
    assert own or juries, f"{carrier} : dire dans support/portees.py ce qui change sans lui"
    assert all(changes(droit.code, rule) for rule in own)
    assert all(verdicts(droit, rule) for rule in juries)


def _with_number(code: str, name: str) -> bool:
    return any(_otherwise(cas, candidate, name) for cas, candidate in cas_de(code) if name in cas.rules.parameters)


def _refuses_another(droit: Famille, name: str) -> bool:
    """A number that only bounds another: a file that gives the other beyond it is refused, and says it."""
    rules = rules_of(droit)
    smaller = next(small for small, _, great in droit.ordres if great == name)
    beyond = f"{smaller}: {rules.parameters[name].known + 1}"
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "nombres.yaml"
        given.write_text(beyond, encoding="utf-8")
        with pytest.raises(InvalidInput) as refused:
            remplacer(rules, given, date(2026, 7, 1))
    return f"{rules.parameters[name].words} ({rules.parameters[name].text})" in str(refused.value)


def _with_coefficients(code: str) -> bool:
    return any(
        _otherwise(cas, candidate, unit.coefficient_name)
        for cas, candidate in cas_de(code)
        for unit in cas.rules.mandatory
        if cas.rules.coefficient(unit) is not None
    )


def _otherwise(cas: Cas, candidate: Candidate, name: str) -> bool:
    parameters = cas.rules.parameters
    if parameters[name].value is None:
        return False
    other = cas.rules.with_parameters(parameters.with_values({name: parameters[name].known + 1}))
    return bool(said(other, candidate) != as_written(cas))
