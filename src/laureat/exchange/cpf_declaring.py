"""The declaration of a deliberated session to the SI-CPF: a folder, written whole or not at all.

- ``declaration-001.xml``…: the passages, in as many files as the receiver asks;
- ``non-declares.csv``: those who are admitted and could not be declared, each with what to do; filled in, it is a file
  of complements.
"""

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from laureat.deliberation.outcome import Candidate
from laureat.exchange.cpf import Certification
from laureat.exchange.cpf_complements import COLUMNS, NUMBER, TO_DO, Complement, own_words
from laureat.exchange.cpf_passages import Award, passage_of
from laureat.exchange.cpf_xml import Files
from laureat.exchange.dossier import Dossier, Result
from laureat.exchange.places import beside
from laureat.exchange.problems import Problems
from laureat.vocabulary import Decision, InputProblem, InvalidInput
from laureat.vocabulary.spreadsheets import safe

LEFT_OUT = "non-declares.csv"
WITHOUT = "--sans-les-incomplets"
"""The option by which one declares those who can be."""


@dataclass(frozen=True)
class Order:
    """What is to be declared, and where to."""

    target: Path
    about: Certification
    award: Award
    at: datetime
    complements: Mapping[str, Complement] = field(default_factory=dict)
    accepted: Collection[str] = frozenset()
    """The identifiers of the passages that the receiver has accepted: they are not sent again."""
    without_incomplete: bool = False


@dataclass
class Summary:
    """What became of the candidates."""

    files: Mapping[str, int] = field(default_factory=dict)
    """By file, how many passages."""
    accepted: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Who could not be declared, and why; the first ones."""
    incomplete: int = 0
    others: Counter[Decision] = field(default_factory=Counter)
    """Who does not hold the certification, by decision."""

    @property
    def declared(self) -> int:
        """How many passages are written."""
        return sum(self.files.values())

    def to_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "declares": self.declared,
            "fichiers": dict(self.files),
            "deja_acceptes": self.accepted,
            "incomplets": self.incomplete,
            "autres_decisions": {str(decision): count for decision, count in sorted(self.others.items())},
        }


def require_new(target: Path) -> None:
    """A declaration is written beside another, never over it. Raises InvalidInput."""
    if not target.name or target.exists():
        told = "un dossier qui n'existe pas est attendu : une déclaration ne s'écrit pas par-dessus une autre"
        raise InvalidInput([InputProblem(told, str(target))])


def declare(order: Order, dossier: Dossier, progress: Callable[[int], None] = lambda done: None) -> Summary:
    """Write the declaration of a session; nothing where nobody is left to declare.

    Raises InvalidInput with the problems of all candidates, where it is not asked to leave out those who have some.
    """
    require_new(order.target)
    with beside(order.target) as work:
        summary = _declared(order, dossier.results(), work, progress)
        if summary.declared or summary.incomplete:
            work.rename(order.target)
    return summary


def _declared(order: Order, results: Iterable[Result], work: Path, progress: Callable[[int], None]) -> Summary:
    award, summary, problems, seen = order.award, Summary(), Problems(""), set[str]()
    with (
        Files(work, order.about, f"{award.numero}-{award.session}", order.at) as files,
        _LeftOut(work / LEFT_OUT) as left_out,
    ):
        for done, (candidate, outcome) in enumerate(((r.candidate, r.outcome) for r in results), start=1):
            progress(done)
            seen.add(candidate.numero)
            if outcome.decision is not Decision.ADMIS:
                summary.others[outcome.decision] += 1
                continue
            if award.identifiant(candidate.numero) in order.accepted:
                summary.accepted += 1
                continue
            complement = order.complements.get(candidate.numero)
            passage, found = passage_of(award, candidate, outcome, complement)
            if passage is not None:
                files.add(passage)
                continue
            summary.incomplete += 1
            problems.extend(found)
            reasons = " | ".join(_reason(problem) for problem in found)
            left_out.add(candidate, complement, reasons)
            if len(summary.left_out) < problems.limit:
                summary.left_out.append((candidate.numero, reasons))
    for numero in sorted(order.complements.keys() - seen):
        unknown = order.complements[numero].problem("aucun candidat du dossier ne porte ce numéro", NUMBER, numero)
        raise InvalidInput([unknown])
    if not order.without_incomplete and problems.total:
        told = f"compléter (la liste, ou --complements), ou déclarer les autres : {WITHOUT}"
        raise InvalidInput([*problems.error().problems, told])
    summary.files = files.counts
    return summary


def _reason(problem: InputProblem) -> str:
    return f"{problem.column} : {problem.message}" if problem.column else problem.message


class _LeftOut:
    """The table of those who could not be declared, made where there are some."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: Any = None

    def __enter__(self) -> "_LeftOut":
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, candidate: Candidate, complement: Complement | None, reasons: str) -> None:
        """One line: what is known, and what to do."""
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="")
            self._write((NUMBER, *COLUMNS, TO_DO))
        known = own_words(candidate) | (dict(complement.said) if complement else {})
        self._write((candidate.numero, *(known.get(name, "") for name in COLUMNS), reasons))

    def _write(self, cells: Iterable[str]) -> None:
        csv.writer(self._file, delimiter=";", lineterminator="\n").writerow(map(safe, cells))
