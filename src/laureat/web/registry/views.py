"""What anyone may see: the certifications, the published results, what a document attests."""

import uuid
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from laureat.credentials.paper_codes import typed as typed_code
from laureat.credentials.verdict import Reason
from laureat.vocabulary import InvalidInput, VoieAcces
from laureat.vocabulary.french import as_shown
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.exam_sessions.results import page_of
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.registry.codes import counted, told_of
from laureat.web.registry.verification import examine_upload


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
        "sheet": as_shown(sheet),
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
    """The sessions whose results are published. On results day, a file answers in its place (``results``)."""
    return HttpResponse(page_of(None, 1))


@require_GET
def session_results(request: HttpRequest, pk: uuid.UUID, page: int = 1) -> HttpResponse:
    """Those admitted, school by school, without mention: nobody else, and no search by number. A file, as above."""
    session = ExamSession.objects.filter(pk=pk, published=True, blank=False).select_related("certification").first()
    content = page_of(session, page) if session is not None else ""
    if not content:
        raise Http404
    return HttpResponse(content)


@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """What a paper or a credential attests, and whether that holds: a file, or the code of a paper."""
    verdict = None
    if request.method == "POST":
        if typed := request.POST.get("code", "").strip():
            return redirect("code", typed_code(typed) or "inconnu")
        counted(request)
        verdict = examine_upload(request.FILES.get("document"))
        if verdict.reason is Reason.RIEN_DE_SIGNE and len(verdict.codes) == 1 and told_of(verdict.codes[0]):
            return redirect("code", verdict.codes[0])  # the photo of a paper of ours
    return render(request, "registre/verifier.html", {"verdict": verdict})
