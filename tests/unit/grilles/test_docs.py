"""The reference of the format is run: its grid is read, its table is what comes out."""

import re
from fractions import Fraction
from pathlib import Path

from laureat.grilles import Filled, Grid, compute, library, read_grids
from laureat.vocabulary import format_hundredths


def page(root: Path) -> str:
    return (root / "docs/reference/grilles.md").read_text(encoding="utf-8")


def ticked(grid: Grid, levels: str) -> Filled:
    return Filled(dict(zip(grid.lines(grid.situations[0]), levels.split(), strict=True)))


def test_the_table_of_the_reference_is_what_its_grid_gives(root: Path) -> None:
    found = re.search(r"```yaml\n(- grille.*?)```", page(root), re.S)
    assert found is not None
    (grid,) = read_grids(found[1], "grilles.md")
    rows = re.findall(r"^\| ([\d NE]+) \| ([\d NE]+) \| (\d+ %) \| (\d+/\d+) \| ([\d,]+) \|$", page(root), re.M)
    assert len(rows) == 3
    for first, second, coverage, raw, mark in rows:
        result = compute(grid, {"S1": ticked(grid, first), "S2": ticked(grid, second)}, 2027)
        assert result.situations[0].coverage == Fraction(coverage.removesuffix(" %")) / 100
        assert result.raw == Fraction(raw)
        assert result.mark is not None
        assert format_hundredths(result.mark) == mark


def test_the_correspondence_of_the_reference_is_that_of_the_grid(root: Path) -> None:
    pairs = {one.text: one.national for one in library()["RNCP35697-U11"].competences}
    assert all(f"| {text} | {national} |" in page(root) for text, national in pairs.items())


def test_the_verbs_of_the_guide_are_those_of_the_command(root: Path) -> None:
    guide = (root / "docs/guides/grilles-avec-excel.md").read_text(encoding="utf-8")
    assert re.findall(r"^laureat grille (\w+)", guide, re.M) == ["lister", "exporter", "importer"]
