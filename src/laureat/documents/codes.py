"""The short code of a paper and its QR: where anyone reads what it attests, and whether that still holds."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from laureat.credentials import barcodes
from laureat.credentials.paper_codes import ALPHABET, LENGTH, PATH, spelled
from laureat.vocabulary import InvalidInput


def new_code() -> str:
    """A code drawn at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_of(secret: bytes, what: str) -> str:
    """The code of what a lot makes: the same each time for the lot, found by nobody without its secret."""
    bits = int.from_bytes(hmac.digest(secret, what.encode(), "sha256"))
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))


def digest(code: str) -> str:
    """SHA-256 of a code, in hexadecimal: names it without giving it."""
    return hashlib.sha256(code.encode()).hexdigest()


def secret_of(folder: Path) -> bytes:
    """The secret of a lot: drawn once, kept in its working folder for a run that goes on."""
    path = folder / "codes.secret"
    if not path.exists():
        fresh = path.with_suffix(".tmp")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        os.replace(fresh, path)
    return path.read_bytes()


def site(told: str, asked: str) -> str:
    """The public address of a service, ending with ``/``: https, or http on the loopback; ``asked`` names the setting.

    Raises InvalidInput.
    """
    if not told:
        return ""
    parts = urlsplit(told)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme not in (("https", "http") if local else ("https",)) or not parts.hostname or parts.path.strip("/"):
        raise InvalidInput([f"{asked} : « {told} » n'est pas une adresse comme https://titres.exemple.fr"])
    return f"{parts.scheme}://{parts.netloc}/"


def drawn(text: str) -> str:
    """A QR code as SVG text."""
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return barcodes.svg(code)


def printed_code(code: str, site: str) -> dict[str, Any]:
    """What the template prints of a code: the QR of its page where ``site`` (ending with ``/``) is known."""
    address = f"{site}{PATH}{code}" if site else ""
    return {
        "svg": drawn(address or code),
        "texte": f"Code QR : {address or spelled(code)}",
        "code": spelled(code),
        "adresse": f"{site.split('://')[1]}{PATH}" if site else "page « Vérifier un document » du service",
    }
