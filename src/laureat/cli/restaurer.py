"""``laureat restaurer``: the whole application back from one file."""

from pathlib import Path

import click

from laureat.cli.common import EXISTING_FILE
from laureat.cli.serveur import DATA
from laureat.cli.spoken import echo


@click.command()
@click.argument("fichier", type=EXISTING_FILE)
@DATA
def restaurer(fichier: Path, donnees: Path) -> None:
    """Restaure FICHIER dans un dossier de données vide (ou dans la base vide de DATABASE_URL_PROPRIETAIRE)."""
    from laureat.web.project import backup

    backup.restore(fichier.resolve(), donnees.resolve())
    echo(f"Restauré dans {donnees}. Démarrez avec : laureat serveur --donnees {donnees}")
