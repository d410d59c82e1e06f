"""``laureat sauvegarder``: the whole application in one file."""

from pathlib import Path

import click

from laureat.cli.common import replace_option
from laureat.cli.serveur import DATA
from laureat.cli.spoken import echo
from laureat.exchange.places import require_free


@click.command()
@click.argument("fichier", type=click.Path(dir_okay=False, path_type=Path))
@DATA
@replace_option
def sauvegarder(fichier: Path, donnees: Path, remplacer: bool) -> None:
    """Sauvegarde la base et les clés dans FICHIER, pendant que l'application tourne."""
    require_free(fichier, replace=remplacer)
    from laureat.web.project import backup

    size = backup.save(donnees.resolve(), fichier.resolve())
    echo(f"Sauvegarde écrite : {fichier} ({size / 1e6:.1f} Mo). Elle contient les clés : gardez-la en lieu sûr.")
