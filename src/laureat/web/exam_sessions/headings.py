"""What stands at the head of the papers of a session: a fact of the house, and the columns that read it."""

from laureat.records import Commitment
from laureat.session import house
from laureat.web.accounts.models import User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import house_rows, household
from laureat.web.exam_sessions.household import Desk
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.people import fresh_key


def set_up(by: User, session: ExamSession) -> None:
    """Keep a session that opens, and say what stands at the head of its papers. Raises Refused."""

    def commands(desk: Desk) -> None:
        session.save(force_insert=True)
        desk.take(house.set_heading(desk.state, desk.act(), session=session.log, heading=_heading(desk, session)))

    household.perform(str(by.pseudonym), f"entete-{session.pk}", commands)


def change(by: User, session: ExamSession, fields: dict[str, str], reason: str) -> None:
    """Put right what stands at the head of the papers of a session; ``fields`` by column. Raises Refused."""

    def commands(desk: Desk) -> None:
        for name in house_rows.HEADING:
            setattr(session, name, fields.get(name, getattr(session, name)))
        heading, why = _heading(desk, session), desk.promise(reason)
        desk.take(house.change_heading(desk.state, desk.act(), session=session.log, heading=heading, reason=why))
        session.save(update_fields=list(house_rows.HEADING))

    household.perform(str(by.pseudonym), fresh_key("entete"), commands)


def _heading(desk: Desk, session: ExamSession) -> Commitment:
    return desk.promise(house_rows.heading_text(vars(session)), PrivateText.Kind.IDENTITE, session.log)
