"""The bordereau of a unit: a workbook to download, fill and hand in, each line bearing the hash of its candidate."""

import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from laureat.exchange.spoken import empties
from laureat.exchange.xlsx_written import Book, Font
from laureat.session.reading import WRITTEN
from laureat.vocabulary import CellError
from laureat.vocabulary.french import words
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.parsing import BORDEREAU

_WIDTHS = (16, 26, 22, 16, 10, 22)


@dataclass(frozen=True, slots=True)
class Filled:
    """One line of a bordereau that was handed in."""

    line: int
    numero: str
    nom: str
    prenom: str
    date_naissance: str
    note: str
    empreinte: str

    @property
    def mark(self) -> str:
        """The mark as we write it (a spreadsheet turns 12,5 into 12.5), or what was typed instead; empty to empty."""
        try:
            return "" if empties(self.note) else str(WRITTEN.parse(self.note))
        except CellError:
            return self.note

    @property
    def told(self) -> str:
        """``ligne 3 (2601 Martin Léo)``."""
        return f"ligne {self.line} ({self.numero} {self.nom} {self.prenom})"

    @property
    def hash(self) -> str:
        """What ties the line to its candidate."""
        return self.empreinte.partition(SEEN)[0].lower()

    @property
    def seen(self) -> str:
        """The mark that was recorded when the bordereau was downloaded."""
        return self.empreinte.partition(SEEN)[2]


SEEN = ":"
"""Stands between the hash of a line and the mark that it bore, where it bore one."""


@dataclass(slots=True)
class Matched:
    """What a bordereau says; a line that was not touched, or left blank, says nothing."""

    typed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By candidate, the mark typed and the one that stood there when the bordereau was downloaded."""
    problems: list[str] = field(default_factory=list)
    """Why the other lines are refused."""
    remarks: list[str] = field(default_factory=list)
    """What a blank leaves as it is."""


def hash_of(session: ExamSession, unit: str, row: Standing, identity: Identity | None) -> str:
    """What ties a line to its candidate, in this session and this unit."""
    fields = identity.fields if identity else {}
    told = (session.log, unit, row.candidate, row.numero, *(fields.get(name, "") for name in BORDEREAU[1:4]))
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]


def workbook(session: ExamSession, unit: str, rows: Iterable[tuple[Standing, Identity | None, str]]) -> bytes:
    """The workbook: a line a candidate, with the mark that is recorded."""
    book = Book()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = unit[:31]
    sheet.append(list(BORDEREAU))
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3864")
    for row, identity, mark in rows:
        fields = identity.fields if identity else {}
        told = (row.numero, *(fields.get(name, "") for name in BORDEREAU[1:4]), mark)
        sheet.append([*told, hash_of(session, unit, row, identity) + (f"{SEEN}{mark}" if mark else "")])
        for cell in sheet[sheet.max_row]:
            cell.number_format, cell.data_type = "@", "s" if cell.value else cell.data_type
            cell.protection = Protection(locked=cell.column != BORDEREAU.index("note") + 1)
        sheet.cell(sheet.max_row, 5).alignment = Alignment(horizontal="right")
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    for rank, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = width
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def matched(
    session: ExamSession,
    unit: str,
    lines: Iterable[Filled],
    known: Iterable[tuple[Standing, Identity | None]],
) -> Matched:
    """What each line of a bordereau says of its candidate: what differs from what it bore when it was downloaded."""
    by_hash = {hash_of(session, unit, row, identity): (row, identity) for row, identity in known}
    found = Matched()
    said: defaultdict[str, list[Filled]] = defaultdict(list)
    for filled in lines:
        if not filled.note and not filled.seen:
            continue
        own = by_hash.get(filled.hash)
        if own is None:
            told = _("%(told)s : l'empreinte n'est pas celle d'un candidat de cette feuille.")
            found.problems.append(told % {"told": filled.told})
        elif not _is_of(filled, *own):
            told = _("%(told)s : l'empreinte désigne %(other)s ; des lignes ont-elles été déplacées ?")
            found.problems.append(told % {"told": filled.told, "other": own[1].name if own[1] else own[0].numero})
        elif not filled.note:
            told = _("%(told)s : laissée vide, la note enregistrée reste « %(seen)s » ; « vider » l'effacerait.")
            found.remarks.append(told % {"told": filled.told, "seen": filled.seen})
        else:
            said[own[0].candidate].append(filled)
    for candidate, same in said.items():
        if len({filled.mark for filled in same}) > 1:
            told = _("%(told)s : la ligne %(line)s donne une autre note au même candidat ; aucune n'est reprise.")
            found.problems += [
                told % {"told": later.told, "line": same[0].line} for later in same if later.mark != same[0].mark
            ]
        elif same[0].mark != same[0].seen:
            found.typed[candidate] = same[0].mark, same[0].seen
    return found


def _is_of(filled: Filled, row: Standing, identity: Identity | None) -> bool:
    fields = identity.fields if identity else {}
    names = all(words(fields.get(name, "")) == words(getattr(filled, name)) for name in ("nom", "prenom"))
    return filled.numero == row.numero and names and filled.date_naissance == fields.get("date_naissance", "")
