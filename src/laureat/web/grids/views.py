"""Grids on screen: the units, a group side by side, one candidate; a tap; a mark settled."""

import re
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.exchange.grille_workbook import line_texts
from laureat.grilles import Mode, NotSettled, attainable, points_text
from laureat.grilles.entries import BONUS, CHOICE, IMPOSED, LOCK, MARK, STANDING
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
from laureat.web.grids.access import grid_or_404, row_of, rows_of, situation_of, to_the_grid
from laureat.web.grids.boards import Board, boards, grid_of
from laureat.web.grids.evidence import pieces_of
from laureat.web.grids.harmonising import history_of
from laureat.web.grids.models import ROLES, Settlement
from laureat.web.grids.settling import settle_mark, stood
from laureat.web.grids.showing import beside_of, levels_of, line_of, lines_of, spoken, tap_answer
from laureat.web.grids.signing import Signing, links_of, signing_of, signings
from laureat.web.grids.tapping import BadTap, Conflict, Tap, tap

BESIDE = 6
"""So many candidates stand side by side."""
_KEY = re.compile(r"[0-9a-f-]{32,36}")


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
    signed = signings(session, unit, found)
    columns = [(row, names.get(row.candidate), found[row.candidate], signed[row.candidate]) for row in rows]
    state = look(session)
    told = {row.candidate: identity.name if identity else row.numero for row, identity, *_rest in columns}
    lines = [
        (line, [(row, told[row.candidate], line_of(board, situation, *line)) for row, _who, board, _signing in columns])
        for line in [*line_texts(grid, situation), *beside_of(grid)]
    ]
    context = {
        "session": session,
        "unit": described,
        "grid": grid,
        "situation": situation,
        "page": page,
        "columns": columns,
        "lines": lines,
        "levels": levels_of(grid),
        "open": {row.candidate for row in rows if state.is_open_to(row.establishment, unit)},
    }
    return render(request, "grilles/groupe.html", context)


