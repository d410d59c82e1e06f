"""The sheet of marks that a school downloads, confirms and keeps; read again, it is compared with what a log says."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from laureat.exchange.problems import Problems
from laureat.exchange.tables import read_table
from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.audit import AuditFinding, Trouble
from laureat.records.facts.words import WORDS
from laureat.session.digests import SHORT, Line, digest, lines_of, pupils
from laureat.session.state import LogState, SessionState
from laureat.vocabulary import InputProblem
from laureat.vocabulary.french import plural, written_date
from laureat.vocabulary.spreadsheets import safe

HEADINGS = ("numero", "nom", "prenom", "unite", "groupe", "note", "identifiant", "etablissement", "session")
"""The three first are for people: the digest is of the others."""
_HASHED = HEADINGS[3:]
Said = tuple[str, str, str]
"""A candidate, a unit, a group."""


def written(log: str, establishment: str, lines: Iterable[Line], people: Mapping[str, tuple[str, str, str]]) -> str:
    """The sheet as CSV. ``people``: by candidate, the number, the name, the first name."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    for line in sorted(lines, key=lambda one: (people.get(one.candidate, ("", "", "")), one)):
        who = (safe(told) for told in people.get(line.candidate, ("", "", "")))
        writer.writerow([*who, line.unit, line.group, line.mark, line.candidate, establishment, log])
    return text.getvalue()


@dataclass
class SchoolSheet:
    """A sheet as it was kept."""

    source: str
    log: str
    establishment: str
    lines: tuple[Line, ...]
    numbers: Mapping[str, str]
    """By candidate, the number that people see."""
    warnings: list[str] = field(default_factory=list)
    """What there is to say of the file."""
    last: dict[Said, Fact] = field(default_factory=dict)
    """By mark, the last fact of the log that entered or changed it."""
    remarks: list[str] = field(default_factory=list)
    """Once compared: that, and whether the log says that the school gave its word on this sheet."""

    @property
    def digest(self) -> str:
        """Of what the sheet says."""
        return digest(self.log, self.establishment, self.lines)

    def meet(self, fact: Fact) -> None:
        """Note what a fact of the log makes of a mark of the sheet."""
        if isinstance(fact, _MARKS) and fact.candidate in self.numbers:
            control = getattr(fact, "control", isinstance(fact, f.ControlMarkEntered))
            self.last[fact.candidate, fact.unit, "controle" if control else "premier"] = fact

    def compare(self, state: LogState) -> Iterator[AuditFinding]:
        """The marks that are not those of the sheet, each with what the log says of it."""
        if not isinstance(state, SessionState) or state.log != self.log:
            return
        self.remarks = [*self.warnings, self._word(state)]
        held = {line[:3]: line.mark for line in self.lines}
        here = {line[:3]: line.mark for line in lines_of(pupils(state, self.establishment))}
        for said in sorted(held.keys() | here.keys()):
            if held.get(said) != here.get(said):
                yield AuditFinding(Trouble.RELEVE, None, "", self._told(said, held.get(said), here.get(said)))

    def _told(self, said: Said, held: str | None, here: str | None) -> str:
        candidate, unit, group = said
        what = f"{unit} (épreuve de contrôle)" if group == "controle" else unit
        changed = self.last.get(said)
        made = changed is not None and getattr(changed, "cell", here) == here
        why = f" ; {WORDS[type(changed).__name__]} le {written_date(changed.at[:10])}" if changed and made else ""
        return (
            f"établissement {self.establishment}, candidat {self.numbers.get(candidate) or candidate}, {what} : "
            f"{_shown(held)} au relevé gardé ({self.source}), {_shown(here)} au journal{why}."
        )

    def _word(self, state: SessionState) -> str:
        word = state.words_of_schools.get(self.establishment)
        about = f"relevé {self.source}, établissement {self.establishment}, {plural(len(self.lines), 'ligne')}"
        if word is None or word.digest != self.digest:
            told = "le journal ne dit pas que l'établissement l'a confirmé en dernier"
        else:
            done = "confirmé" if isinstance(word, f.MarksConfirmed) else "contesté"
            told = f"{done} le {written_date(word.at[:10])}"
        return f"{about}, empreinte {self.digest[:SHORT]}… : {told}."


_MARKS = (
    f.MarkEntered,
    f.MarkRectified,
    f.CorrectionMade,
    f.ControlMarkEntered,
    f.KeptMarkRequested,
    f.DispenseGranted,
    f.VaeUnitCarried,
)


def _shown(mark: str | None) -> str:
    return "rien" if mark is None else f"« {mark} »" if mark else "aucune note"


def read_school_sheet(path: Path) -> SchoolSheet:
    """Read a sheet that was kept. Raises InvalidInput with every fault."""
    warnings: list[InputProblem] = []
    table = read_table(path, known={name: name for name in HEADINGS}, warnings=warnings)
    problems, keys = Problems(path.name), table.keys
    for name in _HASHED:
        if name not in keys:
            problems.add(f"la colonne « {name} » manque : ce n'est pas un relevé de notes d'établissement")
    problems.raise_if_any()
    columns = [table.frame[keys[name]].fill_null("").to_list() for name in _HASHED]
    numbers = table.frame[keys["numero"]].fill_null("").to_list() if "numero" in keys else [""] * len(table.lines)
    lines: dict[Said, Line] = {}
    people: dict[str, str] = {}
    held: set[tuple[str, str]] = set()
    rows = zip(table.lines, numbers, *columns, strict=True)
    for at, number, unit, group, mark, candidate, establishment, log in rows:
        line = Line(candidate.strip(), unit.strip(), group.strip(), mark.strip())
        if not (line.candidate and line.unit and establishment and log) or line.group not in ("premier", "controle"):
            problems.add("attendu : un identifiant, une unité, un groupe (premier, controle), l'établissement, "
                         "la session", line=at)  # fmt: skip
        elif line[:3] in lines:
            problems.add(f"la note de {number or line.candidate} en {line.unit} y est deux fois", line=at)
        lines[line[:3]], people[line.candidate] = line, number.strip()
        held.add((log.strip(), establishment.strip()))
    if len(held) != 1 and not problems.total:
        problems.add("attendu : un seul établissement et une seule session, sur toutes les lignes")
    problems.raise_if_any()
    ((log, establishment),) = held
    return SchoolSheet(path.name, log, establishment, tuple(sorted(lines.values())), people, list(map(str, warnings)))
