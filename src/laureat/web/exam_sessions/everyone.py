"""Whole sessions as they were last read, kept in mind, and prolonged when their log has grown.

It stands as long as what it asked of other logs (units carried from the VAE, approval keys) is answered the same.
"""

import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from laureat.session.approvals import ApprovalKey
from laureat.session.carried import Validation
from laureat.session.conduct.admission import Rules
from laureat.session.judged import read_session
from laureat.session.prolonging import copied, may_prolong
from laureat.session.state import SessionState
from laureat.web.exam_sessions import ledger, vae_read
from laureat.web.exam_sessions.models import ExamSession, StoredFact

KEPT = 2
"""So many readings are kept: all of a session of some size, or without its marks."""


SessionRules = Rules[SessionState]


@dataclass
class _Asked:
    """What a reading asked of other logs."""

    logs: dict[str, vae_read.Extent] = field(default_factory=dict)
    """By VAE log, how far it went and by which keys it was judged, when it was first asked."""
    keys: dict[str, ApprovalKey | None] = field(default_factory=dict)
    """By credential, what the house knew of it."""

    def through(self, rules: SessionRules) -> SessionRules:
        """The same rules; what they ask of other logs is noted."""
        keys, vae = rules.keys, rules.vae

        def known(credential: str) -> ApprovalKey | None:
            assert keys is not None
            self.keys[credential] = found = keys(credential)
            return found

        def validated(log: str, leaf: str) -> Validation | None:
            assert vae is not None
            if log not in self.logs:
                self.logs[log] = vae_read.extent(log)
            return vae(log, leaf)

        return replace(rules, keys=keys and known, vae=vae and validated)

    def stands(self, rules: SessionRules) -> bool:
        """Whether each would be answered the same now."""
        return all(vae_read.extent(log) == known for log, known in self.logs.items()) and all(
            rules.keys is not None and rules.keys(one) == known for one, known in self.keys.items()
        )


class _Reading(NamedTuple):
    """A session as far as its log was read."""

    last: int
    size: int
    state: SessionState
    asked: _Asked


class Everyone:
    """The last readings of everyone, by session and by kinds left out. None of them is to be changed."""

    def __init__(
        self,
        whole: Callable[[ExamSession, Sequence[str], SessionRules], SessionState],
        rules: Callable[[ExamSession], SessionRules],
    ) -> None:
        """``whole`` reads all of a log but some kinds; ``rules``: what its facts are judged by."""
        self._whole, self._rules = whole, rules
        self._kept: OrderedDict[tuple[uuid.UUID, tuple[str, ...]], _Reading] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, pk: uuid.UUID, but: tuple[str, ...]) -> SessionState:
        """A session as its log stands now."""
        key, (last, size) = (pk, but), ledger.extent(str(pk), but=but)
        known = self._kept.get(key)
        if known is not None and (known.asked.logs or known.asked.keys):
            known = known if known.asked.stands(self._rules(self._session(pk))) else None
        if known is None or (known.last, known.size) != (last, size):
            session = self._session(pk)
            asked = _Asked(dict(known.asked.logs), dict(known.asked.keys)) if known else _Asked()
            state = known and self._prolonged(session, known, _Reading(last, size, known.state, asked), but)
            if state is None:
                asked = _Asked()
                state = self._whole(session, but, asked.through(self._rules(session)))
            known = _Reading(last, size, state, asked)
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
        return read_session(added, now.asked.through(self._rules(session)), state)

    @staticmethod
    def _session(pk: uuid.UUID) -> ExamSession:
        return ExamSession.objects.select_related("certification").get(pk=pk)

    def cache_clear(self) -> None:
        """Keep nothing in mind."""
        self._kept.clear()
