"""A deliberation in columns, from the base to the base, and the same done candidate by candidate."""

import json
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction

from laureat.cli.auditer import auditer
from laureat.records.facts import MarkEntered, RouteEstablished
from laureat.session import conduct
from laureat.session.conduct.admission import Rules
from laureat.session.framework import Accepted, Accommodation, Framework, Refused, Sanction
from laureat.session.judged import SESSION
from laureat.vocabulary import InvalidInput, UnitStatus
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import deliberating, ledger, sealing
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, look, perform
from laureat.web.project import demonstration
from support.toile import send, signed_in, text

READ = ("candidate", "proposal", "decision", "mention", "average", "distance", "reserves")


def prepare() -> tuple[Any, ExamSession]:
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


@pytest.fixture
def closed(prepared: tuple[Any, ExamSession]) -> tuple[Any, ExamSession]:
    """That session, for one test."""
    return prepared


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


def refused(desk: Desk, candidate: str) -> None:
    """Three optional units for one candidate, as facts of an older conduct might say: the law allows two."""
    standing = desk.state.candidates[candidate]
    assert standing.route is not None
    optional = [unit.code for unit in desk.framework.units.values() if not unit.mandatory][:3]
    units = tuple(dict.fromkeys((*standing.presented, *optional)))
    act = desk.act("voie")
    asked = replace(standing.route, units=units, **act.on(desk.log))
    given = SESSION.again[RouteEstablished](desk.state, act, asked, Rules(lambda *_: desk.framework), desk.framework)
    facts: list[Any] = list(given.facts)
    facts += [
        MarkEntered(**desk.act(f"f-{unit}").on(desk.log), candidate=candidate, unit=unit, cell="12")
        for unit in optional
        if standing.entered(unit).status is UnitStatus.VIDE
    ]
    desk.take(Accepted(tuple(facts)))


@pytest.mark.parametrize("many", [1, 2_000], ids=["in columns", "one by one"])
def test_whoever_a_rule_refuses_is_named_with_the_reason_and_everyone_else_is_proposed(
    base: str, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    number = Framework.number
    monkeypatch.setattr(  # as a conduct that knew of no such limit
        Framework, "number", lambda self, question: None if question == "facultatives" else number(self, question)
    )
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 40, seed=11)
    candidate = session.standings.filter(voie="scolaire_public").order_by("pk").values_list("pk", flat=True)[5]
    demonstration.run(world, session, "refus", lambda desk: refused(desk, candidate))
    demonstration.appoint(world, session)
    close = conduct.close_session
    demonstration.run(world, session, "clore", lambda d: d.take(close(d.state, d.act(), framework=d.framework)))
    demonstration.run(world, session, "presence", demonstration.seat)
    monkeypatch.setattr(deliberating, "MANY", many)
    office = signed_in(world.office)
    told = text(send(office, f"/sessions/{session.pk}/conduite/", acte="proposer"))
    assert "1 candidat est réservé" in told
    row = session.standings.get(pk=candidate)
    assert (row.decision, row.average) == ("non_decidable", "")
    assert ["plus de 2 unités facultatives" in reserve for reserve in row.reserves] == [True]
    assert session.standings.exclude(decision="").exclude(pk=candidate).count() == 39
    name = Identity.objects.get(candidate=candidate).name
    listed = text(office.get(f"/sessions/{session.pk}/inscriptions/?manque=reserve"))
    assert name in listed
    assert "plus de 2 unités facultatives" in listed
    filed = text(office.get(f"/sessions/{session.pk}/inscriptions/{candidate}/"))
    assert "Plus de 2 unités facultatives" in filed
    assert "rouvre la saisie" in filed
    jury = signed_in(world.accounts["jury@demo.fr"])
    seen = text(jury.get(f"/sessions/{session.pk}/deliberation/{candidate}/"))
    assert "Aucune décision ne se calcule" in seen
    assert candidate not in seen.replace(f"/{candidate}/", "").replace(f"%2F{candidate}%2F", "")
    assert "Fixer la décision" not in seen
    assert name in text(office.get(f"/sessions/{session.pk}/pv/"))


def test_a_session_whose_law_is_unknown_keeps_no_other_from_taking_a_number(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from laureat.web.exam_sessions import texts

    world = demonstration.people()
    sessions = [demonstration.session_of(world, year, 3, seed=1, blank=True) for year in (2025, 2026)]
    real = texts.rules_of

    def rules_of(session: ExamSession) -> Any:
        if session.year == 2025:
            raise InvalidInput(["règlement inconnu"])
        return real(session)

    office, second = signed_in(world.office), signed_in(world.accounts["adjoint@demo.fr"])
    address = f"/sessions/{sessions[1].pk}/coefficients/"
    number = {"name": "coefficient_U2", "value": "5"}
    send(office, address, acte="lire", text="annexe IV", text_date="2020-12-09", **number)
    monkeypatch.setattr(texts, "rules_of", rules_of)
    told = text(send(second, address, acte="confirmer", **number))
    assert "règlement inconnu" in told
    assert "coefficient_U2" in look(sessions[1]).confirmed
