"""Tokens signed by others: ES256 and RS256, by keys that the verifier knows; presentations and envelopes."""

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from laureat.credentials import es256, jose, proof
from laureat.credentials.keys import base58_encode
from laureat.credentials.trust import FORMAT, TrustList, read_trust
from laureat.credentials.verdict import Reason, Verdict
from laureat.credentials.verifier import PRESENTED
from laureat.vocabulary import InvalidInput
from support.titres import KEY, signed, verifier

DID = "did:web:autre.exemple.fr"
WEB = "application/vc+jwt"


@cache
def elliptic() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def rivest() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def number(value: int) -> str:
    return jose.packed(value.to_bytes((value.bit_length() + 7) // 8))


def jwk(algorithm: str, bits: int = 2048) -> dict[str, str]:
    if algorithm == "ES256":
        return {name: es256.jwk_of(elliptic().public_key())[name] for name in ("kty", "crv", "x", "y")}
    if algorithm == "RS256":
        key = rivest() if bits == 2048 else rsa.generate_private_key(65537, bits)
        told = key.public_key().public_numbers()
        return {"kty": "RSA", "n": number(told.n), "e": number(told.e)}
    return {"kty": "OKP", "crv": "Ed25519", "x": jose.packed(KEY.private.public_key().public_bytes_raw())}


def signature(algorithm: str, text: bytes) -> bytes:
    if algorithm == "ES256":
        r, s = decode_dss_signature(elliptic().sign(text, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)
    return rivest().sign(text, PKCS1v15(), hashes.SHA256()) if algorithm == "RS256" else KEY.sign(text)


def token(algorithm: str, issuer: str = DID, document: Mapping[str, Any] | None = None, **header: Any) -> str:
    given = document or {
        name: value for name, value in signed(issuer=issuer).items() if name not in ("proof", "credentialStatus")
    }
    text = jose.signed_text({"alg": algorithm, **header}, given)
    return f"{text}.{jose.packed(signature(algorithm, text.encode()))}"


def listed(folder: Path, *keys: dict[str, Any], did: str = DID) -> TrustList:
    entry = {"id": did, "nom": "Autre académie", "cles": keys}
    (folder / "confiance.json").write_text(json.dumps({"format": FORMAT, "emetteurs": [entry]}), encoding="utf-8")
    return read_trust(folder / "confiance.json")


def verdict(content: str, trust: TrustList | None = None, **changes: Any) -> Verdict:
    return verifier(**({"trust": trust} if trust else {}) | changes).verify(content)


def past_signature(reason: Reason) -> bool:
    """The signature held: what is missing is a status."""
    return reason is Reason.SANS_STATUT


ALGORITHMS = ("ES256", "RS256", "EdDSA", "Ed25519")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_is_read_by_the_key_that_the_list_gives_as_a_jwk(tmp_path: Path, algorithm: str) -> None:
    trust = listed(tmp_path, {"id": f"{DID}#cle", "publicKeyJwk": jwk(algorithm)})
    given = token(algorithm, kid=f"{DID}#cle")
    assert past_signature(verdict(given, trust).reason)
    assert past_signature(verdict(token(algorithm, kid="#cle"), trust).reason)
    head, body, tail = given.split(".")
    changed = jose.packed(jose.unpacked(body).replace(b"mention bien", b"mention tres bien"))
    assert verdict(f"{head}.{changed}.{tail}", trust).reason is Reason.ALTERE
    cut = jose.packed(jose.unpacked(tail)[:-1])
    assert verdict(f"{head}.{body}.{cut}", trust).reason is Reason.ALTERE


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_key_that_a_token_shows_counts_where_the_list_knows_it(tmp_path: Path, algorithm: str) -> None:
    known = listed(tmp_path, {"id": f"{DID}#cle", "publicKeyJwk": jwk(algorithm)})
    given = token(algorithm, jwk=jwk(algorithm))
    assert past_signature(verdict(given, known).reason)
    assert past_signature(verdict(token(algorithm, kid="autre", jwk=jwk(algorithm)), known).reason)
    assert verdict(given).reason is Reason.CLE_INTROUVABLE
    strange = listed(tmp_path, {"id": f"{DID}#cle", "publicKeyJwk": jwk("RS256" if algorithm == "ES256" else "ES256")})
    assert verdict(given, strange).reason is Reason.MAUVAISE_CLE
    retired = listed(tmp_path, {"id": f"{DID}#cle", "publicKeyJwk": jwk(algorithm), "revoquee": True})
    assert verdict(given, retired).reason is Reason.CLE_REVOQUEE


def certificate(algorithm: str) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Autre académie")])
    key: Any = elliptic() if algorithm == "ES256" else rivest()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(1)
    builder = builder.public_key(key.public_key()).not_valid_before(now).not_valid_after(now + timedelta(900))
    return base64.b64encode(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)).decode()


@pytest.mark.parametrize("algorithm", ["ES256", "RS256"])
def test_a_certificate_counts_where_the_list_knows_its_key(tmp_path: Path, algorithm: str) -> None:
    given = token(algorithm, x5c=[certificate(algorithm)])
    assert past_signature(verdict(given, listed(tmp_path, {"id": "x", "publicKeyJwk": jwk(algorithm)})).reason)
    assert verdict(given).reason is Reason.CLE_INTROUVABLE
    assert verdict(token(algorithm, x5c=["pas un certificat"])).reason is Reason.NON_PRIS_EN_CHARGE


def test_a_token_whose_algorithm_is_not_that_of_the_key_is_not_the_issuers(tmp_path: Path) -> None:
    trust = listed(tmp_path, {"id": f"{DID}#cle", "publicKeyJwk": jwk("ES256")})
    for algorithm in ("RS256", "EdDSA"):
        assert verdict(token(algorithm, kid=f"{DID}#cle"), trust).reason is Reason.MAUVAISE_CLE
    proved = signed(issuer=DID)
    proved["proof"]["verificationMethod"] = f"{DID}#cle"
    assert verdict(json.dumps(proved), trust).reason is Reason.MAUVAISE_CLE


@pytest.mark.parametrize("algorithm", ["none", "HS256", "PS256", "ES384", "ES256K", "", 5, None, ["ES256"]])
def test_an_algorithm_that_we_do_not_read_is_never_called_altered(algorithm: Any) -> None:
    text = jose.signed_text({"alg": algorithm, "kid": f"{DID}#cle"}, signed())
    assert verdict(f"{text}.AAAA").reason is Reason.NON_PRIS_EN_CHARGE


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "EdDSA"])
def test_the_did_of_an_unknown_issuer_gives_its_key_and_no_trust(algorithm: str) -> None:
    did = f"did:jwk:{jose.packed(json.dumps(jwk(algorithm)).encode())}"
    for kid in (f"{did}#0", "#0", did):
        assert verdict(token(algorithm, did, kid=kid)).reason is Reason.EMETTEUR_INCONNU
    other = f"did:jwk:{jose.packed(json.dumps(jwk('ES256' if algorithm != 'ES256' else 'RS256')).encode())}"
    assert verdict(token(algorithm, other, kid=f"{other}#0")).reason is Reason.MAUVAISE_CLE
    for wrong in ("e30", "????", jose.packed(json.dumps({**jwk(algorithm), "d": "AA"}).encode())):
        broken = f"did:jwk:{wrong}"
        assert verdict(token(algorithm, broken, kid=f"{broken}#0")).reason.exit_code in (5, 13, 3, 10)
    found: Callable[[str], Any] = lambda did: {"verificationMethod": [{"id": "#cle", "publicKeyJwk": jwk(algorithm)}]}  # noqa: E731
    assert verdict(token(algorithm, kid=f"{DID}#cle"), find_document=found).reason is Reason.EMETTEUR_INCONNU


