"""Where what one asks for may stand: a file never over another unsaid; a folder filled aside, then put there whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from laureat.vocabulary import InputProblem, InvalidInput

REPLACE = "--remplacer"
"""The option by which one asks for it."""


def require_free(path: Path, *, replace: bool = False) -> None:
    """Raise InvalidInput where something stands at this place that is a folder, or that nobody asked to replace."""
    if path.is_dir():
        raise InvalidInput([InputProblem("c'est un dossier ; un nom de fichier est attendu", str(path))])
    if path.exists() and not replace:
        message = f"le fichier existe déjà, peut-être rempli ; choisir un autre nom, ou ajouter {REPLACE}"
        raise InvalidInput([InputProblem(message, str(path))])


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """An empty folder beside the one asked for, to be filled then renamed; what is not renamed goes away."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = target.with_name(f".{target.name}.en-cours")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
