"""Revocation and suspension: Bitstring Status List 1.0, and the issuer's own register of what happened.

The register is a log, one line an event, appended and never changed. An index is drawn once, at the first issue, from
an order that only the key knows; issued again, a credential keeps it, and so keeps its status.
"""

import csv
import gzip
import io
import re
import struct
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import shake_256
from pathlib import Path
from typing import Any
from uuid import uuid5

from laureat.credentials import proof
from laureat.credentials.claims import NAMESPACE, Credential, Issuer, StatusEntry
from laureat.credentials.contexts import VC
from laureat.credentials.keys import SigningKey
from laureat.vocabulary import InvalidInput, base64url

SIZE = 131_072
"""Entries in a list: the least that the standard allows, so that one holder hides among many."""

HEADINGS = ("date", "evenement", "titre", "fichier", "indice", "motif")


class Event(StrEnum):
    """What may happen to a credential."""

    EMIS = "emis"
    REVOQUE = "revoque"
    SUSPENDU = "suspendu"
    RETABLI = "retabli"


PURPOSES = {"revocation": Event.REVOQUE, "suspension": Event.SUSPENDU}
"""What each list is for: the state that it sets."""


@dataclass
class Entry:
    """A credential in the register."""

    file: str
    index: int
    """Across all lists: list number × ``SIZE`` + index in the list."""
    state: Event = Event.EMIS


