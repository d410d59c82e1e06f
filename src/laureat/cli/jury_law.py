"""The law of a jury, from the options of the command line that ``verifier`` and ``proposer`` share."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from laureat.cli.common import SHEET
from laureat.jury.law import JuryLaw
from laureat.register import Fiche, bundled, read_fiche
from laureat.reglements.jury import JURYS, TexteDeFiche, droit_du_jury
from laureat.vocabulary import InvalidInput, VoieAcces

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

DEFAULT_REGLEMENT = "RNCP35697"
FILE = click.Path(dir_okay=False, path_type=Path)
ROUTE = click.Choice([route.value for route in VoieAcces], case_sensitive=False)


def parse_day(text: str) -> dt.date:
    """Read a day, ``AAAA-MM-JJ`` or ``JJ/MM/AAAA``."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise click.BadParameter(f"« {text} » n'est pas une date ; attendu : AAAA-MM-JJ ou JJ/MM/AAAA")


def law_options(command: Decorated) -> Decorated:
    """``--reglement``, ``--fiche``, ``--numero``, ``--voie``, ``--date``, ``--impossibilite``, ``--parametre``."""
    for option in (
        click.option(
            "--parametre", "parameters", metavar="NOM=VALEUR", multiple=True, help="Autre valeur d'un nombre."
        ),
        click.option("--impossibilite", metavar="TEXTE", default="", help="Pourquoi aucun enseignant privé ni de CFA."),
        click.option(
            "--date",
            "day",
            type=parse_day,
            metavar="JOUR",
            help="Jour de la nomination ; pour la VAE, du début du parcours. Par défaut, aujourd'hui.",
        ),
        click.option("--voie", type=ROUTE, default="FI", show_default=True, help="Voie d'accès, au sens de la fiche."),
        click.option("--numero", metavar="NUMÉRO", help="La fiche à prendre dans un export qui en contient plusieurs."),
        click.option("--fiche", type=SHEET, metavar="FICHE", help="Fiche du registre, dont le jury fait le droit."),
        click.option(
            "--reglement", metavar="NUMÉRO", help=f"Règlement dont le droit s'applique [{DEFAULT_REGLEMENT}]."
        ),
    ):
        command = option(command)
    return command


def find_law(
    reglement: str | None,
    fiche: Path | None,
    numero: str | None,
    voie: str,
    day: dt.date | None,
    parameters: tuple[str, ...],
) -> JuryLaw:
    """The law asked for. A sheet alone makes the law; with the règlement of its diploma, it is compared with it.

    Raises InvalidInput for a règlement, a sheet or a parameter that nobody knows.
    """
    route = VoieAcces(voie.upper())
    asked = _number(reglement) if reglement else ""
    sheet = read_fiche(fiche, numero) if fiche is not None else None
    name = asked if asked in JURYS else sheet.numero if sheet is not None else asked or DEFAULT_REGLEMENT
    if sheet is None and name not in JURYS:
        known = ", ".join(JURYS)
        message = f"le droit du jury de {reglement} n'est pas écrit ; connus : {known}. Pour un autre : --fiche FICHE"
        raise InvalidInput([message])
    if sheet is None and name in JURYS:
        sheet = bundled(name)
    written = name if name in JURYS else None
    law = droit_du_jury(written, route, day or dt.date.today(), _words(sheet, route) if sheet is not None else None)
    return _with_parameters(law, parameters)


def _number(text: str) -> str:
    name = text.strip().upper()
    return f"RNCP{name}" if name.isdecimal() else name


def _words(sheet: Fiche, route: VoieAcces) -> TexteDeFiche:
    access = getattr(sheet.voies_acces, route.value)
    return TexteDeFiche(sheet.numero, access.jury or "", access.ouverte)


def _with_parameters(law: JuryLaw, parameters: tuple[str, ...]) -> JuryLaw:
    values = {}
    for text in parameters:
        name, _, value = text.partition("=")
        if not value.strip().isdecimal():
            raise InvalidInput([f"--parametre {text} : attendu NOM=VALEUR, avec une valeur entière"])
        values[name.strip()] = int(value)
    try:
        return law.with_values(values)
    except ValueError as error:
        raise InvalidInput([str(error)]) from None
