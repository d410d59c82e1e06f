"""The digests of the CAP and of the BP are covered; each of their rules is reached by a case, or told to someone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from laureat.deliberation.explain import explain
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.reglements import famille
from laureat.vocabulary import InvalidInput
from support.cas_de_loi import les_cas
from support.deliberations import one_by_one
from support.digestes import at_hand, numbered, problems

HERE = Path(__file__).parent
SOURCES = {"cap": ("CAP", "CAP.md", 48), "bp": ("BP", "BP.md", 52)}
"""The prefix of the rules of each digest, where the law at hand numbers them, and how many they are."""
each = pytest.mark.parametrize("code", list(SOURCES))


@each
def test_every_numbered_rule_is_code_or_out_of_scope_with_its_reason(code: str) -> None:
    assert problems(famille(code), coefficients=True) == []


@each
def test_the_digest_numbers_the_rules_of_the_law_at_hand(code: str, root: Path) -> None:
    prefix, source, count = SOURCES[code]
    assert len(famille(code).digeste) == count
    text = at_hand(root, source)
    if text is None:
        pytest.skip("le condensé de la loi (../shared/regulation) n'est pas sur cette machine")
    assert numbered(text, prefix) == set(famille(code).digeste)


def _cases(code: str) -> Iterator[tuple[SessionRules, Candidate]]:
    for param in les_cas(HERE / code / "cas"):
        cas = param.values[0]
        try:
            yield cas.rules, cas.candidate()
        except InvalidInput:
            continue  # Its session is refused: no rule is asked.


def _row(rules: SessionRules, candidate: Candidate) -> str:
    try:
        return str(one_by_one(rules, [candidate]))
    except InvalidInput as refusal:
        return str(refusal)


@each
def test_a_case_answers_otherwise_once_a_rule_is_taken_away(code: str) -> None:
    cases = [(rules, candidate, _row(rules, candidate)) for rules, candidate in _cases(code)]
    identifiers = {rule.id for rule in (*famille(code).regles.rules, *famille(code).constats)}
    idle = [
        identifier
        for identifier in sorted(identifiers)
        if all(_row(rules.without(identifier), candidate) == row for rules, candidate, row in cases)
    ]
    assert idle == []


@each
def test_every_right_is_told_to_the_candidate_of_a_case(code: str) -> None:
    told: set[str] = set()
    for rules, candidate in _cases(code):
        try:
            told |= {step.text for step in explain(rules, candidate, with_changes=False).rights}
        except InvalidInput:
            continue
    for right in famille(code).droits:
        pieces = [max(re.split(r"\{[^}]*\}", sentence.template), key=len) for sentence in right.sentences]
        assert any(piece in text for text in told for piece in pieces), right.gives
