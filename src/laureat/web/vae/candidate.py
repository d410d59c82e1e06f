"""The candidate's own application, and the papers of a VAE."""

import hashlib
import uuid
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laureat.session import vae, vae_after
from laureat.session.conduct.pv import paper_key
from laureat.session.framework import Framework, Refused
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import holding, ledger
from laureat.web.exam_sessions.access import count_file
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.vae import papers, striking
from laureat.web.vae.access import file_of
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import frame, log_of, look_at_all, perform
from laureat.web.vae.views import units_of


@require_GET
def mine(request: SignedIn, application: uuid.UUID) -> HttpResponse:
    """One's own application: where it stands, what is acquired, what is left; the decisions once notified."""
    file = file_of(request, application)
    state = look_at_all(file.certification)
    standing = state.applications[str(file.pk)]
    framework = frame(file.certification)
    explanation = papers.told(file.certification, state, file)
    today = date.today()
    given = papers.given(file)
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
        "struck": vae_after.said_of(standing.struck) if standing.struck else "",
        "acts": striking.acts_on(state, log_of(file.certification), str(file.pk)),
        "papers": papers.listed(file.certification, state, explanation) if standing.stands else [],
        "told": explanation if standing.stands else None,
        **(holding.context(given.titled()) if given and not given.troubles else {}),
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
    """The diploma or the attestation of blocks, or a title, once the decisions are notified."""
    file = file_of(request, application)
    given = papers.given(file)
    if given is None:
        raise Http404
    try:
        count_file(request, str(file.pk), kind)
        content, media, name, code = _made(given, file, kind, request.GET.get("bloc", ""))
    except Refused as refused:
        reasons = [*refused.reasons]
        if given.troubles and request.user.role != Role.EXAMENS:
            reasons = [_("Le service des examens vérifie le dossier.")]
        return withheld(request, reasons, "" if given.troubles else _("Ce document ne peut pas encore être délivré"))
    _record(request, file, kind, code, content)
    return attachment(content, name, media)


def _made(given: papers.Given, file: VaeFile, kind: str, bloc: str) -> tuple[bytes, str, str, str]:
    """The bytes, the media type, the file name, and the code of a paper (of a title, none). Raises Http404, Refused."""
    form = holding.FORMS.get(kind)
    if form is None:
        if (ready := given.ready(kind)) is None:
            raise Http404
        if ready.reasons:
            raise Refused(*ready.reasons)
        return given.pdf(ready), "application/pdf", f"{kind}-{file.numero}.pdf", ready.printed.paper().code
    if given.troubles:
        raise Refused(*given.troubles)
    return form.made(given.titled(), bloc), form.media, f"{kind}-{bloc or file.numero}{form.suffix}", ""


def _record(request: SignedIn, file: VaeFile, kind: str, code: str, content: bytes) -> None:
    """Record that this paper went out, with the digest of its bytes: once for each code or title, as a session does."""
    application, digest = str(file.pk), hashlib.sha256(content).hexdigest()
    told = {"candidate": application, "paper": kind, "digest": digest}
    key = paper_key(application, kind, code or digest[:16])
    if not ledger.is_done(log_of(file.certification), key):
        perform(
            file.certification,
            request.user,
            key,
            lambda desk: desk.take(vae.issue_vae_paper(desk.state, desk.act(), **told)),
            applications=[application],
        )
