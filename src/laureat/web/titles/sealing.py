"""The seal of the house on its papers: where the data folder has one, no paper goes out without it."""

import os
from datetime import UTC, datetime

from django.conf import settings

from laureat.documents.seal import Sealer, SealKey
from laureat.web import data_folder


def is_there() -> bool:
    """The house has a seal."""
    return (settings.DONNEES / data_folder.SEAL).exists()


def sealed(pdf: bytes, authority: str) -> bytes:
    """The paper with the seal of the house; as it is where the house has none. Raises InvalidInput on a bad key.

    A time-stamp is asked within the seal where an authority is set (``LAUREAT_HORODATAGE``).
    """
    path = settings.DONNEES / data_folder.SEAL
    if not path.exists():
        return pdf
    key = SealKey(path, passphrase=os.environ.get("LAUREAT_PHRASE_CACHET", ""))
    return Sealer(key, datetime.now(UTC), authority, settings.TIMESTAMPING).seal(pdf)
