"""The registrations: the list, one file."""

import uuid
from collections.abc import Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.deliberation.parts import Part, parts
from laureat.session.framework import Accommodation, Framework, Refused, Sanction, cited
from laureat.session.state import SessionState
from laureat.vocabulary import Forme, InvalidInput, UnitStatus
from laureat.vocabulary.french import words
from laureat.web.accounts.models import Establishment, Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks, deeds
from laureat.web.exam_sessions.access import carry_out, count_file, session_of, standing_of, standings_of
from laureat.web.exam_sessions.acts import ACTS, ALONE, Request
from laureat.web.exam_sessions.explaining import explained, published
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.public import tell, told_of
from laureat.web.exam_sessions.reserves import reserves_of, words_of
from laureat.web.exam_sessions.rules import famille_of, frame
from laureat.web.exam_sessions.service import Desk, look
from laureat.web.exam_sessions.views.asking import asked_twice
from laureat.web.exam_sessions.views.people import invite_candidate

PER_PAGE = 100


@require_GET
def registrations(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The candidates one may see: searched, filtered, page by page."""
    session = session_of(request, pk)
    found = standings_of(request, session).order_by("sort_key", "candidate")
    for word in words(request.GET.get("q", "")).split():
        found = found.filter(search_key__contains=word)
    if school := request.GET.get("etablissement"):
        found = found.filter(establishment=school)
    office = request.user.role == Role.EXAMENS
    match request.GET.get("manque"):
        case "notes":
            found = found.filter(missing__gt=0)
        case "pieces":
            found = found.exclude(pieces_missing=[])
        case "livret" if office:
            found = found.filter(livret_awaited=True)
        case "suspendu" if office:
            found = found.filter(withheld=True)
        case "reserve" if office:
            found = found.exclude(reserves=[])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    famille = famille_of(session)
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    schools = dict(Establishment.objects.filter(uai__in={row.establishment for row in rows}).values_list("uai", "name"))
    shown = [
        (
            row,
            identities.get(row.candidate),
            schools.get(row.establishment, row.establishment),
            famille.route_label(row.voie),
        )
        for row in rows
    ]
    choices = [("notes", _("des notes")), ("pieces", _("des pièces"))]
    if office:
        choices += [("livret", _("l'examen du livret")), ("suspendu", _("le résultat est suspendu"))]
        choices += [("reserve", _("la décision est réservée"))]
    context = {"session": session, "page": page, "rows": shown, "office": office, "missing_choices": choices}
    return render(request, "sessions/inscriptions.html", context)


@require_GET
def registration(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """One candidate's file: identity, category and modes, marks, pieces, what is missing, what may be recorded."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    state = look(session, [row.candidate])
    standing = state.candidates.get(row.candidate)
    if standing is None:
        raise Http404
    count_file(request, row.candidate)
    office = request.user.role == Role.EXAMENS
    if not office:
        standing = told_of(state, standing)
        tell(session, [row])
    framework = frame(session, state)
    units = []
    for unit in framework.units.values():
        if unit.code not in standing.presented:
            continue
        mode = unit.modes.get(row.categorie)
        ccf = bool(mode and mode.mode == "ccf")
        if office or ccf:
            units.append(
                {"unit": unit, "mode": mode, "cell": standing.cell(unit.code), "entered": standing.entered(unit.code)}
            )
    schools = list(Establishment.objects.all() if office else Establishment.objects.filter(uai=row.establishment))
    context = {
        "session": session,
        "row": row,
        "identity": Identity.objects.filter(candidate=row.candidate).first(),
        "school": next((school for school in schools if school.uai == row.establishment), None),
        "voie": framework.famille.route_label(row.voie),
        "units": units,
        "state": state,
        "standing": standing,
        "office": office,
        "pieces": [(piece, framework.piece_label(piece), piece in standing.pieces) for piece in framework.pieces],
        "schools": schools,
        "route": standing.route,
        "formes": list(Forme),
        "every_unit": [(unit, unit.code in standing.presented) for unit in framework.units.values()],
        "decided": state.last_result(row.candidate) is not None,
        "annexes": [(framework.piece_label(name), standing.cell(name)) for name in framework.famille.annexes],
        "grounds": {m: cited(a) for m, a in framework.conduite.motifs.get(UnitStatus.DISPENSE, {}).items()},
        "columns": _asked(framework, standing.columns) if office else (),
        "reserves": reserves_of(framework, state, standing) if office else [],
        "framework": framework,
        "accommodations": list(Accommodation) if office else [],
        "sanctions": list(Sanction),
        "result": state.result(row.candidate),
        "parts": _explanation(session, state, framework, row.candidate, office=office),
        "troubles": checks.of_candidate(session, state, row.candidate) if office else [],
    }
    return render(request, "sessions/inscription.html", context)


def _asked(framework: Framework, told: Mapping[str, str]) -> list[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    """What the règlement asks of a candidate: the column, its label, what is said, the words that it takes if few."""
    return [
        (one.nom, framework.column_label(one), told.get(one.nom, ""), words_of(one))
        for one in framework.famille.colonnes
        if one.nom not in ("derogation", "etalement")
    ]


def _explanation(
    session: ExamSession, state: SessionState, framework: Framework, candidate: str, *, office: bool
) -> tuple[Part, ...]:
    """Why: the published result for a school; for the office, what is proposed too. Nothing before the jury has it."""
    told = published(session, state, framework.law, candidate)
    if told is None and office:
        result = (state.current.result(candidate) if state.current else None) or state.last_result(candidate)
        try:
            told = explained(framework.law, state.candidates[candidate], result) if result else None
        except InvalidInput:  # the reserves say it
            return ()
    return parts(told) if told else ()


@require_POST
def registration_act(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """Record an act on a candidate."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    name = request.POST.get("acte", "")
    if name == "inviter":
        identity = get_object_or_404(Identity, candidate=row.candidate)
        back = redirect("inscription", pk, candidate)
        return invite_candidate(request, identity, request.POST.get("courriel", ""), back)
    if name not in ACTS:
        raise Http404
    act, said = ACTS[name]
    deed = deeds.withdrawing(session, row, request.POST.get("motif", "")) if name == "retirer" else None
    if (page := asked_twice(request, session, deed)) is not None:
        return page

    def commands(desk: Desk) -> None:
        try:
            act(Request(desk, row.candidate, request.POST))
        except ValueError:
            raise Refused(_("Choisissez une valeur de la liste.")) from None

    alone = name in ALONE
    carry_out(request, session, commands, said=str(said), candidates=[row.candidate], alone=alone)
    return redirect(
        "inscriptions" if name == "retirer" else "inscription", *([pk] if name == "retirer" else [pk, candidate])
    )
