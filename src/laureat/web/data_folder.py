"""The data folder: the keys made on first start, never in the repository, readable by their owner alone."""

import os
import secrets
from pathlib import Path

DATABASE = "postgresql"
SECRET = "cle_secrete"
LEDGER_KEY = "cle_journal"
MAILS = "courriels"
STATICS = "statiques"
CREDENTIALS = "titres"
CREDENTIAL_KEY = "cle_titres.pem"
TRUST = "confiance.json"
WITNESSES = "temoins"
"""The witnesses of the log, in the form of C2SP ``tlog-policy``."""
TIMESTAMPING = "horodatage.pem"
"""The certificates by which the tokens of the time-stamping authority are checked."""
KEYS = (SECRET, LEDGER_KEY, CREDENTIAL_KEY)
KEPT = (TRUST, CREDENTIALS, WITNESSES, TIMESTAMPING)
"""What a backup takes beside the keys."""


def folder() -> Path:
    """The data folder (``LAUREAT_DONNEES``, by default ``donnees`` here), made when missing."""
    path = Path(os.environ.get("LAUREAT_DONNEES", "donnees")).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def secret(name: str) -> str:
    """32 random bytes in hexadecimal, drawn the first time and kept under this name in the data folder."""
    path = folder() / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        value = secrets.token_hex(32)
        file.write(value)
    return value


def ledger_seed() -> bytes:
    """The 32 bytes from which the key that signs the tree heads is made (Ed25519)."""
    return bytes.fromhex(secret(LEDGER_KEY))
