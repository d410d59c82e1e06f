"""What follows a decision of VAE that was struck: the letter to the candidate, what is told of its documents."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import Http404, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from laureat.documents.typeset import Attachment, Typesetter
from laureat.documents.typography import polished
from laureat.records import encode
from laureat.records.facts import DecisionsWithdrawn
from laureat.session import vae_after
from laureat.session.vae import VaeState
from laureat.session.vae_minutes import minutes_content
from laureat.vocabulary.french import capital, written_date
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.aftermath import letters
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import checks, covered, ledger
from laureat.web.exam_sessions.access import count_export, count_file
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.exam_sessions.ledger import day_of
from laureat.web.exam_sessions.models import Certification, StoredFact
from laureat.web.titles.models import Title
from laureat.web.vae import history, papers
from laureat.web.vae.access import file_of
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of, look_at_all
from laureat.web.vae.striking import acts_on


@require_GET
def notification(request: SignedIn, application: uuid.UUID, number: int) -> HttpResponse:
    """The letter that tells a candidate that the decision on a VAE stands no more, or stands again."""
    file = file_of(request, application)
    who, log, state = str(file.pk), log_of(file.certification), look_at_all(file.certification)
    acts, identity = acts_on(state, log, who), Identity.objects.filter(candidate=who).first()
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


@require_GET
def history_file(request: SignedIn, application: uuid.UUID) -> HttpResponse:
    """All that happened to a VAE, as one file for a court; its facts are attached."""
    file = file_of(request, application)
    who, log, state = str(file.pk), log_of(file.certification), look_at_all(file.certification)
    count_export(request, f"dossier {who}")
    identity, struck = Identity.objects.filter(candidate=who).first(), state.applications[who].struck
    shared = papers.context(file.certification, state, date.today(), state.sitting_of(who))
    with translation.override("fr"):  # a paper is French
        lines = sorted([*_told(log, who), *_sat(file, state)], key=lambda line: line[0])
        paper = shared.head("histoire", _("Suite donnée à une décision"), file.numero) | {
            "pied": _("Validation des acquis de l'expérience"),
            "tete": covered.told(covered.over(log, [who])),
            "qui": [[_("Candidat"), identity.name if identity else file.numero], [_("Numéro"), file.numero]],
            "situation": vae_after.said_of(struck) if struck else _("La décision notifiée est en vigueur."),
            "lignes": [[written_date(day_of(at)), capital(what), detail] for at, what, detail in lines],
        }
    facts = "\n".join(encode(fact).decode() for fact in ledger.facts(log, [who]))
    attached = [Attachment("journal.jsonl", facts, "application/x-ndjson", "Faits du journal")]
    content = Typesetter().pdf(polished(paper), date.today(), attached)
    return attachment(content, f"dossier-{file.numero}.pdf")


def _told(log: str, application: str) -> Iterator[tuple[str, str, str]]:
    """Each fact of an application: when, what, and the words that go with it."""
    facts = history.facts_of(log, application)
    promised = [[getattr(fact, name, "") for name in ("motive", "reason", "reference")] for fact in facts]
    wanted = [one for many in promised for one in many if one]
    kept = dict(PrivateText.objects.filter(commitment__in=wanted).values_list("commitment", "text"))
    for fact, many in zip(facts, promised, strict=True):
        yield fact.at, history.in_words(fact), " ; ".join(kept[one] for one in many if one in kept)


def _sat(file: VaeFile, state: VaeState) -> Iterator[tuple[str, str, str]]:
    """The sitting that decided, who sat in it, and the hash of its minutes."""
    held = state.sitting_of(str(file.pk))
    if held is None:
        return
    members = file.certification.vae_jurors.filter(pk__in=ledger.uuids(held.present))
    jury = ", ".join(f"{one.name} ({one.member().fonction_dite})" for one in members)
    content = minutes_content(state, held.sitting)
    told = [_("jury : %(who)s") % {"who": jury}, _("empreinte du procès-verbal : %(hash)s") % {"hash": content}]
    yield held.at, _("Séance du jury du %(day)s") % {"day": written_date(held.held_on)}, " ; ".join(told)


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
