"""What a règlement says of numbers and texts that nobody could read: its notices, the rule that needs one, the row."""

import polars as pl
import pytest

from laureat.deliberation.explain import _rule_of_the_unread
from laureat.deliberation.told import _certainty
from support.programmes import SETS, rules_of


def test_the_notices_of_a_reglement_are_said_in_words() -> None:
    told = rules_of("bts_crsa", 2026).reglement.avis
    assert len(told) == 1
    assert told[0].startswith("le texte de « Conception et réalisation de systèmes automatiques » n'a été lu que")
    assert rules_of("RNCP35697", 2026).reglement.avis == ()


@pytest.mark.parametrize("name", ["cap_electricien", "certificateur_validite", "bts_crsa"])
def test_without_a_row_of_the_digest_the_rule_that_needs_the_unread_number_is_cited(name: str) -> None:
    rules = rules_of(name, dict(SETS)[name])
    found = _rule_of_the_unread(rules)
    unread = {parameter.name for parameter in rules.hypotheses}
    cited = [rule for rule in rules.ruleset.rules if rule.id == found]
    assert any(unread & rule.attributes if unread else rule.gives == "moyenne" for rule in cited)


def test_more_unread_numbers_than_a_word_has_bits_are_still_named() -> None:
    names = [f"n{number}" for number in range(16)]
    told = pl.DataFrame({"certitude.0": [0, 1], "certitude.1": [0, 1]})
    assert _certainty(told, names).to_list() == ["certain", "depend_de:n0,n15"]
