"""What is read in the reading room: lists, sheets and juries, from the bytes handed over. No base, no setting.

Each function writes the file in the folder where its child was put, under the name that its author knows.
"""

import functools
import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.cyclades import CycladesList, is_cyclades, read_cyclades
from laureat.exchange.identifiers import UAI, uai_warning
from laureat.exchange.jury import column_of, read_jury
from laureat.exchange.spec import CellColumn, Spec
from laureat.jury import Jury
from laureat.register import Fiche, read_fiche
from laureat.reglements.droit_applicable import droit_retenu
from laureat.vocabulary import InputProblem

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
    remarks: list[str] = field(default_factory=list)
    """What a person should look at on that line."""
    document: str = ""
    """SHA-256, in hexadecimal, of the file where the line stands."""


def cyclades(name: str, content: bytes) -> CycladesList | None:
    """An export of Cyclades; None for another file. Raises InvalidInput."""
    return read_cyclades(_kept(name, content)) if is_cyclades(content) else None


def listed(name: str, content: bytes, law: Law, sheet: str | None) -> tuple[list[Listed], list[str]]:
    """The candidates of a list and what there is to say of it; what a person should look at on a line stands with it.

    Raises InvalidInput with every problem, by line; Several where ``sheet`` does not say which of a workbook is meant.
    """
    spec = RegistrationSpec(law.rules())
    remarks: list[str] = []
    seen: list[InputProblem] = []
    found = [
        _listed(int(line), candidate)
        for batch in read_candidates(_kept(name, content), spec, sheet=sheet, warnings=seen)
        for line, candidate in zip(batch["ligne"], candidates(batch, spec.famille), strict=True)
    ]
    told = {row.line: row for row in found}
    for remark in seen:
        if remark.line in told:
            told[remark.line].remarks.append(_said(replace(remark, line=None, candidate="")))
        else:
            remarks.append(_said(remark))
    digest = hashlib.sha256(content).hexdigest()
    return [replace(row, document=digest) for row in found], remarks


def _said(remark: InputProblem) -> str:
    """A remark as a sentence, without the name of the file."""
    text = str(replace(remark, source=""))
    return f"{text[:1].upper()}{text[1:]}"


def _listed(line: int, candidate: Candidate) -> Listed:
    identity = candidate.identite
    text = f"{identity.get('uai', '')} {identity.get('etablissement', '')}"
    found = UAI.search(text)
    uai = f"{found[1]}{found[2].upper()}" if found else ""
    school = UAI.sub("", identity.get("etablissement", "")).strip(" ()–-")
    warning = uai_warning(uai) if uai else ""
    return Listed(line, candidate, uai, school, [warning] if warning else [])


def fiche(name: str, content: bytes, numero: str | None) -> dict[str, Any]:
    """A register sheet, as ``laureat fiche --json`` writes it. Raises InvalidInput, Several where many are there."""
    return read_fiche(_kept(name, content), numero).to_json()


def members(name: str, content: bytes, sheet: str | None) -> tuple[Jury, list[str]]:
    """The members of a list, and the address of the account of each (empty where none).

    Raises InvalidInput, Several where a workbook holds several lists.
    """
    path = _kept(name, content)
    jury = read_jury(path, sheet=sheet)
    addresses = column_of(path, "courriel", sheet=sheet)
    return jury, [address.strip().lower() for address in addresses]


def _kept(name: str, content: bytes) -> Path:
    path = Path(Path(name).name[-_LONGEST_NAME:] or "fichier")
    path.write_bytes(content)
    return path
