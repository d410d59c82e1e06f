"""What is read in the reading room: lists, sheets and juries, from the bytes handed over. No base, no setting.

Each function writes the file in the folder where its child was put, under the name that its author knows.
"""

import datetime as dt
import functools
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl

from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.batches import DOUBTS, WARNINGS
from laureat.exchange.candidates import candidates, read_candidates
from laureat.exchange.cyclades import CycladesList, is_cyclades, read_cyclades
from laureat.exchange.identifiers import UAI
from laureat.exchange.jury import column_of, read_jury
from laureat.exchange.spec import ANSWERS, CellColumn, Choice, Spec
from laureat.exchange.spoken import Spoken
from laureat.exchange.tables import TableReader, normalised_heading
from laureat.jury import Jury
from laureat.register import Fiche, read_fiche
from laureat.reglements.droit_applicable import droit_retenu
from laureat.reglements.specialites import lire_fichier
from laureat.vocabulary import InputProblem, InvalidInput, Several
from laureat.vocabulary.characters import repaired
from laureat.vocabulary.french import capital, enumeration_of_some, plural
from laureat.web.exam_sessions.trade_words import School, school_told, translator, why_unknown

_LONGEST_NAME = 100
FAULTS = 200_000
"""So many faults of one list are told, each on its line: the lines without any may then be applied."""


class RegistrationSpec(Spec):
    """The same columns, none of them due: a list says what it brings to what is known."""

    @functools.cached_property
    def cells(self) -> tuple[CellColumn, ...]:
        """Units, annexes and second-group marks, all optional."""
        return tuple(replace(column, required=False) for column in Spec(self.rules).cells)

    @functools.cached_property
    def choices(self) -> tuple[Choice, ...]:
        """A route left blank is that of a known candidate; a word of the trade is understood with its school."""
        choices = Spec(self.rules).choices
        return tuple(
            replace(choice, empty="", hint=why_unknown) if choice.name == "voie" else choice for choice in choices
        )

    @property
    def required(self) -> tuple[str, ...]:
        """What a list cannot do without: it may say only what changes."""
        return ("numero",)


