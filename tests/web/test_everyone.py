"""A session read whole is kept in mind, and what is added to its log is read on top: as if all were read again."""

import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from laureat.session import conduct
from laureat.session.milestones import Milestone
from laureat.vocabulary import parse_cell
from laureat.web.exam_sessions import checks, everyone, ledger, service
from laureat.web.exam_sessions.comparing import YIELDS, Comparing
from laureat.web.exam_sessions.service import MARKS, Desk, judged, look_at_all
from laureat.web.project import demonstration
from support.toile import signed_in, text


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many facts each prolonging reads."""
    counts: list[int] = []
    read_session = everyone.read_session

    def counted(facts: Any, rules: Any, state: Any) -> Any:
        counts.append(len(facts))
        return read_session(facts, rules, state)

    monkeypatch.setattr(everyone, "read_session", counted)
    return counts


def same(session: Any) -> None:
    """What is kept in mind is what reading all again gives."""
    for marks in (True, False):
        assert look_at_all(session, marks=marks) == judged(session, but=() if marks else MARKS)


def rectify(row: Any, mark: str) -> Callable[[Desk], None]:
    def command(desk: Desk) -> None:
        before, cell = desk.state.candidates[row.candidate].cell("U2"), parse_cell(mark)
        reason = desk.promise("erreur de report", subject=row.candidate)
        given = {"framework": desk.framework, "candidate": row.candidate, "unit": "U2", "reason": reason}
        desk.take(conduct.rectify_mark(desk.state, desk.act(), before=before, cell=cell, **given))

    return command


def set_day(day: str) -> Callable[[Desk], None]:
    def command(desk: Desk) -> None:
        told = {"milestone": Milestone.NOTES, "day": day, "reason": desk.promise("grève")}
        desk.take(conduct.set_deadline(desk.state, desk.act(), **told))

    return command


def withdraw(row: Any) -> Callable[[Desk], None]:
    def command(desk: Desk) -> None:
        told = {"candidate": row.candidate, "reason": desk.promise("parti", subject=row.candidate)}
        desk.take(conduct.withdraw_candidate(desk.state, desk.act(), **told))

    return command


def test_what_is_added_is_read_on_top_and_what_was_shown_stays(world: Any, read: list[int]) -> None:
    session = world.sessions[0]
    rows = [row for row in session.standings.order_by("sort_key") if row.cells.get("U2", "").isdigit()]
    same(session)
    shown = look_at_all(session)
    before = shown.candidates[rows[0].candidate].cell("U2")
    for rank, command in enumerate((rectify(rows[0], "19,5"), set_day("2026-06-19"), withdraw(rows[1]))):
        demonstration.run(world, session, f"ajout-{rank}", command)
        same(session)
    assert read == [1] * 6, "each fact is read once with the marks and once without them"
    assert shown.candidates[rows[0].candidate].cell("U2") == before
    assert not shown.candidates[rows[1].candidate].withdrawn


def test_what_came_to_nothing_is_forgotten(world: Any) -> None:
    session = world.sessions[0]
    row = session.standings.filter(withdrawn=False).order_by("-sort_key").first()
    look_at_all(session)
    with transaction.atomic():
        demonstration.run(world, session, "pour rien", withdraw(row))
        assert look_at_all(session).candidates[row.candidate].withdrawn
        transaction.set_rollback(True)
    same(session)
    assert not look_at_all(session).candidates[row.candidate].withdrawn
    demonstration.run(world, session, "autre chose", set_day("2026-06-20"))
    same(session)


def test_an_act_on_everyone_and_a_fact_that_its_command_refuses_are_read_as_they_stand(world: Any) -> None:
    from dataclasses import replace

    session = world.sessions[0]
    row = session.standings.filter(withdrawn=False).order_by("sort_key").first()
    look_at_all(session)
    desk = service.open_desk(session, world.office, "refusé", [row.candidate])
    withdraw(row)(desk)
    [fact] = desk.facts
    ledger.append(session.log, [replace(fact, candidate="personne", key="refusé-1")])
    same(session)
    assert checks.of_session(session, service.look(session))
    ledger.append(session.log, [replace(fact, key="permis")])
    same(session)

    def close(desk: Desk) -> None:
        desk.take(conduct.close_session(desk.state, desk.act(), framework=desk.framework))

    demonstration.run(world, session, "clore", close)
    same(session)


def test_the_page_of_a_session_of_many_waits_for_no_comparison_and_says_so(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, client = world.sessions[0], signed_in(world.office)
    row = session.standings.order_by("-sort_key").first()
    begun, go_on = threading.Event(), threading.Event()
    beside = checks._beside

    def slow(*asked: Any) -> Any:
        begun.set()
        assert go_on.wait(20)
        return beside(*asked)

    def page(*, compared: bool) -> Any:
        for _ in range(200):
            shown = client.get(f"/sessions/{session.pk}/")
            if shown.context["compared"] is compared:
                break
            time.sleep(0.02)
        assert shown.context["compared"] is compared
        assert ("comparée avec son journal" in text(shown)) is not compared
        return shown.context["troubles"]

    monkeypatch.setattr(checks, "MANY", 1)
    monkeypatch.setattr(checks, "_beside", slow)
    monkeypatch.setattr(checks, "COMPARING", Comparing())
    usual = sys.getswitchinterval()
    assert page(compared=False) == []
    assert begun.wait(20)
    assert sys.getswitchinterval() == pytest.approx(YIELDS), "a page does not wait long for it"
    go_on.set()
    before = page(compared=True)
    go_on.clear()
    session.standings.filter(pk=row.pk).update(public_decision="admis")
    assert page(compared=False) == before
    go_on.set()
    [trouble] = [one for one in page(compared=True) if one not in before]
    assert trouble.candidate == row.candidate
    session.standings.filter(pk=row.pk).update(public_decision="")
    for one in threading.enumerate():
        if Comparing._compare.__name__ in one.name:
            one.join(20)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_what_a_reading_asked_of_the_vae_log_is_asked_again_when_that_log_alone_changes(world: Any) -> None:
    """A unit carried stands on a decision of another log: what comes there is seen, though nothing comes here."""
    from laureat.records import encode, leaf_hash
    from laureat.records import facts as f
    from laureat.session.vae import vae_log
    from laureat.web.exam_sessions.models import Certification
    from laureat.web.vae.service import look_at_all as look_at_the_vae
    from support.derriere import insert_behind

    session, log = demonstration.session_of(world, 2026, 12, seed=8, waiting=True), vae_log("RNCP35697")
    vae = look_at_the_vae(Certification.objects.get())
    done = next(one for one in vae.applications.values() if one.stands and one.validated)
    unit = done.validated[0]
    row = next(one for one in session.standings.filter(units__contains=[unit]) if not one.cells.get(unit))
    act = {"author": str(world.office.pseudonym), "log": session.log, "at": ledger.now()}
    person = done.received.person
    insert_behind(f.PersonRecognised(**act, key="reconnu", candidate=row.candidate, person=person, reason="a" * 64))
    leaf = leaf_hash(encode(done.decisions[unit])).hex()
    carried = {"candidate": row.candidate, "unit": unit, "source_log": log, "source_leaf": leaf}
    insert_behind(f.VaeUnitCarried(**act, key="report", **carried))
    assert str(look_at_all(session).candidates[row.candidate].entered(unit)) == "VA"
    same(session)
    before = datetime.fromisoformat(act["at"]) - timedelta(seconds=2)  # nothing says what came first in one second
    struck = f.DecisionsWithdrawn(
        **(act | {"log": log, "key": "retrait", "at": before.strftime("%Y-%m-%dT%H:%M:%SZ")}),
        ground="autorite",
        authority="le recteur",
        number="12",
        decided_on=act["at"][:10],
        notified_on="",
        candidates=(done.received.application,),
        establishment="",
        again=False,
        due="",
        reason="b" * 64,
    )
    insert_behind(struck)
    assert not look_at_the_vae(Certification.objects.get()).anomalies
    same(session)
    assert str(look_at_all(session).candidates[row.candidate].entered(unit)) == ""
