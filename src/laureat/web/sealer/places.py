"""Where the sealer listens and says its public keys: beside each other, where the web process may go."""

import hashlib
import os
import tempfile
from pathlib import Path

from laureat.web.data_folder import PUBLIC_KEYS

SOCKET = "LAUREAT_PRISE_SCELLEUR"
"""The address of the socket, where the sealer is another user's: in a folder that the web process may enter."""
NAME = "scelleur.prise"
_LONGEST = 100
"""Bytes of the path of a socket, on every system."""


def socket_of(data: Path) -> Path:
    """The socket of the sealer of a data folder; in a short place of the same user's where the path is too long."""
    if told := os.environ.get(SOCKET):
        return Path(told)
    path = data / NAME
    if len(os.fsencode(path)) <= _LONGEST:
        return path
    short = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"laureat-scelleur-{short}" / NAME


def public_of(data: Path) -> Path:
    """The file in which the sealer of a data folder says its public keys."""
    told = os.environ.get(SOCKET)
    return (Path(told).parent if told else data) / PUBLIC_KEYS
