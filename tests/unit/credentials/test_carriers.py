"""The files in which a credential travels: badge, PDF with attachment and seal, scanned 2D-Doc."""

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pypdf import PdfReader, PdfWriter

from laureat.credentials import badge, carriers, deuxdoc, keys, proof
from laureat.credentials.status import Lists
from laureat.credentials.trust import Seal, TrustedIssuer, TrustList
from laureat.credentials.verdict import Page, Reason, Verdict
from laureat.vocabulary import Mention
from support.titres import (
    FICHE,
    KEY,
    NOW,
    OTHER_KEY,
    candidate,
    issuance,
    outcome,
    signed,
    trust,
    verifier,
)

DECISION = {
    "format": "laureat/decision/1",
    "papier": "diplome",
    "candidat": {"nom": "NGUYỄN", "prenom": "Chloé"},
    "certification": {"intitule": FICHE["intitule"]},
    "session": 2026,
    "mention": "B",
    "decision": "admis",
    "emis_le": "10/07/2026",
}
CODE_KEY = keys.new_deuxdoc_key()


def judged(content: bytes, **changes: Any) -> Verdict:
    return carriers.verify_file(content, verifier(**changes))


def a_pdf(**attachments: Any) -> bytes:
    """A one-page PDF with JSON attachments (``titre`` → ``titre.json``)."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    for name, content in attachments.items():
        writer.add_attachment(f"{name}.json", json.dumps(content).encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A local seal: private key and self-signed certificate."""
    folder = tmp_path_factory.mktemp("cachet")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Cachet de l'académie de Lyon")])
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=3000))
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cle.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "certificat.pem").write_bytes(certificate.public_bytes(pem))
    return folder / "cle.pem", folder / "certificat.pem"


def sealed(content: bytes, authority: tuple[Path, Path]) -> bytes:
    signer = signers.SimpleSigner.load(*map(str, authority))
    assert signer is not None
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    metadata = PdfSignatureMetadata(field_name="Cachet", subfilter=SigSeedSubFilter.PADES)
    out = signers.PdfSigner(metadata, signer).sign_pdf(writer)
    data: bytes = out.getvalue()
    return data


def seal_trust(authority: tuple[Path, Path]) -> TrustList:
    ours = trust().issuers[KEY.did_key]
    return TrustList({ours.did: replace(ours, seals=(Seal(authority[1].read_text()),))})


def test_a_badge_carries_its_credential_in_one_chunk() -> None:
    image = badge.draw("Certification", "RNCP35697", "Session 2026")
    text = json.dumps(signed(), ensure_ascii=False)
    baked = carriers.bake(image, text)
    assert baked.count(b"openbadgecredential\0\0") == 1
    assert carriers.unbake(baked) == text
    assert Image.open(io.BytesIO(baked)).size == (400, 400)
    verdict = judged(baked)
    assert (verdict.reason, verdict.carrier) == (Reason.AUTHENTIQUE, "badge (Open Badges 3.0)")


def test_a_badge_whose_text_was_changed_is_refused() -> None:
    image = badge.draw("Certification", "RNCP35697", "Session 2026")
    forged = json.dumps(signed() | {"name": "Autre"})
    assert judged(carriers.bake(image, forged)).reason is Reason.ALTERE


def test_an_image_without_anything_is_unreadable() -> None:
    assert judged(badge.draw("Certification", "RNCP35697", "Session 2026")).reason is Reason.ILLISIBLE


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nxxxx", b"%PDF-1.7 rien", b"\xff\xd8\xff", b"bonjour"])
def test_a_broken_file_is_unreadable(content: bytes) -> None:
    assert judged(content).reason is Reason.ILLISIBLE


def test_a_pdf_with_nothing_signed_is_undecidable() -> None:
    assert judged(a_pdf(decision=DECISION)).reason is Reason.RIEN_DE_SIGNE


def test_a_credential_attached_to_a_pdf_is_verified() -> None:
    verdict = judged(a_pdf(titre=signed()))
    assert (verdict.reason, verdict.carrier) == (Reason.PAGE_NON_LIEE, "titre joint au PDF")
    assert verdict.title_line == "Authentique et en vigueur (statut connu au 01/09/2026)"
    assert verdict.page_line.startswith("non liée")
    assert judged(a_pdf(titre=signed() | {"name": "Autre"})).reason is Reason.ALTERE


def test_the_blocks_attached_to_an_attestation_are_told_together() -> None:
    told = issuance()
    given = list(told.credentials(candidate(), outcome(), KEY, False))[1:]
    entry = Lists(told.issuer).entry(5)
    blocs = [
        proof.sign(told.document(each.claim, each.with_status(entry).values), KEY, told.issuer.key_id, told.instant)
        for each in given
    ]
    named = {f"titre-{number}": bloc for number, bloc in enumerate(blocs)}
    verdict = judged(a_pdf(**named))
    assert (verdict.reason, verdict.carrier) == (Reason.PAGE_NON_LIEE, "2 titres joints au PDF")
    assert verdict.attested is not None
    assert [bloc[:13] for bloc in verdict.attested.blocs] == ["RNCP35697BC01", "RNCP35697BC04"]
    forged = named | {"titre-1": blocs[1] | {"name": "Autre"}}
    assert judged(a_pdf(**forged)).reason is Reason.ALTERE


