"""Who vouches from outside for the log of a data folder: its witnesses, its time-stamping authority."""

from collections.abc import Sequence
from pathlib import Path

from cryptography.x509 import Certificate

from laureat.web import data_folder
from laureat.witness.policy import Policy, read_policy
from laureat.witness.stamps import read_certificates


def policy(data: Path) -> Policy:
    """The witnesses; nobody where the file is missing. Raises InvalidInput."""
    path = data / data_folder.WITNESSES
    return read_policy(path.read_bytes(), str(path)) if path.exists() else Policy()


def trusted(data: Path) -> Sequence[Certificate]:
    """The certificates of the authority; none where the file is missing. Raises InvalidInput."""
    path = data / data_folder.TIMESTAMPING
    return read_certificates(path.read_bytes(), str(path)) if path.exists() else ()
