"""The minutes of a sitting of a VAE jury, approved by who sat, and the notification of what they settled.

The same fact, keys and checks as in an exam session.
"""

import hashlib
from collections.abc import Iterator

from laureat.records import facts as f
from laureat.reglements.jury.parametres import COLLEGIALITE
from laureat.session.approvals import Assertion, Keys, challenge, signed
from laureat.session.conduct.common import command
from laureat.session.conduct.pv import NOT_SEATED, jury_lines
from laureat.session.framework import PV_APPROVALS, Accepted, Act, Framework, Refused, cited
from laureat.session.vae import COLLEGIAL, VaeState, admissible_application
from laureat.session.vae_sittings import nobody_to_approve
from laureat.vocabulary.french import plural, written_date

ROUND = "vae"
"""What stands in the challenge where an exam session has its round."""


def minutes_content(state: VaeState, number: int) -> str:
    """The hash of what the minutes of a sitting say: who sat, in which jury, what was decided. Needs the whole log."""
    held, jury = state.sittings[number - 1]
    lines = [held.log, str(held.sitting), held.held_on, held.president, *sorted(held.present)]
    lines += jury_lines(jury, state.seats[number - 1])
    for application in sorted(held.applications):
        for unit, fact in sorted(state.applications[application].decisions.items()):
            lines.append(f"{application}\t{unit}\t{fact.validated}\t{fact.motive}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def seat_at(state: VaeState, number: int, account: str) -> str:
    """The seat from which an account sat in a sitting; empty for none."""
    held, seats = state.sittings[number - 1][0], state.seats[number - 1]
    return next((one for one in sorted(held.present) if account and seats[one].account == account), "")


def minutes_challenge(state: VaeState, number: int, account: str, content: str) -> bytes:
    """What the approval key of that account signs to approve this content."""
    return challenge(state.log, number, ROUND, seat_at(state, number, account), content)


def approved(state: VaeState, number: int, content: str) -> Iterator[f.PvApproved]:
    """The approvals of a sitting that are of this content, in their order."""
    return (fact for fact in state.approvals.get(number, {}).values() if fact.content == content)


@command(f.PvApproved)
def approve_minutes(
    state: VaeState,
    act: Act,
    *,
    sitting: int,
    told: str = "",
    assertion: Assertion | None = None,
    keys: Keys | None = None,
) -> Accepted:
    """Approve the minutes of a sitting as they stand, by a member who sat, with the key of that person or without.

    ``told`` is the hash of their content, for a reading of some applications; ``keys``: those of the house.
    """
    if not 1 <= sitting <= len(state.sittings):
        raise Refused("Cette séance n'existe pas.")
    seat = seat_at(state, sitting, act.author)
    if not seat:
        raise Refused(NOT_SEATED)
    content = told or minutes_content(state, sitting)
    if any(fact.author == act.author for fact in approved(state, sitting, content)):
        raise Refused("Vous avez déjà approuvé ce procès-verbal ; une autre personne doit l'approuver.")
    made = [fact for by_account in state.approvals.values() for fact in by_account.values()]
    asked = minutes_challenge(state, sitting, act.author, content)
    proof = signed(asked, act, assertion, keys, made, state.counters) if assertion else {}
    return Accepted((f.PvApproved(**act.on(state.log), deliberation=sitting, content=content, juror=seat, **proof),))


def unsettled(state: VaeState, application: str) -> Iterator[str]:
    """What keeps the decisions on an application from being notified: no sitting, or minutes that few approved.

    Before COLLEGIAL, minutes could follow, and be those of people without accounts: those wait for no approval, for
    nobody could ever give it, and no other sitting settles what one did. In a reading of some applications the content
    of the minutes is not known: any approval counts.
    """
    if state.conduct < COLLEGIAL:
        return
    held = state.sitting_of(application)
    if held is None:
        yield (
            "Aucune séance du jury ne porte ces décisions : enregistrer la séance, avec ceux qui ont siégé, puis faire "
            f"approuver son procès-verbal ({cited(COLLEGIALITE)})."
        )
        return
    if any(nobody_to_approve(state, held.president, held.present)):
        return
    given = state.approvals.get(held.sitting, {}).values()
    content = minutes_content(state, held.sitting) if state.everyone else ""
    seats = [seat_at(state, held.sitting, fact.author) for fact in given if not content or fact.content == content]
    day, count = written_date(held.held_on), plural(len(seats), "approbation", "approbations")
    if len(seats) < PV_APPROVALS:
        yield (
            f"Le procès-verbal de la séance du {day} porte {count} sur {PV_APPROVALS} : ceux qui ont siégé "
            f"l'approuvent, sur la page de la séance ({cited(COLLEGIALITE)})."
        )
    if held.president not in seats:
        yield f"Le procès-verbal de la séance du {day} attend l'approbation de qui a présidé."


@command(f.VaeResultNotified)
def notify_result(state: VaeState, act: Act, *, framework: Framework, application: str) -> Accepted:
    """Notify the decisions, all taken, in approved minutes: units validated are so for good, and attested."""
    standing = admissible_application(state, act, framework, application)
    if standing.notified:
        raise Refused("La décision est déjà notifiée.")
    if standing.undecided:
        raise Refused(f"Le jury ne s'est pas prononcé sur : {', '.join(standing.undecided)}.")
    if lacks := tuple(unsettled(state, application)):
        raise Refused(*lacks)
    told = "Aucune séance ne porte encore ces décisions : le procès-verbal reste à établir."
    fact = f.VaeResultNotified(**act.on(state.log), application=application)
    return Accepted((fact,), () if state.sitting_of(application) else (told,))
