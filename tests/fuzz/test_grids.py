"""The file of grids and the workbook of a grid, whatever they hold: read, or refused in French, never a surprise.

A few hundred inputs each day; ten thousand of each by ``make longtemps``.
"""

import io
import random
from pathlib import Path

import openpyxl
import pytest

from laureat.exchange.grille_drawn import Assessed
from laureat.exchange.grille_import import preview
from laureat.exchange.grille_workbook import grid_workbook
from laureat.grilles import Filled, attainable, library, read_grids
from laureat.vocabulary import InvalidInput
from support.fuzzing import mutated

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")  # an archive spoilt on purpose
ROOT = Path(__file__).resolve().parent.parent.parent
SEEDS = [
    path.read_bytes()
    for path in (
        *sorted((ROOT / "src/laureat/grilles/donnees").glob("*.yaml")),
        ROOT / "tests/unit/grilles/cas/proposition.yaml",
    )
]
GRID = library()["RNCP35697-U31"]
STRANGE = (
    "x",
    "X ",
    "0",
    0,
    3.0,
    -1,
    1e300,
    "NE",
    "ne",
    True,
    "=1/0",
    "",
    None,
    "é" * 300,
    "2,0",
    "\u200b",
    "@note",
    "12/0",
)


def said(refused: InvalidInput) -> None:
    """A refusal has words."""
    told = [str(one) for one in refused.problems]
    assert told
    assert all(told)


def read_files(draw: random.Random, count: int) -> int:
    """How many of so many mutated files are read; what is refused is refused with words."""
    read = 0
    for _rank in range(count):
        content = mutated(SEEDS, draw)
        try:
            grids = read_grids(content, "essai.yaml")
        except InvalidInput as refused:
            said(refused)
            continue
        for grid in grids:  # what is read can be used
            attainable(grid)
        read += 1
    return read


def read_workbooks(draw: random.Random, count: int, folder: Path) -> None:
    """A workbook of ours, its cells written over at random: changes are offered only where nothing is wrong."""
    lines = GRID.lines(GRID.situation("P"))
    own = [Assessed(str(n), f"CANDIDAT {n}", {"P": Filled(dict.fromkeys(lines, "2"))}) for n in range(3)]
    made = io.BytesIO()
    grid_workbook(GRID, own, 2026).save(made)
    by_number, path = {one.numero: one for one in own}, folder / "classeur.xlsx"
    book = openpyxl.load_workbook(made)
    for _rank in range(count):
        kept = []
        for _cell in range(draw.choice((1, 2, 5))):
            sheet = draw.choice(book.worksheets)
            cell = sheet.cell(
                draw.randint(1, min(sheet.max_row + 1, 14)), draw.randint(1, min(sheet.max_column + 1, 14))
            )
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                kept.append((cell, cell.value))
                cell.value = draw.choice(STRANGE)
        book.save(path)
        for cell, value in reversed(kept):
            cell.value = value
        try:
            found = preview(path, GRID, by_number)
        except InvalidInput as refused:
            said(refused)
            continue
        assert all(str(one) for one in found.problems)
        assert not (found.problems and found.changes)


def read_spoilt_workbooks(draw: random.Random, count: int, folder: Path) -> None:
    """The bytes of the workbook themselves, cut, doubled, flipped."""
    made = io.BytesIO()
    grid_workbook(GRID, [Assessed("1", "CANDIDAT", {})], 2026).save(made)
    path = folder / "abime.xlsx"
    for _rank in range(count):
        path.write_bytes(mutated([made.getvalue()], draw))
        try:
            preview(path, GRID)
        except InvalidInput as refused:
            said(refused)


def test_whatever_a_file_of_grids_holds_it_is_read_or_refused_with_words() -> None:
    read_files(random.Random(15), 40)


def test_whatever_a_workbook_holds_its_preview_says_what_is_wrong(tmp_path: Path) -> None:
    read_workbooks(random.Random(15), 8, tmp_path)
    read_spoilt_workbooks(random.Random(15), 25, tmp_path)


@pytest.mark.slow
def test_ten_thousand_files_of_grids_and_workbooks(tmp_path: Path) -> None:
    draw = random.Random(20261126)
    assert read_files(draw, 10_000) > 100
    read_workbooks(draw, 2_000, tmp_path)
    read_spoilt_workbooks(draw, 8_000, tmp_path)
