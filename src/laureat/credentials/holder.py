"""What a title says of its holder: the name, the hash of name and birth, the marks; and the files that it goes into."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from laureat.credentials.deuxdoc import capitals
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.vocabulary import format_hundredths, truncated_average
from laureat.vocabulary.french import accented

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def plain(value: Any) -> Any:
    """The same values, their texts without control characters: those cannot be signed."""
    if isinstance(value, str):
        return _CONTROL.sub(" ", value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def sheet_url(numero: str) -> str:
    """The page of the official register for a sheet number (``RNCP35697``, ``RS5616``)."""
    found = re.fullmatch(r"(RNCP|RS)(\d+)", numero)
    kind, digits = (found[1].lower(), found[2]) if found else ("rncp", numero)
    return f"https://www.francecompetences.fr/recherche/{kind}/{digits}/"


def identity_hash(name: str, born: str, salt: str) -> str:
    """The hash that proves a name and a date of birth (JJ/MM/AAAA): ``sha256$…`` of the identity and its salt."""
    return "sha256$" + hashlib.sha256(f"{_capitals(name)}|{born}{salt}".encode()).hexdigest()


_capitals = lru_cache(maxsize=16)(capitals)
"""The titles of one holder are drawn up one after the other."""


@lru_cache(maxsize=256)
def file_name(numero: str) -> str:
    """A candidate's number as the name of a file: letters, digits, ``-`` and ``_`` only, never two alike.

    Some disks take « A1 » and « a1 » for one name: a number in small letters has its digest beside it.
    """
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", numero)
    return plain if plain == numero == numero.upper() else f"{plain}-{hashlib.sha256(numero.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a title is about, as the civil status says it."""

    name: str
    """Given name and name of birth."""
    born: str
    used: str = ""
    """The usage name, where it is another."""


def person_of(candidate: Candidate) -> Person:
    """The holder of a candidate's titles."""
    known = candidate.identite
    name = " ".join(plain(f"{known.get('prenom', '')} {known.get('nom', '')}").split())
    used = " ".join(plain(known.get("nom_usage", "")).split())
    if used and name and capitals(used) == capitals(known.get("nom", "")):
        used = ""
    return Person(name, known.get("date_naissance", "").strip(), used if name else "")


_label = lru_cache(maxsize=1024)(accented)
"""What is shown of a unit that the sheet names."""


@dataclass(frozen=True)
class Mark:
    code: str
    title: str
    value: str


def marks_of(outcome: Outcome) -> tuple[Mark, ...]:
    """The marks that count, with a decimal point; ``MOY`` is the average, cut to two decimals."""
    marks = [
        Mark(
            result.unit.code,
            f"{result.unit.code} {_label(result.unit.label)}",
            format_hundredths(result.retained, comma="."),
        )
        for result in outcome.units
        if result.retained is not None
    ]
    if outcome.average is not None:
        average = format_hundredths(truncated_average(outcome.average), decimals=2, comma=".")
        marks.append(Mark("MOY", "Moyenne générale", average))
    return tuple(marks)
