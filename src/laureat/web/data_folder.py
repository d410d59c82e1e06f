"""The data folder: the keys made on first start, never in the repository, readable by their owner alone."""

import os
import secrets
from pathlib import Path

DATABASE = "postgresql"
SECRET = "cle_secrete"
LEDGER_KEY = "cle_journal"
MAILS = "courriels"
STATICS = "statiques"
PUBLIC = "public"
CREDENTIALS = "titres"
CREDENTIAL_KEY = "cle_titres.pem"
TRUST = "confiance.json"
DEMONSTRATION = "demonstration"
"""The mark of a folder born for the demonstration: its accounts have a password that everyone knows."""
KEYS = (SECRET, LEDGER_KEY, CREDENTIAL_KEY)


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


def is_demonstration() -> bool:
    """True for a folder born for the demonstration."""
    return (folder() / DEMONSTRATION).exists()


def is_born(path: Path) -> bool:
    """True for a folder that a service has used: it has a key, or a base."""
    return any((path / name).exists() for name in (*KEYS, DATABASE))
