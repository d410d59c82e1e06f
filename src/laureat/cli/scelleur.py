"""``laureat scelleur``: holds the private keys, and signs."""

import os
import signal
import sys
from pathlib import Path

import click

from laureat.cli.besides import leave_with_the_server
from laureat.cli.serveur import DATA


@click.command()
@DATA
@click.option("--tenu", "held", is_flag=True, hidden=True, help="S'arrêter quand l'entrée standard se ferme.")
def scelleur(donnees: Path, held: bool) -> None:
    """Tient les clés privées, et signe : têtes du journal, titres, cachets. Personne d'autre ne les lit.

    « laureat serveur » en lance un. En production, il tourne à part, sous un utilisateur à lui : voir le guide de
    déploiement.
    """
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    try:
        from laureat.web.project import database
    except ModuleNotFoundError as error:
        raise click.ClickException(f"il manque {error.name} : installer laureat[web,documents,credentials]") from None
    if held:
        leave_with_the_server()
    database.prepare_sealer(donnees.resolve())
    os.umask(0o077)
    os.environ["DJANGO_SETTINGS_MODULE"] = "laureat.web.project.settings"
    import django

    django.setup()
    from laureat.web.strongroom import service

    service.serve()
