"""The practical test that takes the firm into account: what the jury says of it decides (R-PFMP-03)."""

import pytest

from laureat.deliberation.outcome import Candidate
from laureat.reglements import charger
from laureat.vocabulary import parse_cell
from support.deliberations import in_columns, one_by_one

RULES = charger("RNCP35697").at(2026)


def candidate(said: str, **cells: str) -> Candidate:
    typed = {unit.code: parse_cell(cells.get(unit.code, "14")) for unit in RULES.mandatory}
    voie = RULES.reglement.famille.voie("scolaire_public")
    return Candidate("1", voie, typed, declare={"epreuve_pratique": said} if said else {})


@pytest.mark.parametrize(
    ("cells", "said", "decision", "reserved"),
    [
        ({}, "", "admis", False),
        ({"U31": "5", "U32": "VA"}, "", "admis", False),
        ({"U32": "AJ"}, "", "admis", True),
        ({"U32": "NU"}, "", "admis", True),
        ({"U32": "AJ"}, "validee", "admis", False),
        ({"U32": "AJ"}, "non_validee", "non_delivrable", False),
        ({"U32": "12"}, "non_validee", "non_delivrable", False),
        ({}, "non_validee", "non_delivrable", False),
        ({"U31": "VA", "U32": "DI"}, "non_validee", "non_delivrable", False),
        ({"U32": "12"}, "validee", "admis", False),
        ({"U2": "AJ"}, "", "admis", False),
        ({"U31": "AJ", "U2": "0"}, "", "remplacement", False),
        ({"U32": "AB"}, "", "non_delivrable", False),
    ],
)
def test_the_word_of_the_jury_on_the_practical_test_is_never_ignored(
    cells: dict[str, str], said: str, decision: str, reserved: bool
) -> None:
    people = [candidate(said, **cells)]
    (exact,), (columns,) = one_by_one(RULES, people), in_columns(RULES, people)
    assert exact == columns
    assert (exact["decision"], "épreuve pratique" in exact["reserves"]) == (decision, reserved)
