"""Decide a whole session: the cohort's columns where there are many, the exact rules for each candidate where few."""

from laureat.session import conduct
from laureat.session.certification import decider
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.exam_sessions.service import Desk


def propose(desk: Desk) -> None:
    """Propose the decisions of everyone the jury must deliberate on."""
    decide = decider(rules_of(desk.session), desk.state.confirmed)
    desk.take(conduct.propose_decisions(desk.state, desk.act(), framework=desk.framework, decide=decide))
