"""Heads that someone outside holds: copied from a paper, kept in a file, cosigned by a witness. They bind the log."""

import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from laureat.records.audit import AuditFinding, Trouble
from laureat.records.checkpoint import read_checkpoint, whole_number
from laureat.records.ed25519 import verifier
from laureat.records.merkle import MerkleTree
from laureat.records.signed_note import NoteKey, is_signed
from laureat.vocabulary.french import plural

HASH_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Claim:
    """Someone holds the head of the first ``size`` leaves of a log."""

    origin: str
    """The origin of a checkpoint, or the name of the log of a session."""
    size: int
    root: bytes
    source: str
    """Who holds it, in French."""

    @classmethod
    def parse(cls, text: str) -> "Claim":
        """Read ``origin:size:root``, as papers print it; the root may be spaced. Raises ValueError."""
        parts = text.strip().rsplit(":", 2)
        if len(parts) != 3 or not parts[0].strip():
            raise ValueError(f"« {text[:80]} » : ORIGINE:TAILLE:RACINE est attendu")
        digits = "".join(parts[2].split())
        if len(digits) != HASH_DIGITS or not set(digits) <= set(string.hexdigits):
            raise ValueError(f"« {parts[2][:80]} » : une racine a {HASH_DIGITS} chiffres hexadécimaux")
        size = whole_number(parts[1].strip(), "taille")
        return cls(parts[0].strip(), size, bytes.fromhex(digits), f"la tête donnée ({plural(size, 'feuille')})")


def claim_of(raw: bytes, source: str, public_key: bytes) -> Claim:
    """The claim of a checkpoint, which the log must have signed: else it binds nobody. Raises ValueError."""
    checkpoint, note = read_checkpoint(raw)
    if not checkpoint.is_possible:
        raise ValueError("un arbre vide n'a pas cette racine")
    if not is_signed(note, NoteKey(checkpoint.origin, public_key), verifier(public_key)):
        raise ValueError(f"{checkpoint.origin} n'y est pas signé par la clé du journal")
    return Claim(checkpoint.origin, checkpoint.size, checkpoint.root, source)


def against(tree: MerkleTree, claims: Iterable[Claim]) -> Iterator[AuditFinding]:
    """What does not agree between a log and those who hold heads of it."""
    for claim in sorted(claims, key=lambda claim: claim.size):
        if claim.size > len(tree):
            missing = plural(claim.size - len(tree), "feuille")
            message = f"il manque {missing} à la fin : {claim.source} en prouve {claim.size}."
            yield AuditFinding(Trouble.MANQUANT, None, "", message)
        elif tree.root(claim.size) != claim.root:
            message = (
                f"{claim.source} n'est pas celle de cet arbre : ce qui précède le n° {claim.size} a changé depuis."
            )
            yield AuditFinding(Trouble.TETE, None, "", message)


def unknown(claims: Sequence[Claim]) -> AuditFinding:
    """A log that is known outside and is not here."""
    last = max(claims, key=lambda claim: claim.size)
    message = f"ce journal est connu au-dehors ({last.source}) et n'est pas ici : il a été retiré, ou n'est pas d'ici."
    return AuditFinding(Trouble.MANQUANT, None, "", message)
