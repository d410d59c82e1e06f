"""A reserve proposes the grounds that the family accepts, and no other."""

import re
from dataclasses import replace

import pytest

from laureat.deliberation.candidate import decide
from laureat.deliberation.reglement import SessionRules
from laureat.vocabulary import Cell, Motif, UnitStatus
from support.deliberations import candidate, reglement

GROUNDS = "titre", "unite", "certificat", "demande"
OPEN = {"RNCP35697": "fpc_etablissement_prive", "cap_cip": "", "cap_electricien": "", "bp_invente": ""}
"""By règlement, a route; that of an adult where one tells."""


def _reserves(rules: SessionRules, voie: str, code: str, motif: Motif) -> list[str]:
    one = candidate(rules, "10", voie=voie)
    held = {**one.cells, code: Cell(UnitStatus.DISPENSE, 0, None, motif)}
    return [text for text in decide(rules, replace(one, cells=held)).reserves if f"dispense en {code} " in text]


@pytest.mark.parametrize("name", OPEN)
def test_what_a_reserve_proposes_for_a_dispense_is_not_refused_then(name: str) -> None:
    rules = reglement(name).at()
    for unit in rules.mandatory:
        (told,) = _reserves(rules, OPEN[name], unit.code, Motif.SANS)
        proposed, _, on_condition = told.rpartition("(")[2].partition(";")
        words = [word for word in GROUNDS if re.search(rf"\b{word}\b", proposed)]
        assert {"titre", "unite"} <= set(words)
        assert ("certificat" in words) == ("demande" in on_condition) == bool(on_condition)
        for word in words:
            assert _reserves(rules, OPEN[name], unit.code, Motif[word.upper()]) == [], (unit.code, word)