@dataclass(frozen=True, slots=True)
class Law:
    """The law of a session, as a child finds it again."""

    reglement: str
    numero: str
    binding: str
    year: int
    sheet: dict[str, Any]
    data: str = ""

    def rules(self) -> SessionRules:
        """The same rules as the session's."""
        return droit_retenu(
            self.reglement, lambda: Fiche.from_json(self.sheet), self.numero, self.year, self.binding, self.data
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
    said: frozenset[str] = frozenset()
    """The columns that say something on that line, by our names; the others change nothing."""
    emptied: frozenset[str] = frozenset()
    """Those that empty what is known."""


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list as it was read: its sound lines, what there is to say of it, what is wrong with the others."""

    listed: list[Listed]
    remarks: list[str]
    problems: tuple[InputProblem, ...] = ()
    """All stand on a line that was left out."""
    spoilt: bool = False
    """Some text seems badly decoded, and a repair is proposed."""


def cyclades(name: str, content: bytes) -> CycladesList | None:
    """An export of Cyclades; None for another file. Raises InvalidInput."""
    return read_cyclades(_kept(name, content)) if is_cyclades(content) else None


def listed(name: str, content: bytes, law: Law, sheet: str | None, schools: dict[str, School]) -> ReadList:
    """The candidates of a list and what there is to say of it; what a person should look at on a line stands with it.

    Where all that is wrong stands on lines, the others are read without them. Raises InvalidInput where it does not,
    Several where ``sheet`` does not say which of a workbook is meant.
    """
    spec = RegistrationSpec(law.rules())
    path = _kept(name, content)
    try:
        return _read(path, content, spec, sheet, schools, ())
    except Several:
        raise
    except InvalidInput as invalid:
        at_fault = {problem.line for problem in invalid.problems}
        if None in at_fault:
            raise
        try:
            return _read(path, content, spec, sheet, schools, invalid.problems)
        except InvalidInput:  # what is wrong is not of those lines alone
            raise invalid from None


def _read(
    path: Path,
    content: bytes,
    spec: RegistrationSpec,
    sheet: str | None,
    schools: dict[str, School],
    problems: tuple[InputProblem, ...],
) -> ReadList:
    """The lines on which none of ``problems`` stands. Raises InvalidInput."""
    remarks: list[str] = []
    seen: list[InputProblem] = []
    but = frozenset(problem.line for problem in problems if problem.line is not None)
    spoken = Spoken(but, translator(spec.famille, schools) if spec.route_required else None)
    found = functools.partial(_listed, schools=schools, document=hashlib.sha256(content).hexdigest(), spoken=spoken)
    told = {
        row.line: row
        for batch in read_candidates(path, spec, sheet=sheet, warnings=seen, ready=spoken, limit=FAULTS)
        for row in map(found, map(int, batch["ligne"]), batch[WARNINGS], candidates(batch, spec.famille))
    }
    for remark in seen:
        if remark.line in told:
            told[remark.line].remarks.append(_said(replace(remark, line=None, candidate="")))
        else:
            remarks.append(_said(remark))
    remarks += _kept_aside(spec, told.values())
    for line, word in spoken.told.items():
        told[line].remarks.append(word)
    spoilt = any(SPOILT in one.message for one in (*seen, *problems))
    return ReadList(list(told.values()), remarks, problems, spoilt)


def _kept_aside(spec: Spec, rows: Iterable[Listed]) -> list[str]:
    """The columns that nobody reads, which are kept as they are: what stands there would be thought said."""
    conduite = spec.famille.conduite
    read = {*ANSWERS, *conduite.libelles, *(piece for pieces in conduite.pieces.values() for piece in pieces)}
    first = next(iter(rows), None)
    left = [one for one in first.candidate.autres if normalised_heading(one) not in read] if first else []
    left = [one for one in left if one != TO_MEND]
    told = "colonne gardée telle quelle, dont rien n'est lu", "colonnes gardées telles quelles, dont rien n'est lu"
    return [f"{plural(len(left), *told)} : {enumeration_of_some(left, NAMED)}."] if left else []


NAMED = 20
"""So many of them are named."""
SPOILT = "semble mal décodé"
"""What is told of a text whose repair is proposed (``laureat.exchange.text_checks``)."""
TO_MEND = "À corriger"
"""The heading of the column that says what is wrong with a line."""


def annotated(name: str, content: bytes, law: Law, sheet: str | None, told: dict[int, list[str]]) -> bytes:
    """A workbook that holds those lines of a list as they are written, and says beside each what is wrong."""
    headings, lines = _written(name, content, law, sheet)
    kept = ((" ; ".join(told[line]), *cells) for line, cells in lines if line in told)
    return _book("à corriger", (TO_MEND, *headings), kept)


def mended(name: str, content: bytes, law: Law, sheet: str | None) -> bytes:
    """The same list in a workbook, each badly decoded text being repaired."""
    headings, lines = _written(name, content, law, sheet)
    texts = (tuple(repaired(text) or text for text in cells) for _line, cells in lines)
    return _book("liste", tuple(repaired(heading) or heading for heading in headings), texts)


def _written(
    name: str, content: bytes, law: Law, sheet: str | None
) -> tuple[list[str], Iterator[tuple[int, tuple[str, ...]]]]:
    """The headings of a list, and its lines as they are written; what we wrote beside them is left out."""
    reader = TableReader(_kept(name, content), sheet=sheet, known=RegistrationSpec(law.rules()).names)
    headings = [heading for heading in reader.headings if heading != TO_MEND]

    def lines() -> Iterator[tuple[int, tuple[str, ...]]]:
        for table in reader:
            frame = table.frame.select(pl.col(heading).cast(pl.String).fill_null("") for heading in headings)
            yield from zip(map(int, table.lines), frame.iter_rows(), strict=True)

    return headings, lines()


def _book(title: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> bytes:
    from openpyxl import Workbook  # with what writes cells, a tenth of a second to load

    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.freeze_panes = "A2"
    page.append(list(headings))
    for cells in rows:
        page.append([_as_text(page, text) for text in cells])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _as_text(page: Any, text: str) -> Any:
    """A cell that a spreadsheet leaves as it is: neither a number nor a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text) or None)
    cell.number_format = "@"
    if text:
        cell.data_type = "s"
    return cell


def _said(remark: InputProblem) -> str:
    """A remark as a sentence, without the name of the file."""
    return capital(str(replace(remark, source="")))


