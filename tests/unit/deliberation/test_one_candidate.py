"""One candidate: outcome, refusals, what each unit brought, what a removed rule changes."""

from fractions import Fraction

import pytest

from laureat.deliberation import cohort
from laureat.deliberation.candidate import decide
from laureat.deliberation.outcome import Candidate, RetainedFrom
from laureat.reglements import charger
from laureat.vocabulary import Cell, Decision, InvalidInput, Mention, UnitStatus, parse_cell
from support import deliberations
from support.deliberations import PUBLIC, frame_of, specialite_fictive

RULES = charger("RNCP35697").at()


def candidate(toutes: str = "10", controle: dict[str, str] | None = None, **cells: str) -> Candidate:
    notes = {unit.code: toutes for unit in RULES.mandatory} | cells
    return Candidate(
        "7",
        PUBLIC,
        {code: parse_cell(text) for code, text in notes.items()},
        controle={code: parse_cell(text) for code, text in (controle or {}).items()},
    )


def test_an_outcome_says_everything_a_paper_needs() -> None:
    outcome = decide(RULES, candidate("12", U31="B14@2025", U4="DI", U6="AJ", UF_LV="15"))
    assert outcome.decision is Decision.ADMIS
    assert outcome.average == Fraction(24 * 1200 + 6 * 200 - 1200 + 500, 2400)
    assert outcome.first_average == outcome.average
    assert outcome.professional_average == 13
    assert outcome.bonus == 500
    by_code = {result.unit.code: result for result in outcome.units}
    assert len(by_code) == 15
    assert (by_code["U2"].retained, by_code["U2"].retained_from) == (1200, RetainedFrom.SESSION)
    assert (by_code["U31"].retained, by_code["U31"].retained_from) == (1400, RetainedFrom.CONSERVEE)
    assert (by_code["U4"].retained, by_code["U4"].retained_from, by_code["U4"].bloc_acquis) == (None, None, False)
    assert (by_code["U6"].retained, by_code["U6"].retained_from) == (0, None)
    assert (by_code["UF_LV"].coefficient, by_code["UF_LV"].retained) == (None, 1500)
    assert by_code["UF_EPS"].retained is None
    assert by_code["U33"].mode is not None
    assert by_code["U33"].mode.label == "ponctuel écrit"


def test_after_control_the_better_mark_and_both_averages_are_told() -> None:
    outcome = decide(RULES, candidate("9", {"U51": "18", "U11": "4"}, U2="10", U31="10", U32="10"))
    assert (outcome.decision, outcome.mention) == (Decision.ADMIS, Mention.SANS)
    assert outcome.first_average == Fraction(246, 26)
    assert outcome.average == Fraction(2685, 260)
    by_code = {result.unit.code: result for result in outcome.units}
    assert (by_code["U51"].retained, by_code["U51"].retained_from) == (1800, RetainedFrom.CONTROLE)
    assert (by_code["U11"].retained, by_code["U11"].retained_from) == (900, RetainedFrom.SESSION)
    assert by_code["U11"].control == Cell(UnitStatus.NOTE, 400)


def test_every_refusal_is_told_with_the_candidate() -> None:
    wrong = candidate("10", {"U51": "12", "U52": "12"}, UF_LV="1", UF_MOB="1", UF_EPS="1")
    with pytest.raises(InvalidInput) as refused:
        decide(RULES, wrong)
    assert len(refused.value.problems) == 2
    assert all("candidat 7" in str(problem) for problem in refused.value.problems)


def test_a_session_before_the_first_is_refused_citing_the_order() -> None:
    with pytest.raises(InvalidInput, match="arrêté du 9 décembre 2020"):
        charger("RNCP35697").at(2023)
    assert charger("RNCP35697").at(2024).session == 2024


def test_an_unknown_reglement_is_refused_naming_those_known() -> None:
    with pytest.raises(InvalidInput, match="RNCP35697"):
        charger("RNCP1")


def test_without_the_rule_of_the_projet_there_is_no_projet() -> None:
    with_projet = candidate("10", PROJET="20")
    assert decide(RULES, with_projet).projet == 2000
    assert decide(RULES.without("R-AVG-03"), with_projet).average == 10


def test_without_the_rule_of_absence_the_diploma_is_delivered() -> None:
    absent = candidate("12", U6="AB")
    assert decide(RULES, absent).decision is Decision.NON_DELIVRABLE
    assert decide(RULES.without("R-ABS-01"), absent).decision is Decision.ADMIS


@pytest.mark.parametrize("rule", sorted({rule.id for rule in specialite_fictive().at().ruleset.rules}))
def test_whatever_rule_is_removed_both_engines_still_agree(rule: str) -> None:
    rules = RULES.without(rule)
    people = [
        candidate("12", U6="AJ", UF_LV="15"),
        candidate("9", {"U51": "18"}, U2="10", U31="10", U32="10"),
        candidate("9", U51="NU", U2="B11"),
        candidate("VA", U7="DI"),
    ]
    rows = [decide(rules, one).row("7") for one in people]
    columns = cohort.deliberate(rules, frame_of(rules, people))
    for row, other in zip(rows, columns.iter_rows(named=True), strict=True):
        told = {name: "" if other[name] is None else str(other[name]) for name in row if name != "numero"}
        assert told == {name: value for name, value in row.items() if name != "numero"}


def test_the_digest_of_a_session_changes_with_its_numbers() -> None:
    other = RULES.with_parameters(RULES.parameters.with_values({"coefficient_U31": 500}))
    assert (
        len({RULES.digest, other.digest, RULES.without("R-CERT-01").digest, charger("RNCP35697").at(2024).digest}) == 4
    )
    assert RULES.digest == charger("RNCP35697").at().digest


def test_a_column_of_a_later_law_is_refused_where_it_says_something_and_not_where_it_is_left_empty() -> None:
    rules = deliberations.reglement("bacpro_photographie").at(2016)
    assert decide(rules, deliberations.candidate(rules, declare={"projet_livret": -1, "projet_oral": -1})).decision
    with pytest.raises(InvalidInput):
        decide(rules, deliberations.candidate(rules, declare={"projet_livret": 1200}))
