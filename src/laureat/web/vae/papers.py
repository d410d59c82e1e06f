"""What a person holds by VAE, as the rules read it, and the papers due for it."""

from dataclasses import replace
from datetime import date

from django.conf import settings

from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.famille import Famille, Voie
from laureat.deliberation.outcome import Candidate
from laureat.documents import papers
from laureat.documents.context import Context
from laureat.documents.infos import Infos
from laureat.documents.typeset import Attachment, Typesetter, as_json
from laureat.records import TreeHead
from laureat.session.vae import VaeState, validations
from laureat.vocabulary import Cell, Forme, UnitStatus, VoieAcces, french
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import covered
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.papers import letterhead, summary
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.titles import sealing
from laureat.web.vae.models import VaeFile

DUE = (papers.DIPLOME, papers.ATTESTATION)
"""A VAE has no marks, hence no relevé: the diploma, or the attestation of the blocks acquired."""


def told(certification: Certification, state: VaeState, file: VaeFile) -> Explanation:
    """What the units validated and notified give, by the very rules of the exam: each of them ``VA``."""
    rules = rules_at(certification, date.today().year)
    famille = rules.reglement.famille
    identity = Identity.objects.filter(candidate=str(file.pk)).first()
    candidate = Candidate(
        numero=file.numero,
        voie=_route(famille),
        cells={unit: Cell(UnitStatus.VALIDE_VAE) for unit, _leaf in validations(state, file.person)},
        forme=Forme.PROGRESSIVE if famille.formes else Forme.GLOBALE,
        voie_acces=VoieAcces.VAE,
        identite=identity.fields if identity else {},
    )
    return explain(rules, candidate)


def _route(famille: Famille) -> Voie | None:
    """The route of those who come by their experience; None where the family knows no routes."""
    by_experience = (voie for voie in famille.voies if "experience" in voie.traits)
    by_vae = (voie for voie in famille.voies if VoieAcces.VAE in voie.acces)
    return next(by_experience, None) or next(by_vae, None)


def due(shared: Context, explanation: Explanation) -> list[papers.Kind]:
    """The papers due."""
    return [kind for kind in papers.due(shared, explanation) if kind in DUE]


def context(certification: Certification, state: VaeState, day: date) -> Context:
    """What the papers share: signed as the last session of the certification is."""
    rules = rules_at(certification, day.year)
    session = certification.sessions.order_by("-year", "-created").first()
    president = certification.vae_jurors.filter(pk=state.jury.president).first() if state.jury else None
    values = letterhead(session) if session else {}
    values |= {
        "deliberation.date": french.short_date(day),
        "president.nom": president.name if president else "",
        "specimen": french.oui_non(settings.DEMONSTRATION),
    }
    return Context(
        fiche=certification.sheet,
        synthese=summary(rules, day.year, blank=False),
        infos=Infos({key: value for key, value in values.items() if value}),
        issued=day,
        rules=rules,
        founding=str(rules.reglement.founding),
    )


def listed(certification: Certification, state: VaeState, explanation: Explanation) -> list[dict[str, str]]:
    """The papers due, as a page lists them."""
    shared = context(certification, state, date.today())
    return papers.listed(shared, due(shared, explanation))


def pdf(kind: papers.Kind, shared: Context, explanation: Explanation, head: TreeHead) -> bytes:
    """One paper, the data of the decision attached; ``head``: the signed head over its facts."""
    decided = replace(explanation.outcome, depends_on=())  # no mark, no coefficient
    explanation = replace(explanation, outcome=decided)
    facts = kind.facts(shared, explanation) | {"journal": covered.as_values(head)}
    attached = [Attachment("decision.json", as_json(facts), "application/json", "Décision")]
    content = kind.content(shared, explanation) | {"tete": covered.told(head)}
    made = Typesetter().pdf(content, shared.issued, attached)
    return sealing.sealed(made, shared.infos["autorite"])
