"""The work that outlasts a page: done once, told, called off, taken up from a dead worker; against a real queue."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from laureat.session.framework import Refused
from laureat.web.accounts.models import Role, User
from laureat.web.jobs import kinds, running
from laureat.web.jobs.kinds import Work
from laureat.web.jobs.models import Job, State
from support import operations as op
from support.toile import key, signed_in
from support.travaux import work_off


@pytest.fixture
def office(base: str) -> User:
    """Someone of the exam office, alone in a fresh base."""
    return User.objects.make("bureau@demo.fr", "Bureau", Role.EXAMENS)


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A kind of work whose body each test writes."""
    body: dict[str, Any] = {}
    made = kinds.Kind("essai", "Essai", frozenset({Role.EXAMENS}), lambda work: body["do"](work))
    monkeypatch.setitem(kinds.KINDS, "essai", made)
    return body


def test_a_job_asked_twice_is_done_once_and_told(office: User, doing: dict[str, Any]) -> None:
    times: list[int] = []
    doing["do"] = lambda work: times.append(1) or ["C'est fait."]
    first = running.ask(office, "essai", key="un")
    assert running.ask(office, "essai", key="un") == first
    work_off()
    first.refresh_from_db()
    assert (first.state, first.said, times) == (State.FAIT, ["C'est fait."], [1])
    assert running.unseen(office).count() == 1
    page = signed_in(office).get(f"/travaux/{first.pk}/").content.decode()
    assert "C&#x27;est fait." in page
    assert not running.unseen(office)


def test_an_ended_job_is_told_by_its_name_on_each_page_until_one_says_so_or_looks(
    office: User, doing: dict[str, Any]
) -> None:
    def write(work: Work) -> list[str]:
        work.file("essai.txt").write_text("voilà", encoding="utf-8")
        return []

    doing["do"] = write
    waved, taken = running.ask(office, "essai", key="un"), running.ask(office, "essai", key="deux")
    work_off()
    client = signed_in(office)
    told = client.get("/comptes/?q=a").content.decode()
    assert told.count("Essai : fait") == 2
    assert 'value="/comptes/?q=a"' in told
    back = client.post(f"/travaux/{waved.pk}/acte/", {"acte": "vu", "suite": "/comptes/?q=a"})
    assert back["Location"] == "/comptes/?q=a"
    assert list(running.unseen(office)) == [taken]
    assert client.post(f"/travaux/{waved.pk}/acte/", {"acte": "vu", "suite": "//ailleurs.fr"})["Location"] == "/"
    client.get(f"/travaux/{taken.pk}/fichier/1/").close()
    assert "Essai" not in client.get("/comptes/").content.decode()


def test_what_is_asked_in_a_page_that_fails_is_not_asked(office: User, doing: dict[str, Any]) -> None:
    with transaction.atomic():
        running.ask(office, "essai", key="un")
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    work_off()


