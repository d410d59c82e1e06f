"""The deliberation room: proposals, one candidate after another, who is there, the minutes."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.deliberation.explain import Explanation
from laureat.deliberation.parts import parts
from laureat.jury import Presence
from laureat.records import Commitment
from laureat.session import conduct
from laureat.session.certification import decider
from laureat.session.conduct.jury import who_deliberates
from laureat.session.framework import Framework, Refused
from laureat.session.state import CandidateState, Result, SessionState
from laureat.vocabulary import Cell, CellError, Decision, InvalidInput, Mention, UnitStatus
from laureat.web.accounts.models import Establishment, Role
from laureat.web.accounts.shown import held
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import checks, composition, recusals
from laureat.web.exam_sessions.access import (
    carry_out,
    count_file,
    one_of,
    session_of,
    standing_of,
)
from laureat.web.exam_sessions.explaining import explained
from laureat.web.exam_sessions.reserves import reserves_of
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import Desk, known_for_jury, look
from laureat.web.grids.opening import opened
from laureat.web.jury_room.listed import kept, listed

PER_PAGE = 60
E = TypeVar("E", bound=Enum)


@require_GET
def room(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Everyone to decide on: what keeps the minutes open first, then those nearest a threshold."""
    session = session_of(request, pk)
    everyone = listed(request, session)
    told = {
        "count": Count("candidate"),
        "averages": Count("candidate", filter=~Q(average="")),
        "livrets": Count("candidate", filter=Q(livret_awaited=True)),
    }
    counts: list[Any] = list(everyone.everyone.values("decision").annotate(**told).order_by("decision"))
    page = Paginator(everyone.chosen(request.GET), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    schools = dict(Establishment.objects.filter(uai__in={row.establishment for row in rows}).values_list("uai", "name"))
    context = {
        "session": session,
        "page": page,
        "rows": [(row, identities.get(row.candidate), schools.get(row.establishment, "")) for row in rows],
        "counts": counts,
        "complementary": everyone.complementary,
        "waiting": sum(one["livrets"] for one in counts if one["decision"] == "ajourne"),
        "averages": any(one["averages"] for one in counts),
        "livrets": any(one["livrets"] for one in counts),
        "lacking": everyone.lacking,
        "kept": kept(request.GET),
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
    result = _result(state, row.candidate)
    try:
        explanation = explained(framework.law, standing, result, lowerings=True)
    except InvalidInput as invalid:
        explanation = None
        reasons = [problem.message for problem in invalid.problems]
    else:
        reasons = []
    identity = Identity.objects.filter(candidate=row.candidate).first()
    troubles = checks.of_candidate(session, state, row.candidate)
    fixed = result.fixed if result else None
    promised = [one for one in (fixed.motive, fixed.exception) if one] if fixed else []
    texts = {} if checks.text_defects(promised) else _texts(promised)
    deliberation = current or (state.deliberations[-1] if state.deliberations else None)
    units = _units(framework, standing, row.categorie, explanation)
    aside = recusals.told(session, state, [row.candidate])
    seats = recusals.open_to(session, state, request.user, office=request.user.role == Role.EXAMENS)
    own = {str(one.pk) for one in seats} if request.user.role == Role.JURY else set()
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
        "motive": texts.get(fixed.motive) if fixed else None,
        "exception": texts.get(fixed.exception) if fixed else None,
        "shown": _shown(result),
        "decides": current is not None
        and request.user.role == Role.JURY
        and str(request.user.pseudonym) in who_deliberates(state)
        and not standing.fraud_open
        and own.isdisjoint(standing.recused),
        "aside": aside,
        "own_aside": not own.isdisjoint(standing.recused),
        "seats": [one for one in seats if str(one.pk) not in standing.recused],
        "may_take_back": {str(one.pk) for one in seats},
        "sealed": deliberation is not None and deliberation.sealed and not standing.to_redeliberate,
        "decisions": framework.conduite.decisions,
        "mentions": [Mention.SANS, *framework.conduite.mentions],
        "reserves": reserves_of(framework, state, standing),
        "framework": framework,
        "units": units,
        "modes": any(line["mode"] for line in units),
        "awaits_livret": framework.forbids("livret"),
        "troubles": troubles,
        "following": listed(request, session).following(row, request.GET),
        "kept": kept(request.GET),
        "opened_grids": opened(session, row.candidate, pieces=True),
    }
    return render(request, "jury/candidat.html", context)


def _texts(promised: Sequence[Commitment]) -> dict[str, str]:
    return dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))


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
        if request.POST.get("vu-decision", shown := _shown(_result(desk.state, row.candidate))) != shown:
            raise Refused(_("La décision a changé depuis l'ouverture de cette page : relisez, puis décidez."))
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
    return redirect(reverse("deliberation_candidat", args=(pk, candidate)) + kept(request.GET))


def _result(state: SessionState, candidate: str) -> Result | None:
    return state.current.result(candidate) if state.current else state.last_result(candidate)


def _shown(result: Result | None) -> str:
    """What a page showed of a decision, in a word that changes with it."""
    if result is None:
        return ""
    told = (result.decision, result.mention, result.proposal.average, *result.proposal.blocs, result.fixed)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


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
