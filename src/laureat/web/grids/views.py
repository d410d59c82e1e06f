"""Grids on screen: the units, a group side by side, one candidate; a tap; a mark settled."""

import re
import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.exchange.grille_workbook import line_texts
from laureat.grilles import NE, Grid, NotSettled, Situation, attainable, parse_points, points_text
from laureat.grilles.entries import BONUS, CHOICE, LOCK, MARK, STANDING, Standing
from laureat.session.framework import Refused
from laureat.vocabulary import format_hundredths, parse_hundredths
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.access import count_file, form_key, session_of
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.rules import framework_at_opening
from laureat.web.exam_sessions.service import look
from laureat.web.exam_sessions.views.marks import unit_of
from laureat.web.grids.access import grid_or_404, row_of, rows_of, situation_of
from laureat.web.grids.boards import Board, boards, grid_of
from laureat.web.grids.models import Settlement
from laureat.web.grids.tapping import BadTap, Conflict, Tap, settle_mark, tap

BESIDE = 6
"""So many candidates stand side by side."""
_KEY = re.compile(r"[0-9a-f-]{32,36}")


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


@require_GET
def grids(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The units that have a grid, and how far each is."""
    session = session_of(request, pk)
    framework = framework_at_opening(session)
    rows = []
    for unit in framework.units.values():
        grid, assessed = grid_of(session, unit.code), rows_of(request, session, unit.code)
        many = assessed.count()
        if grid is not None and many:
            settled = Settlement.objects.filter(
                session=session, unit=unit.code, candidate__in=assessed.values("candidate")
            )
            ends = attainable(grid)
            rows.append(
                {
                    "unit": unit,
                    "grid": grid,
                    "total": many,
                    "done": settled.values("candidate").distinct().count(),
                    "ends": " – ".join(map(format_hundredths, ends)) if ends else "",
                }
            )
    return render(request, "grilles/liste.html", {"session": session, "rows": rows, "state": look(session)})


@require_GET
def group(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """Several candidates side by side, one situation."""
    session = session_of(request, pk)
    described, grid = unit_of(session, unit), grid_or_404(session, unit)
    situation = situation_of(grid, request.GET.get("situation", ""))
    page = Paginator(rows_of(request, session, unit).order_by("sort_key", "candidate"), BESIDE).get_page(
        request.GET.get("page")
    )
    rows = list(page)
    found = boards(session, unit, grid, [row.candidate for row in rows], request.user)
    names = Identity.objects.in_bulk([row.candidate for row in rows])
    columns = [(row, names.get(row.candidate), found[row.candidate]) for row in rows]
    state = look(session)
    lines = [
        (line, [(row, _line(board, situation, *line)) for row, _name, board in columns])
        for line in [*line_texts(grid, situation), *_beside(grid)]
    ]
    context = {
        "session": session,
        "unit": described,
        "grid": grid,
        "situation": situation,
        "page": page,
        "columns": columns,
        "lines": lines,
        "levels": _levels(grid),
        "open": {row.candidate for row in rows if state.is_open_to(row.establishment, unit)},
    }
    return render(request, "grilles/groupe.html", context)


@require_GET
def one(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """One candidate, one situation: every line with its descriptors, the mark, what lacks; then the settling."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    count_file(request, row.candidate)
    return _page(request, session, unit, row, request.GET.get("situation", ""))


def _page(
    request: SignedIn, session: ExamSession, unit: str, row: Row, code: str, *, status: int = 200
) -> HttpResponse:
    grid = grid_or_404(session, unit)
    situation = situation_of(grid, code)
    board = boards(session, unit, grid, [row.candidate], request.user)[row.candidate]
    following = rows_of(request, session, unit).filter(sort_key__gt=row.sort_key).order_by("sort_key").first()
    sheet = board.sheets.get(situation.code)
    state = look(session, [row.candidate])
    margin = grid.settling.margin
    context = {
        "session": session,
        "unit": unit_of(session, unit),
        "row": row,
        "identity": Identity.objects.filter(candidate=row.candidate).first(),
        "grid": grid,
        "situation": situation,
        "lines": [_line(board, situation, *line) for line in line_texts(grid, situation)],
        "beside": [_line(board, situation, *line) for line in _beside(grid)],
        "standing": _line(board, situation, STANDING, "", ""),
        "states": [(str(Standing.ABSENT), _("absent")), (str(Standing.EXEMPT), _("dispensé"))],
        "choice": _line(board, grid.situations[0], CHOICE, "", ""),
        "shares": ["-".join(map(str, share)) for share in grid.choice.shares] if grid.choice else [],
        "chosen": board.chosen,
        "lock": _line(board, situation, LOCK, "", ""),
        "finished": board.finished(situation.code),
        "imposed": sheet is not None and sheet.standing is Standing.IMPOSED,
        "board": board,
        "result": board.result,
        "levels": _levels(grid),
        "open": state.is_open_to(row.establishment, unit),
        "present": state.candidates[row.candidate].entered(unit),
        "margin": points_text(margin) if margin else "",
        "below": points_text(grid.settling.comment_below) if grid.settling.comment_below is not None else "",
        "settled": format_hundredths(board.settled.mark) if board.settled else "",
        "following": following,
        "posted": request.POST,
    }
    return render(request, "grilles/candidat.html", context, status=status)


@require_POST
def cross(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """A tap (answered in JSON), or the whole form of a page without script."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    if request.headers.get("X-Requested-With") != "fetch":
        return _whole_form(request, session, unit, row)
    key = request.POST.get("cle", "")
    read = request.POST.get("lu", "")
    if not _KEY.fullmatch(key) or not read.isdecimal():
        return JsonResponse({"erreur": _("Cette page est périmée : rechargez-la.")}, status=400)
    situation, line, value = (request.POST.get(name, "") for name in ("situation", "ligne", "valeur"))
    given = Tap(situation, line, value, int(read[:6]), f"{request.user.pk}-{key}")
    try:
        board = tap(session, request.user, row, unit, [given])
    except Conflict as found:
        told = {
            "votre": found.tap.value,
            "enregistre": found.standing,
            "version": found.version,
            "par": found.by,
            "erreur": _("Cette ligne a été remplie entre-temps : les deux valeurs sont gardées, choisissez."),
        }
        return JsonResponse(told, status=409)
    except BadTap as bad:
        return JsonResponse({"erreur": str(bad)}, status=422)
    except Refused as refused:
        return JsonResponse({"erreur": " ".join(refused.reasons), "clos": True}, status=409)
    return JsonResponse(_told(board, given.situation, given.criterion))


def _told(board: Board, situation: str, criterion: str) -> dict[str, object]:
    """What moves on the page after a tap."""
    result = board.result
    return {
        "version": board.version(situation, criterion),
        "valeur": board.value(situation, criterion),
        "note": result.mark_text,
        "points": result.raw_text,
        "couverture": result.coverage_text,
        "manque": list(result.missing),
        "alertes": list(result.alerts),
        "condense": board.digest,
    }


def _whole_form(request: SignedIn, session: ExamSession, unit: str, row: Row) -> HttpResponse:
    """Every line of the page at once: those that changed are written, or none."""
    grid, key = grid_or_404(session, unit), form_key(request)
    situation = situation_of(grid, request.POST.get("situation", ""))
    codes = [*grid.lines(situation), MARK, BONUS, STANDING, CHOICE, LOCK]
    taps = [
        Tap(situation.code, code, value, int(read), f"{key}-{code}")
        for code in codes
        if (value := _posted(request, code)) is not None
        and (read := request.POST.get(f"v-{code}", "")).isdecimal()
        and value != request.POST.get(f"a-{code}", "")
    ]
    status = 200
    try:
        tap(session, request.user, row, unit, taps)
        messages.success(request, _("Grille enregistrée."), "good")
    except Conflict as found:
        told = _("%(line)s : vous avez « %(own)s », et « %(other)s » a été enregistré entre-temps par %(by)s.")
        said = {"line": found.tap.criterion, "own": found.tap.value, "other": found.standing or "—", "by": found.by}
        messages.error(request, told % said, "bad")
        status = 409
    except BadTap as bad:
        messages.error(request, str(bad), "bad")
        status = 422
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons), "bad")
        status = 409
    if status == 200:
        target = redirect("grille", session.pk, unit, row.candidate)
        target["Location"] += f"?situation={situation.code}"
        return target
    return _page(request, session, unit, row, situation.code, status=status)


def _posted(request: SignedIn, code: str) -> str | None:
    """What the form says of a line; the choice of a candidate is typed in three fields."""
    if code == CHOICE and "partage" in request.POST:
        return " ".join(request.POST.get(name, "").strip() for name in ("partage", "choisi", "epreuve"))
    return request.POST.get(f"l-{code}")


@require_POST
def settle(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """Settle the mark: a person's act, recorded in the log with the grid, its edition and what was ticked."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    code = request.POST.get("situation", "")
    try:
        mark = parse_hundredths(request.POST.get("note", ""))
        texts = (request.POST.get(name, "") for name in ("motif", "appreciation"))
        settle_mark(session, request.user, row, unit, form_key(request), mark, request.POST.get("condense", ""), *texts)
    except (ValueError, NotSettled, Refused) as refused:
        for reason in getattr(refused, "reasons", None) or (str(refused),):
            messages.error(request, reason, "bad")
        return _page(request, session, unit, row, code, status=409 if isinstance(refused, Refused) else 422)
    messages.success(request, _("Note arrêtée : %(mark)s.") % {"mark": format_hundredths(mark)}, "good")
    target = redirect("grille", session.pk, unit, row.candidate)
    target["Location"] += f"?situation={code}" if code else ""
    return target


def _levels(grid: Grid) -> list[tuple[str, str]]:
    return [*((level.code, level.label) for level in grid.levels), (NE, _("NE – non évalué"))]


def _beside(grid: Grid) -> list[tuple[str, str, str]]:
    return [(one, _("Note, en demi-points") if one == MARK else _("Bonus"), "") for one in grid.beside]


def _line(board: Board, situation: Situation, code: str, text: str, competence: str) -> Line:
    criterion = next((one for one in board.grid.criteria if one.code == code), None)
    value = board.value(situation.code, code)
    if code in (MARK, BONUS) and value:
        value = format_hundredths(int(parse_points(value) * 100))
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
    )
