"""Files about grids, read in the limited process: nothing here knows Django."""

from collections.abc import Mapping
from pathlib import Path

from laureat.exchange.grille_drawn import Assessed
from laureat.exchange.grille_import import Preview, preview
from laureat.grilles import Grid, read_grids


def grids(name: str, content: bytes) -> tuple[Grid, ...]:
    """The grids of a file."""
    return read_grids(content, name)


def previewed(content: bytes, grid: Grid, assessed: Mapping[str, Assessed], session: int) -> Preview:
    """What a workbook says."""
    path = Path("classeur.xlsx")  # in the folder where the child was put
    path.write_bytes(content)
    return preview(path, grid, assessed, session)