def test_an_elliptic_did_key_is_read() -> None:
    point = elliptic().public_key().public_numbers()
    raw = b"\x80\x24" + bytes([2 + point.y % 2]) + point.x.to_bytes(32)
    did = f"did:key:z{base58_encode(raw)}"
    assert verdict(token("ES256", did, kid=did)).reason is Reason.EMETTEUR_INCONNU


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
        {"kty": "OKP", "crv": "Ed25519", "x": 5},
        "texte",
        {},
    ],
)
def test_a_key_of_the_list_that_we_do_not_read_is_an_error_of_the_list(tmp_path: Path, key: Any) -> None:
    with pytest.raises(InvalidInput, match="émetteur n° 1"):
        listed(tmp_path, {"id": f"{DID}#cle", "publicKeyJwk": key})


def test_a_title_in_a_presentation_is_verified_and_who_presents_it_is_not() -> None:
    title = signed()
    plain = {name: value for name, value in title.items() if name != "proof"}
    token_of_ours = jose.sign(plain, KEY, title["proof"]["verificationMethod"])
    context = "https://www.w3.org/ns/credentials/v2"
    enveloped = {
        "@context": context,
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{token_of_ours}",
    }

    def presentation(*held: Any) -> dict[str, Any]:
        return {"@context": [context], "type": ["VerifiablePresentation"], "verifiableCredential": list(held)}

    for held in (title, enveloped, token_of_ours):
        text = jose.signed_text({"alg": "EdDSA"}, presentation(held))
        inside = {"type": "EnvelopedVerifiablePresentation", "id": f"data:application/vp+jwt,{text}.AAAA"}
        for given in (presentation(held), inside, {**inside, "@context": context}):
            found = verdict(json.dumps(given))
            assert (found.reason, found.notes[0]) == (Reason.AUTHENTIQUE, PRESENTED)
    altered = json.loads(json.dumps(title).replace("mention bien", "mention assez bien"))
    assert verdict(json.dumps(presentation(altered))).reason is Reason.ALTERE
    assert verdict(json.dumps(presentation(title, title))).reason is Reason.NON_PRIS_EN_CHARGE
    for unsecured in (presentation(), presentation(plain), presentation(5)):
        assert verdict(json.dumps(unsecured)).reason is Reason.SANS_PREUVE
        proved = proof.sign(unsecured, KEY, title["proof"]["verificationMethod"], "2026-07-10T00:00:00Z")
        assert verdict(json.dumps(proved)).reason.exit_code in (3, 13)


def test_a_presentation_within_a_title_hides_no_title() -> None:
    altered = json.loads(json.dumps(signed()).replace("mention bien", "mention assez bien"))
    for held, reason in ((signed(), Reason.AUTHENTIQUE), (altered, Reason.ALTERE)):
        presented = {"type": ["VerifiablePresentation"], "verifiableCredential": [held]}
        text = jose.signed_text({"alg": "EdDSA"}, presented)
        evidence = {"type": "EnvelopedVerifiablePresentation", "id": f"data:application/vp+jwt,{text}.AAAA"}
        related = signed(endorsement=[evidence])
        assert verdict(json.dumps(related)).reason is reason
