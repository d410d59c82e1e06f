"""Signed tree heads: at each step of a session, and from time to time, who holds the key vouches for what came before.

Signing and checking are arguments (``Signer``, ``Verifier``); ``laureat.records.ed25519`` gives the usual ones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from laureat.records.encoding import canonical

Signer = Callable[[bytes], bytes]
"""From a message to its signature."""
Verifier = Callable[[bytes, bytes], bool]
"""From a message and a signature to whether the signature holds."""


class Occasion(StrEnum):
    """When a head is signed."""

    CLOSURE = "cloture"
    DELIBERATION = "deliberation"
    PUBLICATION = "publication"
    CORRECTION = "correction"
    PERIODIQUE = "periodique"
    """From time to time, while facts are added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """The head of the first ``size`` facts of a log."""

    log: str
    size: int
    root: bytes
    occasion: Occasion
    at: str
    """The time of signing, UTC."""

    @property
    def message(self) -> bytes:
        """The bytes that are signed."""
        return canonical(
            {
                "at": self.at,
                "kind": "TreeHead",
                "log": self.log,
                "occasion": self.occasion.value,
                "root": self.root.hex(),
                "size": self.size,
                "v": 1,
            }
        )

    @property
    def short(self) -> str:
        """What a paper prints: the size, and the root in groups a person can read aloud."""
        digits = self.root.hex()
        return f"{self.size} : {' '.join(digits[start : start + 8] for start in range(0, 64, 8))}"


@dataclass(frozen=True, slots=True)
class SignedTreeHead:
    """A tree head and its signature."""

    head: TreeHead
    signature: bytes

    def holds(self, verify: Verifier) -> bool:
        """True when the signature is that of the key."""
        return verify(self.head.message, self.signature)

    def to_json(self) -> dict[str, Any]:
        """The head as it is stored and exported."""
        head = self.head
        return {
            "log": head.log,
            "size": head.size,
            "root": head.root.hex(),
            "occasion": head.occasion.value,
            "at": head.at,
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "SignedTreeHead":
        """Read what ``to_json`` gave. Raises ValueError or KeyError when it is something else."""
        size = value["size"]
        if type(size) is not int or size < 0:
            raise ValueError("la taille d'une tête d'arbre est un entier positif")
        head = TreeHead(
            log=str(value["log"]),
            size=size,
            root=bytes.fromhex(value["root"]),
            occasion=Occasion(value["occasion"]),
            at=str(value["at"]),
        )
        return cls(head, bytes.fromhex(value["signature"]))


def sign(head: TreeHead, signer: Signer) -> SignedTreeHead:
    """Sign a tree head."""
    return SignedTreeHead(head, signer(head.message))
