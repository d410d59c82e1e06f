"""What anyone may see: the certifications, the published results, what a document attests."""

import uuid
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from laureat.session.state import SessionState
from laureat.vocabulary import Decision, InvalidInput, VoieAcces
from laureat.web.accounts.models import Establishment
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks
from laureat.web.exam_sessions.models import Certification, ExamSession, Standing
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.registry.verification import examine_upload

PER_PAGE = 200


@require_GET
def certifications(request: HttpRequest) -> HttpResponse:
    """Every certification."""
    found = Certification.objects.only("numero", "title")
    return render(request, "registre/certifications.html", {"certifications": found})


@require_GET
def certification(request: HttpRequest, numero: str) -> HttpResponse:
    """The whole sheet of one certification."""
    found = get_object_or_404(Certification, numero=numero)
    sheet = found.sheet
    routes = [
        (VoieAcces(code).label, access)
        for code, access in (sheet.get("voies_acces") or {}).items()
        if code in VoieAcces.__members__ and access
    ]
    context = {
        "certification": found,
        "sheet": sheet,
        "routes": routes,
        "categories": _categories(found),
        "sessions": found.sessions.filter(published=True, blank=False),
    }
    return render(request, "registre/certification.html", context)


def _categories(certification: Certification) -> list[str]:
    """The categories of candidates that its family knows."""
    try:
        law = rules_at(certification, certification.sheet.get("premiere_session") or date.today().year)
    except InvalidInput:
        return []
    return list(law.reglement.famille.categories)


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """The sessions whose results are published."""
    found = ExamSession.objects.filter(published=True, blank=False).select_related("certification")
    return render(request, "registre/resultats.html", {"sessions": found})


@require_GET
def session_results(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Those admitted, school by school, without mention: nobody else, and no search by number."""
    session = ExamSession.objects.filter(pk=pk, published=True, blank=False).select_related("certification").first()
    if session is None:
        raise Http404
    admitted = session.standings.filter(withdrawn=False, public_decision="admis")
    page = Paginator(admitted.order_by("establishment", "sort_key"), PER_PAGE).get_page(request.GET.get("page"))
    state = look_at_all(session, marks=False)
    suspended = bool(state.refused_of_all)
    rows = [] if suspended else _proved(session, state, list(page))
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    schools = dict(Establishment.objects.filter(uai__in={row.establishment for row in rows}).values_list("uai", "name"))
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row.candidate in identities:
            school = schools.get(row.establishment, "Candidats sans établissement")
            groups.setdefault(school, []).append(identities[row.candidate].name)
    context = {"session": session, "page": page, "groups": groups.items(), "suspended": suspended}
    return render(request, "registre/resultats_session.html", context)


def _proved(session: ExamSession, state: SessionState, rows: list[Standing]) -> list[Standing]:
    """Those of these rows that the facts prove: published, admitted, under the identity committed to."""
    held = checks.in_anomaly(session) | checks.identities_of(state, [row.candidate for row in rows]).keys()
    results = {row.candidate: state.result(row.candidate) for row in rows if row.candidate in state.candidates}
    admitted = {one for one, result in results.items() if result and result.decision is Decision.ADMIS}
    return [row for row in rows if row.candidate in admitted - held]


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """What a paper or a credential attests, and whether that holds."""
    verdict = None
    upload = request.FILES.get("document")
    if request.method == "POST":
        verdict = examine_upload(upload)
    return render(request, "registre/verifier.html", {"verdict": verdict})
