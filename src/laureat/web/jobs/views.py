"""The page of the jobs: what waits, runs, has ended; call off, try again, take the file."""

import uuid

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from laureat.web.accounts import trace
from laureat.web.accounts.models import Happening
from laureat.web.accounts.return_to import local
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.jobs import running
from laureat.web.jobs.kinds import KINDS
from laureat.web.jobs.models import Job

PER_PAGE = 50


@require_GET
def jobs(request: SignedIn) -> HttpResponse:
    """What was asked of the worker, the last first."""
    page = Paginator(Job.objects.select_related("author"), PER_PAGE).get_page(request.GET.get("page"))
    waiting = any(job.is_open for job in page)
    context = {
        "page": page,
        "rows": [running.told(job) for job in page],
        "idle": waiting and not running.worker_is_there(),
    }
    running.look_at(request.user)
    return render(request, "travaux/liste.html", context)


@require_GET
def job(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """One job; the part that moves alone where htmx asks."""
    found = get_object_or_404(Job.objects.select_related("author"), pk=pk)
    running.look_at(request.user, pk=pk)
    _found, label = running.told(found)
    name = "travaux/_travail.html" if request.headers.get("HX-Request") else "travaux/travail.html"
    idle = found.is_open and not running.worker_is_there()
    return render(request, name, {"job": found, "label": label, "idle": idle})


@require_POST
def job_act(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Call a job off, or try it again; or say, from any page, that one knows that it ended."""
    found = get_object_or_404(Job.objects.select_related("author"), pk=pk)
    if request.POST.get("acte") == "vu":
        running.look_at(request.user, pk=pk)
        return redirect(local(request, request.POST.get("suite", "")))
    if request.POST.get("acte") == "annuler":
        running.call_off(found)
    elif request.POST.get("acte") == "reprendre":
        running.again(found)
    return redirect("travail", pk)


@require_GET
def job_file(request: SignedIn, pk: uuid.UUID, rank: int) -> FileResponse:
    """A file that a job made, by its rank from 1: for whoever asked it, as long as the role allows."""
    found = get_object_or_404(Job, pk=pk, author=request.user, state="fait")
    if not 0 < rank <= len(found.files) or request.user.role not in KINDS[found.kind].roles:
        raise Http404
    running.look_at(request.user, pk=pk)
    name = found.files[rank - 1]
    path = running.place_of(found) / name
    if path.parent != running.place_of(found) or path.is_symlink() or not path.is_file():
        raise Http404
    trace.take_out(request, Happening.EXPORT, weight=trace.FILE, what=f"{found.kind} {found.log}")
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)
