"""What becomes of the decisions notified on an application of VAE: quashed, suspended, withdrawn, restored.

No deliberation is opened again: the jury decides on a new application of the same person, for the units lost.
"""

from collections.abc import Iterator, Sequence

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.after import FollowUp, Ground
from laureat.session.conduct.after import check_reference, check_restoration, check_withdrawal, followed, told_of_an_act
from laureat.session.conduct.common import command
from laureat.session.conduct.days import plausible_day
from laureat.session.framework import Accepted, Act, Refused
from laureat.session.life import Due, counted
from laureat.session.vae import ApplicationState, VaeState, application_of
from laureat.vocabulary.french import enumeration, written_date


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
    check_withdrawal(state, act, authority, number, decided_on, notified_on)
    if ground is Ground.CENTRE:
        raise Refused("Une VAE n'est passée dans aucun centre.")
    named = _named(state, candidates)
    since, what = max((_decided(state, one) for one in named), default=("", ""))
    plausible_day(state, decided_on, since=since, what=what)
    for one in named:
        if not one.notified:
            raise Refused("La décision n'est pas notifiée : le jury peut encore y revenir.")
        if one.struck is not None and not ground.outlasts(Ground(one.struck.ground)):
            raise Refused(f"La décision est déjà {Ground(one.struck.ground).struck}.")
    fact = f.DecisionsWithdrawn(
        **told_of_an_act(state, act, authority, number, decided_on, candidates, reason),
        ground=ground,
        notified_on=notified_on,
        establishment="",
        again=False,
        due="",
    )
    told = "Les documents et les titres délivrés sont suspendus ; un nouveau dossier peut avoir le même objet."
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
    check_restoration(state, decided_on, (one.struck for one in named if one.struck))
    for one in named:
        if one.struck is None:
            raise Refused("Rien n'annule, ne suspend ni ne retire cette décision.")
        if again := tuple(_decided_again(state, one)):
            raise Refused(*again)
    return Accepted(
        (f.DecisionsRestored(**told_of_an_act(state, act, authority, number, decided_on, candidates, reason)),)
    )


@command(f.FollowUpDone)
def record_vae_follow_up(
    state: VaeState, act: Act, *, candidate: str, what: FollowUp, done_on: str, reference: Commitment
) -> Accepted:
    """Record that what followed elsewhere from decisions that stand no more was done (``candidate``: application)."""
    application_of(state, candidate)
    return followed(state, act, vae_follow_ups(state, candidate), candidate, what, done_on, reference)


def vae_follow_ups(state: VaeState, application: str) -> Iterator[Due]:
    """What follows elsewhere from the decisions on an application that stand no more, done or not."""
    standing = state.applications[application]
    if standing.struck is None:
        return
    held, since = state.sitting_of(application), standing.struck.at[:10]
    issued = (fact.paper for fact in standing.papers)
    for what, count in counted(issued, declared=bool(standing.validated)):
        yield Due(application, held.sitting if held else 0, what, since, count, standing.followed.get(what))
    if standing.validated:  # whether something was delivered elsewhere, the log of this VAE alone does not tell
        what = FollowUp.AILLEURS
        yield Due(application, held.sitting if held else 0, what, since, 1, standing.followed.get(what))


def _decided(state: VaeState, application: ApplicationState) -> tuple[str, str]:
    """The day on which the jury decided, and what happened on it; what nothing that strikes the decision precedes."""
    held = state.sitting_of(application.received.application)
    if held is not None:
        return held.held_on, "la séance du jury"
    return (application.notified_on or application.received.at[:10]), "la notification de la décision"


def _decided_again(state: VaeState, application: ApplicationState) -> Iterator[str]:
    """Why a decision may not stand again: another application of the same person is about the same units.

    A later one as soon as it is admitted or waits to be; an earlier one for the units that it validated and that stand.
    """
    own, known = application.received, list(state.applications)
    for rank, name in enumerate(known):
        other = state.applications[name]
        if name == own.application or other.received.person != own.person or other.struck:
            continue
        later = rank > known.index(own.application)
        refused = other.recevability is not None and not other.recevability.admissible
        about = other.validated if not later and other.notified else other.units if later and not refused else ()
        if not (units := [unit for unit in about if unit in application.units]):
            continue
        day = written_date(other.received.at[:10])
        if other.notified:
            yield (
                f"Le jury s'est prononcé aussi sur {enumeration(units)}, dans le dossier du {day} : deux décisions "
                "vaudraient à la fois. Retirer d'abord l'autre."
            )
        else:
            yield (
                f"Le dossier du {day}, de la même personne, porte aussi sur {enumeration(units)} : deux décisions "
                "vaudraient à la fois. Le mener d'abord à son terme."
            )


def said_of(act: f.DecisionsWithdrawn) -> str:
    """What is told of decisions that an act struck: by whom, its number, its day."""
    reference = f"{act.authority}, n° {act.number}, {written_date(act.decided_on)}"
    return f"La décision du jury est {Ground(act.ground).struck} ({reference})."


def _named(state: VaeState, applications: Sequence[str]) -> list[ApplicationState]:
    """The applications named, those that are read here."""
    if not applications or len(set(applications)) != len(applications):
        raise Refused("Dire, une fois chacun, de quels dossiers il s'agit.")
    if state.everyone and any(one not in state.applications for one in applications):
        raise Refused("Ce dossier de VAE n'existe pas.")
    return [state.applications[one] for one in applications if one in state.applications]


COMMANDS = (withdraw_vae_decisions, restore_vae_decisions, record_vae_follow_up)
