"""Where a block attested comes from: the session that gave it, and the last one for which it holds."""

from dataclasses import dataclass

from laureat.deliberation.outcome import Outcome, RetainedFrom, UnitResult
from laureat.vocabulary import UnitStatus


@dataclass(frozen=True, slots=True)
class Held:
    """A block that this session did not give, or that holds for some time only."""

    session: int | None
    """The session that gave it; None where nobody said it."""
    until: int | None = None
    """The last session for which it holds; None: no limit."""
    by_experience: bool = False
    """Validated by the VAE, whose jury sits when it likes: no session is told."""

    @property
    def text(self) -> str:
        """« acquis à la session 2023, valable jusqu'à la session 2026 »."""
        if self.by_experience:
            return "acquis par la validation des acquis de l'expérience"
        if self.session is None:
            return "acquis à une session antérieure, que le dossier ne dit pas"
        if self.until:
            return f"acquis à la session {self.session}, valable jusqu'à la session {self.until}"
        return f"acquis à la session {self.session}"


def held(outcome: Outcome, bloc: str, session: int, years: int) -> Held | None:
    """How a block attested is held; None where this very session gave it, without limit.

    A block of several units is that of the last of them. ``years``: how long the law lets a block hold, 0 without
    limit, counted from the session that gave it; what the VAE validated never expires.
    """
    givers = [result for result in outcome.units if result.unit.bloc == bloc and result.bloc_acquis]
    sessions = [_given_in(result, session) for result in givers]
    if session in sessions or not givers:
        return Held(session, session + years) if years else None
    if all(result.cell.status is UnitStatus.VALIDE_VAE for result in givers):
        return Held(None, by_experience=True)
    known = [given for given in sessions if given is not None]
    if len(known) < len(sessions):
        return Held(None)
    return Held(max(known), max(known) + years if years else None)


def _given_in(result: UnitResult, session: int) -> int | None:
    """The session that gave a unit what it holds; None where nobody said it."""
    if result.retained_from is RetainedFrom.CONTROLE:
        return session
    if result.cell.status is UnitStatus.VALIDE_VAE:
        return None
    return result.cell.session or (None if result.cell.status is UnitStatus.BENEFICE else session)
