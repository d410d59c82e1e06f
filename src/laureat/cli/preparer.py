"""``laureat preparer``: bring the tables and the rights of a base up to date, as its owner, and end there."""

from pathlib import Path

import click

from laureat.cli.serveur import DATA
from laureat.cli.spoken import echo


@click.command()
@DATA
def preparer(donnees: Path) -> None:
    """Met la base à jour avec DATABASE_URL_PROPRIETAIRE, puis s'arrête : le service des pages n'a pas à la connaître.

    DATABASE_URL et DATABASE_URL_SCELLEUR disent quels rôles reçoivent quels droits.
    """
    from laureat.web.project import database

    database.upgrade(donnees.resolve())
    echo("La base est prête.")
