"""What pages of grids show and answer: the lines of a situation, what moves at a tap."""

import re
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from laureat.exchange.english import phrasebook
from laureat.exchange.grille_workbook import line_texts
from laureat.grilles import NE, Grid, Situation, parse_points
from laureat.grilles.entries import BONUS, IMPOSED, MARK, STANDING, Standing, criterion_of, imposed_text
from laureat.grilles.telling import parameters_told
from laureat.session.framework import Refused
from laureat.vocabulary import InputProblem, format_hundredths
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.grids.boards import Board
from laureat.web.grids.models import Author
from laureat.web.grids.tapping import BadTap, Conflict, Tap, tap

_KEY = re.compile(r"[0-9a-f-]{32,36}")


@dataclass(frozen=True)
class Tick:
    """One indicator of a line, which is ticked once it is seen."""

    code: str
    text: str
    value: str
    read: int


@dataclass(frozen=True)
class Line:
    """One line of one candidate, to show and to fill."""

    code: str
    text: str
    competence: str
    value: str
    read: int
    descriptors: dict[str, str]
    evidence: str = ""
    floor: str = ""
    readings: str = ""
    """What each of two assessors wrote, once both have finished."""
    ticks: tuple[Tick, ...] = ()
    """Its indicators."""
    steps: tuple[tuple[int, str], ...] = ()
    """From so many indicators observed, this level."""
    levels: tuple[tuple[str, str], ...] = ()
    """What may be ticked."""
    deduced: str = ""
    """The level that the indicators seen give, where none is ticked."""


def lines_of(board: Board, situation: Situation) -> dict[str, Any]:
    """What the page of one candidate shows of one situation."""
    sheet, grid = board.sheets.get(situation.code), board.grid
    return {
        "lines": [line_of(board, situation, *line) for line in line_texts(grid, situation)],
        "beside": [line_of(board, situation, *line) for line in beside_of(grid)],
        "standing": line_of(board, situation, STANDING, "", ""),
        "states": [(str(Standing.ABSENT), _("absent")), (str(Standing.EXEMPT), _("dispensé"))],
        "imposed": sheet is not None and sheet.standing is Standing.IMPOSED,
        "board": board,
        "result": board.result,
        "levels": levels_of(grid),
        "parameters": [*map(spoken, parameters_told(grid, board.result.rounding))],
    }


def levels_of(grid: Grid) -> list[tuple[str, str]]:
    """The levels, and not assessed."""
    return [*((level.code, level.label) for level in grid.levels), (NE, _("NE – non évalué"))]


def beside_of(grid: Grid) -> list[tuple[str, str, str]]:
    """What is filled beside the lines."""
    return [(one, _("Note, en demi-points") if one == MARK else _("Bonus"), "") for one in grid.beside]


def line_of(board: Board, situation: Situation, code: str, text: str, competence: str) -> Line:
    """One line of one candidate."""
    criterion = board.grid.criterion(code)
    value, reachable = board.value(situation.code, code), criterion.reachable if criterion else ()
    if code in (MARK, BONUS) and value:
        value = format_hundredths(int(parse_points(value) * 100))
    if code == IMPOSED:
        value = imposed_text(value)
    return Line(
        code,
        text,
        competence,
        value,
        board.version(situation.code, code),
        dict(criterion.descriptors) if criterion else {},
        criterion.evidence if criterion else "",
        criterion.floor if criterion else "",
        " ; ".join(f"{one} : {told.get(code) or '—'}" for one, told in sorted(board.finished(situation.code).items())),
        tuple(
            Tick(name, words, board.value(situation.code, name), board.version(situation.code, name))
            for name, of, words in board.grid.indicators(situation)
            if of == code
        ),
        tuple((one.least, one.level) for one in criterion.steps) if criterion else (),
        tuple(one for one in levels_of(board.grid) if one[0] == NE or not reachable or one[0] in reachable),
        "" if value else _deduced(board, situation.code, code),
    )


def _deduced(board: Board, situation: str, code: str) -> str:
    """The level that the indicators seen under a line give; empty where the grid gives none."""
    criterion, sheet = board.grid.criterion(code), board.sheets.get(situation)
    return criterion.deduced(len(sheet.observed.get(code, ()))) if criterion and sheet else ""


def tap_answer(
    request: HttpRequest,
    session: ExamSession,
    who: Author,
    row: Row,
    unit: str,
    *,
    situation: str = "",
    origin: str = "ecran",
) -> JsonResponse:
    """Write the tap of a request and say what moved; ``situation``: the only one that this author may write."""
    key, read = request.POST.get("cle", ""), request.POST.get("lu", "")
    if not _KEY.fullmatch(key) or not read.isdecimal():
        return JsonResponse({"erreur": _("Cette page est périmée : rechargez-la.")}, status=400)
    code, line, value = (request.POST.get(name, "") for name in ("situation", "ligne", "valeur"))
    if situation and code != situation:
        return JsonResponse({"erreur": _("La grille n'a pas cette situation.")}, status=422)
    body, status = answered(session, who, row, unit, Tap(code, line, value, int(read[:6]), key, origin))
    return JsonResponse(body, status=status)


def answered(session: ExamSession, who: Author, row: Row, unit: str, given: Tap) -> tuple[dict[str, object], int]:
    """What a tap is answered, and the status of the answer."""
    try:
        board = tap(session, who, row, unit, [given])
    except Conflict as found:
        told: dict[str, object] = {
            "votre": found.tap.value,
            "enregistre": found.standing,
            "version": found.version,
            "par": found.by,
            "erreur": _("Cette ligne a été remplie entre-temps : les deux valeurs sont gardées, choisissez."),
        }
        return told, 409
    except BadTap as bad:
        return {"erreur": spoken(str(bad))}, 422
    except Refused as refused:
        return {"erreur": spoken(" ".join(refused.reasons)), "clos": True}, 409
    return _told(board, given.situation, given.criterion), 200


def spoken(text: str) -> str:
    """A sentence that the rooms below write, in the language of the page; what names its place may come before it."""
    if get_language() != "en":
        return text
    for found in re.finditer(r"^| : ", text):
        if (told := phrasebook().told(text[found.end() :])) is not None:
            return (phrasebook().in_part(text[: found.start()]) + ": " if found.start() else "") + told
    return phrasebook().in_part(text)


_PLACES = {"feuille": "sheet", "cellule": "cell", "ligne": "line", "colonne": "column", "candidat": "candidate"}


def spoken_problem(problem: InputProblem) -> str:
    """A fault of a file at its place, in the language of the page."""
    if get_language() != "en":
        return str(problem)
    place = str(replace(problem, message="")).removesuffix(" : ")
    said = re.sub(r"\b(feuille|cellule|ligne|colonne|candidat)(?= )", lambda found: _PLACES[found[1]], place)
    return f"{said}: {spoken(problem.message)}" if place else spoken(problem.message)


def _told(board: Board, situation: str, criterion: str) -> dict[str, object]:
    """What moves on the page after a tap."""
    result, line = board.result, criterion_of(criterion)
    return {
        "version": board.version(situation, criterion),
        "valeur": board.value(situation, criterion),
        "deduit": _deduced(board, situation, line) if not board.value(situation, line) else "",
        "note": spoken(result.mark_text),
        "points": result.raw_text,
        "couverture": result.coverage_text,
        "manque": [*map(spoken, result.missing)],
        "alertes": [*map(spoken, result.alerts)],
        "condense": board.digest,
    }
