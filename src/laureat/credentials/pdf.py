"""A PDF that carries credentials, a seal, printed 2D-Doc codes: what each of them is worth."""

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any

from laureat.credentials import deuxdoc
from laureat.credentials.carriers import verify_codes
from laureat.credentials.verdict import Attested, Reason, Verdict
from laureat.credentials.verifier import Verifier
from laureat.vocabulary import Mention

PDF_DECISION = "decision.json"
"""What a sealed paper says; credentials attached to it are called ``titre.json``, ``titre-….json``."""


def verify_pdf(content: bytes, verifier: Verifier) -> Verdict:
    """A PDF may carry a credential, a seal and a printed 2D-Doc: the worst verdict of the first two, else the code."""
    from pypdf import PdfReader

    try:
        attached = dict(PdfReader(BytesIO(content)).attachments)
    except Exception as error:  # pypdf raises many kinds on a broken file
        return Verdict(Reason.ILLISIBLE, f"PDF incorrect : {type(error).__name__}")
    found = _attached(attached, verifier)
    for sealed in _seals(content, verifier):
        found.append(replace(sealed, attested=_decision(attached.get(PDF_DECISION, [b"{}"])[0])))
    if not found:
        codes = [code for image in _pages(content) for code in deuxdoc.read_image(image)]
        if codes:
            verdict = verify_codes(codes, verifier.trust)
            note = "Seul le contenu du code est garanti : comparez-le à ce qui est imprimé."
            return replace(verdict, carrier="code 2D-Doc imprimé sur le PDF", notes=(*verdict.notes, note))
        return Verdict(Reason.RIEN_DE_SIGNE, "ni titre joint, ni cachet, ni code 2D-Doc", carrier="PDF")
    worst = max(found, key=lambda verdict: _SEVERITY.index(verdict.reason.exit_code))
    if worst.attested is None and worst.reason is Reason.AUTHENTIQUE:
        worst = replace(worst, attested=next((each.attested for each in found if each.attested), None))
    return worst


def _attached(files: Mapping[str, list[bytes]], verifier: Verifier) -> list[Verdict]:
    """The credentials attached to a PDF: each that fails by itself, those that hold as one verdict."""
    verdicts = [
        replace(verifier.verify(data), carrier="titre joint au PDF")
        for name, contents in sorted(files.items())
        if name.startswith("titre") and name.endswith(".json")
        for data in contents
    ]
    authentic = [verdict for verdict in verdicts if verdict.reason is Reason.AUTHENTIQUE]
    if len(authentic) < 2 or len({verdict.attested and verdict.attested.holder for verdict in authentic}) > 1:
        return verdicts
    first = authentic[0]
    told = [verdict.attested for verdict in authentic if verdict.attested]
    blocs = tuple(dict.fromkeys(bloc for attested in told for bloc in attested.blocs))
    gathered = replace(told[0], title=f"{len(told)} titres", narrative="", marks=(), blocs=blocs, identifier="")
    others = [verdict for verdict in verdicts if verdict.reason is not Reason.AUTHENTIQUE]
    return [*others, replace(first, attested=gathered, carrier=f"{len(told)} titres joints au PDF")]


_SEVERITY = (0, 9, 8, 7, 6, 5, 4, 10, 3)
"""Exit codes, the least serious first, where one file carries several proofs."""


def _seals(content: bytes, verifier: Verifier) -> Iterator[Verdict]:
    from asn1crypto import pem, x509
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # an unknown authority is a verdict, not an incident
    roots = {
        x509.Certificate.load(pem.unarmor(seal.encode())[2]): issuer
        for issuer in verifier.trust.issuers.values()
        for seal in issuer.seals
    }
    by_key = {root.sha256: issuer for root, issuer in roots.items()}
    context = ValidationContext(
        trust_roots=list(roots), allow_fetching=False, moment=verifier.now, best_signature_time=verifier.now
    )
    carrier = "cachet du PDF"
    try:
        signatures = PdfFileReader(BytesIO(content), strict=False).embedded_signatures
        for signature in signatures:
            status = validate_pdf_signature(signature, context)
            subject = signature.signer_cert.subject
            name = str(subject.native.get("common_name") or subject.human_friendly)
            if not (status.intact and status.valid) or status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
                yield Verdict(Reason.ALTERE, "le PDF a changé depuis son cachet", None, name, carrier)
            elif not status.trusted:
                detail = f"le cachet de « {name} » n'est pas dans votre liste de confiance"
                yield Verdict(Reason.EMETTEUR_INCONNU, detail, None, name, carrier)
            else:
                issuer = by_key[status.validation_path.first.sha256] if status.validation_path else None
                said = issuer.name if issuer else name
                yield Verdict(Reason.AUTHENTIQUE, name, None, said, carrier, has_status=False)
    except (PdfError, SigningError, SignatureValidationError, ValueError) as error:
        yield Verdict(Reason.ALTERE, f"cachet illisible : {error}", carrier=carrier)


def _decision(data: bytes) -> Attested | None:
    """What the decision data of a sealed paper say (``laureat/decision/1``); None where they say nothing."""
    try:
        said: Any = json.loads(data)
    except ValueError:
        return None
    if not isinstance(said, dict) or not str(said.get("format", "")).startswith("laureat/decision/"):
        return None
    person, sheet = (said[key] if isinstance(said.get(key), dict) else {} for key in ("candidat", "certification"))
    mention = str(said.get("mention") or "")
    blocs = [each.get("code") if isinstance(each, dict) else each for each in said.get("blocs") or ()]
    return Attested(
        title=" – ".join(filter(None, (str(said.get("papier") or ""), str(sheet.get("intitule") or "")))),
        holder=" ".join(str(person[key]) for key in ("prenom", "nom") if person.get(key)),
        session=str(said.get("session") or ""),
        mention=Mention[mention].label if mention in Mention.__members__ else "",
        narrative=str(said.get("decision") or ""),
        blocs=tuple(str(each) for each in blocs if each),
        issued=str(said.get("emis_le") or ""),
        identifier=str(said.get("numero") or ""),
    )


def _pages(content: bytes) -> Iterator[Any]:
    """The first pages of a PDF as images, at 200 dots an inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        for page in list(document)[:4]:
            yield page.render(scale=200 / 72, grayscale=True).to_pil()
    finally:
        document.close()