def test_a_seal_of_a_trusted_authority_is_authentic(authority: tuple[Path, Path]) -> None:
    verdict = judged(sealed(a_pdf(decision=DECISION), authority), trust=seal_trust(authority))
    assert (verdict.reason, verdict.issuer) == (Reason.SANS_STATUT, "Académie de Lyon")
    assert verdict.page is Page.LIEE
    assert verdict.attested is not None
    assert verdict.attested.holder == "Chloé NGUYỄN"
    assert verdict.attested.mention == Mention.B.label


def test_a_seal_of_someone_unknown_is_told_apart(authority: tuple[Path, Path]) -> None:
    verdict = judged(sealed(a_pdf(decision=DECISION), authority))
    assert verdict.reason is Reason.EMETTEUR_INCONNU
    assert "Cachet de l'académie de Lyon" in verdict.detail


def test_a_sealed_pdf_that_was_changed_is_refused(authority: tuple[Path, Path]) -> None:
    content = sealed(a_pdf(decision=DECISION), authority)
    where = content.index(b"595")
    assert judged(content[:where] + b"596" + content[where + 3 :], trust=seal_trust(authority)).reason is Reason.ALTERE


def test_a_sealed_pdf_with_an_added_revision_is_refused(authority: tuple[Path, Path]) -> None:
    writer = PdfWriter(io.BytesIO(sealed(a_pdf(decision=DECISION), authority)), incremental=True)
    writer.add_attachment("decision.json", b"{}")
    out = io.BytesIO()
    writer.write(out)
    assert judged(out.getvalue(), trust=seal_trust(authority)).reason is Reason.ALTERE


def test_the_worst_of_seal_and_credential_decides(authority: tuple[Path, Path]) -> None:
    forged = a_pdf(titre=signed() | {"name": "Autre"}, decision=DECISION)
    verdict = judged(sealed(forged, authority), trust=seal_trust(authority))
    assert verdict.reason is Reason.ALTERE
    assert "titre joint au PDF" in verdict.detail
    assert "cachet du PDF" in verdict.detail


def code_trust(key: Any = CODE_KEY, official: tuple[str, ...] = ()) -> TrustList:
    did = KEY.did_key
    known = {("FR00", "0001"): key.public_key()}
    return TrustList({did: TrustedIssuer(did, "Académie de Lyon", deuxdoc=known)}, frozenset(official))


def a_code() -> deuxdoc.DeuxDoc:
    who = {"nom": "Nguyễn", "prenom": "Chloé", "sexe": "F", "date_naissance": "14/03/2008"}
    return deuxdoc.for_diploma(
        who,
        FICHE,
        2026,
        Mention.B,
        "2026-000123",
        key=CODE_KEY,
        authority="FR00",
        certificate="0001",
        issued=date(2026, 7, 10),
    )


def a_page() -> Image.Image:
    page = Image.new("L", (1240, 1754), 255)
    page.paste(Image.open(io.BytesIO(a_code().png(scale=4))).convert("L"), (900, 1300))
    return page


def test_a_scanned_code_says_what_it_attests() -> None:
    out = io.BytesIO()
    a_page().save(out, "PNG")
    verdict = judged(out.getvalue(), trust=code_trust())
    assert (verdict.reason, verdict.issuer) == (Reason.SPECIMEN, "Académie de Lyon")
    attested = verdict.attested
    assert attested is not None
    assert attested.holder == "CHLOE NGUYEN, né(e) le 14/03/2008"
    assert (attested.session, attested.mention) == ("2026", "bien")
    assert "n'est pas dite officielle" in verdict.detail
    official = judged(out.getvalue(), trust=code_trust(official=("FR00",)))
    assert official.reason is Reason.SANS_STATUT
    assert "ne dit pas s'il est encore en vigueur" in official.label


def test_a_code_of_another_key_is_refused_and_of_an_unknown_authority_undecidable() -> None:
    out = io.BytesIO()
    a_page().save(out, "PNG")
    assert judged(out.getvalue(), trust=code_trust(keys.new_deuxdoc_key())).reason is Reason.ALTERE
    assert judged(out.getvalue(), trust=trust()).reason is Reason.CLE_INTROUVABLE


def test_a_code_printed_on_a_pdf_without_seal_is_read_from_the_page() -> None:
    out = io.BytesIO()
    a_page().convert("RGB").save(out, "PDF", resolution=150)
    assert len(PdfReader(io.BytesIO(out.getvalue())).pages) == 1
    verdict = judged(out.getvalue(), trust=code_trust(official=("FR00",)))
    assert (verdict.reason, verdict.carrier) == (Reason.SANS_STATUT, "code 2D-Doc")
    assert verdict.page is Page.NON_LIEE


def test_an_unknown_issuer_keeps_its_reason_in_every_carrier() -> None:
    content = json.dumps(signed(key=OTHER_KEY))
    image = badge.draw("Certification", "RNCP35697", "Session 2026")
    for carried in (content.encode(), carriers.bake(image, content), a_pdf(titre=json.loads(content))):
        assert judged(carried).reason is Reason.EMETTEUR_INCONNU
