"""A number put right after a seal: what the house has read since, what it would change, asked and decided by two."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from laureat.records import facts as f
from laureat.rules import Parameter
from laureat.session import conduct
from laureat.session.framework import Framework, Refused
from laureat.session.state import SessionState
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import household
from laureat.web.exam_sessions.access import carry_out
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, look_at_all, rules_for

ACTS = ("demander_correction", "corriger_nombre")
NAMED = 50
"""So many of those whose result changes are named."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A number that the session holds, and that the house has confirmed otherwise since."""

    parameter: Parameter
    present: str
    right: str
    asked: f.CoefficientCorrectionAsked | None
    mine: bool
    changed: tuple[tuple[str, str], ...]
    """Whose result changes: the name, and the link to the file."""
    count: int


def after_the_seal(
    request: SignedIn, session: ExamSession, state: SessionState, framework: Framework
) -> list[Correction]:
    """The numbers to put right in a session whose jury has sealed something; none before."""
    if not any(deliberation.sealed for deliberation in state.deliberations):
        return []
    read = household.look().numbers_of(framework.law.reglement.id)
    found = []
    for name, fact in read.items():
        held = state.confirmed.get(name)
        if held is None or held.value == fact.value or name not in framework.to_confirm:
            continue
        parameter, whole = framework.to_confirm[name], look_at_all(session)
        asked = _asked(state, fact)
        changed = conduct.changed_results(whole, framework, asked or _proposed(state, fact), rules_for(session).decide)
        found.append(
            Correction(
                parameter,
                parameter.written(held.value),
                parameter.written(fact.value),
                asked,
                asked is not None and asked.author == str(request.user.pseudonym),
                _named(session, changed),
                len(changed),
            )
        )
    return found


def _asked(state: SessionState, fact: f.NumberConfirmed) -> f.CoefficientCorrectionAsked | None:
    """What someone asked, if it is what the house has read."""
    asked = state.asked_numbers.get(fact.name)
    return asked if asked is not None and asked.value == fact.value else None


def _proposed(state: SessionState, fact: f.NumberConfirmed) -> f.CoefficientCorrectionAsked:
    """What would be asked."""
    about = {name: getattr(fact, name) for name in ("author", "at", "key", "name", "value", "text", "text_date")}
    return f.CoefficientCorrectionAsked(**about, log=state.log, reason=fact.text)


def _named(session: ExamSession, candidates: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    known = Identity.objects.filter(candidate__in=candidates).order_by("sort_key")[:NAMED]
    return tuple(
        (f"{one.name} ({one.numero})", reverse("inscription", args=[session.pk, one.candidate])) for one in known
    )


def record(request: SignedIn, session: ExamSession, framework: Framework) -> Desk | None:
    """Ask for a correction, or decide the one that someone else asked."""
    name, act = request.POST.get("name", ""), request.POST.get("acte", "")

    def commands(desk: Desk) -> None:
        read = household.look().numbers_of(framework.law.reglement.id).get(name)
        if read is None:
            raise Refused(_("Ce nombre est d'abord à lire dans le texte, par deux personnes."))
        if act == "corriger_nombre":
            desk.take(
                conduct.correct_coefficient(
                    desk.state,
                    desk.act(),
                    framework=desk.framework,
                    name=name,
                    value=read.value,
                    decide_by=rules_for(session).decide,
                )
            )
            return
        desk.take(
            conduct.ask_coefficient_correction(
                desk.state,
                desk.act(),
                framework=desk.framework,
                name=name,
                value=read.value,
                text=read.text,
                text_date=read.text_date,
                reason=desk.promise(request.POST.get("motif", "")),
            )
        )

    said = {
        "demander_correction": _("La correction est demandée : une autre personne doit la décider."),
        "corriger_nombre": _("Le nombre est corrigé dans cette session."),
    }
    return carry_out(request, session, commands, said=said[act], alone=True)
