"""What machines do: a full disk, a clock set back, a connection cut, a backup while people write, two acts at once."""

import contextlib
import http.client
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connections

from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import service
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.project import backup, database, packaged
from support import operations as op
from support.toile import key, signed_in

pytestmark = pytest.mark.slow


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run these together; gives what each gave, or the refusal it met."""
    barrier, found = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        barrier.wait()
        try:
            found.append(work())
        except Refused as refused:
            found.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def clean(owner: str) -> bool:
    """True when nothing is half-shown and the audit of the base finds nothing."""
    return op.half_shown() == [] and op.audited(settings.DONNEES, owner) == []


@pytest.mark.parametrize("operation", ["closure", "deliberation", "seal", "publication"])
def test_of_two_acts_at_once_one_is_recorded_and_the_other_is_told(base: str, operation: str) -> None:
    op.ready(operation)
    session, user = ExamSession.objects.get(), User.objects.get(email="examens@demo.fr")
    works = [
        partial(service.perform, session, user, f"{operation}-{n}", op.ALONE[operation], alone=True) for n in range(4)
    ]
    found = at_once(*works)
    assert sum(isinstance(one, Refused) for one in found) == 3, found
    kind = {"closure": "SessionClosed", "deliberation": "DeliberationOpened", "seal": "PvSealed"}
    assert op.recorded()[kind.get(operation, "ResultPublished")] == 1
    assert clean(base)


def test_a_clock_set_back_is_refused_beyond_the_gap_and_changes_nothing_within_it(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    op.ready("closure")
    with psycopg.connect(base) as owner:
        owner.execute("UPDATE laureat_setting SET clock_gap = '10 minutes'")
    before, now = op.recorded(), service.now
    monkeypatch.setattr(service, "now", lambda: "2020-01-01T00:00:00Z")
    with pytest.raises(Refused, match="horloge"):
        op.operate("closure")
    assert op.recorded() == before
    monkeypatch.setattr(service, "now", lambda: now()[:15] + "0:00Z")  # up to ten minutes late
    op.operate("closure")
    assert op.recorded()["SessionClosed"] == 1
    assert clean(base)


def test_facts_recorded_after_the_clocks_went_back_keep_their_order(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    op.ready("closure")
    monkeypatch.setattr(service, "now", lambda: "2026-01-01T00:00:00Z")  # the gap of the demonstration lets it be
    op.operate("closure")
    assert op.recorded()["SessionClosed"] == 1
    assert clean(base)


def test_a_form_whose_connection_is_cut_and_sent_again_acts_once(base: str) -> None:
    from waitress.server import create_server

    from laureat.web.project.wsgi import application

    op.ready("marks")
    session, user = ExamSession.objects.get(), User.objects.get(email="examens@demo.fr")
    row = next(row for row in session.standings.order_by("pk") if "U2" in row.units and not row.cells.get("U2"))
    cookie = signed_in(user).cookies["laureat_session"].value
    server = create_server(application, host="127.0.0.1", port=0, threads=4)

    def run() -> None:
        with contextlib.suppress(OSError):  # closed under it
            server.run()

    threading.Thread(target=run, daemon=True).start()
    headers = {"Host": "localhost", "Cookie": f"laureat_session={cookie}"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    path, same = f"/sessions/{session.pk}/saisie/U2/", key()

    def token() -> tuple[str, str]:
        asked = http.client.HTTPConnection("127.0.0.1", server.effective_port)
        asked.request("GET", path, headers=headers)
        answer = asked.getresponse()
        page = answer.read().decode()
        jar = "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie")
        asked.close()
        return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0], jar

    csrf, jar = token()
    headers["Cookie"] += f"; {jar}"
    headers["Origin"] = "http://localhost"
    body = f"csrfmiddlewaretoken={csrf}&cle={same}&n-{row.pk}=12&v-{row.pk}="
    try:
        for sent in (len(body) // 2, len(body), len(body)):
            cut = http.client.HTTPConnection("127.0.0.1", server.effective_port)
            cut.putrequest("POST", path, skip_host=True)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                cut.putheader(name, value)
            cut.endheaders(body[:sent].encode())
            cut.close()  # without reading the answer
        last = http.client.HTTPConnection("127.0.0.1", server.effective_port)
        last.request("POST", path, body, headers)
        assert last.getresponse().status in (200, 302)
        last.close()
    finally:
        server.close()
    facts = op.ledger.facts(session.log, [row.pk])
    assert sum(1 for fact in facts if type(fact).__name__ == "MarkEntered" and fact.unit == "U2") == 1
    assert clean(base)


def test_a_backup_taken_while_marks_are_entered_restores_sound_with_all_that_was_acknowledged(
    base: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    op.ready("marks")
    acknowledged: list[str] = []
    monkeypatch.setenv(database.OWNER_URL, base)
    kept: list[set[str]] = []

    def save() -> None:
        kept.append(set(acknowledged))
        backup.save(Path(settings.DONNEES), data_folder / "pendant")

    at_once(partial(op.operate, "marks", acknowledged.append), save)
    whole, commands = op.recorded(), set(op.keys())
    for name in (database.OWNER_URL, database.APPLICATION_URL, database.SEALER_URL):
        monkeypatch.delenv(name, raising=False)
    house = data_folder / "apres"
    backup.restore(data_folder / "pendant", house)
    server = packaged.start(house / "postgresql")
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    try:
        uri = server.get_uri()
        roles = {database.APPLICATION_URL: database.APPLICATION_ROLE, database.SEALER_URL: database.SEALER_ROLE}
        op.point({name: database.address(uri, role) for name, role in roles.items()})
        assert op.recorded() <= whole
        assert {one for one in kept[0] if one in commands} <= set(op.keys())
        assert op.half_shown() == []
        assert op.audited(house, database.address(uri, database.OWNER_ROLE)) == []
        op.operate("marks")
        assert op.recorded() == whole
    finally:
        connections.close_all()
        for alias, told in before.items():
            connections[alias].settings_dict.update(told)
        server.cleanup()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of ninety megabytes."""
    if os.geteuid() != 0:
        pytest.skip("seul root monte un petit disque")
    with tempfile.TemporaryDirectory(prefix="laureat-disque-") as folder:
        Path(folder).chmod(0o755)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=110m,mode=755", "tmpfs", folder], check=False)
        if done.returncode:
            pytest.skip("cette machine ne laisse pas monter un petit disque")
        yield Path(folder)
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.parametrize("operation", ["import", "deliberation"])
def test_a_full_disk_refuses_the_operation_whole_and_room_lets_it_be_done(
    postgres: str, small_disk: Path, operation: str
) -> None:
    from support.serveur_a_tuer import own_server

    maker = own_server(small_disk)
    doomed: Any = next(maker)
    try:
        op.ready(operation)
        before = op.recorded()
        ballast = small_disk / "lest"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(bytes(4096)) == 4096:
                pass
        with pytest.raises((DatabaseError, InvalidInput)):
            op.operate(operation)
        connections.close_all()
        ballast.unlink()
        doomed.restart()
        assert op.recorded() == before
        assert op.half_shown() == []
        op.operate(operation)
        assert op.recorded() != before
        assert op.half_shown() == []
        assert op.audited(settings.DONNEES, doomed.address(database.OWNER_ROLE)) == []
    finally:
        next(maker, None)
