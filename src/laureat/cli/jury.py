"""``laureat jury``: is the jury lawful, by how much not, and what would mend it; or compose a lawful one."""

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from laureat.cli.jury_display import show_changes, show_examination
from laureat.exchange.jury import read_jury
from laureat.jury import changes, examine
from laureat.jury.law import JuryLaw
from laureat.reglements.jury import JURYS, droit_du_jury
from laureat.vocabulary import InputProblem, InvalidInput, VoieAcces

EXIT_UNLAWFUL = 1
DEFAULT_REGLEMENT = "RNCP35697"
FILE = click.Path(dir_okay=False, path_type=Path)


def _day(text: str) -> dt.date:
    """Read a day, ``AAAA-MM-JJ`` or ``JJ/MM/AAAA``."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise click.BadParameter(f"« {text} » n'est pas une date ; attendu : AAAA-MM-JJ ou JJ/MM/AAAA")


ROUTE = click.Choice([route.value for route in VoieAcces], case_sensitive=False)


def find_law(reglement: str, route: str, day: dt.date, parameters: tuple[str, ...]) -> JuryLaw:
    """The law asked for on the command line. Raises InvalidInput, all problems at once."""
    name = reglement.strip().upper()
    name = name if name.startswith("R") else f"RNCP{name}"
    problems = []
    if name not in JURYS:
        known = ", ".join(JURYS)
        message = f"règlement {reglement} inconnu ; connus : {known}. Pour une autre certification : --fiche FICHE"
        problems.append(InputProblem(message))
        raise InvalidInput(problems)
    law = droit_du_jury(name, VoieAcces(route.upper()), day)
    return with_parameters(law, parameters)


def with_parameters(law: JuryLaw, parameters: tuple[str, ...]) -> JuryLaw:
    """The law with the values given as ``nom=valeur``."""
    values = {}
    for text in parameters:
        name, _, value = text.partition("=")
        if not value.strip().lstrip("-").isdecimal():
            raise InvalidInput([f"--parametre {text} : attendu nom=valeur, avec une valeur entière"])
        values[name.strip()] = int(value)
    try:
        return law.with_values(values)
    except ValueError as error:
        raise InvalidInput([str(error)]) from None


@click.group(context_settings={"help_option_names": ["-h", "--help", "--aide"]})
def jury() -> None:
    """Vérifie la composition d'un jury, ou en propose une."""


@jury.command()
@click.argument("fichier", metavar="JURY", type=FILE)
@click.option("--reglement", default=DEFAULT_REGLEMENT, show_default=True, help="Règlement dont le droit s'applique.")
@click.option("--voie", type=ROUTE, default="FI", show_default=True, help="Voie d'accès de la fiche.")
@click.option(
    "--date", "day", type=_day, metavar="JOUR", help="Jour de la nomination ; pour la VAE, du début du parcours."
)
@click.option("--impossibilite", metavar="TEXTE", default="", help="Pourquoi aucun enseignant privé ni de CFA.")
@click.option("--arrete", metavar="TEXTE", default="", help="Arrêté de nomination, tel que le PV le citera.")
@click.option("--avant", type=FILE, help="Jury avant le changement : dit qui entre et qui sort.")
@click.option("--parametre", "parameters", metavar="NOM=VALEUR", multiple=True, help="Autre valeur d'un paramètre.")
@click.option("--json", "as_json", is_flag=True, help="Un verdict nommé par règle, en JSON.")
def verifier(
    fichier: Path,
    reglement: str,
    voie: str,
    day: dt.date | None,
    impossibilite: str,
    arrete: str,
    avant: Path | None,
    parameters: tuple[str, ...],
    as_json: bool,
) -> None:
    """Dit, règle par règle, si le JURY est régulier, de combien il s'en faut et le plus petit changement qui y remédie.

    Code de sortie : 0 régulier (avec ou sans avertissement), 1 irrégulier, 2 fichier illisible.
    """
    law = find_law(reglement, voie, day or dt.date.today(), parameters)
    composed = read_jury(fichier)
    composed = replace(
        composed,
        impossibilite=impossibilite or composed.impossibilite,
        arrete=arrete or composed.arrete,
    )
    examination = examine(composed, law)
    if as_json:
        click.echo(json.dumps([v.as_dict() for v in examination.verdicts], ensure_ascii=False, indent=2))
    else:
        if avant is not None:
            show_changes(*changes(read_jury(avant), composed))
        show_examination(composed, law, examination)
    sys.exit(0 if examination.lawful else EXIT_UNLAWFUL)
