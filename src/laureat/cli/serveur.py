"""``laureat serveur``: the web application, on a production server."""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from types import FrameType

import click
from rich.table import Table

from laureat.cli import besides
from laureat.cli.spoken import Console
from laureat.records import retention

MAX_BODY = 64 * 1024 * 1024
"""Bytes of the largest form or file received."""
SEALER_COMES = 60.0
"""Seconds that the sealer has to be there."""

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
@click.option("--sans-https", is_flag=True, help="Écouter au-delà de cette machine sans HTTPS, en le sachant.")
@click.option("--sans-travailleur", is_flag=True, help="Ne pas lancer de travailleur : il tourne à part.")
@click.option("--sans-scelleur", is_flag=True, help="Ne pas lancer de scelleur : il tourne à part.")
@click.option("--demonstration", is_flag=True, help="Peupler d'une session fictive, et donner un compte par rôle.")
def serveur(
    donnees: Path,
    port: int,
    adresse: str,
    fils: int,
    sans_https: bool,
    sans_travailleur: bool,
    sans_scelleur: bool,
    demonstration: bool,
) -> None:
    """Sert l'application web : sessions, notes, jury, résultats ; avec le travailleur et le scelleur, qui signe.

    Sans DATABASE_URL, un PostgreSQL fourni démarre dans le dossier des données. Voir le guide de déploiement.
    """
    signal.signal(signal.SIGTERM, _leave)
    console = Console(highlight=False)
    with console.status("Préparation de la base…"):
        django_on(
            donnees,
            lambda: _permitted(donnees.resolve(), adresse, demonstration, sans_https),
            None if sans_scelleur else lambda known: besides.keep_one("scelleur", donnees.resolve(), known),
        )
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        _check_accounts(demonstration)
        _wait_for_the_sealer()
        if demonstration:
            from laureat.web.project import demonstration as world

            world.build()
        from laureat.web.exam_sessions import house, household

        household.take_up()
        household.declare_keys()
        household.describe_first()
        house.catch_up()
        from laureat.web.exam_sessions import results
        from laureat.web.project import terms

        terms.prune()
        results.write_all()
    if demonstration:
        console.print(_accounts())
    elif token := _first_token():
        told = "Cette base n'a pas de compte. Ce lien ouvre le premier ; il ne sert qu'une fois, dans les deux jours :"
        console.print(told, soft_wrap=True)
        console.print(f"  {_site(adresse, port)}/invitation/{token}/", soft_wrap=True, markup=False)
        console.print("Ou, sans navigateur : laureat compte creer --role examens --courriel …")
    console.print(f"Lauréat vous attend sur [bold]http://{adresse}:{port}/[/] (Ctrl+C pour arrêter).")
    from waitress import serve

    from laureat.cli.one_length import refuse_two_lengths
    from laureat.web.reader.room import NURSERY

    NURSERY.warm()
    refuse_two_lengths()
    from laureat.web.project.wsgi import application

    if not sans_travailleur:
        besides.keep_one("travailleur", donnees.resolve())
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


def django_on(
    data: Path,
    permitted: Callable[[], None] | None = None,
    with_sealer: Callable[[Mapping[str, str]], None] | None = None,
) -> None:
    """Have Django speak to the base of a data folder, brought up to date; ``permitted`` may refuse it beforehand.

    ``with_sealer`` is given the environment of a sealer, which this process forgets.
    """
    try:
        from laureat.web import data_folder
        from laureat.web.project import database
    except ModuleNotFoundError as error:
        raise click.ClickException(f"il manque {error.name} : installer laureat[web,documents,credentials]") from None
    if permitted is not None:
        permitted()
    retention.periods_told(os.environ)  # a setting that is no number is told before anything starts
    retention.days_told(os.environ)
    known = database.prepare(data.resolve())
    if with_sealer is not None:
        with_sealer(known)
    data_folder.close()
    os.environ["DJANGO_SETTINGS_MODULE"] = "laureat.web.project.settings"
    import django

    django.setup()


def _wait_for_the_sealer() -> None:
    """Nothing is served before the keys are there."""
    from laureat.web.sealer import client

    if not client.wait(SEALER_COMES):
        raise click.ClickException(
            "le scelleur ne répond pas : lancer « laureat scelleur », et donner la même LAUREAT_PRISE_SCELLEUR aux deux"
        )


def _first_token() -> str:
    """A link for the first account; empty where someone of an exam office has one."""
    from laureat.web.accounts import first

    return first.draw() if first.is_due() else ""


def _site(address: str, port: int) -> str:
    """How the site is reached: by its public name where the settings say one."""
    named = next((origin for origin in os.environ.get("LAUREAT_ORIGINES", "").split(",") if origin.strip()), "")
    host = f"[{address}]" if ":" in address.strip("[]") else address
    return named.strip().rstrip("/") or f"http://{host}:{port}"


def _permitted(data: Path, address: str, demonstration: bool, plain: bool) -> None:
    """Refuse a real service with the accounts of the demonstration, and passwords in clear on the network."""
    from laureat.web import data_folder

    mark = data / data_folder.DEMONSTRATION
    if demonstration and not mark.exists():
        if data_folder.is_born(data):
            raise click.ClickException(
                f"{data} est le dossier d'un vrai service : la démonstration y mettrait des comptes dont le mot de "
                "passe est public ; lui donner un dossier neuf (--donnees)"
            )
        data.mkdir(parents=True, exist_ok=True)
        mark.write_text("Dossier de démonstration : ses comptes ont un mot de passe public.\n", encoding="utf-8")
    if mark.exists() and not demonstration:
        raise click.ClickException(
            f"{data} est un dossier de démonstration, dont les comptes ont un mot de passe public : le servir avec "
            "--demonstration, ou donner un autre dossier (--donnees)"
        )
    if not plain and os.environ.get("LAUREAT_HTTPS") != "1" and not _is_here(address):
        raise click.ClickException(
            f"écouter sur {address} sans HTTPS ferait passer les mots de passe en clair : mettre un mandataire TLS "
            "devant (LAUREAT_HTTPS=1), ou dire --sans-https en le sachant"
        )


def _is_here(address: str) -> bool:
    """True for an address that only this machine reaches."""
    try:
        return ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def _check_accounts(demonstration: bool) -> None:
    """The same, where the base stands elsewhere: what it holds decides."""
    from laureat.web.accounts.models import User
    from laureat.web.project.demonstration import DOMAIN

    fictive = User.objects.filter(email__endswith=DOMAIN).exists()
    if fictive and not demonstration:
        raise click.ClickException(
            f"cette base a des comptes de démonstration (…{DOMAIN}), dont le mot de passe est public : elle ne se sert "
            "qu'avec --demonstration"
        )
    if demonstration and not fictive and User.objects.exists():
        raise click.ClickException("cette base a de vrais comptes : la démonstration veut une base neuve")


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
