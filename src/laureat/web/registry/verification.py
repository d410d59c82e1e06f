"""Verify a document handed over: with our own key and the list of issuers that this service believes."""

import json
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from laureat.credentials.issuer import Issuer
from laureat.credentials.verdict import Reason, Verdict
from laureat.web import data_folder
from laureat.web.exam_sessions.papers import issuing_key, status_lists
from laureat.web.reader import VISITORS
from laureat.web.registry.judging import Believed, judge

MAX_BYTES = 10 * 1024 * 1024


def examine_upload(upload: "UploadedFile[bytes] | None") -> Verdict:
    """The verdict on an uploaded file; nothing of it is kept. Raises TryAgain where it could not be read to the end."""
    if upload is None:
        return Verdict(Reason.ILLISIBLE, "choisissez un fichier")
    if upload.size is None or upload.size > MAX_BYTES:
        return Verdict(Reason.TROP_COMPLEXE, "dix mégaoctets au plus")
    return VISITORS.read(judge, upload.read(), _believed(), list(status_lists()), datetime.now(UTC))


def _believed() -> Believed:
    key = issuing_key()
    issuer = Issuer.of(key, "")
    name = next((_name(folder) for folder in status_lists()), "") or "Ce service"
    public = key.private.public_key().public_bytes_raw()
    return Believed(issuer.did, name, issuer.key_id, public, settings.DONNEES / data_folder.TRUST)


def _name(path: Path) -> str:
    """How we named ourselves when the credentials of a session were issued."""
    trusted = path.parent.parent / "confiance.json"
    try:
        return str(json.loads(trusted.read_bytes())["emetteurs"][0]["nom"])
    except (OSError, ValueError, LookupError):
        return ""
