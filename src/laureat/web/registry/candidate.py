"""The candidate's own pages: what is left to do, the result once published, why, the papers."""

import hashlib
import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laureat.credentials.status import Event
from laureat.deliberation.parts import parts
from laureat.documents import papers
from laureat.session.framework import Refused
from laureat.session.todo import units_left
from laureat.web.accounts import trace
from laureat.web.accounts.models import Establishment, Happening, Role, Trace
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.aftermath.candidates import own_context
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks, holding
from laureat.web.exam_sessions.access import count_file, own_files, session_of, sessions, standing_of, standings_of
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.public import told_of, why_withheld
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import look
from laureat.web.grids.opening import opened
from laureat.web.registry import issued
from laureat.web.titles.models import Paper
from laureat.web.vae.access import files_of


@require_GET
def mine(request: SignedIn) -> HttpResponse:
    """The candidate's sessions; straight to the only one."""
    _adopt(request)
    own = list(sessions(request))
    files = list(files_of(request))
    if len(own) + len(files) == 1:
        return redirect("mon_dossier_session", own[0].pk) if own else redirect("mon_vae", files[0].pk)
    return render(request, "candidat/dossiers.html", {"sessions": own, "files": files})


def _adopt(request: SignedIn) -> None:
    """Link the files of the person whose invitation this account accepted."""
    Identity.objects.filter(person=str(request.user.pseudonym), account=None).update(account=request.user)


@require_GET
def my_session(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One's own file in one session."""
    session = session_of(request, pk)
    row = _own(request, session)
    state = look(session, [row.candidate])
    standing = state.candidates[row.candidate]
    framework = frame(session, state)
    result = None if checks.of_candidate(session, state, row.candidate) else state.result(row.candidate)
    context: dict[str, object] = {
        "session": session,
        "row": row,
        "identity": Identity.objects.get(candidate=row.candidate),
        "school": Establishment.objects.filter(uai=row.establishment).first(),
        "voie": framework.famille.route_label(row.voie),
        "units": [
            (unit, unit.modes.get(row.categorie))
            for unit in framework.units.values()
            if unit.code in standing.presented
        ],
        "left": units_left(told_of(state, standing), framework),
        "state": state,
        "standing": standing,
        "result": result,
        **dict(own_context(session, state, row.candidate)),
    }
    if result is not None:
        desk = Desk.of(session, state)
        context |= {
            "parts": parts(desk.told(row.candidate)),
            "opened_grids": opened(session, row.candidate),
            "papers": papers.listed(desk.context, desk.due(row.candidate)),
            **holding.context(desk.titled(row.candidate)),
        }
    else:
        told = why_withheld(state, row.candidate)
        context["withheld"] = told or _("Le service des examens vérifie le dossier.")
    return render(request, "candidat/dossier.html", context)


def _own(request: SignedIn, session: ExamSession) -> Standing:
    found = standings_of(request, session).first()
    if found is None:
        raise Http404
    return found


@require_GET
def readers(request: SignedIn) -> HttpResponse:
    """Who opened one's file, by role: the name is asked of the office."""
    own = [str(candidate) for candidate in own_files(request.user).values_list("candidate", flat=True)]
    found = Trace.objects.filter(subject__in=own, kind__in=(Happening.DOSSIER, Happening.DOCUMENT))
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    schools = dict(Establishment.objects.values_list("uai", "name"))
    rows = [(row, schools.get(row.establishment, "")) for row in page]
    context = {"page": page, "rows": rows, "days": trace.kept_days()}
    return render(request, "candidat/lectures.html", context)


@require_GET
def paper(request: SignedIn, pk: uuid.UUID, kind: str) -> HttpResponse:
    """A paper or a credential: one's own, or for the office that of any candidate; never before publication."""
    session = session_of(request, pk)
    if request.user.role == Role.EXAMENS:
        row = standing_of(request, session, request.GET.get("candidat", ""))
    else:
        row = _own(request, session)
    state = look(session, [row.candidate])
    if troubles := checks.of_candidate(session, state, row.candidate):
        office = request.user.role == Role.EXAMENS
        reasons = (
            [trouble.text for trouble in troubles] if office else [_("Le service des examens vérifie le dossier.")]
        )
        return withheld(request, reasons)
    if state.result(row.candidate) is None:
        raise Http404
    decided = state.result_in_force(row.candidate)
    desk = Desk.of(session, state, minutes=state.deliberations[decided.deliberation - 1] if decided else None)
    try:
        count_file(request, row.candidate, kind)
        content, media, name = _made(desk, row, kind, request.GET.get("bloc", ""))
        _record(request, session, row, kind, content)
    except Refused as refused:
        return withheld(request, refused.reasons, _("Ce document ne peut pas encore être délivré"))
    return attachment(content, name, media)


def _made(desk: Desk, row: Standing, kind: str, bloc: str) -> tuple[bytes, str, str]:
    """The bytes, the media type and the file name of what was asked."""
    due = desk.due(row.candidate)
    if (asked := papers.BY_NAME.get(kind)) is not None:
        if asked not in due:
            raise Http404
        if lacking := desk.lacking(asked, row.candidate):
            raise Refused(_("Il manque : %(what)s.") % {"what": ", ".join(lacking)})
        return desk.pdf(asked, row.candidate), "application/pdf", f"{kind}-{row.numero}.pdf"
    form = holding.FORMS.get(kind)
    if form is None or desk.session.blank:
        raise Http404
    return form.made(desk.titled(row.candidate), bloc), form.media, f"{kind}-{bloc or row.numero}{form.suffix}"


def _record(request: SignedIn, session: ExamSession, row: Standing, kind: str, content: bytes) -> None:
    """Record that this paper was issued, with the digest of these bytes: once for each code, once for each title."""
    paper = Paper.objects.filter(log=session.log, candidate=row.candidate, kind=kind).exclude(state=Event.REVOQUE)
    known = paper.order_by("-pk").first() if kind in papers.BY_NAME else None
    digest = hashlib.sha256(content).hexdigest()
    issued.record(session, request.user, row.candidate, kind, known.code if known else digest[:16], digest)
