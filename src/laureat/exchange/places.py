"""Where a file that one asks for may stand: never over another, unless that is asked for too."""

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
