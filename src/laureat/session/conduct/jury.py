"""The jury: appointed, present; who sits in it, and who sat in another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from laureat.jury import Fonction, Presence, Qualite
from laureat.records import UNSAID, Commitment, Fact
from laureat.records import facts as f
from laureat.reglements.recours import TEXTES
from laureat.session.conduct.common import command, not_frozen, opened
from laureat.session.conduct.days import check_day, check_text_day
from laureat.session.framework import SIGNED, Accepted, Act, Framework, Refused, cited, require
from laureat.session.state import CandidateState, SessionState
from laureat.vocabulary.french import plural

PRESIDING = (Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT)
DELIBERATING = 7
"""The first edition of the conduct that tells those who deliberate from the adjunct examiners."""
JURY_ALONE = 8
"""The first edition of the conduct that asks it of each act of the jury, in an examination and in the VAE."""
OTHER_JURY = 3
"""The first edition of the conduct that looks at who sits again."""
SAME_JURY = "Le jury qui a pris la décision annulée ou retirée ne la reprend pas : nommer le jury de nouveau."


@dataclass(frozen=True, slots=True)
class Juror:
    """A member to appoint. ``account`` is the account with which this member acts, if any."""

    juror: str
    fonction: Fonction
    qualite: Qualite
    account: str = ""
    identity: Commitment = UNSAID
    """Who that is, committed to."""


@command(f.JuryAppointed)
def appoint_jury(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    members: Sequence[Juror],
    arrete: Commitment,
    arrete_date: str,
    defects: Sequence[str] = (),
    impossibilite: Commitment = UNSAID,
    returning: Sequence[str] = (),
    why_returning: Commitment = UNSAID,
) -> Accepted:
    """Appoint the jury. ``defects`` is what the law of its composition reproaches it: an act must have none.

    ``impossibilite``: why a place that the law asks for could not be filled. ``returning``: the members whom the door
    knows to have sat in a jury that already sealed, beside those who have the account of one; ``why_returning``: why
    they sit again where a decision was quashed or withdrawn.
    """
    opened(state)
    not_frozen(state)
    again = returning_members(state, members, returning)
    if again and why_returning == UNSAID and state.conduct >= OTHER_JURY and any(_struck(state)):
        raise Refused(
            f"{plural(len(again), 'membre a siégé', 'membres ont siégé')} dans un jury dont une décision est annulée "
            f"ou retirée ({cited(TEXTES['autre_jury'])}) : composer un autre jury, ou dire pourquoi il ne se peut."
        )
    facts = jury_facts(
        act,
        state.log,
        members,
        arrete,
        check_text_day(arrete_date, act) if state.conduct >= SIGNED else arrete_date,
        defects,
        preside=framework.conduite.preside,
        impossibilite=impossibilite,
        returning=again,
        why_returning=why_returning if again else UNSAID,
    )
    return Accepted(facts)


def returning_members(state: SessionState, members: Sequence[Juror], known: Sequence[str]) -> tuple[str, ...]:
    """Of these members, those who sat in a jury that already sealed: known to the door, or by their account."""
    if state.conduct < OTHER_JURY:
        return ()
    juries = [deliberation.jury for deliberation in state.deliberations if deliberation.jury is not None]
    seats = {juror for jury in juries for juror in jury.jurors}
    accounts = accounts_of(state.jurors, seats)
    return tuple(one.juror for one in members if one.juror in seats or one.juror in known or one.account in accounts)


def _struck(state: SessionState) -> Iterator[CandidateState]:
    """Those whose decision was struck, and on whom the jury is to deliberate again."""
    return (one for one in state.candidates.values() if one.struck is not None and one.to_redeliberate)


def same_jury(state: SessionState, candidates: Iterable[CandidateState]) -> bool:
    """One of these had its decision struck, and the jury appointed is still the one that took it."""
    struck = (one.struck for one in candidates if one.struck is not None)
    former = {state.deliberations[one.deliberation - 1].jury for one in struck}
    return state.conduct >= OTHER_JURY and state.jury in former


def jury_facts(
    act: Act,
    log: str,
    members: Sequence[Juror],
    arrete: Commitment,
    arrete_date: str,
    defects: Sequence[str],
    *,
    preside: bool,
    impossibilite: Commitment = UNSAID,
    returning: tuple[str, ...] = (),
    why_returning: Commitment = UNSAID,
) -> tuple[Fact, ...]:
    """The appointment of a jury and of each of its members; refused for any defect."""
    problems = list(defects)
    presidents = [member.juror for member in members if member.fonction is Fonction.PRESIDENT]
    if preside and len(presidents) != 1:
        problems.append("Un jury a un président, et un seul.")
    if len(presidents) > 1 or not members:
        problems += [] if preside else ["Un jury a des membres, dont un président au plus."]
    if len({member.juror for member in members}) != len(members):
        problems.append("Un membre ne figure qu'une fois.")
    if problems:
        raise Refused(*problems)
    jury = f.JuryAppointed(
        **act.on(log),
        president=presidents[0] if presidents else "",
        jurors=tuple(member.juror for member in members),
        arrete=require(arrete, "la référence de l'arrêté"),
        arrete_date=check_day(arrete_date),
        impossibilite=impossibilite,
        returning=returning,
        why_returning=why_returning,
    )
    appointed = (
        f.JurorAppointed(
            **act.on(log),
            juror=member.juror,
            fonction=member.fonction,
            qualite=member.qualite,
            account=member.account,
            identity=member.identity,
        )
        for member in members
    )
    return (jury, *appointed)


@command(f.AttendanceRecorded)
def record_attendance(
    state: SessionState, act: Act, *, framework: Framework, juror: str, presence: Presence
) -> Accepted:
    """Record how a member takes part in the deliberation under way or to come."""
    jury = jury_of(state)
    not_frozen(state)
    if juror not in jury.jurors:
        raise Refused("Cette personne n'est pas membre du jury.")
    remote = presence is Presence.DISTANCE and juror == jury.president
    if remote and framework.forbids("seance_a_distance"):
        raise Refused(f"Le président ne peut pas siéger à distance{framework.cites('seance_a_distance')}.")
    fact = f.AttendanceRecorded(
        **act.on(state.log), deliberation=state.next_deliberation, juror=juror, presence=presence
    )
    return Accepted((fact,))


class Seats(Protocol):
    """What a log says of those who were appointed, in an examination or in the VAE."""

    conduct: int
    jury: f.JuryAppointed | None
    jurors: dict[str, f.JurorAppointed]


def deliberating(state: Seats, jurors: Iterable[str], since: int = DELIBERATING) -> frozenset[str]:
    """Of these members, those who deliberate: an adjunct examiner has a consultative voice."""
    if state.conduct < since:
        return frozenset(jurors)
    return frozenset(one for one in jurors if state.jurors[one].fonction != Fonction.EXAMINATEUR_ADJOINT)


def seated(state: SessionState, act: Act, candidate: str) -> None:
    """Refuse an act of the jury on a candidate by someone who has no seat in it, or stands aside."""
    from_a_seat(state, act, asked=state.conduct >= 2)
    if (standing := state.candidates.get(candidate)) is not None:
        takes_part(state, act, standing)


def who_deliberates(state: Seats, since: int = DELIBERATING) -> set[str]:
    """The accounts of those who do the acts of the jury."""
    return accounts_of(state.jurors, deliberating(state, jury_of(state).jurors, since))


def from_a_seat(state: Seats, act: Act, since: int = DELIBERATING, *, asked: bool = True) -> None:
    """Refuse an act of the jury by someone who has no seat in it from which one deliberates."""
    if act.author not in who_deliberates(state, since) and asked:
        raise Refused("Seul un membre du jury qui délibère le fait, avec le compte de son siège.")


def takes_part(state: SessionState, act: Act, standing: CandidateState) -> None:
    """Refuse an act on a candidate by a member of the jury who stands aside for that candidate."""
    if act.author in accounts_of(state.jurors, standing.recused):
        raise Refused("Vous vous êtes déporté pour ce candidat : vous ne prenez aucune part à ce qui le concerne.")


def accounts_of(known: Mapping[str, f.JurorAppointed], jurors: Iterable[str]) -> set[str]:
    """The accounts of these members."""
    return {known[one].account for one in jurors if one in known} - {""}


def jury_of(state: Seats) -> f.JuryAppointed:
    if state.jury is None:
        raise Refused("Le jury n'est pas nommé.")
    if not set(state.jury.jurors) <= state.jurors.keys():
        raise Refused("Le journal ne dit pas qui sont les membres du jury nommé : le nommer de nouveau.")
    return state.jury
