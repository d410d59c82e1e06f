"""The seals of a PDF: whole, and of someone on the verifier's list, by certificate or by authority and subject."""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from cryptography import x509

from laureat.credentials.trust import TrustedIssuer
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.vocabulary.french import short_date

CARRIER = "cachet du PDF"
MAX_SEALS = 8
_SAID = ("/Title", "/Author", "/Subject", "/Keywords")
_SAID_IN_XMP = re.compile(rb"<dc:(title|creator|description|subject)>.*?</dc:\1>", re.DOTALL)
_COVERED = re.compile(rb"/ByteRange\s*\[\s*\d{1,10}\s+\d{1,10}\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_WORTHLESS = "sans valeur"
"""What the certificate of a trial seal says of itself."""


def check_seals(content: bytes, verifier: Verifier) -> Iterator[Verdict]:
    """A verdict on each seal: SANS_STATUT where it is whole and of someone known, for a seal tells no status."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError

    logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # an unknown authority is a verdict, not an incident
    believed = _Believed(verifier)

    def validated(signature: Any) -> Validated:
        """The seal as it holds today; else, where its certificate has ended, at the hour that a time-stamp proves."""
        told = validate_pdf_signature(signature, believed.on(verifier.now), believed.stampers)
        stamp = told.timestamp_validity
        hour = stamp.timestamp if stamp is not None and stamp.intact and stamp.valid and stamp.trusted else None
        if told.trusted or hour is None:
            return Validated(told, hour)
        return Validated(validate_pdf_signature(signature, believed.on(hour), believed.stampers), hour)

    try:
        signatures = PdfFileReader(BytesIO(_without_blanks(content)), strict=False).embedded_signatures
        if len(signatures) > MAX_SEALS:
            yield Verdict(Reason.TROP_COMPLEXE, f"plus de {MAX_SEALS} cachets", carrier=CARRIER)
            return
        with ThreadPoolExecutor(1) as apart:  # pyHanko runs an event loop, and the caller may have its own
            found = [apart.submit(validated, signature).result() for signature in signatures]
        whole = bool(found) and _verdict(signatures[-1], found[-1], believed).reason is Reason.SANS_STATUT
        for signature, each in zip(signatures, found, strict=True):
            yield _verdict(signature, each, believed, countersigned=whole)
    except (PdfError, SigningError, SignatureValidationError, ValueError):
        yield Verdict(Reason.ALTERE, "cachet illisible", carrier=CARRIER)
    except MemoryError:
        raise
    except Exception:  # pyHanko raises many kinds on a file whose objects are broken
        yield Verdict(Reason.ILLISIBLE, "PDF incorrect", carrier=CARRIER)


def _without_blanks(content: bytes) -> bytes:
    """A file without the blanks that some transport left after what its last seal covers: they show nothing."""
    end = max((int(start) + int(length) for start, length in _COVERED.findall(content)), default=len(content))
    return content if content[end:].strip(b" \t\r\n\f\0") else content[:end]


@dataclass(frozen=True, slots=True)
class Validated:
    """What pyHanko says of a seal, and the hour at which a believed time-stamp proves that it stood; None: unknown."""

    status: Any
    hour: datetime | None


def _verdict(signature: Any, found: Validated, believed: "_Believed", *, countersigned: bool = False) -> Verdict:
    """``countersigned``: the last seal, of someone known, answers for the signatures added since this one."""
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status, end = found.status, signature.signer_cert.not_valid_after
    subject = signature.signer_cert.subject
    name = str(subject.native.get("common_name") or subject.human_friendly)
    if not (status.intact and status.valid):
        return Verdict(Reason.ALTERE, "le PDF a changé depuis son cachet", None, name, CARRIER)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        level = status.modification_level
        if level is ModificationLevel.FORM_FILLING and not countersigned:
            detail = "une autre signature a été posée après ce cachet"
            return Verdict(Reason.NON_PRIS_EN_CHARGE, detail, None, name, CARRIER)
        known = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
        if level not in known or (not countersigned and _describes_itself_otherwise(signature)):
            return Verdict(Reason.ALTERE, "le PDF a changé depuis son cachet", None, name, CARRIER)
    issuer = believed.issuer(signature.signer_cert, status) if status.trusted else None
    if issuer is None:
        detail = f"le cachet de « {name} » n'est pas dans votre liste de confiance"
        if believed.now >= end and not status.trusted:
            detail = (
                f"le certificat du cachet de « {name} » a pris fin le {short_date(end)} : votre liste ne le croit plus"
            )
            if found.hour is None and status.timestamp_validity is not None:
                detail += ", et ne connaît pas l'autorité qui l'a horodaté"
        if status.trusted:
            detail = f"votre liste connaît l'autorité du cachet, mais pas « {subject.human_friendly} » pour titulaire"
        return Verdict(Reason.EMETTEUR_INCONNU, detail, None, name, CARRIER)
    said = found.hour or status.signer_reported_dt
    said = said.replace(tzinfo=said.tzinfo or UTC) if said else None
    if believed.now >= end and (said is None or said >= end):
        detail = f"le cachet de « {name} » a été posé après la fin de son certificat, le {short_date(end)}"
        return Verdict(Reason.EMETTEUR_INCONNU, detail, None, name, CARRIER)
    reason = Reason.SPECIMEN if _WORTHLESS in subject.human_friendly else Reason.SANS_STATUT
    return Verdict(reason, name, None, issuer.name, CARRIER, tuple(_dated(found.hour, end, believed.now)))


def _describes_itself_otherwise(signature: Any) -> bool:
    """Whether what the file says of itself (title, author…), which a reader shows, changed since the seal.

    pyHanko takes it for upkeep, for what keeps a seal valid for long changes the date of the file there.
    """
    reader = signature.reader
    return _described(reader) != _described(reader.get_historical_resolver(signature.signed_revision))


def _described(revision: Any) -> tuple[list[str], list[bytes]]:
    said = revision.trailer_view.get("/Info") or {}
    metadata = revision.root.get("/Metadata")
    told = metadata.data if metadata is not None else b""
    return [str(said.get(name, "")) for name in _SAID], [each[0] for each in _SAID_IN_XMP.finditer(told)]


def _dated(hour: datetime | None, end: datetime, now: datetime) -> Iterator[str]:
    """What is known of the day of a seal."""
    if hour is not None:
        ended = f" ; son certificat a pris fin depuis, le {short_date(end)}" if now >= end else ""
        yield f"Le cachet est du {short_date(hour)}, une autorité d'horodatage que vous croyez en répond{ended}."
    elif now >= end:
        yield f"Le certificat du cachet a pris fin le {short_date(end)} : seul le signataire dit qu'il l'a posé avant."


class _Believed:
    """The seals of the verifier's list."""

    def __init__(self, verifier: Verifier) -> None:
        from asn1crypto import pem
        from asn1crypto import x509 as asn1

        self.now = verifier.now
        hours = [asn1.Certificate.load(pem.unarmor(each.encode())[2]) for each in verifier.trust.hours]
        self.stampers = self._context(hours, verifier.now)
        self.roots: list[Any] = []
        self.leaves: dict[bytes, TrustedIssuer] = {}
        self.pinned: list[tuple[bytes, frozenset[Any], TrustedIssuer]] = []
        for issuer in verifier.trust.issuers.values():
            for seal in issuer.seals:
                certificate = asn1.Certificate.load(pem.unarmor(seal.certificate.encode())[2])
                self.roots.append(certificate)
                if seal.subject:
                    subject = x509.Name.from_rfc4514_string(seal.subject)
                    self.pinned.append((certificate.sha256, _attributes(subject), issuer))
                else:
                    self.leaves[certificate.sha256] = issuer

    def on(self, moment: datetime) -> Any:
        """Who is believed to seal, at that moment."""
        return self._context(self.roots, moment)

    @staticmethod
    def _context(roots: list[Any], moment: datetime) -> Any:
        from pyhanko_certvalidator import ValidationContext

        return ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment, best_signature_time=moment)

    def issuer(self, certificate: Any, status: Any) -> TrustedIssuer | None:
        """Who seals with this certificate: by itself, or by its authority and its subject."""
        if certificate.sha256 in self.leaves:
            return self.leaves[certificate.sha256]
        authority = status.validation_path.first.sha256 if status.validation_path else b""
        subject = _attributes(x509.load_der_x509_certificate(certificate.dump()).subject)
        for root, pinned, issuer in self.pinned:
            if root == authority and pinned == subject:
                return issuer
        return None


def _attributes(name: x509.Name) -> frozenset[Any]:
    return frozenset((each.oid, str(each.value)) for each in name)
