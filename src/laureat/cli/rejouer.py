"""``laureat rejouer``: decide a recorded session again, and compare."""

import sys
from pathlib import Path

import click

from laureat import __version__
from laureat.cli.common import EXISTING, console, counting, say_law
from laureat.cli.spoken import echo
from laureat.exchange.dossier import Dossier, read_dossier
from laureat.exchange.replay import replay
from laureat.reglements.empreinte import empreinte_de_ce_qui_tourne, versions
from laureat.vocabulary.french import plural

EXIT_DIFFERENT = 1
SHOWN = 100


@click.command()
@click.argument("dossier", type=EXISTING)
def rejouer(dossier: Path) -> None:
    """Rejoue la délibération d'un dossier avec les règles et les nombres qu'il contient, et compare chaque champ de
    chaque fichier.

    Codes de sortie : 0, tout est identique ; 1, quelque chose diffère ; 2, le dossier est illisible.
    """
    read = read_dossier(dossier)
    say_law(read.rules.reglement.avis)
    with counting("Relecture", read.effectif) as progress:
        found = replay(read, progress)
    for line in _other_sources(read):
        echo(f"À savoir : {line}", err=True)
    if found.told:
        for line in found.told[:SHOWN]:
            echo(f"• {line}", err=True)
        if len(found.told) > SHOWN:
            echo(f"… et {plural(len(found.told) - SHOWN, 'autre différence', 'autres différences')}.", err=True)
        sys.exit(EXIT_DIFFERENT)
    console.print(
        f"{plural(found.done, 'décision rejouée : identique', 'décisions rejouées : toutes identiques')}, champ par "
        "champ, dans tous les fichiers du dossier."
    )


def _other_sources(read: Dossier) -> list[str]:
    """What has changed since in what runs, whether or not a decision did."""
    recorded = read.synthese.get("versions")
    then = {**(recorded if isinstance(recorded, dict) else {}), "laureat": read.synthese.get("version_moteur")}
    said = [
        f"{name} était en version {then.get(name) or 'inconnue'}, ici {version}"
        for name, version in {**versions(), "laureat": __version__}.items()
        if then.get(name) != version
    ]
    if read.synthese.get("empreinte_sources") != empreinte_de_ce_qui_tourne(read.rules.reglement.famille):
        said.append("les sources qui décident ne sont plus celles du dossier")
    return said
