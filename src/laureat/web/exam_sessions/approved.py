"""Who approved a procès-verbal, in which quality, when, and with which key: for its page and for its annex."""

from dataclasses import dataclass, replace
from datetime import datetime

from laureat.jury import Fonction, Qualite
from laureat.records.facts import JurorAppointed
from laureat.session.approvals import challenge, fingerprint
from laureat.session.conduct.pv import chairing
from laureat.session.framework import SIGNED
from laureat.session.state import DeliberationState, SessionState
from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import ExamSession, Juror


@dataclass(frozen=True, slots=True)
class Approved:
    """One approval."""

    name: str
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
    accounts = {str(user.pseudonym): user.name for user in User.objects.filter(pseudonym__in=deliberation.approvals)}
    seats = {fact.account: fact.juror for fact in state.jurors.values() if fact.account}
    presided = set(chairing(state, deliberation)) if state.jury else set()
    found = []
    for author, fact in deliberation.approvals.items():
        juror = fact.juror or seats.get(author, "")
        row, seat = rows.get(juror), state.jurors.get(juror)
        quality = _quality(row, seat) if row and seat else ""
        signed = challenge(state.log, deliberation.number, deliberation.round, juror, fact.content)
        found.append(
            Approved(
                row.name if row else accounts.get(author, ""),
                f"{quality}, a présidé" if juror in presided else quality,
                fact.at,
                fingerprint(fact.public),
                signed.hex() if fact.credential and state.conduct >= SIGNED else "",
                fact.content == content,
                author,
                bool(fact.juror) and not fact.credential,
            )
        )
    return found


def _quality(row: Juror, seat: JurorAppointed) -> str:
    """In which quality a member sits: as the facts say it, in the words that suit the person."""
    said = replace(row.member(), fonction=Fonction(seat.fonction), qualite=Qualite(seat.qualite))
    return f"{said.fonction_dite}, {said.qualite.label_for(said.sexe)}"
