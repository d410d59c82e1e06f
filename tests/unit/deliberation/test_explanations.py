"""Each sentence carries its rule; the nearest changes really are the nearest."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from laureat.deliberation.candidate import decide
from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.reglements import charger, famille
from laureat.vocabulary import MARK_STEP, InvalidInput, UnitStatus, parse_cell
from support.deliberations import PUBLIC, candidates

RULES = charger("RNCP35697").at()
CODES = tuple(unit.code for unit in RULES.units)


def candidate(toutes: str = "10", controle: dict[str, str] | None = None, **cells: str) -> Candidate:
    notes = {unit.code: toutes for unit in RULES.mandatory} | cells
    return Candidate(
        "7",
        PUBLIC,
        {code: parse_cell(text) for code, text in {"PROJET": "11", **notes}.items()},
        controle={code: parse_cell(text) for code, text in (controle or {}).items()},
    )


TOLD = {
    "everything at once": candidate("9", {"U51": "12"}, U2="10", U31="B10", U32="DI", U6="VA", UF_LV="12", U7="AJ"),
    "annulled": candidate("12", U6="NU", UF_LV="9"),
    "absent": candidate("12", U6="AB"),
    "replacement": candidate("9", U6="AJ"),
    "admitted with honours": candidate("18"),
    "refused": candidate("7"),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_removed_rule_takes_its_sentence_away(name: str) -> None:
    told = explain(RULES, TOLD[name], with_changes=False).steps
    assert told
    for rule_id in {step.rule_id for step in told}:
        without = explain(RULES.without(rule_id), TOLD[name], with_changes=False)
        assert rule_id not in {step.rule_id for step in (*without.steps, *without.rights)}, rule_id


@pytest.mark.parametrize("name", TOLD)
def test_every_sentence_carries_an_article_and_a_rule_of_the_digest(name: str) -> None:
    told = explain(RULES, TOLD[name])
    for step in (*told.steps, *told.certainty, *told.rights):
        assert step.rule_id in famille("bac_pro").digeste
        assert step.article
        assert step.text[0].isupper()
        assert step.text.endswith(".")


def issue(one: Candidate) -> tuple[object, object]:
    outcome = decide(RULES, one)
    return outcome.decision, outcome.mention


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(candidates(CODES))
def test_the_nearest_changes_alter_the_outcome_and_nothing_nearer_does(one: Candidate) -> None:
    here = issue(one)

    def moved(code: str, steps: int) -> tuple[object, object]:
        cell = one.cells[code]
        return issue(replace(one, cells={**one.cells, code: replace(cell, mark=cell.mark + steps * MARK_STEP)}))

    told = explain(RULES, one)
    for change in told.changes:
        sign = 1 if change.half_points > 0 else -1
        assert one.cells[change.unit].mark + change.half_points * MARK_STEP == change.mark
        assert moved(change.unit, change.half_points) == (change.decision, change.mention) != here
        assert all(moved(change.unit, sign * n) == here for n in range(abs(change.half_points)))
    untold = {unit.code for unit in RULES.units} - {change.unit for change in told.changes}
    for code in untold & set(one.cells):
        if one.cells[code].status is UnitStatus.NOTE:
            halves = one.cells[code].mark // MARK_STEP
            assert all(moved(code, n) == here for n in range(-halves, 41 - halves))


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (candidate("10", U2="8", U31="12"), "ce résultat en dépend (U2, U31)"),
        (candidate("18"), "quels qu'ils soient, le résultat est le même"),
    ],
)
def test_what_the_result_owes_to_unconfirmed_coefficients_is_said(one: Candidate, sentence: str) -> None:
    assert any(sentence in step.text for step in explain(RULES, one, with_changes=False).certainty)


def test_the_value_at_which_it_tips_really_tips() -> None:
    one = candidate("10", U2="7,5", U31="12", PROJET="")
    told = [step.text for step in explain(RULES, one, with_changes=False).certainty]
    assert any("coefficient de U2 vaut environ 4,8" in text for text in told)
    for value, decision in ((480, "admis"), (481, "ajourne")):
        rules = RULES.with_parameters(RULES.parameters.with_values({"coefficient_U2": value}))
        assert str(decide(rules, one).decision) == decision


def test_a_refused_candidate_is_not_explained() -> None:
    with pytest.raises(InvalidInput):
        explain(RULES, candidate("10", {"U51": "1", "U52": "1"}))
