"""A deliberation in columns, from the base to the base, and the same done candidate by candidate."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction

from laureat.cli.auditer import auditer
from laureat.session import conduct
from laureat.session.framework import Accommodation, Refused, Sanction
from laureat.web.exam_sessions import deliberating, ledger, sealing
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, perform
from laureat.web.project import demonstration

READ = ("candidate", "proposal", "decision", "mention", "average", "distance", "reserves")


@pytest.fixture
def closed(base: str) -> tuple[Any, ExamSession]:
    """A closed session of eighty candidates, its jury present, one under a fraud file, one with an étalement."""
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 80, seed=11)
    one, two, three = session.standings.order_by("pk").values_list("pk", flat=True)[:3]

    def apart(desk: Desk) -> None:
        cause = desk.promise("cause")
        kinds = [Accommodation.ETALEMENT]
        desk.take(conduct.decide_accommodation(desk.state, desk.act("1"), candidate=one, kinds=kinds, cause=cause))
        for candidate in (two, three):
            act = desk.act(f"f{candidate[:8]}")
            desk.take(conduct.open_fraud_file(desk.state, act, candidate=candidate, reason=desk.promise("faits")))
        ending = {"candidate": three, "sanction": Sanction.BLAME, "annulled": ["U2"], "reason": desk.promise("fin")}
        desk.take(conduct.end_fraud_file(desk.state, desk.act("fin"), framework=desk.framework, **ending))

    demonstration.run(world, session, "a-part", apart)
    demonstration.appoint(world, session)
    close = conduct.close_session
    demonstration.run(world, session, "clore", lambda d: d.take(close(d.state, d.act(), framework=d.framework)))
    demonstration.run(world, session, "presence", demonstration.seat)
    return world, session


def proposed(world: Any, session: ExamSession) -> tuple[list[Any], set[tuple[tuple[str, str], ...]]]:
    """Propose the decisions; gives the rows, and what the facts say but for their keys and their time."""
    perform(session, world.office, "proposer", deliberating.propose, candidates=(), alone=True)
    facts = [fact for fact in ledger.facts(session.log) if type(fact).__name__ == "DecisionProposed"]
    names = [name for name in facts[0].__dataclass_fields__ if name not in ("key", "at")]
    said = {tuple((name, str(getattr(fact, name))) for name in names) for fact in facts}
    return list(session.standings.order_by("pk").values_list(*READ)), said


def test_the_columns_propose_what_the_conduct_does(
    closed: tuple[Any, ExamSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, session = closed
    with transaction.atomic():
        one_by_one = proposed(world, session)
        transaction.set_rollback(True)
    monkeypatch.setattr(deliberating, "MANY", 1)
    in_columns = proposed(world, session)
    assert in_columns == one_by_one
    assert len(in_columns[1]) == 79
    assert len({row[2] for row in in_columns[0]}) > 2


def test_decisions_proposed_in_columns_are_audited_clean(
    closed: tuple[Any, ExamSession], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    world, session = closed
    monkeypatch.setattr(deliberating, "MANY", 1)
    proposed(world, session)
    perform(session, world.office, "proposer", deliberating.propose, candidates=(), alone=True)  # the form sent again
    with pytest.raises(Refused, match="déjà proposées"):
        perform(session, world.office, "autre", deliberating.propose, candidates=(), alone=True)
    sealing.number_all(session.log)
    journal = tmp_path / "journal.jsonl"
    journal.write_text("\n".join(ledger.journal(session.log)), encoding="utf-8")
    result = CliRunner().invoke(auditer, [str(journal), "--cle-publique", sealing.public_key().hex(), "--json"])
    report = json.loads(result.output)
    assert (report["intact"], report["decisions_recalculees"]) == (True, 79), report["constats"]
