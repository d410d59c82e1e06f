"""The sheet of marks of a school, once entry is closed: read, downloaded, confirmed or contested."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.exchange.school_sheet import written
from laureat.session import conduct
from laureat.session.digests import is_closed
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import school_sheets
from laureat.web.exam_sessions.access import carry_out, count_export, session_of
from laureat.web.exam_sessions.downloads import CSV, attachment
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, look


def _school(request: SignedIn, session: ExamSession) -> tuple[str, list[str]]:
    """The school whose sheet is asked for, and its candidates; page not found where it has none."""
    office = request.user.role == Role.EXAMENS
    uai = request.GET.get("etablissement", "") if office else request.user.establishment_id or ""
    ids = school_sheets.own_ids(session, uai) if uai else []
    if not ids:
        raise Http404
    return uai, ids


@require_GET
def sheet(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The sheet of one school; for the office, where each stands."""
    session = session_of(request, pk)
    state = look(session)
    context = {"session": session, "state": state, "closed": is_closed(state)}
    if request.user.role == Role.EXAMENS and not request.GET.get("etablissement"):
        context["sheets"] = school_sheets.sheets(session) if context["closed"] else []
        return render(request, "sessions/releves.html", context)
    uai, ids = _school(request, session)
    if context["closed"]:
        context["sheet"] = school_sheets.sheet_of(session, uai, ids)
    return render(request, "sessions/releve.html", context)


@require_GET
def download(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The sheet as CSV, to keep: ``laureat auditer --releve-ecole`` compares it with the log; counted."""
    session = session_of(request, pk)
    uai, ids = _school(request, session)
    if not is_closed(look(session)):
        raise Http404
    count_export(request, f"relevé de notes {uai} {session.pk}")
    found = school_sheets.sheet_of(session, uai, ids)
    people = {
        row.candidate: (row.numero, str(row.fields.get("nom", "")), str(row.fields.get("prenom", "")))
        for row in Identity.objects.filter(candidate__in=ids)
    }
    lines = [line for one in found.candidates for line in one.lines]
    name = f"releve-{uai}-{session.year}-{found.standing.digest[:8]}.csv"
    return attachment("\ufeff" + written(session.log, uai, lines, people), name, CSV)


@require_POST
def answer(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """A school confirms its marks, or contests them."""
    session = session_of(request, pk)
    uai, ids = _school(request, session)
    digest = request.POST.get("empreinte", "")

    def confirm(desk: Desk) -> None:
        desk.take(conduct.confirm_marks(desk.state, desk.act(), establishment=uai, digest=digest))

    def contest(desk: Desk) -> None:
        why = desk.promise(request.POST.get("motif", ""))
        desk.take(conduct.contest_marks(desk.state, desk.act(), establishment=uai, digest=digest, reason=why))

    acts = {
        "confirmer": (confirm, _("Vos notes sont confirmées. Gardez le relevé téléchargé : lui seul est à vous.")),
        "contester": (contest, _("C'est dit au service des examens.")),
    }
    if (act := request.POST.get("acte", "")) in acts:
        commands, said = acts[act]
        carry_out(request, session, commands, said=said, candidates=ids, alone=True)
    return redirect("releve", pk)
