"""A PostgreSQL of one test's own, to be killed, and Django pointed to it."""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.db import connections

from laureat.web.project import database, packaged
from support import essais, modele

NAME = "tuerie"


class OwnServer:
    """A packaged server with a migrated base."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = modele.started(folder, NAME)
        self.uri = self.server.get_uri()

    def address(self, role: str, name: str = NAME) -> str:
        """The address of the base for a role."""
        return database.address(self.uri, role, name)

    def urls(self, name: str = NAME) -> dict[str, str]:
        """What a process that speaks to a base is told."""
        roles = {database.APPLICATION_URL: database.APPLICATION_ROLE, database.SEALER_URL: database.SEALER_ROLE}
        return {variable: self.address(role, name) for variable, role in roles.items()}

    def kill(self) -> None:
        """Kill the server as a power cut would, and wait until it is gone."""
        process = psutil.Process(self.server.get_pid())
        family = [process, *process.children(recursive=True)]
        for one in family:
            one.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=20)

    def restart(self) -> None:
        """Start it again on the same data."""
        packaged.Server._instances.pop(self.folder.resolve(), None)
        self.server = packaged.start(self.folder)


def own_server(where: Path | None = None) -> Iterator[OwnServer]:
    """A server of our own on which Django is pointed for one test, then taken away.

    Not in ``tmp_path``: another pytest that starts meanwhile closes its folders to the user the server runs as.
    """
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    connections.close_all()
    with tempfile.TemporaryDirectory(dir=where or os.environ[essais.COMMON], ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "donnees"
        data.mkdir(0o700)
        server = OwnServer(data / "postgresql")
        for alias, settings in database.databases(server.urls()).items():
            connections[alias].settings_dict.update(settings)
        yield server
        connections.close_all()
        for alias, settings in before.items():
            connections[alias].settings_dict.clear()
            connections[alias].settings_dict.update(settings)
        server.server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
