"""What follows a decision of VAE that was struck: the letter to the candidate, what is told of its documents."""

import uuid
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laureat.records.facts import DecisionsWithdrawn
from laureat.session import vae_after
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.aftermath import letters
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks, covered
from laureat.web.exam_sessions.access import count_file
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.exam_sessions.models import Certification, StoredFact
from laureat.web.titles.models import Title
from laureat.web.vae import papers
from laureat.web.vae.access import file_of
from laureat.web.vae.service import log_of, look_at_all
from laureat.web.vae.striking import acts_on


@require_GET
def notification(request: SignedIn, application: uuid.UUID, number: int) -> HttpResponse:
    """The letter that tells a candidate that the decision on a VAE stands no more, or stands again."""
    file = file_of(request, application)
    who, log, state = str(file.pk), log_of(file.certification), look_at_all(file.certification)
    acts, identity = acts_on(log, who), Identity.objects.filter(candidate=who).first()
    if identity is None or not 1 <= number <= len(acts):
        raise Http404
    sitting = state.sitting_of(who)
    shared = papers.context(file.certification, state, papers.day_of(file, state), sitting)
    written = letters.notified(shared, acts[number - 1][0], vae=True)
    reasons = papers.troubles(state, who)
    if checks.text_defects(written.texts):
        reasons.append(_("Un texte gardé n'est plus celui que le journal a engagé."))
    if reasons:
        told = reasons if request.user.role == Role.EXAMENS else [_("Le service des examens vérifie le dossier.")]
        return withheld(request, told)
    count_file(request, who, "lettre")
    with translation.override("fr"):  # a paper is French
        content = letters.printed(shared, covered.over(log, [who]), identity, written, vae=True)
    return attachment(content, f"lettre-{file.numero}-suite-{number}.pdf")


def struck_decision(identifier: str, digest: str) -> str:
    """What struck the decision of a VAE that a document of this house says; empty where it stands.

    ``identifier``: that of the credential; ``digest``: SHA-256 of the bytes as they were handed over.
    """
    for certification in _with_struck():
        for who, standing in look_at_all(certification).applications.items():
            if standing.struck is None:
                continue
            own = Title.objects.filter(log=log_of(certification), candidate=who, identifier=identifier)
            if digest in {fact.digest for fact in standing.papers} or own.exists():
                return vae_after.said_of(standing.struck)
    return ""


def _with_struck() -> Iterable[Certification]:
    struck = StoredFact.objects.filter(kind=DecisionsWithdrawn.__name__)
    logs = set(struck.values_list("log", flat=True).distinct())
    return [one for one in Certification.objects.order_by("numero") if log_of(one) in logs]
