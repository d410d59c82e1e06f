"""Verify a document handed over: with our own key and the list of issuers that this service believes."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from laureat.credentials.issuer import Issuer
from laureat.credentials.verdict import Reason, Verdict
from laureat.web import data_folder
from laureat.web.aftermath.told import struck_decision
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
    content = upload.read()
    verdict = VISITORS.read(judge, content, _believed(), list(status_lists()), datetime.now(UTC))
    return told_of_decision(verdict, hashlib.sha256(content).hexdigest())


def told_of_decision(verdict: Verdict, digest: str) -> Verdict:
    """The verdict, with what became of the decision where this house issued the document: annulled, withdrawn."""
    attested = verdict.attested
    if attested is None or not (verdict.is_believable or verdict.reason in (Reason.REVOQUE, Reason.SUSPENDU)):
        return verdict
    said = struck_decision(attested.identifier, digest)
    if not said:
        return verdict
    reason = verdict.reason if verdict.reason is Reason.REVOQUE else Reason.SUSPENDU
    return replace(verdict, reason=reason, title=None, detail=said)


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
