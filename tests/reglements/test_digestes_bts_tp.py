"""The digests of the BTS, of the titre professionnel and of certifications by blocks are covered, rule by rule."""

from pathlib import Path

import pytest

from laureat.reglements import famille
from support.digestes import at_hand, numbered, problems

SOURCES = {"bts": ("BTS", "BTS.md"), "titre_professionnel": ("TP", "TITRE-PRO.md")}
COUNTS = {"bts": 48, "titre_professionnel": 40}
"""How many rules each digest numbers."""


@pytest.mark.parametrize("code", ["bts", "titre_professionnel", "capitalisation"])
def test_every_numbered_rule_is_code_or_out_of_scope_with_its_reason(code: str) -> None:
    assert problems(famille(code), coefficients=code != "titre_professionnel") == []


@pytest.mark.parametrize("code", list(SOURCES))
def test_the_digest_numbers_the_rules_of_the_law_at_hand(code: str, root: Path) -> None:
    prefix, source = SOURCES[code]
    assert len(famille(code).digeste) == COUNTS[code]
    text = at_hand(root, source)
    if text is None:
        pytest.skip("le condensé de la loi (../shared/regulation) n'est pas sur cette machine")
    assert numbered(text, prefix) == set(famille(code).digeste)
