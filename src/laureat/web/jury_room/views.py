"""The deliberation room: proposals, one candidate after another, who is there, the minutes."""

import uuid
from datetime import date
from enum import Enum
from typing import TypeVar

from django.core.paginator import Paginator
from django.db.models import Case, Count, When
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.deliberation.explain import Explanation
from laureat.deliberation.parts import parts
from laureat.jury import Presence
from laureat.session import conduct
from laureat.session.certification import decider
from laureat.session.conduct.deliberation import OPEN
from laureat.session.framework import Framework, Refused
from laureat.session.state import CandidateState
from laureat.vocabulary import Cell, CellError, Decision, InvalidInput, Mention, UnitStatus
from laureat.web.accounts.models import Establishment, Role
from laureat.web.accounts.shown import held
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import checks, composition
from laureat.web.exam_sessions.access import (
    carry_out,
    count_file,
    one_of,
    session_of,
    standing_of,
    standings_of,
)
from laureat.web.exam_sessions.explaining import explained
from laureat.web.exam_sessions.reserves import reserves_of
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import Desk, known_for_jury, look, look_at_all
from laureat.web.grids.opening import opened
from laureat.web.jury_room import files

PER_PAGE = 60
E = TypeVar("E", bound=Enum)


@require_GET
def room(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Everyone to decide on: what keeps the minutes open first, then those nearest a threshold."""
    session = session_of(request, pk)
    state = look(session)
    found = standings_of(request, session).exclude(proposal="")
    complementary = state.current is not None and not state.current.main
    if complementary:
        current = look_at_all(session, marks=False).current
        found = found.filter(candidate__in=list(current.proposals) if current else [])
    counts = list(found.values("decision").annotate(count=Count("candidate")).order_by("decision"))
    waiting = found.filter(livret_awaited=True, decision="ajourne").count()
    if chosen := request.GET.get("decision"):
        found = found.filter(decision=chosen)
    if request.GET.get("livret"):
        found = found.filter(livret_awaited=True)
    lacking = set(found.filter(candidate__in=files.waiting(session)).values_list("candidate", flat=True))
    if request.GET.get("dossier"):
        found = found.filter(candidate__in=lacking)
    undecided = When(candidate__in=lacking, then=0)
    blocking = Case(undecided, When(decision__in=[str(one) for one in OPEN], then=1), default=2)
    ordered = found.order_by(blocking, "distance", "sort_key", "candidate")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    schools = dict(Establishment.objects.filter(uai__in={row.establishment for row in rows}).values_list("uai", "name"))
    context = {
        "session": session,
        "page": page,
        "rows": [(row, identities.get(row.candidate), schools.get(row.establishment, "")) for row in rows],
        "counts": counts,
        "complementary": complementary,
        "waiting": waiting,
        "lacking": lacking,
    }
    return render(request, "jury/salle.html", context)


@require_GET
def candidate(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """One candidate: marks, proposal, why, and the acts of the jury beside it."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    state = look(session, [row.candidate])
    standing = state.candidates.get(row.candidate)
    if standing is None or standing.route is None:
        raise Http404
    count_file(request, row.candidate)
    framework = frame(session, state)
    current = state.current
    result = current.result(row.candidate) if current else state.last_result(row.candidate)
    try:
        explanation = explained(framework.law, standing, result, lowerings=True)
    except InvalidInput as invalid:
        explanation = None
        reasons = [problem.message for problem in invalid.problems]
    else:
        reasons = []
    identity = Identity.objects.filter(candidate=row.candidate).first()
    following = (
        standings_of(request, session)
        .exclude(proposal="")
        .filter(distance__gte=row.distance or 0)
        .exclude(candidate=row.candidate)
        .order_by("distance", "sort_key", "candidate")
        .values_list("candidate", flat=True)
        .first()
    )
    troubles = checks.of_candidate(session, state, row.candidate)
    altered = checks.text_defects([result.fixed.motive]) if result and result.fixed else set()
    deliberation = current or (state.deliberations[-1] if state.deliberations else None)
    context = {
        "session": session,
        "row": row,
        "identity": identity,
        "standing": standing,
        "parts": parts(explanation) if explanation else (),
        "reasons": reasons,
        "result": result,
        "computed": deliberation.computed.get(row.candidate) if deliberation else None,
        "raised": [
            (unit, cell, standing.entered(unit, control=control))
            for (unit, control), (_deliberation, cell) in standing.raised.items()
        ],
        "motives": PrivateText.objects.filter(log=session.log, subject=row.candidate, kind=PrivateText.Kind.MOTIF)
        if result and result.fixed and not altered
        else [],
        "decides": current is not None and request.user.role == Role.JURY and not standing.fraud_open,
        "decisions": framework.conduite.decisions,
        "mentions": [Mention.SANS, *framework.conduite.mentions],
        "reserves": reserves_of(framework, state, standing),
        "framework": framework,
        "units": _units(framework, standing, row.categorie, explanation),
        "troubles": troubles,
        "following": following,
        "opened_grids": opened(session, row.candidate, pieces=True),
    }
    return render(request, "jury/candidat.html", context)


def _units(
    framework: Framework, standing: CandidateState, categorie: str, explanation: Explanation | None
) -> list[dict[str, object]]:
    """The units presented, each with what stands in it, how it is assessed, and what the jury may do of it."""
    acquired = {result.unit.code for result in explanation.outcome.units if result.bloc_acquis} if explanation else ()
    raisable = (UnitStatus.NOTE, UnitStatus.NON_VALIDE)
    return [
        {
            "unit": unit,
            "mode": unit.modes.get(categorie),
            "cell": standing.cell(unit.code),
            "control": standing.cell(unit.code, control=True) if unit.code in standing.control else None,
            "acquired": unit.code in acquired,
            "raisable": standing.cell(unit.code).status in raisable,
        }
        for unit in framework.units.values()
        if unit.code in standing.presented
    ]


@require_POST
def candidate_act(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """An act of the jury on one candidate, with its motive, beside the computed result."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    act = request.POST.get("acte", "")

    def commands(desk: Desk) -> None:
        motive = desk.promise(request.POST.get("motif", ""), PrivateText.Kind.MOTIF, row.candidate)
        common = {"candidate": row.candidate}
        unit = request.POST.get("unite", "")
        if act == "livret":
            desk.take(conduct.examine_livret(desk.state, desk.act(), **common))
        elif act == "relever":
            decide = decider(desk.framework.law, {})
            desk.take(
                conduct.raise_mark(
                    desk.state,
                    desk.act(),
                    framework=desk.framework,
                    decide=decide,
                    **common,
                    unit=unit,
                    cell=_cell(desk, request.POST.get("note", "")),
                    motive=motive,
                    control=request.POST.get("controle") == "oui",
                )
            )
        elif act == "fixer":
            desk.take(
                conduct.fix_decision(
                    desk.state,
                    desk.act(),
                    framework=desk.framework,
                    **common,
                    decision=_named(Decision, request.POST.get("decision", "")),
                    mention=_named(Mention, request.POST.get("mention") or "SANS"),
                    motive=motive,
                    exception=desk.promise(request.POST.get("texte", ""), PrivateText.Kind.MOTIF, row.candidate),
                )
            )
        elif act == "reserve":
            desk.take(
                conduct.settle_reserve(
                    desk.state,
                    desk.act(),
                    framework=desk.framework,
                    decide=decider(desk.framework.law, {}),
                    **common,
                    column=request.POST.get("colonne", ""),
                    value=request.POST.get("valeur", ""),
                    reason=motive,
                )
            )
        elif act == "verifier":
            desk.take(
                conduct.request_check(
                    desk.state, desk.act(), framework=desk.framework, **common, unit=unit, motive=motive
                )
            )

    carry_out(request, session, commands, said=_("L'acte du jury est enregistré."), candidates=[row.candidate])
    return redirect("deliberation_candidat", pk, candidate)


def _cell(desk: Desk, text: str) -> Cell:
    try:
        return desk.framework.grammar.parse(text)
    except CellError as error:
        raise Refused(str(error)) from None


def _named(kind: type[E], name: str) -> E:
    try:
        return kind[name.upper()]
    except KeyError:
        raise Refused(_("Choisissez une valeur de la liste.")) from None


@require_http_methods(["GET", "POST"])
def attendance(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Who sits, in the room or at a distance; what the law says of it."""
    session = session_of(request, pk)
    if request.method == "POST":

        def commands(desk: Desk) -> None:
            jurors = desk.state.jury.jurors if desk.state.jury else ()
            seats = {juror: desk.state.attendance.get((desk.state.next_deliberation, juror)) for juror in jurors}
            stands = {f"presence-{juror}": [seat.presence if seat else ""] for juror, seat in seats.items()}
            form, overtaken = held(request.POST, stands)
            if overtaken:
                told = _(
                    "Une autre présence a été relevée depuis l'ouverture de cette page : relisez, puis enregistrez."
                )
                raise Refused(told)
            for juror, seat in seats.items():
                presence = form.get(f"presence-{juror}", "")
                if presence and (seat is None or seat.presence != presence):
                    act = desk.act(juror[:8])
                    desk.take(
                        conduct.record_attendance(
                            desk.state, act, framework=desk.framework, juror=juror, presence=one_of(Presence, presence)
                        )
                    )

        carry_out(request, session, commands, said=_("La présence est relevée."), candidates=known_for_jury(session))
        return redirect("presence", pk)
    state = look(session)
    if state.jury is None:
        return render(request, "jury/presence.html", {"session": session, "rows": [], "state": state})
    number = state.next_deliberation
    rows = [
        (juror, getattr(state.attendance.get((number, str(juror.pk))), "presence", ""))
        for juror in composition.appointed(session, state)
    ]
    jury = composition.jury_of(session, state)
    context = {
        "session": session,
        "state": state,
        "rows": rows,
        "presences": list(Presence),
        "examination": composition.verdict(session, jury, date.fromisoformat(state.jury.arrete_date)),
    }
    return render(request, "jury/presence.html", context)
