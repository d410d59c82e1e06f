"""What is claimed of a holder, before it is written: who issues, what many holders have in common, what one is told."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from laureat.credentials.keys import SigningKey, VerifyingKey
from laureat.deliberation.held import Held
from laureat.vocabulary import Mention

NAMESPACE = uuid.UUID("bf21f175-4093-5b21-a942-d08311e6d590")
MOCK = "À BLANC"
"""How the name of a credential that attests nothing starts."""


@dataclass(frozen=True)
class Issuer:
    """Who issues: a DID, the name that people read, and the identifier of the key that signs."""

    did: str
    name: str
    key_id: str
    url: str = ""

    @classmethod
    def of(cls, key: SigningKey | VerifyingKey, name: str, did: str = "", url: str = "") -> "Issuer":
        """The issuer of a key: ``did:web`` when one is given, else the key itself as ``did:key``."""
        did = did or key.did_key
        return cls(did, name, f"{did}#{key.multikey}", url)

    def profile(self) -> dict[str, Any]:
        """The issuer as an Open Badges profile."""
        profile = {"id": self.did, "type": ["Profile"], "name": self.name}
        return {**profile, "url": self.url} if self.url else profile


@dataclass(frozen=True)
class Claim:
    """What many holders have in common: two credentials of an equal claim differ by texts alone."""

    kind: str
    """``diplome``, ``bloc`` or ``releve``."""
    bloc: str = ""
    option: str = ""
    mention: Mention = Mention.SANS
    marks: tuple[tuple[str, str], ...] = ()
    """Code and title of the units whose mark is shown, and ``MOY`` for the average."""
    born: bool = True
    """The date of birth is known, as a hash."""
    named: bool = True
    """The name is known; else the candidate's number stands for it."""
    used: bool = False
    """The holder has a usage name too."""
    decision: str = ""
    """Of a relevé: the decision of the jury, in words."""
    held: Held | None = None
    """Of a block: how it is held; None where this very session gave it, without limit."""


@dataclass(frozen=True)
class StatusEntry:
    """Where the status of a credential is read: the same index in a revocation list and in a suspension list."""

    revocation: str
    suspension: str
    index: int


@dataclass(frozen=True)
class Credential:
    """One credential to sign."""

    claim: Claim
    values: dict[str, str]
    file: str
    """``diplomes/000123`` or ``blocs/000123-RNCP35697BC01``: where it goes, without extension."""

    @property
    def id(self) -> str:
        """Its ``urn:uuid:…``."""
        return self.values["id"]

    def under(self, identifier: str) -> "Credential":
        """The same said under another identifier: a revoked title never comes back."""
        return replace(self, values={**self.values, "id": identifier})

    def with_status(self, entry: StatusEntry) -> "Credential":
        """The same credential, knowing where its status is read."""
        lists = {"revocation": entry.revocation, "suspension": entry.suspension}
        return Credential(self.claim, {**self.values, **lists, "indice": str(entry.index)}, self.file)
