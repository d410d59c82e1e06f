"""The sealer as a service: a Unix socket, a few threads, one sealer at a time on a folder of keys."""

import fcntl
import os
import socket
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from django.db import close_old_connections, connections

from laureat.vocabulary import InvalidInput
from laureat.web import data_folder
from laureat.web.reader import wire
from laureat.web.sealer import client, places
from laureat.web.sealer.protocol import LONGEST_REQUEST
from laureat.web.strongroom import keys
from laureat.web.strongroom.answering import answer

THREADS = 4
"""Requests answered at once; heads are signed one after another all the same."""
BACKLOG = 64
SLOWEST = 10.0
"""Seconds that whoever asks may take to say what."""
LOCK = "verrou"


def serve() -> None:
    """Answer until told to stop. Raises InvalidInput where another sealer holds the keys."""
    with closing(hold()), closing(listen()) as door:
        client.CHANNEL[0] = answer  # what is drawn up here asks nobody else
        others = [threading.Thread(target=answer_all, args=(door,), daemon=True) for _ in range(THREADS - 1)]
        for one in others:
            one.start()
        answer_all(door)


def hold() -> BinaryIO:
    """The keys, made ready, for this process alone as long as the file is open. Raises InvalidInput."""
    lock = (keys.folder() / LOCK).open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise InvalidInput([f"un autre scelleur tient déjà {keys.folder()}"]) from None
    _ready(places.public_of(data_folder.folder()).parent)
    keys.prepare()
    return lock


def listen() -> socket.socket:
    """The door; that of a sealer that was killed is taken away. Open to the group, where the folder lets it come."""
    path = places.socket_of(data_folder.folder())
    _ready(path.parent)
    path.unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(path))
    path.chmod(0o660)
    door.listen(BACKLOG)
    return door


def _ready(folder: Path) -> None:
    folder.mkdir(0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise InvalidInput([f"{folder} n'appartient pas à l'utilisateur du scelleur : lui en donner un autre"])


def answer_all(door: socket.socket) -> None:
    """Answer one after another, until the door is closed."""
    while True:
        try:
            channel, _address = door.accept()
        except OSError:
            connections.close_all()
            return
        with channel, suppress(OSError, EOFError, wire.Distrusted):  # whoever asked went away, or asks nothing of ours
            channel.settimeout(SLOWEST)
            message = wire.receive(channel, LONGEST_REQUEST)
            close_old_connections()
            wire.send(channel, answer(message))
