"""The grids that come with Lauréat, by their code."""

import functools
from collections.abc import Mapping
from importlib import resources

from laureat.grilles.loading import read_grids
from laureat.grilles.model import Grid


@functools.cache
def library() -> Mapping[str, Grid]:
    """Every grid shipped, by code."""
    folder = resources.files(__package__) / "donnees"
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
    return {grid.code: grid for one in files for grid in read_grids(one.read_bytes(), one.name)}


def grids_of(certification: str) -> tuple[Grid, ...]:
    """The grids shipped for a certification."""
    return tuple(grid for code, grid in library().items() if code.startswith(f"{certification}-"))
