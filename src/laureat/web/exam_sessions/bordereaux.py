"""The bordereau of a unit: a workbook to download, fill and hand in, each line bearing the hash of its candidate."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

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


def hash_of(session: ExamSession, unit: str, row: Standing, identity: Identity | None) -> str:
    """What ties a line to its candidate, in this session and this unit."""
    fields = identity.fields if identity else {}
    told = (session.log, unit, row.candidate, row.numero, *(fields.get(name, "") for name in BORDEREAU[1:4]))
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]


def workbook(session: ExamSession, unit: str, rows: Iterable[tuple[Standing, Identity | None, str]]) -> bytes:
    """The workbook: a line a candidate, with the mark that is recorded."""
    book = openpyxl.Workbook()
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
        sheet.append([*told, hash_of(session, unit, row, identity)])
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
) -> tuple[dict[str, str], list[str]]:
    """By candidate, the mark that the bordereau gives; why the other lines are refused. A blank mark says nothing."""
    by_hash = {hash_of(session, unit, row, identity): (row, identity) for row, identity in known}
    marks: dict[str, str] = {}
    problems: list[str] = []
    met: dict[str, int] = {}
    for filled in lines:
        if not filled.note:
            continue
        told = f"ligne {filled.line} ({filled.numero} {filled.nom} {filled.prenom})"
        found = by_hash.get(filled.empreinte.lower())
        if found is None:
            problems.append(
                _("%(told)s : l'empreinte n'est pas celle d'un candidat de cette feuille.") % {"told": told}
            )
        elif not _is_of(filled, *found):
            problems.append(
                _("%(told)s : l'empreinte est celle de %(other)s ; des lignes ont-elles été déplacées ?")
                % {"told": told, "other": found[1].name if found[1] else found[0].numero}
            )
        elif filled.empreinte in met:
            problems.append(
                _("%(told)s : le candidat figure déjà à la ligne %(line)s.")
                % {"told": told, "line": met[filled.empreinte]}
            )
        else:
            met[filled.empreinte] = filled.line
            marks[found[0].candidate] = filled.note
    return marks, problems


def _is_of(filled: Filled, row: Standing, identity: Identity | None) -> bool:
    fields = identity.fields if identity else {}
    names = all(words(fields.get(name, "")) == words(getattr(filled, name)) for name in ("nom", "prenom"))
    return filled.numero == row.numero and names and filled.date_naissance == fields.get("date_naissance", "")
