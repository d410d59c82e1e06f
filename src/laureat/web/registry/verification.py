"""Verify a document handed over: with our own key and the list of issuers that this service believes."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from laureat.credentials.carriers import verify_file
from laureat.credentials.issuer import Issuer
from laureat.credentials.trust import TrustedIssuer, TrustedKey, TrustList, read_trust
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.web import data_folder
from laureat.web.exam_sessions.papers import issuing_key, status_lists

MAX_BYTES = 10 * 1024 * 1024


def examine_upload(upload: "UploadedFile[bytes] | None") -> Verdict:
    """The verdict on an uploaded file; nothing of it is kept."""
    if upload is None:
        return Verdict(Reason.ILLISIBLE, "choisissez un fichier")
    if upload.size is None or upload.size > MAX_BYTES:
        return Verdict(Reason.TROP_COMPLEXE, "dix mégaoctets au plus")
    return verify_file(upload.read(), Verifier(_trust(), datetime.now(UTC), _lists))


def _trust() -> TrustList:
    """The issuers of the trust list in the data folder, and ourselves where that list does not name us."""
    path = settings.DONNEES / data_folder.TRUST
    known = read_trust(path) if path.exists() else TrustList()
    key = issuing_key()
    issuer = Issuer.of(key, "")
    name = next((_name(folder) for folder in status_lists()), "") or "Ce service"
    own = TrustedIssuer(issuer.did, name, {issuer.key_id: TrustedKey(key.private.public_key())})
    return TrustList({issuer.did: own, **known.issuers}, known.official)


def _name(path: Path) -> str:
    """How we named ourselves when the credentials of a session were issued."""
    trusted = path.parent.parent / "confiance.json"
    try:
        return str(json.loads(trusted.read_bytes())["emetteurs"][0]["nom"])
    except (OSError, ValueError, LookupError):
        return ""


def _lists(address: str) -> Iterator[bytes]:
    """The status lists that bear this identifier."""
    for path in status_lists():
        content = path.read_bytes()
        if address.encode() in content:
            yield content
