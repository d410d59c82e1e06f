"""A unit of another option is no unit of the candidate: no oral there, nor a word of it."""

import functools

import pytest

from laureat.deliberation.candidate import decide, evaluate
from laureat.deliberation.explain import explain
from laureat.deliberation.orals import orals
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.reglements import charger, construire
from laureat.vocabulary import Decision, InvalidInput, parse_cell


@functools.cache
def rules() -> SessionRules:
    """A BTS whose mathematics belong to the option A alone, and whose site is one unit for each option."""
    data = charger("bts_crsa").data
    options = {"U31": ["A"], "U61": ["A"], "U62": ["B"]}
    units = [{**unit, "options": options[unit["code"]]} if unit["code"] in options else unit for unit in data["unites"]]
    return construire("bts", {**data, "options": {"A": "option A", "B": "option B"}, "unites": units}).at(2023)


def someone(option: str, **orals_sat: str) -> Candidate:
    marks = {"U1": "8", "U2": "9", "U32": "9", "U4": "10", "U51": "10", "U52": "10"}
    marks |= {"U31": "9", "U61": "10"} if option == "A" else {"U62": "10"}
    voie = rules().reglement.famille.voie("scolaire_public")
    cells = {code: parse_cell(mark) for code, mark in marks.items()}
    sat = {code: parse_cell(mark) for code, mark in orals_sat.items()}
    return Candidate("1", voie, cells, option=option, controle=sat)


def test_an_oral_in_a_unit_of_another_option_is_refused_and_admits_nobody() -> None:
    with pytest.raises(InvalidInput, match="contrôle est donnée en U31"):
        decide(rules(), someone("B", U31="20"))
    assert decide(rules(), someone("A", U31="20")).decision is Decision.ADMIS


@pytest.mark.parametrize(("option", "open_units"), [("A", {"U1", "U2", "U31", "U32"}), ("B", {"U1", "U2", "U32"})])
def test_the_orals_told_are_those_of_the_candidates_option(option: str, open_units: set[str]) -> None:
    candidate = someone(option)
    asked = orals(rules(), candidate, evaluate(rules(), candidate))
    assert asked is not None
    assert {oral.unit for choice in (*asked.choices, *asked.alone) for oral in choice.orals} == open_units


@pytest.mark.parametrize(("option", "other"), [("A", "U62"), ("B", "U61")])
def test_no_sentence_names_a_unit_of_another_option(option: str, other: str) -> None:
    said = " ".join(step.text for step in explain(rules(), someone(option)).steps)
    assert "U4" in said
    assert other not in said
