"""That a paper went out, noted in the log of its session."""

from laureat.session import conduct
from laureat.session.conduct.pv import paper_key
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, perform


def record(session: ExamSession, user: User, candidate: str, paper: str, name: str, digest: str) -> None:
    """Record that a paper was issued, with the digest of its bytes: once under its name, whoever asks for it first.

    ``name``: its code, or what stands for one.
    """

    def commands(desk: Desk) -> None:
        desk.take(conduct.issue_paper(desk.state, desk.act(), candidate=candidate, paper=paper, digest=digest))

    key = paper_key(candidate, paper, name)
    if not ledger.is_done(session.log, key):
        perform(session, user, key, commands, candidates=[candidate])
