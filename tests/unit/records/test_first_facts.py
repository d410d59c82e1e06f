"""A fact written before a field existed still means what it meant."""

import pytest

from laureat.records.facts import DecisionFixed


@pytest.mark.parametrize(
    ("decision", "average", "told", "due"),
    [
        ("ajourne", "8", "", True),
        ("ajourne", "1599/200", "", False),
        ("ajourne", "9", "", True),
        ("ajourne", "", "", False),
        ("admis", "12", "", False),
        ("ajourne", "7", "oui", True),
        ("ajourne", "9", "non", False),
    ],
)
def test_a_decision_fixed_says_whether_the_certificat_is_due_or_follows_the_law_of_then(
    decision: str, average: str, told: str, due: bool
) -> None:
    about = {"log": "l", "author": "a", "at": "2026-07-01T08:00:00Z", "key": "k", "candidate": "c1", "motive": "m"}
    fact = DecisionFixed(**about, deliberation=1, decision=decision, mention="", certificat=told)  # type: ignore[arg-type]
    assert fact.gives_certificat(average) is due
