"""The rules of a session, as the conduct asks for them."""

import functools

from laureat.deliberation.reglement import SessionRules
from laureat.reglements import charger
from laureat.session.certification import framework_of
from laureat.session.framework import Framework
from laureat.session.state import SessionState
from laureat.web.exam_sessions.models import Certification, ExamSession


@functools.lru_cache(maxsize=64)
def rules_at(reglement: str, year: int) -> SessionRules:
    """A règlement for a year, before anything is confirmed in a session."""
    return charger(reglement).at(year)


def rules_of(session: ExamSession) -> SessionRules:
    """The règlement of a session."""
    return rules_at(session.certification.reglement, session.year)


def frame(session: ExamSession, state: SessionState) -> Framework:
    """The frame of a session, from its sheet, its règlement and what was confirmed."""
    dates = session.certification.sheet.get("dates") or {}
    return framework_of(
        rules_of(session),
        state.confirmed,
        state_diploma=is_state_diploma(session.certification),
        registered_from=dates.get("effet") or "",
        registered_until=dates.get("echeance_enregistrement") or "",
    )


def is_state_diploma(certification: Certification) -> bool:
    """A diploma that a ministry delivers lives by its arrêté, not by its registration."""
    certifiers = certification.sheet.get("certificateurs") or ()
    return any("MINIST" in (certifier.get("nom") or "").upper() for certifier in certifiers)
