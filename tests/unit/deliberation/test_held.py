"""Where a block comes from: never « this session » for what is older."""

from dataclasses import replace

import pytest

from laureat.deliberation.held import Held, held
from laureat.deliberation.outcome import RetainedFrom
from laureat.vocabulary import Cell, UnitStatus
from support.titres import outcome

BLOC = "RNCP35697BC01"


@pytest.mark.parametrize(
    ("cell", "years", "expected"),
    [
        (Cell(UnitStatus.NOTE, 1200), 0, None),
        (Cell(UnitStatus.NOTE, 1200), 3, Held(2026, 2029)),
        (Cell(UnitStatus.VALIDE), 0, None),
        (Cell(UnitStatus.VALIDE, session=2023), 3, Held(2023, 2026)),
        (Cell(UnitStatus.VALIDE, session=2023), 0, Held(2023)),
        (Cell(UnitStatus.BENEFICE, 1200, 2021), 0, Held(2021)),
        (Cell(UnitStatus.BENEFICE, 1200), 0, Held(None)),
        (Cell(UnitStatus.VALIDE_VAE), 3, Held(None, by_experience=True)),
    ],
)
def test_a_block_is_that_of_the_session_that_gave_it(cell: Cell, years: int, expected: Held | None) -> None:
    given = outcome()
    units = (given.units[0]._replace(cell=cell), *given.units[1:])
    assert held(replace(given, units=units), BLOC, 2026, years) == expected


def test_a_kept_mark_replaced_by_the_control_test_is_of_this_session() -> None:
    given = outcome()
    kept = given.units[0]._replace(cell=Cell(UnitStatus.BENEFICE, 800, 2021), retained_from=RetainedFrom.CONTROLE)
    assert held(replace(given, units=(kept, *given.units[1:])), BLOC, 2026, 0) is None


def test_a_block_of_several_units_is_that_of_the_last_of_them() -> None:
    given = outcome()
    one = given.units[0]._replace(cell=Cell(UnitStatus.BENEFICE, 1200, 2021))
    other = given.units[0]._replace(cell=Cell(UnitStatus.BENEFICE, 1200, 2023))
    assert held(replace(given, units=(one, other)), BLOC, 2026, 0) == Held(2023)
    assert held(replace(given, units=(one, given.units[0])), BLOC, 2026, 0) is None


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (Held(2023), "acquis à la session 2023"),
        (Held(2023, 2026), "acquis à la session 2023, valable jusqu'à la session 2026"),
        (Held(None), "acquis à une session antérieure, que le dossier ne dit pas"),
        (Held(None, by_experience=True), "acquis par la validation des acquis de l'expérience"),
    ],
)
def test_a_block_says_in_words_where_it_comes_from(block: Held, said: str) -> None:
    assert block.text == said
