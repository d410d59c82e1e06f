"""Cells of a mark sheet: read, refused, written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laureat.vocabulary import BLOCKS, Cell, CellError, UnitStatus, parse_cell

MARKS = st.integers(0, 40).map(lambda half: half * 50)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("12,5", Cell(UnitStatus.NOTE, 1250)),
        ("12.5", Cell(UnitStatus.NOTE, 1250)),
        ("12,50", Cell(UnitStatus.NOTE, 1250)),
        (" 12 ", Cell(UnitStatus.NOTE, 1200)),
        ("0", Cell(UnitStatus.NOTE, 0)),
        ("20", Cell(UnitStatus.NOTE, 2000)),
        ("20.0", Cell(UnitStatus.NOTE, 2000)),
        ("", Cell()),
        ("   ", Cell()),
        ("AB", Cell(UnitStatus.ABSENT)),
        ("ab", Cell(UnitStatus.ABSENT)),
        ("Aj", Cell(UnitStatus.ABSENT_JUSTIFIE)),
        ("DI", Cell(UnitStatus.DISPENSE)),
        ("va", Cell(UnitStatus.VALIDE_VAE)),
        ("nu", Cell(UnitStatus.ANNULE)),
        ("B12,5", Cell(UnitStatus.BENEFICE, 1250)),
        ("b12.5@2023", Cell(UnitStatus.BENEFICE, 1250, 2023)),
        ("B 9 @ 2024", Cell(UnitStatus.BENEFICE, 900, 2024)),
    ],
)
def test_a_cell_is_a_mark_a_code_or_nothing(text: str, cell: Cell) -> None:
    assert parse_cell(text) == cell


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("20,5", "n'est pas entre 0 et 20"),
        ("-1", "n'est pas entre 0 et 20"),
        ("12,25", "demi-point"),
        ("12,3", "demi-point"),
        ("12,505", "plus fin que le centième"),
        ("12,", "n'est pas un nombre"),
        ("1e1", "n'est pas un nombre"),
        ("12 5", "n'est pas un nombre"),
        ("١٢", "n'est pas un nombre"),
        ("B21", "n'est pas entre 0 et 20"),
        ("B12,25", "demi-point"),
        ("B12@23", "ni une note"),
        ("B", "ni une note"),
        ("ABS", "ni une note"),
        ("V", "ni une note"),
        ("nan", "ni une note"),
        ("²", "n'est pas un nombre"),
    ],
)
def test_anything_else_is_refused_saying_what_came(text: str, told: str) -> None:
    with pytest.raises(CellError, match=told) as refused:
        parse_cell(text)
    assert text in str(refused.value) or text.removeprefix("B") in str(refused.value)


@given(
    st.one_of(
        MARKS.map(lambda mark: Cell(UnitStatus.NOTE, mark)),
        st.builds(Cell, st.just(UnitStatus.BENEFICE), MARKS, st.one_of(st.none(), st.integers(2015, 2030))),
        st.sampled_from([Cell(), *map(Cell, (UnitStatus.ABSENT, UnitStatus.ANNULE, UnitStatus.DISPENSE))]),
    )
)
def test_a_cell_written_is_read_back(cell: Cell) -> None:
    assert parse_cell(str(cell)) == cell
    assert parse_cell(str(cell).lower().replace(",", ".")) == cell


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("V", Cell(UnitStatus.VALIDE)),
        ("v@2023", Cell(UnitStatus.VALIDE, session=2023)),
        ("nv", Cell(UnitStatus.NON_VALIDE)),
        ("12,37", Cell(UnitStatus.NOTE, 1237)),
        ("DI", Cell(UnitStatus.DISPENSE)),
        ("", Cell()),
    ],
)
def test_a_block_is_validated_or_not(text: str, cell: Cell) -> None:
    assert BLOCKS.parse(text) == cell
    assert BLOCKS.parse(str(cell)) == cell


@pytest.mark.parametrize("text", ["NU", "B12", "21", "V@23", "oui"])
def test_a_block_refuses_what_a_mark_sheet_alone_knows(text: str) -> None:
    with pytest.raises(CellError):
        BLOCKS.parse(text)