@require_GET
def one(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """One candidate, one situation: every line with its descriptors, the mark, what lacks; then the settling."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    count_file(request, row.candidate)
    return page_of(request, session, unit, row, request.GET.get("situation", ""))


def page_of(
    request: SignedIn, session: ExamSession, unit: str, row: Row, code: str, *, status: int = 200
) -> HttpResponse:
    grid = grid_or_404(session, unit)
    situation = situation_of(grid, code)
    board = boards(session, unit, grid, [row.candidate], request.user)[row.candidate]
    following = rows_of(request, session, unit).filter(sort_key__gt=row.sort_key).order_by("sort_key").first()
    state = look(session, [row.candidate])
    margin, signing = grid.settling.margin, signing_of(session, unit, board)
    present = state.candidates[row.candidate].entered(unit)
    context = {
        "session": session,
        "unit": unit_of(session, unit),
        "row": row,
        "identity": Identity.objects.filter(candidate=row.candidate).first(),
        "grid": grid,
        "situation": situation,
        "choice": line_of(board, grid.situations[0], CHOICE, "", ""),
        "shares": ["-".join(map(str, share)) for share in grid.choice.shares] if grid.choice else [],
        "chosen": board.chosen,
        "lock": line_of(board, situation, LOCK, "", ""),
        "by_text": line_of(board, situation, IMPOSED, "", ""),
        "finished": board.finished(situation.code),
        "open": state.is_open_to(row.establishment, unit),
        "present": present,
        "stood": stood(session, unit, row.candidate, present, request.user),
        "margin": points_text(margin) if margin else "",
        "below": points_text(grid.settling.comment_below) if grid.settling.comment_below is not None else "",
        "settled": _settled(board),
        "following": following,
        "posted": _proposed(signing) | request.POST.dict(),
        "roles": ROLES,
        "signing": signing.of(signing.proposed.mark) if signing.proposed else signing,
        "tap": reverse("grille_croix", args=[session.pk, unit, row.candidate]),
        "pieces": pieces_of(session, row.candidate, unit, who=request.user),
        "links": links_of(session, row.candidate, unit),
        "harmonised": history_of(session, unit, row.candidate),
        **lines_of(board, situation),
    }
    return render(request, "grilles/candidat.html", context, status=status)


def _proposed(signing: Signing) -> dict[str, str]:
    """What another signed and that waits for more signatures: what the form offers to sign."""
    if signing.proposed is None or signing.proposed.mark is None:
        return {}
    told = {"note": format_hundredths(signing.proposed.mark)}
    if (remark := getattr(signing.proposed, "remark", None)) is not None:
        told |= {"motif": remark.reason, "appreciation": remark.text}
    return told


def _settled(board: Board) -> str:
    if board.settled is None:
        return ""
    return board.result.outcome.label if board.settled.mark is None else format_hundredths(board.settled.mark)


@require_POST
def cross(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """A tap (answered in JSON), or the whole form of a page without script."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    if request.headers.get("X-Requested-With") != "fetch":
        return _whole_form(request, session, unit, row)
    return tap_answer(request, session, request.user, row, unit)


def _whole_form(request: SignedIn, session: ExamSession, unit: str, row: Row) -> HttpResponse:
    """Every line of the page at once: those that changed are written, or none."""
    grid, key = grid_or_404(session, unit), form_key(request)
    situation = situation_of(grid, request.POST.get("situation", ""))
    ticks = [name for name, *_rest in grid.indicators(situation)]
    codes = [*grid.lines(situation), *ticks, MARK, BONUS, STANDING, IMPOSED, CHOICE, LOCK]
    taps = [
        Tap(situation.code, code, value, int(read[:6]), key, unchanged=value == request.POST.get(f"a-{code}", ""))
        for code in codes
        if (value := _posted(request, code)) is not None and (read := request.POST.get(f"v-{code}", "")).isdecimal()
    ]
    status = 200
    try:
        tap(session, request.user, row, unit, taps)
        messages.success(request, _("Grille enregistrée."), "good")
    except Conflict as found:
        told = _("%(line)s : vous avez « %(own)s », et « %(other)s » a été enregistré entre-temps par %(by)s.")
        own, other = found.tap.value or _("vide"), found.standing or _("vide")
        said = {"line": found.tap.criterion, "own": own, "other": other, "by": found.by}
        messages.error(request, told % said, "bad")
        status = 409
    except BadTap as bad:
        messages.error(request, spoken(str(bad)), "bad")
        status = 422
    except Refused as refused:
        messages.error(request, " ".join(refused.reasons), "bad")
        status = 409
    if status == 200:
        return to_the_grid(session, unit, row.candidate, situation.code)
    return page_of(request, session, unit, row, situation.code, status=status)


def _posted(request: SignedIn, code: str) -> str | None:
    """What the form says of a line; a box left unticked says nothing.

    The choice of a candidate is typed in three fields, a mark set by a text in two.
    """
    if code == IMPOSED and "imposee" in request.POST:
        return " ".join(request.POST.get(name, "").strip() for name in ("imposee", "texte")).strip()
    if code == CHOICE and "partage" in request.POST:
        return " ".join(request.POST.get(name, "").strip() for name in ("partage", "choisi", "epreuve"))
    return request.POST.get(f"l-{code}", "" if "#" in code else None)


@require_POST
def settle(request: SignedIn, pk: uuid.UUID, unit: str, candidate: uuid.UUID) -> HttpResponse:
    """Settle the mark: a person's act, recorded in the log with the grid, its edition and what was ticked."""
    session = session_of(request, pk)
    row = row_of(request, session, unit, candidate)
    code = request.POST.get("situation", "")
    try:
        binary = grid_or_404(session, unit).mode is Mode.BINAIRE
        mark = None if binary else parse_hundredths(request.POST.get("note", ""))
        texts = (request.POST.get(name, "") for name in ("motif", "appreciation"))
        seen, key = (request.POST.get("condense", ""), request.POST.get("present", "")), form_key(request)
        signing = settle_mark(session, request.user, row, unit, key, mark, seen, *texts)
    except (ValueError, NotSettled, Refused) as refused:
        for reason in getattr(refused, "reasons", None) or (str(refused),):
            messages.error(request, spoken(reason), "bad")
        return page_of(request, session, unit, row, code, status=409 if isinstance(refused, Refused) else 422)
    told = _("Résultat arrêté.") if mark is None else _("Note arrêtée : %(mark)s.") % {"mark": format_hundredths(mark)}
    if signing.lacking:
        waits = _("Votre signature est gardée. Rien n'entre encore au journal : %(who)s.")
        messages.warning(request, waits % {"who": signing.told}, "warn")
    else:
        messages.success(request, told, "good")
    return to_the_grid(session, unit, row.candidate, code)
