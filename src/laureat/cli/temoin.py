"""``laureat temoin``: run a witness for the logs of others, and ask one's own witnesses."""

import os
import signal
import sys
from pathlib import Path

import click

from laureat.cli.serveur import DATA
from laureat.cli.spoken import Console
from laureat.records.signed_note import ED25519, NoteKey

EXIT_CONTRADICTED = 1
DEFAULT_PORT = 7380
EVERY = 10
"""Minutes between two rounds."""


@click.group()
def temoin() -> None:
    """Les témoins du journal : en être un pour d'autres, ou interroger les siens."""


def _log_keys(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> list[NoteKey]:
    try:
        return [NoteKey.parse(value, ED25519) for value in values]
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@temoin.command()
@click.option(
    "--dossier",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Dossier du témoin : sa clé, les journaux qu'il connaît, le dernier point de contrôle de chacun.",
)
@click.option(
    "--adresse",
    "address",
    default=f"127.0.0.1:{DEFAULT_PORT}",
    show_default=True,
    metavar="HÔTE:PORT",
    help="Adresse d'écoute.",
)
@click.option(
    "--nom", "name", default="", help="Nom du témoin, donné une fois pour toutes : une adresse sans « https:// »."
)
@click.option(
    "--journal",
    "logs",
    multiple=True,
    callback=_log_keys,
    metavar="CLÉ",
    help="Clé publique d'un journal à suivre (nom+identifiant+base64) ; répétable.",
)
def servir(folder: Path, address: str, name: str, logs: list[NoteKey]) -> None:
    """Sert un témoin : il cosigne les journaux qu'il connaît, tant qu'ils ne font que grandir.

    Il refuse tout retour en arrière et toute histoire qui diverge de celle qu'il a vue. À faire tourner sur une autre
    machine que le journal, tenue par d'autres.
    """
    host, _colon, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise click.BadParameter("HÔTE:PORT est attendu, par exemple 0.0.0.0:7380", param_hint="--adresse")
    try:
        from laureat.witness.server import serve
        from laureat.witness.store import Store
    except ModuleNotFoundError as error:
        raise click.ClickException(f"il manque {error.name} : installer laureat[temoin]") from None
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    store = Store(folder, name)
    for key in logs:
        store.add_log(key)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Témoin {store.key.name}, clé publique à donner aux journaux :\n{store.key}", markup=False)
    for log in store.policy.logs:
        console.print(f"Journal suivi : {log.name}", markup=False)
    if not store.policy.logs:
        console.print("Aucun journal suivi : donner --journal CLÉ, ou une ligne « log CLÉ » au fichier « journaux ».")
    console.print(f"À l'écoute sur http://{address}/ (Ctrl+C pour arrêter).", markup=False)
    sys.stdout.flush()
    serve(store, host.strip("[]"), int(port))


@temoin.command()
@DATA
@click.option(
    "--toutes-les",
    "every",
    type=click.IntRange(1, 1440),
    is_flag=False,
    flag_value=EVERY,
    metavar="[MINUTES]",
    help=f"Recommencer sans fin, à cet intervalle ({EVERY} minutes si rien n'est dit).",
)
def demander(donnees: Path, every: int | None) -> None:
    """Signe les têtes dues, puis demande cosignatures et horodatage aux témoins et à l'autorité de cette maison.

    Les témoins sont nommés dans le fichier « temoins » du dossier des données ; l'autorité d'horodatage par la variable
    LAUREAT_HORODATAGE et le fichier « horodatage.pem ». Code de sortie 1 : un témoin connaît une autre histoire.
    """
    try:
        from laureat.web.project import database
    except ModuleNotFoundError as error:
        raise click.ClickException(f"il manque {error.name} : installer laureat[web,documents,credentials]") from None
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(0))
    database.prepare(donnees.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "laureat.web.project.settings"
    import django

    django.setup()
    from laureat.web.project import vouching

    console = Console(highlight=False, soft_wrap=True)

    def tell(done: vouching.Round) -> None:
        for line in done.lines:
            console.print(line, markup=False)

    if every is not None:
        vouching.go_on(every, tell)
    done = vouching.vouch()
    tell(done)
    if done.contradicted:
        sys.exit(EXIT_CONTRADICTED)
