"""Data Integrity proofs, cryptosuite ``eddsa-rdfc-2022`` (W3C vc-di-eddsa): sign a document, verify one.

hashData = SHA-256(canonical proof options) ‖ SHA-256(canonical document without proof), signed with Ed25519.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from laureat.credentials.canonical import canonicalise
from laureat.credentials.contexts import CONTEXTS
from laureat.credentials.keys import SigningKey, base58_decode, base58_encode
from laureat.credentials.rdf import Graph, Quad, iri_of, read
from laureat.credentials.strict_json import TooComplex

CRYPTOSUITE = "eddsa-rdfc-2022"
MAX_PROOFS = 8
_SECURITY = "https://w3id.org/security#"
_CREATED = "http://purl.org/dc/terms/created"


class ProofMissing(ValueError):
    """The document carries no proof, or one that is broken."""


class ProofUnsupported(ValueError):
    """The document carries no proof of the suite that we verify, but others."""


class ProofInvalid(ValueError):
    """The signature is not that of this document by this key."""


@dataclass(frozen=True)
class Proof:
    """A proof, as its own signature covers it."""

    method: str
    created: str
    """An instant as it was written, or empty."""
    expires: str
    signature: bytes
    digest: bytes
    """SHA-256 of the canonical options."""


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
    return digest_of(read(configuration, contexts))


def document_hash(document: Mapping[str, Any], contexts: Mapping[str, dict[str, Any]] = CONTEXTS) -> bytes:
    """SHA-256 of the canonical document without its proof."""
    return digest_of(read(unsecured(document), contexts))


def unsecured(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without its proof."""
    return {key: value for key, value in document.items() if key != "proof"}


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


def given(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The proofs that a document shows, of any suite.

    Raises ProofMissing when there is none or one is no object, TooComplex beyond ``MAX_PROOFS``.
    """
    proofs = document.get("proof")
    proofs = proofs if isinstance(proofs, list) else [proofs]
    if not proofs or proofs == [None]:
        raise ProofMissing("ce document ne porte pas de preuve")
    if len(proofs) > MAX_PROOFS:
        raise TooComplex(f"plus de {MAX_PROOFS} preuves")
    if not all(isinstance(each, dict) and each for each in proofs):
        raise ProofMissing("la preuve est mutilée")
    return proofs


def read_proofs(
    document: Mapping[str, Any], contexts: Mapping[str, dict[str, Any]] = CONTEXTS
) -> tuple[list[Proof], list[str]]:
    """The proofs of our suite, and the names of the suites of the others, which are not read.

    Raises ProofMissing when there is none or one is broken, ProofUnsupported when none is of our suite, Unsupported
    when an option of a proof would not be signed.
    """
    ours, others = [], []
    for each in given(document):
        ours_by_name = each.get("type") == "DataIntegrityProof" and each.get("cryptosuite") == CRYPTOSUITE
        if not ours_by_name or "previousProof" in each or "@context" in each:
            others.append(str(each.get("cryptosuite") or each.get("type") or "sans nom")[:60])
        else:
            ours.append(_read(each, document.get("@context"), contexts))
    if not ours:
        raise ProofUnsupported(f"preuve {', '.join(dict.fromkeys(others))}")
    return ours, others


def check(proof: Proof, digests: Sequence[bytes], public: Ed25519PublicKey) -> None:
    """Return when the proof is this key's over the document of one of these hashes. Raises ProofInvalid."""
    for digest in digests:
        try:
            return public.verify(proof.signature, proof.digest + digest)
        except InvalidSignature:
            continue
    raise ProofInvalid("la signature n'est pas celle de ce document par cette clé")


def verify(
    document: Mapping[str, Any], public: Ed25519PublicKey, contexts: Mapping[str, dict[str, Any]] = CONTEXTS
) -> None:
    """Return when each proof of our suite is this key's over this whole document; raises as its parts do."""
    proofs, _others = read_proofs(document, contexts)
    digests = digests_of(read(unsecured(document), contexts))
    for each in proofs:
        check(each, digests, public)


def _read(proof: Mapping[str, Any], context: Any, contexts: Mapping[str, dict[str, Any]]) -> Proof:
    value = proof.get("proofValue")
    try:
        signature = base58_decode(value[1:]) if isinstance(value, str) and value.startswith("z") else b""
    except ValueError:
        signature = b""
    if len(signature) != 64:
        raise ProofInvalid("la valeur de la preuve est mutilée")
    graph = read({key: each for key, each in proof.items() if key != "proofValue"} | {"@context": context}, contexts)
    methods = graph.nodes(graph.root, f"{_SECURITY}verificationMethod")
    purposes = graph.nodes(graph.root, f"{_SECURITY}proofPurpose")
    created, expires = (graph.literals(graph.root, term) for term in (_CREATED, f"{_SECURITY}expiration"))
    if purposes != [f"<{_SECURITY}assertionMethod>"] or len(methods) != 1 or not iri_of(methods[0]):
        raise ProofMissing("la preuve ne dit pas quelle clé atteste")
    if len(created) > 1 or len(expires) > 1 or f"{_SECURITY}DataIntegrityProof" not in graph.types(graph.root):
        raise ProofMissing("la preuve est mutilée")
    return Proof(iri_of(methods[0]), "".join(created), "".join(expires), signature, digest_of(graph))


def digests_of(graph: Graph) -> list[bytes]:
    """The hashes that a signature of these statements may cover: some sign directions of writing, others do not."""
    return [digest_of(graph), *([_digest(graph.directed_quads)] if graph.directed else [])]


def digest_of(graph: Graph) -> bytes:
    """SHA-256 of the canonical form of these statements."""
    return _digest(graph.quads)


def _digest(quads: Sequence[Quad]) -> bytes:
    return hashlib.sha256(canonicalise(quads).encode()).digest()
