"""What a person holds by VAE, as the rules read it, and the papers due for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings

from laureat.deliberation.explain import Explanation, explain
from laureat.deliberation.famille import Famille, Voie
from laureat.deliberation.outcome import Candidate
from laureat.documents import papers
from laureat.documents.context import Context
from laureat.documents.typeset import Typesetter, logo_svg
from laureat.records import TreeHead
from laureat.records.facts import VaeSittingHeld
from laureat.session.vae import VaeState, validations
from laureat.vocabulary import Cell, Forme, UnitStatus, VoieAcces, french
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import checks, covered, ledger
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.papers import infos, letterhead, summary
from laureat.web.exam_sessions.printed import Printed
from laureat.web.exam_sessions.rules import rules_at
from laureat.web.exam_sessions.titled import Titled
from laureat.web.sealer import protocol
from laureat.web.vae import history
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of, look_at_all

DUE = (papers.DIPLOME, papers.ATTESTATION)
"""A VAE has no marks, hence no relevé: the diploma, or the attestation of the blocks acquired."""


def told(certification: Certification, state: VaeState, file: VaeFile) -> Explanation:
    """What the units notified to a person up to this application give, by the very rules of the exam: each ``VA``.

    What is notified later, or the law of a later year, changes nothing of what its papers say.
    """
    rules = rules_at(certification, day_of(file, state).year)
    famille = rules.reglement.famille
    identity = Identity.objects.filter(candidate=str(file.pk)).first()
    candidate = Candidate(
        numero=file.numero,
        voie=_route(famille),
        cells={unit: Cell(UnitStatus.VALIDE_VAE) for unit, _leaf in validations(state, file.person, str(file.pk))},
        forme=Forme.PROGRESSIVE if famille.formes else Forme.GLOBALE,
        voie_acces=VoieAcces.VAE,
        identite=identity.fields if identity else {},
    )
    return explain(rules, candidate)


def day_of(file: VaeFile, state: VaeState) -> date:
    """The day on which the decisions were notified, today where they are not yet."""
    if not state.applications[str(file.pk)].notified:
        return date.today()
    return history.notified_on(log_of(file.certification), str(file.pk))


def _route(famille: Famille) -> Voie | None:
    """The route of those who come by their experience; None where the family knows no routes."""
    by_experience = (voie for voie in famille.voies if "experience" in voie.traits)
    by_vae = (voie for voie in famille.voies if VoieAcces.VAE in voie.acces)
    return next(by_experience, None) or next(by_vae, None)


def due(shared: Context, explanation: Explanation) -> list[papers.Kind]:
    """The papers due."""
    return [kind for kind in papers.due(shared, explanation) if kind in DUE]


def context(certification: Certification, state: VaeState, day: date, held: VaeSittingHeld | None = None) -> Context:
    """What the papers share: signed as the last session of the certification is.

    ``held``: the sitting that settled it; None: that day, under the jury of today.
    """
    rules = rules_at(certification, day.year)
    session = certification.sessions.order_by("-year", "-created").first()
    presided = held.president if held else state.jury.president if state.jury else None
    president = certification.vae_jurors.filter(pk__in=ledger.uuids([presided or ""])).first()
    values = letterhead(session) if session else {}
    values |= {
        "deliberation.date": french.short_date(date.fromisoformat(held.held_on) if held else day),
        "president.nom": president.name if president else "",
        "specimen": french.oui_non(settings.DEMONSTRATION),
    }
    return Context(
        fiche=certification.sheet,
        synthese=summary(rules, day.year, blank=False),
        infos=infos(values),
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

    printed: Printed
    typesetter: Typesetter
    reasons: list[str]
    in_anomaly: bool = False
    """The reasons are for the office alone."""

    @property
    def carries_title(self) -> bool:
        """True for a paper in which the title is attached."""
        return self.printed.kind is papers.DIPLOME


@dataclass(frozen=True, slots=True)
class Given:
    """What the decisions notified on an application give, or what stands against it."""

    shared: Context
    told: Explanation
    where: Mapping[str, Any]
    """Where it is said: log, candidate, result, identity."""
    troubles: list[str]

    @property
    def due(self) -> list[papers.Kind]:
        """The papers due."""
        return due(self.shared, self.told)

    def titled(self) -> Titled:
        """The titles that the decisions give."""
        return Titled(self.shared, self.told, self.where, self.due, self.head)

    def head(self) -> TreeHead:
        """The signed head over the facts of the application."""
        return covered.over(self.where["log"], [self.where["candidate"]])

    def ready(self, name: str) -> Ready | None:
        """A paper of this name; None where it is not due."""
        kind = next((kind for kind in DUE if kind.name == name), None)
        if kind is None:
            return None
        printed = Printed(kind, self.shared, self.told, self.where)
        typesetter = Typesetter(logo_svg(self.shared.infos))
        if self.troubles:
            return Ready(printed, typesetter, self.troubles, in_anomaly=True)
        return Ready(printed, typesetter, printed.lacking(typesetter)) if kind in self.due else None

    def pdf(self, ready: Ready) -> bytes:
        """One paper with its code, its title signed, as it was made the first time (``Printed.file``)."""
        over, paper = self.head(), ready.printed.paper()  # had first: the sealer finds them
        diploma = self.titled().diploma().document if ready.carries_title else ""
        request = protocol.VaePaper(self.where["candidate"], paper.kind)
        return ready.printed.file(ready.typesetter, paper.code, over, request, diploma).read_bytes()


def given(file: VaeFile) -> Given | None:
    """What an application gives; None where its decisions are not notified, or no longer stand."""
    state = look_at_all(file.certification)
    application = str(file.pk)
    standing = state.applications.get(application)
    if standing is None or not standing.stands:
        return None
    explanation = told(file.certification, state, file)
    explanation = replace(explanation, outcome=replace(explanation.outcome, depends_on=()))  # no mark, no coefficient
    sitting = state.sitting_of(application)
    shared = context(file.certification, state, day_of(file, state), sitting)
    identity = standing.received.identity
    where = {
        "log": log_of(file.certification),
        "candidate": application,
        "result": sitting.sitting if sitting else 0,
        "identity": str(identity),
    }
    return Given(shared, explanation, where, troubles(state, application))


def troubles(state: VaeState, application: str) -> list[str]:
    """What stands against all that is told of an application: facts refused, an identity not committed to."""
    defects = checks.identity_defects({application: state.applications[application].received.identity})
    return [*map(str, state.anomalies_of(application)), *defects.values()]
