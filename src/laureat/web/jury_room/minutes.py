"""What a procès-verbal holds as it stands, worked out once for as long as no decision is added."""

import functools
import uuid
from collections import Counter
from dataclasses import dataclass

from laureat.session import conduct
from laureat.session.conduct.pv import pv_unapproved
from laureat.session.state import DeliberationState, SessionState
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import MARKS, look_at_all


@dataclass(frozen=True)
class Minutes:
    """The deliberation under way, or the last one. Not to be changed."""

    state: SessionState
    shown: DeliberationState | None
    counts: tuple[tuple[str, int], ...] = ()
    """How many of each decision."""
    content: str = ""
    """The hash of what it says."""
    obstacles: tuple[str, ...] = ()
    unapproved: tuple[str, ...] = ()
    """Who still has to approve it as it stands, in words; empty when enough have, and while something else lacks."""


def minutes_of(session: ExamSession) -> Minutes:
    """The minutes of a session."""
    return _minutes(session.pk, *ledger.extent(session.log, but=MARKS))


@functools.lru_cache(maxsize=4)
def _minutes(pk: uuid.UUID, _last: int, _count: int) -> Minutes:
    session = ExamSession.objects.select_related("certification").get(pk=pk)
    state = look_at_all(session, marks=False)
    shown = state.current or (state.deliberations[-1] if state.deliberations else None)
    framework = frame(session, state)
    obstacles = conduct.pv_obstacles(state, framework)
    if shown is None:
        return Minutes(state, None, obstacles=obstacles)
    counts = Counter(str(result.decision) for _candidate, result in conduct.pv_decisions(state, shown))
    content = conduct.pv_content(state, shown, framework.certificate_due)
    unapproved = () if obstacles else pv_unapproved(state, framework, shown, content)
    return Minutes(state, shown, tuple(sorted(counts.items())), content, obstacles, unapproved)
