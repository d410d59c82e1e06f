"""The cases of the law of every family of marked diplomas, each run through both engines."""

from pathlib import Path
from typing import Any

import pytest

from laureat.vocabulary import Cell, parse_cell
from support.cas_de_loi import Cas, les_cas, verifier

HERE = Path(__file__).parent


def _of(*familles: str) -> list[Any]:
    return [
        pytest.param(*param.values, id=f"{famille}/{param.id}")
        for famille in familles
        for param in (*les_cas(HERE / famille / "cas"), *les_cas(HERE / "etendues", fichiers=f"{famille}.yaml"))
    ]


@pytest.mark.parametrize("cas", _of("bac_pro", "cap", "bts", "bp"))
def test_the_law_decides_or_refuses_the_case(cas: Cas) -> None:
    verifier(cas)


def test_empty_cells_and_codes_are_read_as_the_field_writes_them() -> None:
    assert parse_cell(" ab ") == parse_cell("AB")
    assert parse_cell("b12.5@2023") == parse_cell("B12,5@2023")
    assert parse_cell("") == Cell()
