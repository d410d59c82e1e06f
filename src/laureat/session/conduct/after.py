"""What becomes of a published decision: quashed, suspended, withdrawn, restored; what follows from it elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.after import LONGEST, FollowUp, Ground, months_after
from laureat.session.conduct.common import candidate_of, command, opened
from laureat.session.conduct.days import DATED, check_day, plausible_day
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.life import Due, follow_ups
from laureat.session.state import CandidateState, LogState, SessionState
from laureat.vocabulary.french import capital, plural, written_date


@command(f.DecisionsWithdrawn)
def withdraw_decisions(
    state: SessionState,
    act: Act,
    *,
    ground: Ground,
    authority: str,
    number: str,
    decided_on: str,
    candidates: Sequence[str],
    reason: Commitment,
    notified_on: str = "",
    due: str = "",
    establishment: str = "",
    again: bool = True,
) -> Accepted:
    """Record that the published decisions on some candidates stand no more: a judgment, or a decision of the authority.

    Results, papers and credentials are withheld from then on. ``due``: the last day for the jury to have deliberated
    again; ``establishment``: the centre whose session is cancelled.
    """
    opened(state)
    check_withdrawal(state, act, authority, number, decided_on, notified_on)
    _check_due(ground, due, notified_on or decided_on, again)
    _check_centre(state, ground, establishment)
    named = _named(state, candidates)
    struck = [one.in_force or (one.struck.deliberation if one.struck else 0) for one in named]
    published = [state.deliberations[number - 1].published_on for number in struck if number]
    plausible_day(state, decided_on, since=max(published, default=""), what="la publication du résultat")
    problems = [told for candidate in named for told in _standing_problems(state, candidate, ground, establishment)]
    if problems:
        raise Refused(*problems)
    fact = f.DecisionsWithdrawn(
        **told_of_an_act(state, act, authority, number, decided_on, candidates, reason),
        ground=ground,
        notified_on=notified_on,
        establishment=establishment,
        again=again,
        due=due,
    )
    touched = plural(len(candidates), "résultat est suspendu", "résultats sont suspendus")
    return Accepted((fact,), (f"{touched} : aucun document n'en est plus délivré ; ce qui reste à faire est listé.",))


@command(f.DecisionsRestored)
def restore_decisions(
    state: SessionState,
    act: Act,
    *,
    authority: str,
    number: str,
    decided_on: str,
    candidates: Sequence[str],
    reason: Commitment,
) -> Accepted:
    """Record that what struck the decisions fell (appeal, end of a suspension, the withdrawal itself withdrawn)."""
    opened(state)
    check_reference(act, authority, number, decided_on, "ce qui les rétablit")
    named = _named(state, candidates)
    check_restoration(state, decided_on, (one.struck.by for one in named if one.struck))
    problems = [told for candidate in named for told in _restoring_problems(state, candidate)]
    if problems:
        raise Refused(*problems)
    return Accepted(
        (f.DecisionsRestored(**told_of_an_act(state, act, authority, number, decided_on, candidates, reason)),)
    )


@command(f.FollowUpDone)
def record_follow_up(
    state: SessionState,
    act: Act,
    *,
    candidate: str,
    deliberation: int,
    what: FollowUp,
    done_on: str,
    reference: Commitment,
) -> Accepted:
    """Record that what followed elsewhere from a decision that stands no more was done."""
    candidate_of(state, candidate)
    due = [one for one in follow_ups(state, candidate) if one.deliberation == deliberation]
    return followed(state, act, due, candidate, what, done_on, reference)


def followed(
    state: LogState,
    act: Act,
    due: Iterable[Due],
    candidate: str,
    what: FollowUp,
    done_on: str,
    reference: Commitment,
) -> Accepted:
    """One of the things due was done. Raises Refused where it is not due, was done already, or not on such a day."""
    found = next((one for one in due if one.what is what), None)
    if found is None:
        raise Refused("Rien de tel n'est à faire pour ce candidat : voir la liste de ce qui reste à faire.")
    if found.done is not None:
        raise Refused("C'est déjà fait, et enregistré.")
    if not found.since <= check_day(done_on) <= act.today:
        raise Refused(f"Le jour attendu va du {written_date(found.since)} à aujourd'hui.")
    fact = f.FollowUpDone(
        **act.on(state.log),
        candidate=candidate,
        deliberation=found.deliberation,
        what=what,
        done_on=done_on,
        reference=require(reference, "ce qui le prouve : une référence, un courrier"),
    )
    return Accepted((fact,))


def told_of_an_act(
    state: LogState,
    act: Act,
    authority: str,
    number: str,
    decided_on: str,
    candidates: Sequence[str],
    reason: Commitment,
) -> dict[str, Any]:
    """What every act on published decisions says: who took it, its number, its day, whom it concerns, why."""
    return {
        **act.on(state.log),
        "authority": authority.strip(),
        "number": number.strip(),
        "decided_on": decided_on,
        "candidates": tuple(candidates),
        "reason": require(reason),
    }


def check_withdrawal(state: LogState, act: Act, authority: str, number: str, decided_on: str, notified_on: str) -> None:
    """Raise Refused where what strikes decisions is not named in full, or its days cannot follow each other."""
    check_reference(act, authority, number, decided_on, "le jugement ou la décision")
    if notified_on and check_day(notified_on) < decided_on:
        raise Refused("Une décision n'est pas notifiée avant d'être prise.")
    if notified_on > act.today and state.conduct >= DATED:
        raise Refused("Une décision n'est pas notifiée un jour à venir.")


def check_restoration(state: LogState, decided_on: str, struck: Iterable[f.DecisionsWithdrawn]) -> None:
    """Raise Refused where what restores decisions precedes what had struck them."""
    since = max((one.decided_on for one in struck), default="")
    plausible_day(state, decided_on, since=since, what="ce qui avait retiré ces décisions")


def check_reference(act: Act, authority: str, number: str, decided_on: str, what: str) -> None:
    """Raise Refused where a judgment or a decision is not named in full, or is of a day to come."""
    missing = [
        told
        for told, value in (("qui l'a rendu ou prise", authority), ("son numéro", number), ("sa date", decided_on))
        if not value.strip()
    ]
    if missing:
        raise Refused(f"Il faut nommer {what} ; il manque : {', '.join(missing)}.")
    if check_day(decided_on) > act.today:
        raise Refused(f"{capital(what)} porte une date à venir : {written_date(decided_on)}.")


def _check_due(ground: Ground, due: str, since: str, again: bool) -> None:
    if not due:
        return
    if not again:
        raise Refused("Un délai ne va qu'avec une nouvelle délibération.")
    if not since < check_day(due) <= months_after(since, LONGEST):
        raise Refused(
            f"Le délai du jury court du {written_date(since)}, et ne passe pas {LONGEST} mois : {written_date(due)} "
            "n'y est pas."
        )


def _check_centre(state: SessionState, ground: Ground, establishment: str) -> None:
    if (ground is Ground.CENTRE) != bool(establishment):
        raise Refused(
            "Dire quel centre est concerné."
            if not establishment
            else "Un centre ne va qu'avec l'annulation de sa session."
        )
    if establishment and establishment not in state.establishments:
        raise Refused(f"L'établissement {establishment} n'est pas enregistré dans cette session.")


def _named(state: SessionState, candidates: Sequence[str]) -> list[CandidateState]:
    """The candidates named, those that are read here."""
    if not candidates:
        raise Refused("Dire de quels candidats il s'agit.")
    if len(set(candidates)) != len(candidates):
        raise Refused("Un candidat ne figure qu'une fois.")
    if state.everyone and (unknown := [one for one in candidates if one not in state.candidates]):
        raise Refused(f"{plural(len(unknown), 'candidat n’est', 'candidats ne sont')} pas de cette session.")
    return [state.candidates[one] for one in candidates if one in state.candidates]


def _standing_problems(
    state: SessionState, candidate: CandidateState, ground: Ground, establishment: str
) -> Iterator[str]:
    last = state.last_result(candidate.id)
    struck = candidate.struck
    if struck is not None and not ground.outlasts(Ground(struck.by.ground)):
        yield f"Candidat {candidate.id} : sa décision est déjà {Ground(struck.by.ground).struck}."
    elif struck is None and candidate.in_force == 0:
        yield f"Candidat {candidate.id} : aucune décision publiée n'est en vigueur."
    elif last is not None and last.deliberation > (struck.deliberation if struck else candidate.in_force):
        yield f"Candidat {candidate.id} : le jury a délibéré de nouveau ; publier d'abord ce résultat."
    if establishment and (candidate.route is None or candidate.route.establishment != establishment):
        yield f"Candidat {candidate.id} : il n'est pas de ce centre."


def _restoring_problems(state: SessionState, candidate: CandidateState) -> Iterator[str]:
    last = state.last_result(candidate.id)
    if candidate.struck is None:
        yield f"Candidat {candidate.id} : aucune de ses décisions n'est annulée, suspendue ou retirée."
    elif last is not None and last.deliberation > candidate.struck.deliberation:
        yield f"Candidat {candidate.id} : le jury a délibéré de nouveau, deux décisions vaudraient à la fois."
    elif state.current is not None and candidate.id in state.current.proposals:
        yield f"Candidat {candidate.id} : le jury délibère de nouveau sur lui ; sceller et publier d'abord."
