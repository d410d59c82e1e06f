"""The keys of 2D-Docs in a trust list: renewed, retired, revoked, ended with their certificate; and lists misspelt."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from laureat.credentials import keys
from laureat.credentials.deuxdoc_check import check_code
from laureat.credentials.keyring import CLAIMED
from laureat.credentials.trust import FORMAT, TrustList, read_trust
from laureat.credentials.verdict import Reason, Verdict
from laureat.vocabulary import InvalidInput
from support.pdfs import a_code
from support.titres import KEY

OLD, NEW = keys.new_deuxdoc_key(), keys.new_deuxdoc_key()
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
NAMED = {"autorite": "FR01", "certificat": "0001"}


def entry(key: ec.EllipticCurvePrivateKey, **told: Any) -> dict[str, Any]:
    return {**NAMED, "clePublique": keys.public_pem(key.public_key()), **told}


def listed(folder: Path, *codes: dict[str, Any], cles: tuple[dict[str, Any], ...] = ()) -> TrustList:
    issuer = {"id": KEY.did_key, "nom": "Académie de Lyon", "deuxdoc": codes, "cles": cles}
    told = {"format": FORMAT, "autorites_2ddoc": ["FR01"], "emetteurs": [issuer]}
    (folder / "confiance.json").write_text(json.dumps(told))
    return read_trust(folder / "confiance.json")


def judged(trust: TrustList, key: ec.EllipticCurvePrivateKey, issued: date = date(2026, 7, 10)) -> Verdict:
    return check_code(a_code(key, issued=issued), trust, NOW)


def test_a_key_renewed_under_the_same_name_is_known_beside_the_former_one(tmp_path: Path) -> None:
    trust = listed(tmp_path, entry(OLD), entry(NEW))
    assert judged(trust, OLD).reason is judged(trust, NEW).reason is Reason.SANS_STATUT
    assert judged(trust, keys.new_deuxdoc_key()).reason is Reason.ALTERE


def test_a_retired_key_is_believed_to_the_end_of_its_last_day(tmp_path: Path) -> None:
    trust = listed(tmp_path, entry(OLD, jusquau="2026-07-10"))
    before, after = judged(trust, OLD), judged(trust, OLD, date(2026, 7, 11))
    assert (before.reason, before.notes[0]) == (Reason.SANS_STATUT, CLAIMED)
    assert (after.reason, after.attested) == (Reason.CLE_REVOQUEE, None)
    assert "10/07/2026" in after.detail
    assert judged(listed(tmp_path, entry(OLD, jusquau="2026-12-31")), OLD).notes == before.notes[1:]


def test_a_revoked_key_is_revoked_under_every_name(tmp_path: Path) -> None:
    for other in ({}, {"certificat": "0002"}, {"jusquau": "2026-12-31"}):
        trust = listed(tmp_path, entry(OLD), entry(OLD, revoquee=True, **other))
        assert judged(trust, OLD).reason is Reason.CLE_REVOQUEE
    assert judged(listed(tmp_path, entry(OLD, revoquee=True), entry(NEW)), NEW).reason is Reason.SANS_STATUT


def test_the_key_of_a_certificate_ends_with_it(tmp_path: Path) -> None:
    pem = certificate(OLD, until=datetime(2026, 7, 20, tzinfo=UTC))
    trust = listed(tmp_path, entry(OLD, clePublique=pem))
    assert judged(trust, OLD).reason is Reason.SANS_STATUT
    assert judged(trust, OLD, date(2026, 7, 21)).reason is Reason.CLE_REVOQUEE
    sooner = listed(tmp_path, entry(OLD, clePublique=pem, jusquau="2026-07-01"))
    assert judged(sooner, OLD).reason is Reason.CLE_REVOQUEE


def test_a_code_dated_ahead_is_not_valid_yet(tmp_path: Path) -> None:
    assert judged(listed(tmp_path, entry(OLD)), OLD, date(2026, 9, 3)).reason is Reason.PAS_ENCORE_VALIDE


@pytest.mark.parametrize(
    "wrong",
    [
        {"revoquée": True},
        {"revoque": True},
        {"revoquee": "true"},
        {"revoquee": 1},
        {"jusqu'au": "2026-07-01"},
        {"jusquau": "01/07/2026"},
        {"jusquau": "20260701"},
        {"jusquau": ""},
    ],
)
def test_an_end_misspelt_is_refused_rather_than_unread(wrong: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="émetteur n° 1"):
        listed(tmp_path, entry(OLD, **wrong))
    ours = {"id": f"{KEY.did_key}#{KEY.multikey}", "publicKeyMultibase": KEY.multikey}
    listed(tmp_path, cles=(ours,))
    with pytest.raises(InvalidInput, match="émetteur n° 1"):
        listed(tmp_path, cles=(ours | wrong,))


def certificate(key: ec.EllipticCurvePrivateKey, until: datetime) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "FR01 0001")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .serial_number(1)
        .public_key(key.public_key())
        .not_valid_before(until - timedelta(days=365))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM).decode()
