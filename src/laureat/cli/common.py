"""What several verbs share: their options, their way to show progress and results."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from laureat.deliberation.reglement import SessionRules
from laureat.register import Fiche, bundled, read_fiche
from laureat.reglements import charger
from laureat.reglements.capitalisation import GENRE as CAPITALISATION
from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
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


def sheet_options(command: Decorated) -> Decorated:
    """``--fiche`` and ``--numero``, together."""
    for option in (
        click.option("--numero", metavar="NUMÉRO", help="La fiche à prendre dans un export qui en contient plusieurs."),
        click.option(
            "--fiche", type=EXISTING_FILE, metavar="FICHE", help="La fiche du registre : texte imprimé ou export XML."
        ),
    ):
        command = option(command)
    return command


def worksheet_option(command: Decorated) -> Decorated:
    """``--feuille``: which sheet of a workbook is the list."""
    told = "La feuille du classeur qui contient la liste, s'il y en a plusieurs."
    return click.option("--feuille", metavar="NOM", help=told)(command)


def rules_and_sheet(
    reglement: str | None, session: int | None, parametres: Path | None, fiche: Path | None, numero: str | None
) -> tuple[SessionRules, Fiche | None]:
    """The rules in force for the options given, and the register sheet they go with."""
    if reglement is None:
        raise click.UsageError("indiquer le règlement : --reglement RNCP35697, ou --reglement capitalisation --fiche …")
    if reglement.casefold() == CAPITALISATION:
        if fiche is None:
            raise click.UsageError(
                "la capitalisation se lit sur une fiche : ajouter --fiche FICHE [--numero RNCP37674]"
            )
        sheet = read_fiche(fiche, numero)
        blocs = [Bloc(bloc.code, bloc.intitule, bloc.facultatif) for bloc in sheet.blocs or ()]
        year = session or datetime.date.today().year
        rules = reglement_de_la_fiche(sheet.numero, sheet.intitule, blocs, year).at(session)
    else:
        rules = charger(reglement.upper()).at(session)
        sheet = read_fiche(fiche, numero) if fiche else bundled(reglement.upper())
    if parametres is not None:
        rules = rules.with_parameters(remplacer(rules.parameters, parametres))
    return rules, sheet


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
