"""What a grid wholly filled can give: its least and its greatest mark."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from laureat.grilles.computing import ZERO, average, shares_of
from laureat.grilles.model import Grid, Mode


def attainable(grid: Grid) -> tuple[int, int] | None:
    """The least and the greatest mark, in hundredths, that a grid wholly filled can give; None where it gives none.

    Of the rounding of the last sessions; the bonus is in the greatest.
    """
    calculation = grid.calculation
    if grid.mode is Mode.BINAIRE:
        return None
    if not grid.mode.computed or calculation.typed_points:
        return 0, calculation.total * 100
    best = max(level.value for level in grid.levels)
    ends: dict[str, list[Fraction]] = {}
    for criterion in grid.criteria:
        codes = criterion.reachable or tuple(level.code for level in grid.levels)
        values = [grid.level(code).value / best for code in codes]
        ends[criterion.code] = [min(values), max(values)]
    levels = [level.value / best for level in grid.levels]
    return _end(grid, ends, min(levels), 0), _end(grid, ends, max(levels), 1)


def _end(grid: Grid, ends: Mapping[str, Sequence[Fraction]], level: Fraction, which: int) -> int:
    """One end of what the grid can give: the least or the greatest of its situations, each weighed."""
    shared = [one for one in grid.situations if not one.alone] or list(grid.situations)
    marks = []
    for situation in shared:
        bare = grid.mode is Mode.BAREME
        shares = shares_of(grid, situation)
        worth = sum((share * (level if bare else ends[code][which]) for code, share in shares.items()), ZERO)
        bonus = grid.calculation.bonus_max if which else ZERO
        marks.append((situation.weight, min(Fraction(grid.calculation.total), worth * grid.calculation.total + bonus)))
    return grid.calculation.roundings[-1].apply(average(marks) or ZERO)
