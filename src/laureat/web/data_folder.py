"""The data folder: the keys made on first start, never in the repository, readable by their owner alone."""

import os
import secrets
import shutil
import uuid
from pathlib import Path

DATABASE = "postgresql"
SECRET = "cle_secrete"
STRONGROOM = "scelleur"
"""The folder of the sealer, which the web process never opens: the private keys below, and its last heads."""
LEDGER_KEY = "cle_journal"
MAILS = "courriels"
STATICS = "statiques"
PUBLIC = "public"
JOBS = "travaux"
"""The files that jobs made, each for whoever asked."""
PAPERS = "papiers"
"""The papers of candidates, as they were made (``titles/shelf.py``)."""
EVIDENCE = "preuves"
"""What assessors attach to a grid (photo of a part, control report), by candidate: never under the web root."""
CREDENTIALS = "titres"
CREDENTIAL_KEY = "cle_titres.pem"
KEY_HISTORY = "cles_titres.json"
"""The public keys that signed or sign titles, the present one first. In the data folder itself."""
WALLET_KEY = "cle_portefeuille.pem"
SEAL = "cachet.p12"
"""The seal of the papers, where the house has one (its passphrase: ``LAUREAT_PHRASE_CACHET``)."""
PUBLIC_KEYS = "cles_publiques.json"
"""The public keys, as the sealer says them."""
LAST_HEADS = "tetes.json"
"""The last head that the sealer signed for each log."""
TRUST = "confiance.json"
SUPERUSER = "acces_base"
"""The password of the packaged server's superuser, from which those of the other roles are drawn."""
WITNESSES = "temoins"
"""The witnesses of the log, in the form of C2SP ``tlog-policy``."""
TIMESTAMPING = "horodatage.pem"
"""The certificates by which the tokens of the time-stamping authority are checked."""
DEMONSTRATION = "demonstration"
"""The mark of a folder born for the demonstration: its accounts have a password that everyone knows."""
KEYS = (SECRET, STRONGROOM, LEDGER_KEY, CREDENTIAL_KEY, WALLET_KEY, SEAL)
"""Those of earlier versions stood in the data folder itself, until the sealer took them."""
KEPT = (TRUST, PUBLIC_KEYS, KEY_HISTORY, CREDENTIALS, EVIDENCE, WITNESSES, TIMESTAMPING, DEMONSTRATION)
"""What a backup takes beside the keys."""


def folder() -> Path:
    """The data folder (``LAUREAT_DONNEES``, by default ``donnees`` here), made when missing, closed to others."""
    path = Path(os.environ.get("LAUREAT_DONNEES", "donnees")).resolve()
    path.mkdir(0o700, parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077 and path.stat().st_uid == os.geteuid():
        path.chmod(0o700)
    return path


def close() -> None:
    """From now on, what this process writes is for its user alone; what earlier versions left open is closed."""
    os.umask(0o077)
    for name in (MAILS, CREDENTIALS, JOBS, PAPERS, EVIDENCE):
        for path in (folder() / name, *(folder() / name).rglob("*")):
            if path.exists() and not path.is_symlink() and path.stat().st_mode & 0o077:
                path.chmod(0o700 if path.is_dir() else 0o600)


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner alone."""
    write_private_bytes(path, text.encode("ascii"))


def write_private_bytes(path: Path, content: bytes) -> None:
    """The same, of bytes."""
    partial = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")  # two at once have each their own
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def evidence(candidate: str) -> Path:
    """Where what was attached about a candidate is kept; erased with the identity. ``candidate`` is an identifier."""
    return folder() / EVIDENCE / str(uuid.UUID(candidate))


def forget_evidence(candidate: str) -> None:
    """Erase what was attached about a candidate."""
    shutil.rmtree(evidence(candidate), ignore_errors=True)


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


def strongroom(data: Path) -> Path:
    """The folder of the sealer (``LAUREAT_SCELLEUR``), by default in the data folder."""
    return Path(os.environ.get("LAUREAT_SCELLEUR") or data / STRONGROOM)


def is_demonstration() -> bool:
    """True for a folder born for the demonstration."""
    return (folder() / DEMONSTRATION).exists()


def is_born(path: Path) -> bool:
    """True for a folder that a service has used: it has a key, or a base."""
    return any((path / name).exists() for name in (*KEYS, DATABASE))
