"""Two at once, a closure while marks arrive, a double click, a retry: nothing lost, nothing doubled."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction

from laureat.session import conduct
from laureat.vocabulary import parse_cell
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import ExamSession, StoredFact
from laureat.web.exam_sessions.service import Desk, perform
from laureat.web.project import demonstration
from support.toile import key, signed_in, text


def prepare() -> tuple[Any, ExamSession]:
    """A world with a session of twelve candidates, marks of U2 to enter."""
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 12, seed=4, waiting=True)
    return world, session


@pytest.fixture
def place(prepared: tuple[Any, ExamSession]) -> tuple[Any, ExamSession]:
    """That world, for one test."""
    return prepared


def empty(session: ExamSession, unit: str = "U2") -> str:
    """A candidate without a mark in this unit."""
    row = next(row for row in session.standings.order_by("pk") if unit in row.units and not row.cells.get(unit))
    return str(row.candidate)


def at_once(*works: Callable[[], None]) -> None:
    """Run these in threads that start together."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> None:
        barrier.wait()
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def entering(session: ExamSession, candidate: str, mark: str) -> Callable[[Desk], object]:
    """The command that enters a mark in U2."""

    def commands(desk: Desk) -> None:
        cell = parse_cell(mark)
        desk.take(
            conduct.enter_mark(
                desk.state, desk.act(), framework=desk.framework, candidate=candidate, unit="U2", cell=cell
            )
        )

    return commands


def marks_of(session: ExamSession, candidate: str) -> int:
    """How many times a mark was entered for a candidate in U2."""
    facts = ledger.facts(session.log, [candidate])
    return sum(1 for fact in facts if type(fact).__name__ == "MarkEntered" and fact.unit == "U2")


def test_of_two_teachers_entering_the_same_mark_one_is_told(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    candidate = empty(session)
    clients = [signed_in(world.accounts["lycee@demo.fr"]), signed_in(world.office)]
    answers: list[str] = []
    path = f"/sessions/{session.pk}/saisie/U2/"
    row = session.standings.get(pk=candidate)
    if row.establishment != "0690001B":
        clients[0] = signed_in(world.office)

    def post(client: Any, mark: str) -> None:
        fields = {"cle": key(), f"n-{candidate}": mark, f"v-{candidate}": ""}
        answers.append(text(client.post(path, fields, follow=True)))

    at_once(lambda: post(clients[0], "12"), lambda: post(clients[1], "13"))
    assert marks_of(session, candidate) == 1
    assert sum("déjà enregistré" in answer for answer in answers) == 1


def test_two_teachers_entering_different_marks_are_both_served(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    waiting = [row.pk for row in session.standings.order_by("pk") if "U2" in row.units and not row.cells.get("U2")][:2]
    if len(waiting) < 2:
        pytest.fail("la cohorte d'essai doit laisser deux notes à saisir")

    def work(candidate: str) -> Callable[[], None]:
        return lambda: (
            perform(session, world.office, key(), entering(session, candidate, "11"), candidates=[candidate]) and None
        )

    at_once(*(work(candidate) for candidate in waiting))
    assert [marks_of(session, candidate) for candidate in waiting] == [1, 1]


def test_a_double_click_acts_once(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    candidate, same = empty(session), key()
    fields = {"cle": same, f"n-{candidate}": "12", f"v-{candidate}": ""}
    path = f"/sessions/{session.pk}/saisie/U2/"
    at_once(*[lambda: signed_in(world.office).post(path, fields) and None] * 2)
    assert marks_of(session, candidate) == 1


def test_the_opening_form_sent_twice_opens_one_session(place: tuple[Any, ExamSession]) -> None:
    world, _session = place
    before = ExamSession.objects.count()
    fields = {"cle": key(), "certification": "RNCP35697", "year": 2027}
    for _ in range(2):
        signed_in(world.office).post("/sessions/ouvrir/", fields)
    assert ExamSession.objects.count() == before + 1


def test_a_closure_waits_for_an_earlier_transaction_and_its_head_covers_it(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    candidate = empty(session)
    held, closed = threading.Event(), threading.Event()

    def teacher() -> None:
        with transaction.atomic():
            perform(session, world.office, key(), entering(session, candidate, "14"), candidates=[candidate])
            held.set()
            time.sleep(0.7)
            assert not closed.is_set()

    def office() -> None:
        held.wait()
        demonstration.run(
            world,
            session,
            "clore",
            lambda desk: desk.take(conduct.close_session(desk.state, desk.act(), framework=desk.framework)),
        )
        closed.set()

    at_once(teacher, office)
    assert closed.is_set()
    (head,) = ledger.heads(session.log)
    assert head.head.size == StoredFact.objects.filter(log=session.log).count() == len(ledger.leaves(session.log))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM exam_sessions_numberedfact p JOIN exam_sessions_storedfact f ON f.id = p.fact_id "
            "WHERE f.subject = %s AND f.kind = 'MarkEntered' AND p.position < %s",
            [candidate, head.head.size],
        )
        assert cursor.fetchone()[0] >= 1


def test_marks_that_arrive_during_a_closure_are_in_before_it_or_refused(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    waiting = [row.pk for row in session.standings.order_by("pk") if "U2" in row.units and not row.cells.get("U2")]
    told: list[str] = []

    def enter(candidate: str) -> Callable[[], None]:
        def work() -> None:
            try:
                perform(session, world.office, key(), entering(session, candidate, "10"), candidates=[candidate])
                told.append("entré")
            except Exception as refused:
                told.append(str(refused))

        return work

    def close() -> None:
        demonstration.run(
            world,
            session,
            "clore",
            lambda desk: desk.take(conduct.close_session(desk.state, desk.act(), framework=desk.framework)),
        )

    at_once(close, *(enter(candidate) for candidate in waiting))
    entered = sum(marks_of(session, candidate) for candidate in waiting)
    assert told.count("entré") == entered
    assert all("close" in answer for answer in told if answer != "entré")
    last = list(ledger.facts(session.log))
    assert type(last[-1]).__name__ == "SessionClosed"
