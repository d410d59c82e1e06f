"""The vectors of the W3C (vc-di-eddsa, eddsa-rdfc-2022): canonical form, hashes, signature, signed document."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from laureat.credentials import canonical, keys, proof, rdf
from laureat.credentials.contexts import CONTEXTS

EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
KNOWN = {**CONTEXTS, EXAMPLES: {"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}}


@pytest.fixture(scope="module")
def vectors(formats: Path) -> Path:
    return formats / "vc" / "vc-di-eddsa" / "TestVectors"


@pytest.fixture(scope="module")
def key(vectors: Path) -> keys.SigningKey:
    pair = json.loads((vectors / "keyPair.json").read_text())
    secret = keys.base58_decode(pair["privateKeyMultibase"][1:])
    assert secret[:2] == b"\x80\x26"  # multicodec of an Ed25519 private key
    key = keys.SigningKey(Ed25519PrivateKey.from_private_bytes(secret[2:]))
    assert key.multikey == pair["publicKeyMultibase"]
    return key


@pytest.fixture(scope="module")
def signed(vectors: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((vectors / "eddsa-rdfc-2022" / "signedDataInt.json").read_text())
    return document


def test_the_document_has_the_canonical_form_of_the_vector(vectors: Path) -> None:
    unsigned = json.loads((vectors / "unsigned.json").read_text())
    quads = rdf.to_quads(unsigned, KNOWN)
    expected = (vectors / "eddsa-rdfc-2022" / "canonDocDataInt.txt").read_text()
    assert canonical.canonicalise(quads) == expected
    digest = (vectors / "eddsa-rdfc-2022" / "docHashDataInt.txt").read_text().strip()
    assert proof.document_hash(unsigned, KNOWN).hex() == digest


def test_the_proof_options_have_the_hash_of_the_vector(vectors: Path, signed: dict[str, Any]) -> None:
    expected = (vectors / "eddsa-rdfc-2022" / "proofHashDataInt.txt").read_text().strip()
    assert proof.options_hash(signed["proof"], signed["@context"], KNOWN).hex() == expected
    canon = (vectors / "eddsa-rdfc-2022" / "proofCanonDataInt.txt").read_bytes()
    assert hashlib.sha256(canon).hexdigest() == expected


def test_signing_gives_the_signature_of_the_vector(vectors: Path, key: keys.SigningKey, signed: dict[str, Any]) -> None:
    unsigned = json.loads((vectors / "unsigned.json").read_text())
    ours = proof.sign(unsigned, key, signed["proof"]["verificationMethod"], signed["proof"]["created"], KNOWN)
    assert ours == signed


def test_the_signed_vector_verifies(key: keys.SigningKey, signed: dict[str, Any]) -> None:
    proof.verify(signed, key.private.public_key(), KNOWN)


def test_the_signed_vector_changed_does_not(key: keys.SigningKey, signed: dict[str, Any]) -> None:
    with pytest.raises(proof.ProofInvalid):
        proof.verify(signed | {"name": "Alumna Credential"}, key.private.public_key(), KNOWN)


def test_another_key_does_not_verify_the_vector(signed: dict[str, Any]) -> None:
    with pytest.raises(proof.ProofInvalid):
        proof.verify(signed, keys.new_signing_key().private.public_key(), KNOWN)
