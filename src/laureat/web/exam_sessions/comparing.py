"""A comparison too long for a page: it is made beside it, and what was found last is shown meanwhile."""

import logging
import sys
import threading
import uuid
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")
KEPT = 16
"""The last findings of so many sessions are kept."""
YIELDS = 0.0005
"""Seconds that a page waits at most, after each question to the base, for a comparison to let it go on: Python's are
ten times as many, and a page asks some twenty-five questions.
"""


class Comparing(Generic[T]):
    """What was found last of each session, and the comparisons under way: one at a time for each."""

    def __init__(self) -> None:
        self._found: dict[uuid.UUID, tuple[Hashable, T]] = {}
        self._under_way: set[uuid.UUID] = set()
        self._lock = threading.Lock()
        self._usual = sys.getswitchinterval()

    def latest(self, pk: uuid.UUID, key: Hashable, compare: Callable[[], T]) -> tuple[T | None, bool]:
        """What was found last, and whether it is of this ``key``; where it is not, the comparison begins."""
        known, found = self._found.get(pk, (None, None))
        if known == key:
            return found, True
        with self._lock:
            begins = pk not in self._under_way
            self._under_way.add(pk)
            sys.setswitchinterval(YIELDS)
        if begins:
            threading.Thread(target=self._compare, args=(pk, key, compare), daemon=True).start()
        return found, False

    def _compare(self, pk: uuid.UUID, key: Hashable, compare: Callable[[], T]) -> None:
        try:
            found = compare()
            with self._lock:
                self._found[pk] = key, found
                while len(self._found) > KEPT:
                    del self._found[next(iter(self._found))]
        except Exception:  # a page asks again
            logging.getLogger(__name__).exception("la comparaison de la session %s s'est interrompue", pk)
        finally:
            with self._lock:
                self._under_way.discard(pk)
                if not self._under_way:
                    sys.setswitchinterval(self._usual)
            connections.close_all()
