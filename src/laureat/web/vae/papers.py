"""What a person holds by VAE, as the rules read it, and the papers due for it."""

from base64 import b64decode
from dataclasses import dataclass, replace
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
from laureat.web.exam_sessions import checks, covered
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.papers import letterhead, summary
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.sealer import client, protocol
from laureat.web.sealer.public import public_keys
from laureat.web.vae import history
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of, look, look_at_person

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


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper that is due, ready to be printed, or why it cannot be."""

    kind: papers.Kind
    shared: Context
    told: Explanation
    reasons: list[str]
    in_anomaly: bool = False
    """The reasons are for the office alone."""


def ready(file: VaeFile, name: str) -> Ready | None:
    """A paper of an application whose decisions are notified; None where it is not due."""
    kind = next((kind for kind in DUE if kind.name == name), None)
    state = look_at_person(file.certification, file.person)
    standing = state.applications[str(file.pk)]
    if kind is None or not standing.notified:
        return None
    explanation = told(file.certification, state, file)
    state.jury = look(file.certification, ()).jury
    day = history.notified_on(log_of(file.certification), str(file.pk))
    shared = context(file.certification, state, day)
    defects = checks.identity_defects({str(file.pk): standing.received.identity})
    if troubles := [*map(str, state.anomalies_of(str(file.pk))), *defects.values()]:
        return Ready(kind, shared, explanation, troubles, in_anomaly=True)
    if kind not in due(shared, explanation):
        return None
    return Ready(kind, shared, explanation, papers.missing(kind, shared, explanation.candidate))


def pdf(file: VaeFile, asked: Ready) -> bytes:
    """One paper, drawn up by the sealer where the house has a seal."""
    if public_keys().cachet:
        _head(file)  # had first: the sealer finds it
        return b64decode(client.ask(protocol.VaePaper(str(file.pk), asked.kind.name)))
    return printed(file, asked)


def printed(file: VaeFile, asked: Ready) -> bytes:
    """One paper, the data of the decision attached, without seal."""
    told, head = asked.told, _head(file)
    told = replace(told, outcome=replace(told.outcome, depends_on=()))  # no mark, no coefficient
    facts = asked.kind.facts(asked.shared, told) | {"journal": covered.as_values(head)}
    attached = [Attachment("decision.json", as_json(facts), "application/json", "Décision")]
    content = asked.kind.content(asked.shared, told) | {"tete": covered.told(head)}
    return Typesetter().pdf(content, asked.shared.issued, attached)


def _head(file: VaeFile) -> TreeHead:
    """The signed head over the facts of an application."""
    return covered.over(log_of(file.certification), [str(file.pk)])
