"""What several verbs share: their options, their way to show progress and results."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from laureat.cli.spoken import Console, echo
from laureat.exchange.places import REPLACE

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, path_type=Path)
ANY_PATH = click.Path(path_type=Path)
SHEET = click.Path(dir_okay=False, path_type=Path)
"""A sheet of the register: a file, or the number of a sheet that comes with Lauréat."""

console = Console(highlight=False)

REGLEMENT_HELP = (
    "Un règlement de la bibliothèque (RNCP35697, cap_electricien…), un fichier de données, ou capitalisation ; sans "
    "lui, celui de la fiche."
)


def bound_options(command: Decorated) -> Decorated:
    """``--lier`` and ``--malgre-la-fiche``: the reason for which a règlement goes with a sheet."""
    for option in (
        click.option(
            "--lier",
            default="",
            metavar="MOTIF",
            help="Pourquoi un règlement sans numéro de fiche est celui de cette fiche ; le motif est écrit au dossier.",
        ),
        click.option(
            "--malgre-la-fiche",
            "imposer",
            default="",
            metavar="MOTIF",
            help="Impose ce règlement à une fiche d'un autre droit ; le motif est dit sur chaque sortie.",
        ),
    ):
        command = option(command)
    return command


def rules_options(command: Decorated) -> Decorated:
    """``--reglement``, ``--session``, ``--parametres`` and ``--textes``, together."""
    for option in (
        texts_option,
        click.option(
            "--parametres",
            type=EXISTING_FILE,
            metavar="FICHIER",
            help="Remplace des paramètres (YAML ou JSON) : « U31: 5 », à l'essai ; lus : valeur, article et lu_le.",
        ),
        click.option("--session", type=int, metavar="ANNÉE", help="Par défaut, la dernière que le règlement connaît."),
        click.option("--reglement", metavar="RÈGLEMENT", help=REGLEMENT_HELP),
        bound_options,
    ):
        command = option(command)
    return command


def read_texts() -> Path:
    """Where the numbers that two persons read are kept: a folder of the user's, unless told."""
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "laureat" / "textes"


NO_TEXTS = Path(os.devnull)
"""Named as the folder of the numbers: there is none."""


def _there(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    """The folder, which is there where someone named it: a slip would hide every number that was read."""
    named = context.get_parameter_source(str(parameter.name)) is not ParameterSource.DEFAULT
    if named and folder != NO_TEXTS and not folder.exists():
        raise click.BadParameter(f"le dossier {folder} n'existe pas ; « laureat texte proposer » le crée")
    return _no_file(context, parameter, folder)


def _no_file(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    if folder != NO_TEXTS and folder.exists() and not folder.is_dir():
        raise click.BadParameter(f"{folder} est un fichier ; attendu : le dossier des nombres lus (laureat texte)")
    return folder


def _texts_option(check: Callable[[click.Context, click.Parameter, Path], Path]) -> Callable[[Decorated], Decorated]:
    return click.option(
        "--textes",
        type=ANY_PATH,
        default=read_texts,
        callback=check,
        envvar="LAUREAT_TEXTES",
        metavar="DOSSIER",
        help="Les nombres lus par deux personnes (laureat texte) ; par défaut LAUREAT_TEXTES, ou un dossier à vous.",
    )


texts_option = _texts_option(_there)
"""``--textes``: the folder of the numbers that two persons read (``laureat texte``)."""
texts_to_write = _texts_option(_no_file)
"""The same for whoever writes the first of them: the folder is made."""


def sheet_options(command: Decorated) -> Decorated:
    """``--fiche`` and ``--numero``, together."""
    for option in (
        click.option("--numero", metavar="NUMÉRO", help="La fiche à prendre dans un export qui en contient plusieurs."),
        click.option(
            "--fiche",
            type=SHEET,
            metavar="FICHE",
            help="La fiche du registre : texte imprimé, export XML, ou le numéro d'une fiche fournie (RNCP35697).",
        ),
    ):
        command = option(command)
    return command


def worksheet_option(command: Decorated) -> Decorated:
    """``--feuille``: which sheet of a workbook is the list."""
    told = "La feuille du classeur qui contient la liste, s'il y en a plusieurs."
    return click.option("--feuille", metavar="NOM", help=told)(command)


def distinct(option: str, typed: Iterable[tuple[str, str]]) -> None:
    """Refuse a repeatable option that names one thing twice: by what it names, what was typed. Raises UsageError."""
    known: dict[str, str] = {}
    for named, text in typed:
        if named in known:
            both = text if text == known[named] else f"{known[named]} et {text}"
            raise click.UsageError(f"{option} parle deux fois de {named} ({both}) : n'en garder qu'une")
        known[named] = text


def replace_option(command: Decorated) -> Decorated:
    """``--remplacer``: a file that stands at the place asked for may be written over (``require_free``)."""
    told = "Écrit par-dessus un fichier qui existe déjà."
    return click.option(REPLACE, "remplacer", is_flag=True, help=told)(command)


def say_law(notices: Iterable[str], *, aside: bool = False) -> None:
    """What a person answers for in the law applied; ``aside``: on the error output, where the other is for machines."""
    for notice in notices:
        echo(f"À noter : {notice}.", err=aside)


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
