"""La note de projet dans l'explication : un arrondi ne se dit que d'une note calculée."""

from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.reglements import charger
from laureat.vocabulary import parse_cell
from support.deliberations import PUBLIC

RULES = charger("RNCP35697").at()
CELLS = {unit.code: parse_cell("12") for unit in RULES.mandatory}


def test_no_rounding_is_told_where_nothing_was_computed() -> None:
    for cells in (CELLS, {**CELLS, "PROJET": parse_cell("12,5")}):
        steps = explain(RULES, Candidate("1", PUBLIC, cells)).steps
        assert not [step.text for step in steps if "s'arrondit" in step.text]


def test_rounding_is_told_only_of_a_mark_that_was_rounded() -> None:
    def told(livret: int, oral: int) -> list[str]:
        declare = {"projet_livret": livret, "projet_oral": oral}
        steps = explain(RULES, Candidate("1", PUBLIC, CELLS, declare=declare)).steps
        return [step.text for step in steps if "s'arrondit" in step.text]

    assert not told(1300, 1000)
    assert told(1325, 1000) == ["Une note calculée s'arrondit au demi-point : 12."]
