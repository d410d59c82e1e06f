"""The kinds of work: each says its name, who may ask it, and how it is done. The rooms above declare theirs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from laureat.web.accounts.models import Role
from laureat.web.jobs.models import Job


class Cancelled(Exception):
    """The person who asked no longer wants it: what was not committed is undone. It may say what stays done."""


class Work(Protocol):
    """What a job is given while it runs."""

    job: Job

    def step(self, done: int, total: int) -> None:
        """Say how far it is. Raises Cancelled where it was called off."""

    def file(self, name: str) -> Path:
        """Where to write one of the files that it gives, under this name; shown only once the job is done."""


Doing = Callable[[Work], list[str]]
"""Does the work, whose second run changes nothing; gives sentences for whoever asked. Raises Refused, Cancelled."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work."""

    name: str
    label: str
    roles: frozenset[Role]
    doing: Doing
    apart: bool = False
    """It waits for no work but those of its own kind on the same log."""


KINDS: dict[str, Kind] = {}


def kind(name: str, label: str, roles: Collection[Role], *, apart: bool = False) -> Callable[[Doing], Doing]:
    """Declare a kind of work: the decorated function does it."""

    def declare(doing: Doing) -> Doing:
        KINDS[name] = Kind(name, label, frozenset(roles), doing, apart)
        return doing

    return declare
