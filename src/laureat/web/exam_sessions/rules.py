"""The rules of a session, as the conduct asks for them."""

import functools

from laureat.deliberation.famille import Famille
from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.records.facts import CoefficientConfirmed
from laureat.register import Fiche
from laureat.reglements.droit_applicable import droit_retenu
from laureat.session.certification import framework_of
from laureat.session.framework import Framework
from laureat.session.state import SessionState
from laureat.web.exam_sessions.models import Certification, ExamSession

Key = tuple[str, str, str, str, str]


def _key(certification: Certification) -> Key:
    """What the règlement of a certification depends on."""
    read_at = certification.read_at.isoformat() if certification.read_at else ""
    return certification.numero, certification.reglement, certification.binding, certification.data, read_at


@functools.lru_cache(maxsize=64)
def _rules_at(key: Key, year: int) -> SessionRules:
    numero, name, binding, data, _read_at = key
    return droit_retenu(name, lambda: _sheet(numero), numero, year, binding, data).at(year)


def _sheet(numero: str) -> Fiche:
    return Fiche.from_json(Certification.objects.get(pk=numero).sheet)


def law_of(certification: Certification, year: int) -> Reglement:
    """The règlement of a certification, over all its sessions; that year's where its blocks make it. InvalidInput."""
    numero, name, binding, data, _read_at = _key(certification)
    return droit_retenu(name, lambda: _sheet(numero), numero, year, binding, data)


def rules_at(certification: Certification, year: int) -> SessionRules:
    """The règlement of a certification for a year, before anything is confirmed in a session. Raises InvalidInput."""
    return _rules_at(_key(certification), year)


def rules_of(session: ExamSession) -> SessionRules:
    """The règlement of a session."""
    return rules_at(session.certification, session.year)


def famille_of(session: ExamSession) -> Famille:
    """The family of the règlement of a session."""
    return rules_of(session).reglement.famille


def frame(session: ExamSession, state: SessionState) -> Framework:
    """The frame of a session, from its sheet, its règlement and what was confirmed."""
    dates = session.certification.sheet.get("dates") or {}
    confirmed = tuple(sorted(state.confirmed.items()))
    from_, until = dates.get("effet") or dates.get("decision") or "", dates.get("echeance_enregistrement") or ""
    return _frame(_key(session.certification), session.year, confirmed, from_, until)


def framework_at_opening(session: ExamSession) -> Framework:
    """The frame of a session before anything is confirmed in it: what its family says, whatever the numbers."""
    return frame(session, SessionState())


@functools.lru_cache(maxsize=128)
def _frame(
    key: Key, year: int, confirmed: tuple[tuple[str, CoefficientConfirmed], ...], from_: str, until: str
) -> Framework:
    rules = _rules_at(key, year)
    return framework_of(rules, dict(confirmed), registered_from=from_, registered_until=until)
