"""The processes that ``laureat serveur`` runs beside itself: begun again when they die, gone when it is gone."""

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

PAUSE = 2.0
"""Seconds before one that died has a successor."""


def keep_one(verb: str, data: Path, environment: Mapping[str, str] | None = None) -> None:
    """Run a verb beside this process, and another when it dies; it ends with us, however we end."""
    command = [sys.executable, "-m", "laureat.cli.main", verb, "--donnees", str(data), "--tenu"]
    over = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def go_on() -> None:
        while not over.is_set():
            with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:
                running[:] = [process]
                process.wait()
            over.wait(PAUSE)

    def end() -> None:  # before the packaged server stops under it: what it was doing is taken up the next time
        over.set()
        for process in running:
            process.kill()

    atexit.register(end)
    threading.Thread(target=go_on, daemon=True).start()


def leave_with_the_server() -> None:
    """In such a process: the server holds the other end of the standard input, which closes when it ends."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
