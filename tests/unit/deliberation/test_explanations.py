"""Each sentence of an explanation carries its rule; what a candidate reads is what a candidate may ask about."""

import re
from dataclasses import replace

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.reglements import charger, famille
from laureat.vocabulary import InvalidInput, Motif
from support import deliberations

RULES = charger("RNCP35697").at()


def candidate(toutes: str = "10", controle: dict[str, str] | None = None, **cells: str) -> Candidate:
    return deliberations.candidate(RULES, toutes, controle, **{"PROJET": "11", **cells})


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


def test_what_is_replaced_is_named_without_the_eps_that_is_not() -> None:
    told = explain(RULES, candidate("9", U6="AJ", U7="AJ"), with_changes=False)
    (sentence,) = (step.text for step in told.steps if "de remplacement" in step.text)
    assert "l'absence en Arts appliqués et cultures artistiques est justifiée" in sentence


@pytest.mark.parametrize("name", TOLD)
def test_every_sentence_carries_an_article_and_a_rule_of_the_digest(name: str) -> None:
    told = explain(RULES, TOLD[name])
    for step in (*told.steps, *told.certainty, *told.rights):
        assert step.rule_id in famille("bac_pro").digeste
        assert step.article
        assert step.text[0].isupper()
        assert step.text.endswith(".")


def test_where_each_coefficient_was_read_is_told_text_by_text() -> None:
    told = explain(RULES, candidate("12", UF_LV="", UF_EPS=""), with_changes=False)
    weighed = [row.unit for row in told.table.rows if row.coefficient is not None]
    named = [code for source in told.sources for code in re.findall(r"\bU\d+\b", source.text)]
    assert sorted(named) == sorted(weighed)
    for source in told.sources:
        codes = re.findall(r"\bU\d+\b", source.text)
        assert {RULES.coefficient(unit).citation for unit in RULES.units if unit.code in codes} == {source.citation}
        assert source.text.startswith("Les coefficients de " if len(codes) > 1 else "Le coefficient de ")


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (candidate("10", U2="8", U31="12"), "ce résultat en dépend (U2, U31)"),
        (candidate("18"), "quels qu'ils soient, le résultat est le même"),
    ],
)
def test_what_the_result_owes_to_unconfirmed_coefficients_is_said(one: Candidate, sentence: str) -> None:
    assert any(sentence in step.text for step in explain(RULES, one, with_changes=False).certainty)


def test_a_refused_candidate_is_not_explained() -> None:
    with pytest.raises(InvalidInput):
        explain(RULES, candidate("10", {"U51": "1", "U52": "1"}))


def test_lowerings_are_for_a_jury_and_a_lost_mention_is_said() -> None:
    told = explain(RULES, candidate("14", PROJET=""), lowerings=True)
    assert all(change.points > 0 for change in told.changes)
    assert all(change.points < 0 for change in told.lowerings)
    assert "mention assez bien ; la mention bien serait perdue." in told.lowerings[0].text
    assert explain(RULES, candidate("14")).lowerings == ()


def test_the_points_that_await_an_authority_are_told_with_both_outcomes() -> None:
    one = candidate("10", PROJET="", U2="9,5", U7="DI", UF_EPS="20")
    told = explain(RULES, one, with_changes=False)
    assert (str(told.outcome.decision), str(told.if_admitted.decision)) == ("ajourne", "admis")
    assert any("ajourné, moyenne 9,92 ; si l'autorité l'admettait : admis, moyenne 10,32" in s.text for s in told.steps)
    assert told.to_json()["si_points_admis"] == {
        "decision": "admis",
        "mention": "",
        "moyenne": "10.32",
        "blocs": " ".join(told.if_admitted.blocs),
        "certitude": told.if_admitted.certitude,
    }
    for motif, decision in ((Motif.ADMISE, "admis"), (Motif.REFUSEE, "ajourne")):
        settled = {**one.cells, "UF_EPS": replace(one.cells["UF_EPS"], motif=motif)}
        decided = explain(RULES, replace(one, cells=settled), with_changes=False)
        assert (str(decided.outcome.decision), decided.if_admitted) == (decision, None)


def test_an_optional_unit_that_vae_validated_awaits_an_authority_for_its_block() -> None:
    told = explain(RULES, candidate("7", PROJET="", U7="DI", UF_EPS="VA"), with_changes=False)
    (closed,) = [step.text for step in told.steps if step.gives == "ecartees"]
    assert (
        "ajourné, moyenne 7,00 ; si l'autorité l'admettait : ajourné, moyenne 7,00, avec le bloc RNCP35697BC15."
        in closed
    )
    assert not any("est acquise sans note" in step.text for step in told.steps)


@pytest.mark.parametrize("motif", [Motif.SANS, Motif.REFUSEE])
def test_an_optional_unit_that_is_closed_says_why_and_is_neither_attested_nor_kept(motif: Motif) -> None:
    one = candidate("7", PROJET="", U7="DI", UF_EPS="15")
    settled = {**one.cells, "UF_EPS": replace(one.cells["UF_EPS"], motif=motif)}
    told = explain(RULES, replace(one, cells=settled), with_changes=False)
    assert told.outcome.blocs == ()
    (closed,) = [step for step in told.steps if step.gives == "ecartees"]
    assert closed.rule_id == "R-UNIT-09"
    assert "aucun bloc n" in closed.text
    said = [step for step in (*told.steps, *told.rights) if step.rule_id != "R-UNIT-09"]
    assert not any("n'apportent aucun point" in step.text or "UF_EPS" in step.text for step in said)
    assert not any("facultative" in step.text and "15" in step.text for step in told.rights)
    assert "UF_EPS" not in {future.unit for future in told.next_session}


def test_nothing_is_said_of_a_projet_that_nobody_marked() -> None:
    told = explain(RULES, candidate("10", PROJET=""), with_changes=False)
    assert not any("note calculée" in step.text for step in told.steps)
