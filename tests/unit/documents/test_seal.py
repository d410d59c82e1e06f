"""The seal: accepted by pyHanko's own validator, and the paper is still PDF/A-3a and PDF/UA-1."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import page
import pytest
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from laureat.documents import papers
from laureat.documents.keys import SealKey
from laureat.documents.seal import Sealer, trial_authority
from laureat.documents.typeset import Attachment, Typesetter
from laureat.vocabulary import InvalidInput
from support.temoins import OPENSSL, authority, make_authority

MOMENT = datetime(2026, 7, 6, 9, 30, tzinfo=UTC)


def status(pdf: bytes, authority: Path) -> Any:
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = [load_cert_from_pemder(str(authority))]
    return validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False, moment=MOMENT))


def test_a_sealed_paper_is_trusted_whole_archivable_and_accessible(bench: Any, tmp_path: Path) -> None:
    key = trial_authority(tmp_path, MOMENT)
    joined = [Attachment("decision.json", "{}", "application/json", "Données de la décision")]
    typesetter, sealer = Typesetter(), Sealer(key, MOMENT, "Académie de Lyon")
    for kind in (papers.RELEVE, papers.DIPLOME):
        pdf = sealer.seal(typesetter.pdf(kind.content(bench.context, bench.told()), date(2026, 7, 6), joined))
        found = status(pdf, tmp_path / "autorite.pem")
        assert found.bottom_line
        assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE
        assert found.signer_reported_dt == MOMENT
        for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
            report = page.validate_pdf_bytes(pdf, profile=profile)
            assert report.is_compliant, [(failure.rule_id, failure.message) for failure in report.failures]


def test_a_changed_byte_breaks_the_seal(bench: Any, tmp_path: Path) -> None:
    key = trial_authority(tmp_path, MOMENT)
    pdf = Sealer(key, MOMENT, "Lyon").seal(
        Typesetter().pdf(papers.CERTIFICAT.content(bench.context, bench.told(mark="9")), date(2026, 7, 6))
    )
    at = pdf.index(b"endstream") - 20
    changed = pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]
    assert not status(changed, tmp_path / "autorite.pem").bottom_line


def test_the_trial_authority_is_made_once_and_its_key_is_private(tmp_path: Path) -> None:
    first = trial_authority(tmp_path, MOMENT)
    content = first.key.read_bytes()
    assert trial_authority(tmp_path, MOMENT) == first
    assert first.key.read_bytes() == content
    assert first.key.stat().st_mode & 0o077 == 0


def test_a_wrong_passphrase_is_told_and_never_shown(tmp_path: Path) -> None:
    key = trial_authority(tmp_path, MOMENT)
    wrong = SealKey(key.key, passphrase="secret-a-taire")
    with pytest.raises(InvalidInput, match="phrase secrète") as caught:
        Sealer(wrong, MOMENT, "Lyon")
    assert "secret-a-taire" not in f"{caught.value}{wrong!r}"


def test_a_time_stamp_stands_inside_the_one_seal_and_the_paper_stays_whole(bench: Any, tmp_path: Path) -> None:
    if OPENSSL is None:
        pytest.skip("openssl n'est pas sur cette machine : pas d'autorité d'horodatage d'essai")
    trusted = make_authority(tmp_path / "heure")
    key = trial_authority(tmp_path, datetime.now(UTC))
    paper = Typesetter().pdf(papers.RELEVE.content(bench.context, bench.told()), date(2026, 7, 6))
    with authority(tmp_path / "heure") as address:
        pdf = Sealer(key, datetime.now(UTC), "Académie de Lyon", address).seal(paper)
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    roots = [load_cert_from_pemder(str(path)) for path in (tmp_path / "autorite.pem", trusted)]
    found = validate_pdf_signature(signature, ValidationContext(trust_roots=roots, allow_fetching=False))
    assert found.bottom_line
    assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert found.timestamp_validity
    assert found.timestamp_validity.trusted
    for profile in (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1):
        assert page.validate_pdf_bytes(pdf, profile=profile).is_compliant


def test_an_authority_that_does_not_answer_keeps_the_paper_back(bench: Any, tmp_path: Path) -> None:
    sealer = Sealer(trial_authority(tmp_path, MOMENT), MOMENT, "Lyon", "http://127.0.0.1:9/")
    paper = Typesetter().pdf(papers.CERTIFICAT.content(bench.context, bench.told(mark="9")), date(2026, 7, 6))
    with pytest.raises(InvalidInput, match="l'autorité d'horodatage ne répond pas"):
        sealer.seal(paper)
