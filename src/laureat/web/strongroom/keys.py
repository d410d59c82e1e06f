"""The private keys, in a folder that the sealer alone enters; made on its first start, their public parts said then."""

import os
import secrets
import uuid
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec

from laureat.credentials import es256
from laureat.credentials.keys import (
    SigningKey,
    new_deuxdoc_key,
    new_signing_key,
    read_deuxdoc_key,
    read_signing_key,
    write_private,
)
from laureat.documents.keys import SealKey
from laureat.records.ed25519 import public_key_of
from laureat.vocabulary import InvalidInput
from laureat.web import data_folder
from laureat.web.data_folder import CREDENTIAL_KEY, LEDGER_KEY, SEAL, WALLET_KEY
from laureat.web.sealer import places
from laureat.web.sealer.public import PublicKeys

PASSPHRASE = "LAUREAT_PHRASE_CACHET"


def folder() -> Path:
    """The folder of the keys, made when missing, closed to others. Raises InvalidInput where it is another user's."""
    path = data_folder.strongroom(data_folder.folder())
    path.mkdir(0o700, parents=True, exist_ok=True)
    known = path.stat()
    if known.st_uid != os.geteuid():
        raise InvalidInput([f"{path} n'appartient pas à l'utilisateur du scelleur : chown -R … {path}"])
    if known.st_mode & 0o077:
        path.chmod(0o700)
    return path


def prepare() -> None:
    """Make the keys that are missing, take those that an earlier version left in the data folder, say the public ones.

    Raises InvalidInput where a key cannot be read.
    """
    for name in (LEDGER_KEY, CREDENTIAL_KEY, WALLET_KEY, SEAL):
        former, path = data_folder.folder() / name, folder() / name
        if former.is_file() and not path.exists():
            former.rename(path)
    if not (folder() / LEDGER_KEY).exists():
        data_folder.write_private(folder() / LEDGER_KEY, secrets.token_hex(32))
    _make_once(folder() / CREDENTIAL_KEY, new_signing_key)
    _make_once(folder() / WALLET_KEY, new_deuxdoc_key)
    publish()


def publish() -> None:
    """Say the public keys, where the web process reads them."""
    said = PublicKeys(
        journal=public_key_of(ledger_seed()).hex(),
        titres=issuing_key().private.public_key().public_bytes_raw().hex(),
        portefeuille=es256.jwk_of(wallet_key().public_key()),
        cachet=seal() is not None,
    )
    path = places.public_of(data_folder.folder())
    data_folder.write_private(path, said.to_json())
    path.chmod(0o644)


def ledger_seed() -> bytes:
    """The 32 bytes from which the key that signs the tree heads is made (Ed25519)."""
    return bytes.fromhex((folder() / LEDGER_KEY).read_text(encoding="ascii").strip())


def issuing_key() -> SigningKey:
    """The key that signs the credentials."""
    return read_signing_key(folder() / CREDENTIAL_KEY)


def wallet_key() -> ec.EllipticCurvePrivateKey:
    """The P-256 key that signs for wallets, which know no Ed25519."""
    return read_deuxdoc_key(folder() / WALLET_KEY)


def seal() -> SealKey | None:
    """The seal of the papers, where the house has one (its passphrase: ``LAUREAT_PHRASE_CACHET``)."""
    path = folder() / SEAL
    return SealKey(path, passphrase=os.environ.get(PASSPHRASE, "")) if path.exists() else None


def _make_once(path: Path, make: Callable[[], SigningKey | ec.EllipticCurvePrivateKey]) -> None:
    """A key is made whole, or not at all."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    write_private(draft, make())
    draft.rename(path)
