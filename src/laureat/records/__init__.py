"""The ledger of facts and its Merkle log: nothing is altered unseen, and identities can still be erased.

Pure: times, salts and keys are arguments. Facts are written once as canonical bytes (``encoding``), hashed in order
(``merkle``), vouched for at each closure, deliberation and publication (``treehead``), and checked later (``audit``).
"""

from laureat.records.commitments import SALT_LENGTH, UNSAID, Commitment, commit, identity_text, opens
from laureat.records.encoding import decode, encode
from laureat.records.facts import KINDS, PROJET, CandidateFact, Fact, VaeFact
from laureat.records.merkle import Frontier, MerkleTree, inner_hash, leaf_hash, proves_consistency, proves_inclusion
from laureat.records.treehead import Occasion, SignedTreeHead, Signer, TreeHead, Verifier, sign

__all__ = [
    "KINDS",
    "PROJET",
    "SALT_LENGTH",
    "UNSAID",
    "CandidateFact",
    "Commitment",
    "Fact",
    "Frontier",
    "MerkleTree",
    "Occasion",
    "SignedTreeHead",
    "Signer",
    "TreeHead",
    "VaeFact",
    "Verifier",
    "commit",
    "decode",
    "encode",
    "identity_text",
    "inner_hash",
    "leaf_hash",
    "opens",
    "proves_consistency",
    "proves_inclusion",
    "sign",
]
