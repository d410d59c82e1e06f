"""``laureat serveur``: the web application, on a production server."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType

import click
from rich.console import Console
from rich.table import Table

MAX_BODY = 64 * 1024 * 1024
"""Bytes of the largest form or file received."""

DATA = click.option(
    "--donnees",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("donnees"),
    show_default=True,
    help="Dossier des données : base PostgreSQL, clés, courriels.",
)


@click.command()
@DATA
@click.option("--port", default=8000, show_default=True, help="Port d'écoute.")
@click.option("--adresse", default="127.0.0.1", show_default=True, help="Adresse d'écoute.")
@click.option("--fils", default=8, show_default=True, help="Nombre de requêtes servies à la fois.")
@click.option("--demonstration", is_flag=True, help="Peupler d'une session fictive, et donner un compte par rôle.")
def serveur(donnees: Path, port: int, adresse: str, fils: int, demonstration: bool) -> None:
    """Sert l'application web : sessions, notes, jury, résultats.

    Sans DATABASE_URL, un PostgreSQL fourni démarre dans le dossier des données. Voir le guide de déploiement.
    """
    try:
        from laureat.web.project import database
    except ModuleNotFoundError as error:
        raise click.ClickException(f"il manque {error.name} : installer laureat[web,documents,credentials]") from None
    signal.signal(signal.SIGTERM, _leave)
    if demonstration:
        os.environ["LAUREAT_DEMONSTRATION"] = "1"
    console = Console(highlight=False)
    with console.status("Préparation de la base…"):
        database.prepare(donnees.resolve())
        os.environ["DJANGO_SETTINGS_MODULE"] = "laureat.web.project.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        if demonstration:
            from laureat.web.project import demonstration as world

            world.build()
    if demonstration:
        console.print(_accounts())
    console.print(f"Lauréat vous attend sur [bold]http://{adresse}:{port}/[/] (Ctrl+C pour arrêter).")
    from waitress import serve

    from laureat.web.reader.room import NURSERY

    NURSERY.warm()
    from laureat.web.project.wsgi import application

    behind: dict[str, object] = {}
    if os.environ.get("LAUREAT_HTTPS") == "1":  # the proxy says who calls, and that it was by TLS; nobody else may
        proxy = os.environ.get("LAUREAT_MANDATAIRE", "127.0.0.1")
        behind = {"trusted_proxy": proxy, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}
    serve(
        application,
        host=adresse,
        port=port,
        threads=fils,
        ident="laureat",
        max_request_body_size=MAX_BODY,
        clear_untrusted_proxy_headers=True,
        **behind,
    )


def _accounts() -> Table:
    """The accounts of the demonstration."""
    from laureat.web.accounts.models import Role
    from laureat.web.project.demonstration import ACCOUNTS, PASSWORD

    table = Table(title=f"Comptes de démonstration, mot de passe : {PASSWORD}", title_justify="left")
    table.add_column("Adresse")
    table.add_column("Rôle")
    for email, _name, role, _uai in ACCOUNTS:
        table.add_row(email, str(Role(role).label))
    return table


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Leave properly on SIGTERM, so that the packaged PostgreSQL is stopped too."""
    sys.exit(0)
