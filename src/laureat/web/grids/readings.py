"""Which reading of a situation counts. Pure: neither Django nor the base."""

from laureat.grilles import Grid

OFFICIAL = 3
"""The reading that counts of a situation assessed twice: what the assessors agreed on, both having finished."""


def counting(grid: Grid) -> dict[str, int]:
    """By situation, the reading that counts: the only one, or what two assessors agreed on."""
    return {one.code: OFFICIAL if one.second_blind else 1 for one in grid.situations}