def _listed(
    line: int, doubts: str, candidate: Candidate, schools: Mapping[str, School], document: str, spoken: Spoken
) -> Listed:
    identity = candidate.identite
    uai, school = _school(identity.get("uai", ""), identity.get("etablissement", ""))
    told = [f"{capital(doubt)}." for doubt in doubts.split(DOUBTS)] if doubts else []
    if school and not uai and (known := school_told(schools, (school,))):
        uai = known.uai
        told.append(f"« {school} » : {known.name} ({known.uai})")
    elif school and not uai:
        told.append(
            f"« {school} » n'est le nom d'aucun établissement de la maison, ou de plusieurs, et la ligne n'en dit pas "
            "l'UAI : aucun n'est retenu."
        )
    nothing: frozenset[str] = frozenset()
    says = spoken.said.get(line, nothing), spoken.emptied.get(line, nothing)
    return Listed(line, candidate, uai, school, told, document, *says)


@functools.lru_cache(maxsize=4_096)
def _school(uai: str, named: str) -> tuple[str, str]:
    """The UAI of a school and its name, as a line tells them."""
    found = UAI.search(f"{uai} {named}")
    return f"{found[1]}{found[2].upper()}" if found else "", UAI.sub("", named).strip(" ()–-")


def reglement(name: str, content: bytes) -> None:
    """Read a data file as a règlement. Raises InvalidInput: all its faults, each with its line."""
    lire_fichier(content, name, dt.date.today())


def fiche(name: str, content: bytes, numero: str | None) -> dict[str, Any]:
    """A register sheet, as ``laureat fiche --json`` writes it. Raises InvalidInput, Several where many are there."""
    return read_fiche(_kept(name, content), numero).to_json()


def members(name: str, content: bytes, sheet: str | None) -> tuple[Jury, list[str], list[str]]:
    """The members of a list, the address of the account of each (empty where none), what there is to say of the file.

    Raises InvalidInput, Several where a workbook holds several lists.
    """
    path = _kept(name, content)
    remarks: list[InputProblem] = []
    jury = read_jury(path, sheet=sheet, warnings=remarks)
    addresses = column_of(path, "courriel", sheet=sheet)
    return jury, [address.strip().lower() for address in addresses], [_said(remark) for remark in remarks]


BORDEREAU = ("numero", "nom", "prenom", "date_naissance", "note", "empreinte")
"""The headings of a bordereau, in their order."""


def bordereau(name: str, content: bytes, sheet: str | None) -> tuple[list[dict[str, str]], list[str]]:
    """The lines of a bordereau, by heading, ``ligne`` saying where each stands; what there is to say of the workbook.

    Raises InvalidInput, also where something was moved: a mark beside no candidate, a copied sheet.
    """
    reader = TableReader(
        _kept(name, content), sheet=sheet, known={heading: heading for heading in BORDEREAU}, alone=True
    )
    keys = {normalised_heading(heading): heading for heading in reader.headings}
    for heading in BORDEREAU:
        if heading not in keys:
            reader.problems.add(f"la colonne {heading} manque : ce n'est pas le bordereau téléchargé ici")
    lines: list[dict[str, str]] = []
    for table in reader:
        frame = table.frame.select(
            pl.col(keys[heading]).cast(pl.String).fill_null("").str.strip_chars().alias(heading)
            for heading in BORDEREAU
            if heading in keys
        )
        rows = zip(table.lines, frame.iter_rows(named=True), strict=True)
        lines += [{"ligne": str(line), **row} for line, row in rows]
    for line in lines:
        if "note" in line and not any(line.get(heading) for heading in BORDEREAU if heading != "note"):
            told = (
                f"la note « {line['note']} » n'est à côté d'aucun candidat : des notes ont-elles été décalées ? "
                "les remettre en face de leurs candidats, ou effacer celle-ci ; rien n'est repris"
            )
            reader.problems.add(told, line=int(line["ligne"]), column=keys["note"])
    reader.problems.raise_if_any()
    return lines, [_said(remark) for remark in reader.problems.warnings]


def _kept(name: str, content: bytes) -> Path:
    path = Path(Path(name).name[-_LONGEST_NAME:] or "fichier")
    path.write_bytes(content)
    return path
