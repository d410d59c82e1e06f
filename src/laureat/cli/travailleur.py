"""``laureat travailleur``: does the work that outlasts a page."""

from pathlib import Path

import click

from laureat.cli.besides import leave_with_the_server
from laureat.cli.serveur import DATA, django_on


@click.command()
@DATA
@click.option("--tenu", "held", is_flag=True, hidden=True, help="S'arrêter quand l'entrée standard se ferme.")
def travailleur(donnees: Path, held: bool) -> None:
    """Fait les travaux demandés dans l'application, et signe le journal à intervalles réguliers.

    « laureat serveur » en lance un. On peut en lancer d'autres, ici ou sur une autre machine, contre la même base.
    """
    django_on(donnees)
    from laureat.web.jobs import running

    if held:
        leave_with_the_server()
    running.work(concurrency=2, update_heartbeat_interval=5)