@dataclass
class Register:
    """The log of a folder of credentials, and where it stands."""

    path: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    """By ``urn:uuid:…``."""
    by_file: dict[str, str] = field(default_factory=dict)
    """The last credential issued under a file name."""

    @classmethod
    def read(cls, path: Path) -> "Register":
        """Read the log, empty where there is none yet. Raises InvalidInput when a line is not one of ours."""
        register = cls(path)
        if not path.exists():
            return register
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter=";")
            if tuple(rows.fieldnames or ()) != HEADINGS:
                raise InvalidInput([f"{path} n'est pas un registre de titres"])
            for number, row in enumerate(rows, start=2):
                try:
                    register._apply(Event(row["evenement"]), row["titre"], row["fichier"], int(row["indice"]))
                except (ValueError, KeyError, TypeError):
                    raise InvalidInput([f"{path}, ligne {number} : événement illisible"]) from None
        return register

    def issue(
        self, credentials: Iterable[Credential], secret: bytes, day: str, rank: Callable[[str], int] | None = None
    ) -> list[Credential]:
        """Give each credential its index, drawn now or kept, and log the new ones before anything is signed.

        ``rank`` gives, from its identifier, the place of a credential among all those of the issuer, where several
        issue at once; without it, the credentials of this register are counted.
        """
        given, rows = [], []
        for credential in credentials:
            if credential.id not in self.entries:
                index = self._draw(secret, rank(credential.id) if rank else len(self.entries))
                self._apply(Event.EMIS, credential.id, credential.file, index)
                rows.append((day, Event.EMIS, credential.id, credential.file, str(index), ""))
            given.append(credential)
        self._append(rows)
        return given

    def contradicts(self, credential: Credential) -> str | None:
        """The identifier of another credential in force under the same name, which says something else; or None."""
        other = self.by_file.get(credential.file, credential.id)
        in_force = other != credential.id and self.entries[other].state is not Event.REVOQUE
        return other if in_force else None

    def find(self, event: Event, title: str, reason: str) -> str:
        """The identifier of a credential, named by it or by its file, to which ``event`` may happen.

        Raises InvalidInput when it may not, or when ``reason`` would not stand on a line.
        """
        identifier = title if title in self.entries else self.by_file.get(title.removesuffix(".json"), "")
        if identifier not in self.entries:
            raise InvalidInput([f"« {title} » n'est pas un titre de ce registre ({self.path})"])
        state = self.entries[identifier].state
        if state is Event.REVOQUE:
            raise InvalidInput([f"« {title} » est déjà révoqué ; une révocation est définitive"])
        if event is Event.RETABLI and state is not Event.SUSPENDU:
            raise InvalidInput([f"« {title} » n'est pas suspendu"])
        if "\n" in reason or "\r" in reason:
            raise InvalidInput(["le motif tient en une ligne"])
        return identifier

    def of_holder(self, name: str) -> list[str]:
        """The identifiers of all that one candidate holds, revoked titles left out; ``name`` as files bear it."""
        own = re.compile(rf"\w+/{re.escape(name)}|blocs/{re.escape(name)}-[^-]+(-[0-9a-f]{{8}})?")
        return [
            identifier
            for identifier, entry in self.entries.items()
            if own.fullmatch(entry.file) and entry.state is not Event.REVOQUE
        ]

    def record(self, event: Event, title: str, day: str, reason: str) -> None:
        """Log a revocation, a suspension or its lifting. Raises InvalidInput as ``find`` does."""
        identifier = self.find(event, title, reason)
        entry = self.entries[identifier]
        self._apply(event, identifier, entry.file, entry.index)
        self._append([(day, event, identifier, entry.file, str(entry.index), reason)])

    @property
    def lists(self) -> int:
        """How many lists of each purpose the credentials fill."""
        return max((entry.index // SIZE for entry in self.entries.values()), default=0) + 1

    def set_indices(self, purpose: str, number: int) -> list[int]:
        """The indices that are set in a list."""
        state = PURPOSES[purpose]
        return sorted(
            entry.index % SIZE
            for entry in self.entries.values()
            if entry.state is state and entry.index // SIZE == number
        )

    def _apply(self, event: Event, identifier: str, file: str, index: int) -> None:
        entry = self.entries.setdefault(identifier, Entry(file, index))
        entry.state = Event.EMIS if event is Event.RETABLI else event
        if event is Event.EMIS:
            self.by_file[file] = identifier

    def _append(self, rows: Iterable[tuple[str, ...]]) -> None:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        if not self.path.exists():
            writer.writerow(HEADINGS)
        writer.writerows(rows)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())

    @staticmethod
    def _draw(secret: bytes, rank: int) -> int:
        number, place = divmod(rank, SIZE)
        return number * SIZE + _order(secret, number)[place]


@lru_cache(maxsize=1)
def _order(secret: bytes, number: int) -> list[int]:
    """All the indices of a list, in an order that only the holder of the secret can tell."""
    draws = struct.unpack(f">{SIZE}Q", shake_256(secret + number.to_bytes(4)).digest(8 * SIZE))
    return sorted(range(SIZE), key=draws.__getitem__)


@dataclass(frozen=True)
class Lists:
    """Where the lists of an issuer are published."""

    issuer: Issuer
    base: str = ""
    """The address of the folder of credentials, ending with ``/``; empty for an issuer without a web address."""

    def address(self, purpose: str, number: int) -> str:
        """The identifier of a list: its web address, or a stable ``urn:uuid`` for an issuer that has none."""
        if self.base:
            return f"{self.base}statuts/{self.name(purpose, number)}.json"
        return f"urn:uuid:{uuid5(NAMESPACE, f'{self.issuer.did} {purpose} {number}')}"

    @staticmethod
    def name(purpose: str, number: int) -> str:
        """The file name of a list, from 1."""
        return f"{purpose}-{number + 1}"

    def entry(self, index: int) -> StatusEntry:
        """Where the status of the credential with this index is read."""
        number, place = divmod(index, SIZE)
        return StatusEntry(self.address("revocation", number), self.address("suspension", number), place)

    def credential(self, purpose: str, number: int, indices: Iterable[int], now: datetime, until: datetime) -> Any:
        """The list as a credential, without proof. ``now`` and ``until`` bound how long it may be believed."""
        address = self.address(purpose, number)
        return {
            "@context": [VC],
            "id": address,
            "type": ["VerifiableCredential", "BitstringStatusListCredential"],
            "issuer": self.issuer.did,
            "validFrom": instant(now),
            "validUntil": instant(until),
            "credentialSubject": {
                "id": f"{address}#list",
                "type": "BitstringStatusList",
                "statusPurpose": purpose,
                "encodedList": encode(indices),
            },
        }

    def signed(
        self, register: Register, key: SigningKey, now: datetime, until: datetime
    ) -> Mapping[str, dict[str, Any]]:
        """Every list of the register, signed, by file name."""
        return {
            self.name(purpose, number): proof.sign(
                self.credential(purpose, number, register.set_indices(purpose, number), now, until),
                key,
                self.issuer.key_id,
                instant(now),
            )
            for number in range(register.lists)
            for purpose in PURPOSES
        }


def encode(indices: Iterable[int], size: int = SIZE) -> str:
    """An ``encodedList``: multibase base64url of the compressed bitstring, index 0 in the leftmost bit."""
    bits = bytearray(size // 8)
    for index in indices:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64url.encoded(packed)


def instant(moment: datetime) -> str:
    """A UTC instant as credentials write it: ``2026-07-10T08:00:00Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
