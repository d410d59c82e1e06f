"""Facts numbered as a log holds them, and what a reading of them finds."""

from collections.abc import Iterable

from laureat.cli.auditer import engine_of
from laureat.records import Fact
from laureat.records.audit import AuditFinding
from laureat.records.recorded import Recorded, unnumbered
from laureat.session.replay import Engine, replay_with


def numbered(facts: Iterable[Fact]) -> list[Recorded]:
    """The facts of a log, from its first."""
    return [unnumbered(fact)._replace(number=number) for number, fact in enumerate(facts)]


def findings(facts: Iterable[Fact], engine: Engine = engine_of, of: str = "") -> list[AuditFinding]:
    """What is wrong where each command is given again where its fact stands. ``of``: see ``replay_with``."""
    return list(replay_with(engine, of=of)(numbered(facts)).findings)
