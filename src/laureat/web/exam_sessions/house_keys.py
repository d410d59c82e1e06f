"""The public keys that the house signs with, read from its data folder."""

from pathlib import Path

from laureat.credentials.keys import read_signing_key
from laureat.records.ed25519 import public_key_of
from laureat.web import data_folder

JOURNAL, TITLES = "journal", "titres"


def keys(data: Path) -> dict[str, str]:
    """By use, the public key of the folder, in hexadecimal; none that was not made yet."""
    found = {}
    ledger, titles = data / data_folder.LEDGER_KEY, data / data_folder.CREDENTIAL_KEY
    if ledger.exists():
        found[JOURNAL] = public_key_of(bytes.fromhex(ledger.read_text(encoding="ascii").strip())).hex()
    if titles.exists():
        found[TITLES] = read_signing_key(titles).private.public_key().public_bytes_raw().hex()
    return found
