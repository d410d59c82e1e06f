"""``laureat travailleur``: does the work that outlasts a page."""

import atexit
import os
import subprocess
import sys
import threading
from pathlib import Path

import click

from laureat.cli.serveur import DATA, django_on

PAUSE = 2.0
"""Seconds before a worker that died has a successor."""


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
        threading.Thread(target=_leave_with_the_server, daemon=True).start()
    running.work(concurrency=2, update_heartbeat_interval=5)


def _leave_with_the_server() -> None:
    """The server holds the other end: it closes when the server ends, however it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


def keep_one(data: Path) -> None:
    """Run a worker beside this process, and another when it dies; it ends with us, however we end."""
    command = [sys.executable, "-m", "laureat.cli.main", "travailleur", "--donnees", str(data), "--tenu"]
    over = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def go_on() -> None:
        while not over.is_set():
            with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
                running[:] = [process]
                process.wait()
            over.wait(PAUSE)

    def end() -> None:  # before the packaged server stops under it: what it was doing is taken up the next time
        over.set()
        for process in running:
            process.kill()

    atexit.register(end)
    threading.Thread(target=go_on, daemon=True).start()
