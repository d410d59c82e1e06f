"""No cell of what people open in a spreadsheet is run by it."""

import pytest

from laureat.vocabulary.spreadsheets import safe


@pytest.mark.parametrize("cell", ["=1+1", "=cmd|'/c calc'!A1", "+33 6", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "+A"])
def test_what_a_spreadsheet_would_run_is_shown(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "12,5", "-1", "-0,25", "+3", "AB", "B12,5@2023", "D'Aubigné", "a=b", None, 7])
def test_everything_else_is_left_as_it_is(cell: object) -> None:
    assert safe(cell) == ("" if cell is None else str(cell))
