"""What several verbs share: their options, their way to show progress and results."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from laureat.deliberation.reglement import SessionRules
from laureat.reglements import charger
from laureat.reglements.donnees import remplacer

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)
ANY_PATH = click.Path(path_type=Path)

console = Console(highlight=False)


def rules_options(command: Decorated) -> Decorated:
    """``--reglement``, ``--session`` and ``--parametres``, together."""
    for option in (
        click.option(
            "--parametres",
            type=EXISTING_FILE,
            metavar="FICHIER",
            help="Remplace des paramètres (YAML ou JSON) : « U31: 5 », ou valeur, statut et article.",
        ),
        click.option("--session", type=int, metavar="ANNÉE", help="Par défaut, la dernière que le règlement connaît."),
        click.option("--reglement", metavar="NUMÉRO", help="Le numéro de la fiche : RNCP35697, ou capitalisation."),
    ):
        command = option(command)
    return command


def rules_for(reglement: str, session: int | None, parametres: Path | None) -> SessionRules:
    """The rules in force for the options given."""
    rules = charger(reglement).at(session)
    return rules if parametres is None else rules.with_parameters(remplacer(rules.parameters, parametres))


@contextmanager
def counting(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A progress bar that counts what is done; quiet where the output is not a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.update(task, completed=done)


def whole(number: int) -> str:
    """A whole number the French way: thin spaces between thousands."""
    return f"{number:,}".replace(",", " ")