def test_a_refusal_and_a_fault_change_nothing_and_can_be_tried_again(
    office: User, doing: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(work: Work) -> list[str]:
        work.file("rien.txt").write_text("à moitié", encoding="utf-8")
        User.objects.filter(pk=office.pk)
        raise Refused("La saisie n'est pas close.")

    doing["do"] = refuse
    job = running.ask(office, "essai", key="un")
    work_off()
    job.refresh_from_db()
    assert (job.state, job.said, job.files) == (State.REFUSE, ["La saisie n'est pas close."], [])
    assert not running.place_of(job).exists()

    doing["do"] = lambda work: 1 / 0
    running.again(job)
    work_off()
    job.refresh_from_db()
    assert job.state == State.ECHEC
    assert "ZeroDivisionError" in caplog.text
    doing["do"] = lambda work: ["Cette fois, oui."]
    signed_in(office).post(f"/travaux/{job.pk}/acte/", {"acte": "reprendre", "cle": key()})
    work_off()
    job.refresh_from_db()
    assert (job.state, job.tries) == (State.FAIT, 3)


def test_rights_are_those_of_the_day_the_work_is_done(office: User, doing: dict[str, Any]) -> None:
    doing["do"] = lambda work: pytest.fail("le compte n'a plus ce droit")
    job = running.ask(office, "essai", key="un")
    User.objects.filter(pk=office.pk).update(is_active=False)
    work_off()
    job.refresh_from_db()
    assert job.state == State.REFUSE
    school = User.objects.make("ecole@demo.fr", "École", Role.ETABLISSEMENT)
    with pytest.raises(Refused):
        running.ask(school, "essai", key="deux")


def test_what_waits_is_called_off_and_never_begins(office: User, doing: dict[str, Any]) -> None:
    doing["do"] = lambda work: pytest.fail("annulé")
    job = running.ask(office, "essai", key="un")
    running.call_off(job)
    work_off()
    job.refresh_from_db()
    assert job.state == State.ANNULE


def test_what_runs_shows_how_far_it_is_and_stops_when_called_off(office: User, doing: dict[str, Any]) -> None:
    seen: list[tuple[int, int]] = []

    def long(work: Work) -> list[str]:
        with transaction.atomic():
            User.objects.filter(pk=office.pk).update(name="À moitié")
            work.step(10, 10)
            seen.append(Job.objects.values_list("done", "total").get(pk=work.job.pk))
            running.call_off(work.job)
            connection.ensure_connection()
        with transaction.atomic():
            User.objects.filter(pk=office.pk).update(name="Au-delà")
            work.step(20, 20)
        pytest.fail("annulé")

    doing["do"] = long
    job = running.ask(office, "essai", key="un")
    work_off()
    job.refresh_from_db()
    office.refresh_from_db()
    assert seen == [(10, 10)]
    assert (job.state, office.name) == (State.ANNULE, "À moitié")


def test_what_a_dead_worker_held_is_taken_up(office: User, doing: dict[str, Any]) -> None:
    doing["do"] = lambda work: ["Repris."]
    job = running.ask(office, "essai", key="un")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        dead = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    Job.objects.update(state=State.EN_COURS, tries=1)
    assert not running.worker_is_there()
    from laureat.web.jobs import tasks

    tasks.take_up_the_stalled.defer(timestamp=0)
    work_off()
    work_off()
    job.refresh_from_db()
    assert (job.state, job.said, job.tries) == (State.FAIT, ["Repris."], 2)


def test_what_the_queue_lost_is_queued_again(office: User, doing: dict[str, Any]) -> None:
    doing["do"] = lambda work: ["Retrouvé."]
    job = running.ask(office, "essai", key="un")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    running.take_up()
    work_off()
    job.refresh_from_db()
    assert job.state == State.FAIT


def test_the_file_of_a_job_is_for_whoever_asked(office: User, doing: dict[str, Any]) -> None:
    def write(work: Work) -> list[str]:
        work.file("liste.csv").write_text("a;b\n", encoding="utf-8")
        return []

    doing["do"] = write
    job = running.ask(office, "essai", key="un")
    work_off()
    answer = signed_in(office).get(f"/travaux/{job.pk}/fichier/1/")
    assert b"".join(answer.streaming_content) == b"a;b\n"
    answer.close()
    other = User.objects.make("autre@demo.fr", "Autre", Role.EXAMENS)
    assert signed_in(other).get(f"/travaux/{job.pk}/fichier/1/").status_code == 404
    assert signed_in(other).get(f"/travaux/{job.pk}/").status_code == 200


def test_a_large_session_is_deliberated_by_the_worker(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from laureat.web.exam_sessions import background
    from laureat.web.exam_sessions.models import ExamSession

    op.ready("deliberation")
    monkeypatch.setattr(background, "MANY", 1)
    session, user = ExamSession.objects.get(), User.objects.get(email="examens@demo.fr")
    client: Client = signed_in(user)
    answer = client.post(f"/sessions/{session.pk}/conduite/", {"acte": "proposer", "cle": key()})
    job = Job.objects.get()
    assert answer["Location"] == f"/travaux/{job.pk}/"
    assert "Aucun travailleur" in client.get("/travaux/").content.decode()
    work_off()
    job.refresh_from_db()
    assert job.state == State.FAIT, job.said
    assert session.standings.exclude(decision="").exists()
    assert uuid.UUID(job.log) == session.pk
