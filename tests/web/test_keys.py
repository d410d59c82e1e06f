"""The key of a form: the same form acts once, another form under the same key is refused and loses nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.vocabulary import parse_cell
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import ExamSession, Juror, StoredFact
from laureat.web.exam_sessions.service import Desk, perform
from laureat.web.project import demonstration
from support.toile import key, signed_in, text, upload

HEADINGS = "nom;prenom;sexe;qualite;fonction;courriel"
JURY_LIST = "\n".join([HEADINGS, *(";".join(member) for member in demonstration.JURY)])


def prepare() -> tuple[Any, ExamSession]:
    """A world with a session of twelve candidates, marks to enter."""
    world = demonstration.people()
    return world, demonstration.session_of(world, 2026, 12, seed=4, waiting=True)


@pytest.fixture
def place(prepared: tuple[Any, ExamSession]) -> tuple[Any, ExamSession]:
    """That world, for one test."""
    return prepared


def entering(candidate: str, unit: str, mark: str) -> Callable[[Desk], object]:
    """The command that enters a mark."""

    def commands(desk: Desk) -> None:
        cell, act = parse_cell(mark), desk.act()
        common = {"framework": desk.framework, "candidate": candidate, "unit": unit, "cell": cell}
        desk.take(conduct.enter_mark(desk.state, act, **common))

    return commands


def waiting(session: ExamSession) -> tuple[tuple[str, str], tuple[str, str]]:
    """Two marks to enter, of two candidates."""
    found = [
        (row.candidate, unit)
        for row in session.standings.order_by("pk")
        for unit in row.units
        if not row.cells.get(unit)
    ]
    first = found[0]
    return first, next(other for other in found if other[0] != first[0])


def test_the_same_key_with_the_same_mark_adds_nothing(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    (candidate, unit), _other = waiting(session)
    for _time in range(2):
        perform(session, world.office, "cle-1", entering(candidate, unit, "12"), candidates=[candidate])
    assert StoredFact.objects.filter(log=session.log, key="cle-1").count() == 1


def test_the_same_key_with_another_mark_is_refused(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    (candidate, unit), _other = waiting(session)
    perform(session, world.office, "cle-1", entering(candidate, unit, "12"), candidates=[candidate])
    with pytest.raises(Refused, match="la clé d'une autre"):
        perform(session, world.office, "cle-1", entering(candidate, unit, "13"), candidates=[candidate])
    assert session.standings.get(pk=candidate).cells[unit] == "12"


def test_the_same_key_about_another_candidate_is_refused(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    (candidate, unit), (other, its_unit) = waiting(session)
    perform(session, world.office, "cle-1", entering(candidate, unit, "12"), candidates=[candidate])
    with pytest.raises(Refused, match="la clé d'une autre"):
        perform(session, world.office, "cle-1", entering(other, its_unit, "13"), candidates=[other])
    assert not session.standings.get(pk=other).cells.get(its_unit)


def test_the_same_key_from_someone_else_is_refused(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    (candidate, unit), _other = waiting(session)
    perform(session, world.office, "cle-1", entering(candidate, unit, "12"), candidates=[candidate])
    school = world.accounts["lycee@demo.fr"]
    with pytest.raises(Refused):
        perform(session, school, "cle-1", entering(candidate, unit, "12"), candidates=[candidate])


def test_a_jury_appointed_by_a_form_sent_twice_sits_once(place: tuple[Any, ExamSession]) -> None:
    world, session = place
    office, again = signed_in(world.office), key()
    for _time in range(2):
        fields = {"arrete": "n° 1", "arrete_date": "2026-05-12", "file": upload("jury.csv", JURY_LIST.encode())}
        page = office.post(f"/sessions/{session.pk}/jury/", {"cle": again, **fields}, follow=True)
        assert "Le jury est nommé" in text(page)
    assert Juror.objects.filter(session=session).count() == 6
    assert sum(1 for fact in ledger.facts(session.log, []) if type(fact).__name__ == "JuryAppointed") == 1
