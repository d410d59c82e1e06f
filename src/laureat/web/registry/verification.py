"""Verify a document handed over: with our own key and the list of issuers that this service believes."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from laureat.credentials.verdict import Reason, Verdict
from laureat.web import data_folder
from laureat.web.aftermath import of_vae, told
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import status_lists
from laureat.web.reader import VISITORS
from laureat.web.registry.codes import told_of
from laureat.web.registry.judging import Believed, judge
from laureat.web.titles import keys
from laureat.web.titles.models import Title

MAX_BYTES = 10 * 1024 * 1024
_UNSETTLED = (0, 4, 5, 11, 12)
"""The exit codes of verdicts that a revocation of ours changes: a paper is revoked whoever sealed it, known or not."""


def examine_upload(upload: "UploadedFile[bytes] | None") -> Verdict:
    """The verdict on an uploaded file; nothing of it is kept. Raises TryAgain where it could not be read to the end."""
    if upload is None:
        return Verdict(Reason.ILLISIBLE, "choisissez un fichier")
    if upload.size is None or upload.size > MAX_BYTES:
        return Verdict(Reason.TROP_COMPLEXE, "dix mégaoctets au plus")
    return examine(upload.read())


def examine(content: bytes) -> Verdict:
    """The verdict on these bytes, read apart; it says what became of the decision where this house struck it."""
    verdict = VISITORS.read(judge, content, _believed(), list(status_lists()), datetime.now(UTC))
    return told_of_decision(told_of_codes(verdict), hashlib.sha256(content).hexdigest())


def told_of_codes(verdict: Verdict) -> Verdict:
    """The verdict, with what became of the paper where this house answers for the code that it carries."""
    for code in verdict.codes if verdict.reason.exit_code in _UNSETTLED else ():
        paper = told_of(code)
        if paper is not None and not paper.stands:
            reason = Reason.SUSPENDU if paper.is_suspended else Reason.REVOQUE
            return replace(verdict, reason=reason, title=None, detail=paper.reason)
    return verdict


def told_of_decision(verdict: Verdict, digest: str) -> Verdict:
    """The verdict, with what became of the decision where this house issued the document: annulled, withdrawn."""
    attested = verdict.attested
    if attested is None or not (verdict.is_believable or verdict.reason in (Reason.REVOQUE, Reason.SUSPENDU)):
        return verdict
    named = (attested.identifier, digest)
    said = told.struck_decision(*named) or of_vae.struck_decision(*named)
    if not said:
        return verdict
    reason = verdict.reason if verdict.reason is Reason.REVOQUE else Reason.SUSPENDU
    return replace(verdict, reason=reason, title=None, detail=said)


def _believed() -> Believed:
    """Ourselves, under both our names: the address of the house, and the key itself."""
    key = keys.issuing_key()
    dids = tuple(dict.fromkeys(filter(None, (key.did_key, keys.house_did()))))
    return Believed(dids, house_name(), tuple(keys.history()), settings.DONNEES / data_folder.TRUST)


def house_name() -> str:
    """How we named ourselves when the last titles were issued."""
    log = Title.objects.order_by("-pk").values_list("log", flat=True).first()
    session = ExamSession.objects.select_related("certification").filter(pk=log).first() if log else None
    certifiers = (session.certification.sheet.get("certificateurs") or [{}]) if session else [{}]
    return (session.authority if session else "") or str(certifiers[0].get("nom") or "Ce service")
