"""The minutes of a sitting of a VAE jury, approved by who sat: the same fact, keys and checks as in an exam session."""

import hashlib
from collections.abc import Iterator

from laureat.records import facts as f
from laureat.session.approvals import Assertion, Keys, challenge, signed
from laureat.session.conduct.common import command
from laureat.session.conduct.pv import NOT_SEATED, jury_lines
from laureat.session.framework import Accepted, Act, Refused
from laureat.session.vae import VaeState

ROUND = "vae"
"""What stands in the challenge where an exam session has its round."""


def minutes_content(state: VaeState, number: int) -> str:
    """The hash of what the minutes of a sitting say: who sat, in which jury, what was decided. Needs the whole log."""
    held, jury = state.sittings[number - 1]
    lines = [held.log, str(held.sitting), held.held_on, held.president, *sorted(held.present)]
    lines += jury_lines(jury, state.jurors)
    for application in sorted(held.applications):
        for unit, fact in sorted(state.applications[application].decisions.items()):
            lines.append(f"{application}\t{unit}\t{fact.validated}\t{fact.motive}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def seat_at(state: VaeState, number: int, account: str) -> str:
    """The seat from which an account sat in a sitting; empty for none."""
    held, _jury = state.sittings[number - 1]
    seats = (one for one in sorted(held.present) if one in state.jurors)
    return next((one for one in seats if account and state.jurors[one].account == account), "")


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
