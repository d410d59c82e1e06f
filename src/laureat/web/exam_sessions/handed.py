"""What is read in the reading room: lists, sheets and juries, from the bytes handed over. No base, no setting.

Each function writes the file in the folder where its child was put, under the name that its author knows.
"""

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.cyclades import CycladesList, is_cyclades, read_cyclades
from laureat.exchange.identifiers import UAI, uai_warning
from laureat.exchange.jury import COLUMNS, read_jury
from laureat.exchange.spec import CellColumn, Spec
from laureat.exchange.tables import read_table
from laureat.jury import Jury
from laureat.register import Fiche, read_fiches
from laureat.reglements.droit_applicable import droit_retenu

_LONGEST_NAME = 100


class RegistrationSpec(Spec):
    """The same columns, none of the marks being due yet."""

    @functools.cached_property
    def cells(self) -> tuple[CellColumn, ...]:
        """Units, annexes and second-group marks, all optional."""
        return tuple(replace(column, required=False) for column in Spec(self.rules).cells)


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a session, as a child finds it again."""

    reglement: str
    numero: str
    binding: str
    year: int
    sheet: dict[str, Any]

    def rules(self) -> SessionRules:
        """The same rules as the session's."""
        return droit_retenu(
            self.reglement, lambda: Fiche.from_json(self.sheet), self.numero, self.year, self.binding
        ).at(self.year)


@dataclass(frozen=True, slots=True)
class Listed:
    """One candidate of a list, and where it stood."""

    line: int
    candidate: Candidate
    uai: str
    school: str
    warning: str = ""


def cyclades(name: str, content: bytes) -> CycladesList | None:
    """An export of Cyclades; None for another file. Raises InvalidInput."""
    return read_cyclades(_kept(name, content)) if is_cyclades(content) else None


def listed(name: str, content: bytes, law: Law) -> list[Listed]:
    """The candidates of a list. Raises InvalidInput with every problem, by line."""
    spec = RegistrationSpec(law.rules())
    return [
        _listed(int(line), candidate)
        for batch in read_candidates(_kept(name, content), spec)
        for line, candidate in zip(batch["ligne"], candidates(batch, spec.famille), strict=True)
    ]


def _listed(line: int, candidate: Candidate) -> Listed:
    identity = candidate.identite
    text = f"{identity.get('uai', '')} {identity.get('etablissement', '')}"
    found = UAI.search(text)
    uai = f"{found[1]}{found[2].upper()}" if found else ""
    school = UAI.sub("", identity.get("etablissement", "")).strip(" ()–-")
    return Listed(line, candidate, uai, school, uai_warning(uai) if uai else "")


def fiche(name: str, content: bytes) -> dict[str, Any]:
    """The first register sheet of a file, as ``laureat fiche --json`` writes it. Raises InvalidInput."""
    return next(iter(read_fiches(_kept(name, content)))).to_json()


def members(name: str, content: bytes) -> tuple[Jury, list[str]]:
    """The members of a list, and the address of the account of each (empty where none). Raises InvalidInput."""
    path = _kept(name, content)
    jury = read_jury(path)
    table = read_table(path, known={name: name for name in (*COLUMNS, "courriel")})
    column = table.keys.get("courriel")
    addresses = table.frame[column].to_list() if column else [""] * len(jury.members)
    return jury, [(address or "").strip().lower() for address in addresses]


def _kept(name: str, content: bytes) -> Path:
    path = Path(Path(name).name[-_LONGEST_NAME:] or "fichier")
    path.write_bytes(content)
    return path
