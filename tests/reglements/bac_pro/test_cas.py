"""The cases of the bac pro, each run through both engines."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from laureat.vocabulary import Cell, parse_cell
from support.cas_de_loi import Cas, les_cas, verifier


def _projet(champs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The annex under its heading."""
    return {"PROJET" if nom == "projet" else nom: valeur for nom, valeur in champs.items()}


@pytest.mark.parametrize("cas", les_cas(Path(__file__).parent / "cas", dire=_projet))
def test_the_law_of_the_bac_pro_decides_the_case(cas: Cas) -> None:
    verifier(cas)


def test_empty_cells_and_codes_are_read_as_the_field_writes_them() -> None:
    assert parse_cell(" ab ") == parse_cell("AB")
    assert parse_cell("b12.5@2023") == parse_cell("B12,5@2023")
    assert parse_cell("") == Cell()
