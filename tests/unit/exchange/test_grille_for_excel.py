"""The workbook of a grid as Excel reads it: what LibreOffice forgives, Excel does not."""

import math
import random
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from laureat.exchange.grille_drawn import LINES, TABS, Assessed
from laureat.exchange.grille_formulas import has_formulas, places, rounded
from laureat.exchange.grille_workbook import grid_workbook
from laureat.exchange.modele import template
from laureat.exchange.spec import Spec
from laureat.grilles import Direction, Grid, Mode, Rounding, library, read_grids
from laureat.reglements import charger
from laureat.vocabulary import InvalidInput
from support.excel import faults, validated
from support.grilles_au_hasard import drawn, ticked
from unit.grilles.test_loading import SOUND

S1 = "  - {code: S1, forme: ccf, poids: 1}"
OTHERS = ("RNCP35697-U11", "RNCP35697-U4", "RNCP35697-UF_EPS", "RNCP36490-BC01")


def candidates(grid: Grid, chance: random.Random) -> list[Assessed]:
    names = ("DURAND Zoé", "=1+1 Nguyễn", "O'NEILL « Li » & fils <x>")
    return [Assessed(f"00{n}", name, ticked(chance, grid), signing="Mme Roy") for n, name in enumerate(names)]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A workbook of each kind: every mode and shape, grids at random, and the list that is filled by hand."""
    folder, chance = tmp_path_factory.mktemp("classeurs"), random.Random(15)
    grids = [library()[code] for code in ("RNCP35697-U31", *OTHERS)]
    grids += [drawn(chance, rank) for rank in range(1, 7)]
    found = []
    for rank, grid in enumerate(grids):
        many = candidates(grid, chance) if grid.mode in (Mode.PONDERE, Mode.BAREME) else [Assessed("1", "A")]
        for shape in (LINES, TABS) if grid.mode is not Mode.BAREME and rank < 8 else (LINES,):
            path = folder / f"{rank}-{shape}.xlsx"
            grid_workbook(grid, many, 2026, shape=shape).save(path)
            found.append(path)
    rules = charger("RNCP35697").at(2026)
    template(rules, Spec(rules)).save(folder / "modele.xlsx")
    return [*found, folder / "modele.xlsx"]


def test_no_workbook_holds_what_excel_would_mend_or_refuse(books: list[Path]) -> None:
    assert {path.name: told for path in books if (told := faults(path))} == {}


@pytest.mark.slow
def test_the_validator_of_the_format_finds_nothing(books: list[Path]) -> None:
    assert validated(books) == ""


def test_a_cell_left_empty_is_empty_and_no_text_of_no_character(tmp_path: Path) -> None:
    grid = library()["RNCP35697-U31"]
    grid_workbook(grid, [Assessed("1", "A")], 2026, shape=TABS).save(tmp_path / "g.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "g.xlsx")["001"]
    assert [sheet[cell].value for cell in ("D4", "C7", "G7")] == [None] * 3  # COUNTA counts the crosses alone


def test_levels_and_numbers_written_as_text_are_marked_as_no_fault(books: list[Path]) -> None:
    for path in books:
        with zipfile.ZipFile(path) as archive:
            sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            assert sheets
            assert all(b'numberStoredAsText="1"' in archive.read(name) for name in sheets), path.name


def test_on_paper_the_heads_and_the_names_come_back_on_every_page(tmp_path: Path) -> None:
    grid = library()["RNCP35697-U31"]
    grid_workbook(grid, [Assessed(str(n), f"CANDIDAT {n}") for n in range(2)], 2026).save(tmp_path / "g.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "g.xlsx")["S1"]
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$4:$6", "$A:$B")


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (("History", "S2"), "autre que niveaux, synthese, laureat, history, historique"),
        (("Historique", "S2"), "autre que"),
        (("situation-de-l-atelier-1", "situation-de-l-atelier-2"), "ses 19 premiers caractères sont ceux d'une autre"),
    ],
)
def test_a_situation_that_no_sheet_may_be_called_by_is_refused(codes: tuple[str, str], told: str) -> None:
    text = SOUND.replace(S1, "\n".join(S1.replace("S1", code) for code in codes))
    assert text != SOUND
    with pytest.raises(InvalidInput) as refused:
        read_grids(text, "g.yaml")
    assert told in str(refused.value)


# ------------------------------------------------------------------------------------------------------ the rounding
def _round(value: float, kept: int) -> float:
    return float(Decimal(value).quantize(Decimal(1).scaleb(-kept), ROUND_HALF_UP))


UNFORGIVING = {
    "ROUND": _round,
    "CEILING": lambda value, step: math.ceil(value / step) * step,
    "FLOOR": lambda value, step: math.floor(value / step) * step,
}
"""The functions of a spreadsheet that smooths nothing."""


def computed(exact: Fraction, rounding: Rounding, kept: int, noise: int) -> int:
    """What the formula gives of a number, so many last digits away from it, in hundredths."""
    near = float(exact)
    for _once in range(abs(noise)):
        near = math.nextafter(near, math.inf if noise > 0 else -math.inf)
    return round(100 * eval(rounded(repr(near), rounding, kept), dict(UNFORGIVING)))


LINE = {"code": "C.1", "poids": "100", "texte": "c"}


def finest(step: str, direction: str, weights: tuple[str, str]) -> Grid:
    """A grid of two situations whose marks are as near to a step as whole weights allow."""
    told: dict[str, Any] = {
        "grille": "F-U1",
        "edition": "1",
        "statut": "hypothese",
        "niveaux": {"codes": ["0", "1"], "valeurs": ["0", "997"]},
        "calcul": {"mode": "pondere", "arrondi": {"pas": step, "sens": str(direction)}},
        "situations": [
            {"code": code, "forme": "ccf", "poids": weight} for code, weight in zip("AB", weights, strict=True)
        ],
        "competences": [{"code": "C", "poids": "100", "texte": "c", "criteres": [LINE]}],
    }
    (grid,) = read_grids(yaml.safe_dump([told]), "f.yaml")
    return grid


@pytest.mark.parametrize("direction", list(Direction))
@pytest.mark.parametrize("step", ["0,5", "1", "0,1", "0,01", "0,25", "2"])
def test_the_guarded_rounding_is_exact_where_a_spreadsheet_smooths_nothing(step: str, direction: Direction) -> None:
    grid, chance = finest(step, direction, ("499", "498")), random.Random(f"{step} {direction}")
    kept, (rounding,) = places(grid), grid.calculation.roundings
    assert kept is not None
    apart = 997 * 997  # the denominators of what comes out of it
    edges = [Fraction(round(rounding.step * n / 2 * apart) + near, apart) for n in range(40) for near in (-1, 0, 1)]
    edges += [Fraction(chance.randrange(20 * apart), apart) for _ in range(400)]
    for exact in edges:
        if 0 <= exact <= 20:
            for noise in (-3, 0, 3):
                assert computed(exact, rounding, kept, noise) == rounding.apply(exact), (exact, noise)


def test_a_grid_too_fine_for_the_guard_has_no_formula() -> None:
    assert has_formulas(finest("0,5", "superieur", ("499", "498")))
    assert not has_formulas(finest("0,5", "superieur", ("999983", "999979")))
