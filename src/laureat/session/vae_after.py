"""What becomes of the decisions notified on an application of VAE: quashed, suspended, withdrawn, restored.

No deliberation is opened again: the jury decides on a new application of the same person, for the units lost.
"""

from collections.abc import Sequence

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.after import Ground
from laureat.session.conduct.after import check_reference
from laureat.session.conduct.common import command
from laureat.session.conduct.days import DATED, check_day, plausible_day
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.vae import ApplicationState, VaeState
from laureat.vocabulary.french import written_date


@command(f.DecisionsWithdrawn)
def withdraw_vae_decisions(
    state: VaeState,
    act: Act,
    *,
    ground: Ground,
    authority: str,
    number: str,
    decided_on: str,
    candidates: Sequence[str],
    reason: Commitment,
    notified_on: str = "",
) -> Accepted:
    """Record that the decisions notified on some applications stand no more: a judgment, or an act of the authority.

    Their papers and titles are suspended, and so are those that owed something to them.
    """
    check_reference(act, authority, number, decided_on, "le jugement ou la décision")
    if ground is Ground.CENTRE:
        raise Refused("Une VAE n'est passée dans aucun centre.")
    if notified_on and check_day(notified_on) < decided_on:
        raise Refused("Une décision n'est pas notifiée avant d'être prise.")
    if notified_on > act.today and state.conduct >= DATED:
        raise Refused("Une décision n'est pas notifiée un jour à venir.")
    named = _named(state, candidates)
    received = max((one.received.at[:10] for one in named), default="")
    plausible_day(state, decided_on, since=received, what="la réception du dossier")
    for one in named:
        if not one.notified:
            raise Refused("La décision n'est pas notifiée : le jury peut encore y revenir.")
        if one.struck is not None:
            raise Refused(f"La décision est déjà {Ground(one.struck.ground).decisions[0].split()[-1]}.")
    fact = f.DecisionsWithdrawn(
        **act.on(state.log),
        ground=ground,
        authority=authority.strip(),
        number=number.strip(),
        decided_on=decided_on,
        notified_on=notified_on,
        candidates=tuple(candidates),
        establishment="",
        again=False,
        due="",
        reason=require(reason),
    )
    told = "Les documents et les titres délivrés sont suspendus ; un nouveau dossier peut porter sur les mêmes unités."
    return Accepted((fact,), (told,))


@command(f.DecisionsRestored)
def restore_vae_decisions(
    state: VaeState,
    act: Act,
    *,
    authority: str,
    number: str,
    decided_on: str,
    candidates: Sequence[str],
    reason: Commitment,
) -> Accepted:
    """Record that what struck the decisions fell: they stand again, with what they gave."""
    check_reference(act, authority, number, decided_on, "ce qui les rétablit")
    named = _named(state, candidates)
    struck = [one.struck.decided_on for one in named if one.struck]
    plausible_day(state, decided_on, since=max(struck, default=""), what="ce qui avait retiré ces décisions")
    for one in named:
        if one.struck is None:
            raise Refused("Rien n'annule, ne suspend ni ne retire cette décision.")
    fact = f.DecisionsRestored(
        **act.on(state.log),
        authority=authority.strip(),
        number=number.strip(),
        decided_on=decided_on,
        candidates=tuple(candidates),
        reason=require(reason),
    )
    return Accepted((fact,))


def said_of(act: f.DecisionsWithdrawn) -> str:
    """What is told of decisions that an act struck: by whom, its number, its day."""
    reference = f"{act.authority}, n° {act.number}, {written_date(act.decided_on)}"
    return f"La décision du jury est {Ground(act.ground).decisions[0].split()[-1]} ({reference})."


def _named(state: VaeState, applications: Sequence[str]) -> list[ApplicationState]:
    """The applications named, those that are read here."""
    if not applications or len(set(applications)) != len(applications):
        raise Refused("Dire, une fois chacun, de quels dossiers il s'agit.")
    if state.everyone and any(one not in state.applications for one in applications):
        raise Refused("Ce dossier de VAE n'existe pas.")
    return [state.applications[one] for one in applications if one in state.applications]


COMMANDS = (withdraw_vae_decisions, restore_vae_decisions)
