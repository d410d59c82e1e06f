"""Data Integrity proofs, cryptosuite ``eddsa-rdfc-2022`` (W3C vc-di-eddsa): sign a document, verify one.

hashData = SHA-256(canonical proof options) ‖ SHA-256(canonical document without proof), signed with Ed25519.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from laureat.credentials.canonical import canonicalise, to_quads
from laureat.credentials.contexts import CONTEXTS
from laureat.credentials.keys import SigningKey, base58_decode, base58_encode

CRYPTOSUITE = "eddsa-rdfc-2022"
_OPTIONS = frozenset({"type", "cryptosuite", "created", "expires", "verificationMethod", "proofPurpose", "proofValue"})


class ProofMissing(ValueError):
    """The document carries no proof, or none of the suite that we verify."""


class ProofInvalid(ValueError):
    """The signature is not that of this document by this key."""


def options(verification_method: str, created: str) -> dict[str, str]:
    """The proof without its value. ``created`` is an ISO 8601 instant: ``2026-07-10T00:00:00Z``."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": created,
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }


def options_hash(proof: Mapping[str, Any], context: Any, contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> bytes:
    """SHA-256 of the canonical proof options, read in the context of the document."""
    configuration = {key: value for key, value in proof.items() if key != "proofValue"} | {"@context": context}
    return hashlib.sha256(canonicalise(to_quads(configuration, contexts)).encode()).digest()


def document_hash(document: Mapping[str, Any], contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> bytes:
    """SHA-256 of the canonical document without its proof."""
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    return hashlib.sha256(canonicalise(to_quads(unsecured, contexts)).encode()).digest()


def proof_value(signature: bytes) -> str:
    """The signature as multibase base58btc."""
    return "z" + base58_encode(signature)


def sign(
    document: Mapping[str, Any],
    key: SigningKey,
    verification_method: str,
    created: str,
    contexts: Mapping[str, dict[str, Any]] = CONTEXTS,
) -> dict[str, Any]:
    """The document with its proof. Raises Unsupported when one of its terms would not be signed."""
    if "proof" in document:
        raise ValueError("ce document est déjà signé")
    proof = options(verification_method, created)
    signed = options_hash(proof, document["@context"], contexts) + document_hash(document, contexts)
    return {**document, "proof": {**proof, "proofValue": proof_value(key.sign(signed))}}


def the_proof(document: Mapping[str, Any]) -> dict[str, Any]:
    """The one ``eddsa-rdfc-2022`` proof of a document. Raises ProofMissing when there is none, or not exactly one."""
    proof = document.get("proof")
    if isinstance(proof, list) and len(proof) == 1:
        proof = proof[0]
    if not isinstance(proof, dict):
        raise ProofMissing(
            "ce document ne porte pas de preuve" if not proof else "une preuve, et une seule, est attendue"
        )
    if proof.get("type") != "DataIntegrityProof" or proof.get("cryptosuite") != CRYPTOSUITE:
        raise ProofMissing(f"la preuve n'est pas une preuve {CRYPTOSUITE}")
    if proof.get("proofPurpose") != "assertionMethod" or not isinstance(proof.get("verificationMethod"), str):
        raise ProofMissing("la preuve ne dit pas quelle clé atteste")
    if unknown := sorted(set(proof) - _OPTIONS):
        raise ProofMissing(f"la preuve contient une option inconnue : {unknown[0]}")
    return proof


def verify(
    document: Mapping[str, Any], public: Ed25519PublicKey, contexts: Mapping[str, dict[str, Any]] = CONTEXTS
) -> None:
    """Return when the proof is this key's over this whole document.

    Raises ProofMissing, ProofInvalid, or Unsupported (some of what the document shows is not signed).
    """
    proof = the_proof(document)
    value = proof.get("proofValue")
    try:
        signature = base58_decode(value[1:]) if isinstance(value, str) and value.startswith("z") else b""
    except ValueError:
        signature = b""
    if len(signature) != 64:
        raise ProofInvalid("la valeur de la preuve est mutilée")
    signed = options_hash(proof, document.get("@context"), contexts) + document_hash(document, contexts)
    try:
        public.verify(signature, signed)
    except InvalidSignature:
        raise ProofInvalid("la signature n'est pas celle de ce document par cette clé") from None
