"""A fact written before a field existed still means what it meant."""

from dataclasses import MISSING, fields

import pytest

from laureat.records.facts import KINDS, DecisionFixed, DecisionProposed
from laureat.reglements import charger
from laureat.session.certification import framework_of
from laureat.session.state import Result
from laureat.vocabulary import Decision, Mention


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
    about = {"log": "l", "author": "a", "at": "2026-07-01T08:00:00Z", "key": "k", "candidate": "c1", "deliberation": 1}
    said = {"decision": decision, "mention": "", "motive": "m", "certificat": told}
    fixed = DecisionFixed(**about, **said)  # type: ignore[arg-type]
    shape = {field.name: "" for field in fields(DecisionProposed)} | about | {"average": average}
    proposed = DecisionProposed(**shape)  # type: ignore[arg-type]
    law = framework_of(charger("RNCP35697").at(2026), {})
    result = Result(1, Decision[decision.upper()], Mention.SANS, proposed, fixed)
    assert result.certificat(law.certificate_due) is due


def test_what_a_fact_does_not_say_is_nothing() -> None:
    """A field added since is empty, zero or false where a fact of then lacks it; another default rewrites old logs."""
    unsaid = {(name, one.name): one.default for name, kind in KINDS.items() for one in fields(kind)}
    said = {about: default for about, default in unsaid.items() if default is not MISSING and default}
    assert said == {("SessionOpened", "conduct"): 1}, "the first sessions were all of the first edition"
    kept = [default for default in unsaid.values() if default is not MISSING and not default]
    assert all(default in ("", (), 0) for default in kept)
    assert len(kept) > 40
