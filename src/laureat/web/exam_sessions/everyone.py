"""Whole sessions as they were last read, kept in mind, and prolonged when their log has grown."""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from laureat.session.conduct.admission import Rules
from laureat.session.judged import read_session
from laureat.session.prolonging import copied, may_prolong
from laureat.session.state import SessionState
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import ExamSession, StoredFact

KEPT = 2
"""So many readings are kept: all of a session of some size, or without its marks."""


class _Reading(NamedTuple):
    """A session as far as its log was read."""

    last: int
    size: int
    state: SessionState


class Everyone:
    """The last readings of everyone, by session and by kinds left out. None of them is to be changed."""

    def __init__(
        self,
        whole: Callable[[ExamSession, Sequence[str]], SessionState],
        rules: Callable[[ExamSession], Rules[SessionState]],
    ) -> None:
        """``whole`` reads all of a log but some kinds; ``rules``: what its facts are judged by."""
        self._whole, self._rules = whole, rules
        self._kept: OrderedDict[tuple[uuid.UUID, tuple[str, ...]], _Reading] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, pk: uuid.UUID, but: tuple[str, ...]) -> SessionState:
        """A session as its log stands now."""
        key, (last, size) = (pk, but), ledger.extent(str(pk), but=but)
        known = self._kept.get(key)
        if known is None or (known.last, known.size) != (last, size):
            session = ExamSession.objects.select_related("certification").get(pk=pk)
            state = known and self._prolonged(session, known, _Reading(last, size, known.state), but)
            known = _Reading(last, size, state or self._whole(session, but))
        with self._lock:  # two threads may end their readings at once
            self._kept[key] = known
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return known.state

    def _prolonged(
        self, session: ExamSession, known: _Reading, now: _Reading, but: tuple[str, ...]
    ) -> SessionState | None:
        """The reading with what was added since; None where all must be read again."""
        if not StoredFact.objects.filter(log=session.log, pk=known.last).exists():
            return None  # of a transaction that came to nothing
        added = list(ledger.held(session.log, but=but, between=(known.last + 1, now.last)))
        if len(added) != now.size - known.size or not may_prolong(known.state, [one.fact for one in added]):
            return None
        state = copied(known.state, {one.subject for one in added})
        return read_session(added, self._rules(session), state)

    def cache_clear(self) -> None:
        """Keep nothing in mind."""
        self._kept.clear()
