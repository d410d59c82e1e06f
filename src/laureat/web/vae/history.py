"""What happened to an application, fact by fact, in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from laureat.records import Fact
from laureat.records import facts as kinds
from laureat.records.facts.words import WORDS
from laureat.session.after import FollowUp, Ground
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import ledger

TOLD: dict[type[Fact], Callable[[Any], str]] = {
    kinds.VaeApplicationReceived: lambda fact: _("demande reçue"),
    kinds.RecevabilityDecided: lambda fact: _("dossier recevable") if fact.admissible else _("dossier non recevable"),
    kinds.VaeLivretReceived: lambda fact: _("livret reçu"),
    kinds.VaeUnitDecided: lambda fact: (
        (_("%(unit)s : le jury valide") if fact.validated else _("%(unit)s : le jury ne valide pas"))
        % {"unit": fact.unit}
    ),
    kinds.VaeResultNotified: lambda fact: _("décision notifiée"),
    kinds.PaperIssued: lambda fact: _("document délivré"),
    kinds.DecisionsWithdrawn: lambda fact: f"{Ground(fact.ground).label} ({fact.authority}, n° {fact.number})",
    kinds.FollowUpDone: lambda fact: _("Fait : %(what)s") % {"what": FollowUp(fact.what).label},
    kinds.DecisionsRestored: lambda fact: _("décision rétablie") + f" ({fact.authority}, n° {fact.number})",
}


def lines(log: str, application: str) -> list[tuple[str, str, str]]:
    """Each fact, oldest first: when, what, by whom."""
    facts = facts_of(log, application)
    names = {str(u.pseudonym): u.name for u in User.objects.filter(pseudonym__in={fact.author for fact in facts})}
    return [(fact.at, in_words(fact), names.get(fact.author, "—")) for fact in facts]


def in_words(fact: Fact) -> str:
    """A fact in words; a refused one may hold any."""
    try:
        return TOLD[type(fact)](fact)
    except ValueError:
        return WORDS[type(fact).__name__]


def facts_of(log: str, application: str) -> list[Fact]:
    """The facts that are told of an application, oldest first."""
    facts = [fact for fact in ledger.facts(log, [application]) if type(fact) in TOLD]
    return [fact for fact in facts if application in (fact.subject, *getattr(fact, "candidates", ()))]


def notified_on(log: str, application: str) -> date:
    """The day on which the decisions were notified."""
    return next(
        date.fromisoformat(fact.at[:10])
        for fact in ledger.facts(log, [application])
        if isinstance(fact, kinds.VaeResultNotified)
    )
