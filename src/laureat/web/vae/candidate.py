"""The candidate's own application, and the papers of a VAE."""

import hashlib
import uuid
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laureat.session import vae
from laureat.session.conduct.pv import paper_key
from laureat.session.framework import Framework
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.access import count_file
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.vae import papers
from laureat.web.vae.access import file_of
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import frame, log_of, look_at_person, perform
from laureat.web.vae.views import units_of


@require_GET
def mine(request: SignedIn, application: uuid.UUID) -> HttpResponse:
    """One's own application: where it stands, what is acquired, what is left; the decisions once notified."""
    file = file_of(request, application)
    state = look_at_person(file.certification, file.person)
    standing = state.applications[str(file.pk)]
    framework = frame(file.certification)
    explanation = papers.told(file.certification, state, file)
    today = date.today()
    context = {
        "certification": file.certification,
        "file": file,
        "identity": Identity.objects.filter(candidate=str(file.pk)).first(),
        "standing": standing,
        "framework": framework,
        "tacit": file.is_tacit(today),
        "stages": _journey(standing, framework, today),
        "units": units_of(file, standing, framework, {}) if standing.notified else [],
        "left": [framework.units[unit] for unit in vae.units_left(state, framework, file.person)],
        "papers": papers.listed(file.certification, state, explanation) if standing.notified else [],
        "told": explanation if standing.notified else None,
    }
    return render(request, "vae/mon_dossier.html", context)


def _journey(standing: vae.ApplicationState, framework: Framework, today: date) -> list[tuple[str, str]]:
    """The stages of a VAE, and where this one stands: done, current or to come."""
    done = [
        True,
        standing.is_admissible(today.isoformat(), framework.conduite.experience),
        standing.livret,
        standing.notified,
    ]
    names = [_("Demande reçue"), _("Recevabilité"), _("Livret"), _("Jury")]
    rank = done.index(False) if False in done else len(done)
    return [(name, "done" if at < rank else "current" if at == rank else "") for at, name in enumerate(names)]


@require_GET
def paper(request: SignedIn, application: uuid.UUID, kind: str) -> HttpResponse:
    """The diploma or the attestation of blocks, once the decisions are notified."""
    file = file_of(request, application)
    ready = papers.ready(file, kind)
    if ready is None:
        raise Http404
    if ready.reasons:
        reasons = ready.reasons
        if ready.in_anomaly and request.user.role != Role.EXAMENS:
            reasons = [_("Le service des examens vérifie le dossier.")]
        heading = "" if ready.in_anomaly else _("Ce document ne peut pas encore être délivré")
        return withheld(request, reasons, heading)
    count_file(request, str(file.pk), kind)
    content = papers.pdf(file, ready)
    _record(request, file, ready, content)
    return attachment(content, f"{kind}-{file.numero}.pdf")


def _record(request: SignedIn, file: VaeFile, ready: papers.Ready, content: bytes) -> None:
    """Record that this paper went out, with the digest of its bytes: once for each code, as a session does."""
    paper, application = ready.printed.live(), str(file.pk)
    assert paper is not None, "it has just been made"
    told = {"candidate": application, "paper": paper.kind, "digest": hashlib.sha256(content).hexdigest()}
    key = paper_key(application, paper.kind, paper.code)
    if not ledger.is_done(log_of(file.certification), key):
        perform(
            file.certification,
            request.user,
            key,
            lambda desk: desk.take(vae.issue_vae_paper(desk.state, desk.act(), **told)),
            applications=[application],
        )
