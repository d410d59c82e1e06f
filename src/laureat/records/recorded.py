"""A fact as a log holds it: its place, its bytes, and what they say, if they say anything."""

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from laureat.records.encoding import decode, encode
from laureat.records.facts import Fact


class Recorded(NamedTuple):
    """One fact of a log. ``fact`` is None where the bytes say none, ``problem`` then tells why, in French."""

    number: int | None
    """Its number; None where it has none yet."""
    payload: bytes
    fact: Fact | None
    problem: str = ""
    subject: str = ""
    """Whom it is filed under."""

    @property
    def leaf(self) -> str:
        """What names it: its leaf hash (RFC 9162), in hexadecimal."""
        return hashlib.sha256(b"\0" + self.payload).hexdigest()


def recorded(number: int | None, payload: bytes, columns: Mapping[str, str] | None = None) -> Recorded:
    """Read a fact. What is stored beside it (``log``, ``key``, ``kind``, ``subject``) must say the same."""
    filed = (columns or {}).get("subject", "")
    try:
        fact = decode(payload)
    except ValueError as error:
        return Recorded(number, payload, None, str(error), filed)
    for name, stored in (columns or {}).items():
        said = type(fact).__name__ if name == "kind" else str(getattr(fact, name, ""))
        if said != stored:
            problem = f"la colonne {name} dit « {stored} », le fait « {said} »"
            return Recorded(number, payload, None, problem, filed)
    return Recorded(number, payload, fact, "", fact.subject)


def unnumbered(fact: Fact) -> Recorded:
    """A fact that is nowhere yet."""
    return Recorded(None, encode(fact), fact, "", fact.subject)
