"""Who approved a procès-verbal, in which quality, when, and with which key: for its page and for its annex."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.timezone import localtime

from laureat.documents.vouched import Approval
from laureat.jury import Fonction, Qualite
from laureat.records.facts import JurorAppointed, PvApproved
from laureat.session.approvals import challenge, fingerprint
from laureat.session.conduct.pv import chairing
from laureat.session.framework import SIGNED
from laureat.session.state import DeliberationState, SessionState
from laureat.vocabulary import french
from laureat.web.exam_sessions.models import ExamSession, Seat


@dataclass(frozen=True, slots=True)
class Approved:
    """One approval."""

    name: str
    """That of the seat; empty where there is none, as the first edition of the conduct let it be."""
    quality: str
    at: str
    key: str
    """The fingerprint of the key; empty without one."""
    challenge: str
    """What the key signed, in hexadecimal; empty without one."""
    stands: bool
    """It is of the content as it is now."""
    account: str
    asked_again: bool
    """Without a key: password and second factor were asked again."""

    @property
    def moment(self) -> datetime:
        """The hour of the server."""
        return datetime.fromisoformat(self.at)


def approvals_of(
    session: ExamSession, state: SessionState, deliberation: DeliberationState, content: str
) -> list[Approved]:
    """The approvals of a deliberation, in their order; ``state`` as it was sealed, where it is."""
    rows = {str(juror.pk): juror for juror in session.jurors.filter(pk__in=list(state.jurors))}
    seats = {fact.account: fact.juror for fact in state.jurors.values() if fact.account}
    presided = set(chairing(state, deliberation)) if state.jury else set()
    found = []
    for author, fact in deliberation.approvals.items():
        juror = fact.juror or seats.get(author, "")
        signed = challenge(state.log, deliberation.number, deliberation.round, juror, fact.content)
        told = told_of(fact, rows.get(juror), state.jurors.get(juror), presided=juror in presided, content=content)
        found.append(replace(told, challenge=signed.hex() if fact.credential and state.conduct >= SIGNED else ""))
    return found


def told_of(
    fact: PvApproved, row: Seat | None, seat: JurorAppointed | None, *, presided: bool, content: str
) -> Approved:
    """One approval in words, what its key signed left out; ``content``: the hash of what there is to approve now."""
    quality = _quality(row, seat) if row and seat else ""
    return Approved(
        row.name if row else "",
        f"{quality}, a présidé" if presided else quality,
        fact.at,
        fingerprint(fact.public),
        "",
        fact.content == content,
        fact.author,
        bool(fact.juror) and not fact.credential,
    )


def printed_of(approvals: Iterable[Approved]) -> tuple[Approval, ...]:
    """Those that stand, as a paper says them."""
    return tuple(
        Approval(one.name, one.quality, french.moment(localtime(one.moment)), one.key, one.challenge, one.asked_again)
        for one in approvals
        if one.stands
    )


def _quality(row: Seat, seat: JurorAppointed) -> str:
    """In which quality a member sits: as the facts say it, in the words that suit the person."""
    said = replace(row.member(), fonction=Fonction(seat.fonction), qualite=Qualite(seat.qualite))
    return f"{said.fonction_dite}, {said.qualite.label_for(said.sexe)}"
