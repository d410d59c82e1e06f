"""The seals of a PDF: whole, and of someone on the verifier's list, by certificate or by authority and subject."""

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

from cryptography import x509

from laureat.credentials.trust import TrustedIssuer
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.vocabulary.french import short_date

CARRIER = "cachet du PDF"
MAX_SEALS = 8
_WORTHLESS = "sans valeur"
"""What the certificate of a trial seal says of itself."""


def check_seals(content: bytes, verifier: Verifier) -> Iterator[Verdict]:
    """A verdict on each seal: SANS_STATUT where it is whole and of someone known, for a seal tells no status."""
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # an unknown authority is a verdict, not an incident
    believed = _Believed(verifier)
    context = ValidationContext(
        trust_roots=believed.roots, allow_fetching=False, moment=verifier.now, best_signature_time=verifier.now
    )
    try:
        signatures = PdfFileReader(BytesIO(content), strict=False).embedded_signatures
        if len(signatures) > MAX_SEALS:
            yield Verdict(Reason.TROP_COMPLEXE, f"plus de {MAX_SEALS} cachets", carrier=CARRIER)
            return
        for signature in signatures:
            with ThreadPoolExecutor(1) as apart:  # pyHanko runs an event loop, and the caller may have its own
                status = apart.submit(validate_pdf_signature, signature, context).result()
            yield _verdict(signature, status, believed)
    except (PdfError, SigningError, SignatureValidationError, ValueError) as error:
        yield Verdict(Reason.ALTERE, f"cachet illisible : {error}", carrier=CARRIER)
    except MemoryError:
        raise
    except Exception as error:  # pyHanko raises many kinds on a file whose objects are broken
        yield Verdict(Reason.ILLISIBLE, f"PDF incorrect : {type(error).__name__}", carrier=CARRIER)


def _verdict(signature: Any, status: Any, believed: "_Believed") -> Verdict:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    subject = signature.signer_cert.subject
    name = str(subject.native.get("common_name") or subject.human_friendly)
    if not (status.intact and status.valid):
        return Verdict(Reason.ALTERE, "le PDF a changé depuis son cachet", None, name, CARRIER)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        level = status.modification_level
        if level is ModificationLevel.FORM_FILLING:
            detail = "une autre signature a été posée après ce cachet"
            return Verdict(Reason.NON_PRIS_EN_CHARGE, detail, None, name, CARRIER)
        if level not in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES):
            return Verdict(Reason.ALTERE, "le PDF a changé depuis son cachet", None, name, CARRIER)
    issuer = believed.issuer(signature.signer_cert, status) if status.trusted else None
    if issuer is None:
        detail = f"le cachet de « {name} » n'est pas dans votre liste de confiance"
        end = signature.signer_cert.not_valid_after
        if believed.now >= end and not status.trusted:
            detail = (
                f"le certificat du cachet de « {name} » a pris fin le {short_date(end)} : votre liste ne le croit plus"
            )
        if status.trusted:
            detail = f"votre liste connaît l'autorité du cachet, mais pas « {subject.human_friendly} » pour titulaire"
        return Verdict(Reason.EMETTEUR_INCONNU, detail, None, name, CARRIER)
    reason = Reason.SPECIMEN if _WORTHLESS in subject.human_friendly else Reason.SANS_STATUT
    return Verdict(reason, name, None, issuer.name, CARRIER)


class _Believed:
    """The seals of the verifier's list."""

    def __init__(self, verifier: Verifier) -> None:
        from asn1crypto import pem
        from asn1crypto import x509 as asn1

        self.now = verifier.now
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
