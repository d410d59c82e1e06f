"""``kill -9`` of the worker amid papers, titles, an export, mails: nothing half-made is shown, another worker
takes the work up, and what comes of it is what an undisturbed run gives.
"""

import io
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from laureat.web.exam_sessions.background import EXPORT
from laureat.web.exam_sessions.delivered import DELIVERY
from laureat.web.jobs import running
from laureat.web.jobs.models import Job, State
from laureat.web.mails import sending
from laureat.web.mails.models import Message
from laureat.web.mails.models import State as Sent
from laureat.web.mails.wordings import Kind
from laureat.web.project import database
from laureat.web.registry.bulk import PAPERS
from support import operations as op
from support.poste import Post, listening
from support.toile import signed_in, text
from support.travaux import files, work_off

CHILD = """
import time
from support import operations
from laureat.web.jobs import running

step = running.Running.step

def halfway(self, done, total):
    step(self, done, total)
    if done and done >= total // 2:
        print("au milieu", flush=True)
        time.sleep(120)

running.Running.step = halfway
running.work(wait=False, install_signal_handlers=False, listen_notify=False)
"""
LETTERS = 9


@pytest.fixture(scope="module")
def post() -> Iterator[tuple[Post, int]]:
    """A mail server, which both workers reach."""
    with listening() as here:
        yield here


def killed_halfway(postgres: str, port: int) -> None:
    """A worker of its own begins what waits, and is killed in the middle of it."""
    name = str(connections["default"].settings_dict["NAME"])
    connections.close_all()
    env = {**os.environ, "LAUREAT_SMTP": f"127.0.0.1:{port}", "LAUREAT_ORIGINES": "https://examens.exemple.fr"}
    env["PYTHONPATH"] = str(Path(__file__).resolve().parent.parent)
    env[database.APPLICATION_URL] = database.address(postgres, database.APPLICATION_ROLE, name)
    env[database.SEALER_URL] = database.address(postgres, database.SEALER_ROLE, name)
    with subprocess.Popen([sys.executable, "-c", CHILD], env=env, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "au milieu"
        child.kill()


def asked(world: Any, kind: str, key: str) -> Job:
    """Work on the published session."""
    with transaction.atomic():
        return running.ask(world.office, kind, key=key, log=world.sessions[1].log)


def contents(job: Job) -> dict[str, Any]:
    """What a job gives, the archives opened; of papers, their names: each bears the hour when it was made."""
    found: dict[str, Any] = {}
    for name, content in files(job).items():
        if name.endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert archive.testzip() is None
                found[name] = sorted(archive.namelist())
        else:
            found[name] = content if name.endswith(".csv") else content[:5]
    return found


SLOW = [pytest.param(kind, marks=pytest.mark.slow) for kind in (PAPERS, DELIVERY)]


@pytest.mark.parametrize("kind", [EXPORT, *SLOW])
def test_a_work_cut_by_a_kill_shows_nothing_and_is_done_whole_by_another_worker(
    world: Any, postgres: str, post: tuple[Post, int], kind: str
) -> None:
    work_off()  # what the publication asked for
    job = asked(world, kind, f"tué {kind}")
    killed_halfway(postgres, post[1])
    job.refresh_from_db()
    assert (job.state, job.files) == (State.EN_COURS, [])
    page = text(signed_in(world.office).get(f"/travaux/{job.pk}/"))
    assert "/fichier" not in page, "nothing half-made is handed over"
    op.work_off()
    job.refresh_from_db()
    assert (job.state, job.tries) == (State.FAIT, 2)
    left = {path.name for path in running.place_of(job).glob("*")} if job.files else set()
    assert left == set(job.files)
    undisturbed = asked(world, kind, f"tranquille {kind}")
    work_off()
    undisturbed.refresh_from_db()
    assert (job.said, contents(job)) == (undisturbed.said, contents(undisturbed))


def test_mails_cut_by_a_kill_all_leave_and_each_once(
    world: Any, postgres: str, post: tuple[Post, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    server, port = post
    letters = [sending.Letter(f"lettre{n}@exemple.fr", f"N° {n}", {"session": "2026"}) for n in range(LETTERS)]
    work_off()
    Message.objects.all().delete()
    Job.objects.filter(kind=sending.MAILS).delete()
    with transaction.atomic():
        sending.post(world.office, Kind.RESULTAT, letters)
    killed_halfway(postgres, port)
    states = Counter(Message.objects.values_list("state", flat=True))
    assert states[Sent.PARTI] == len(server.taken)
    assert 0 < states[Sent.PARTI] < LETTERS
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", port)
    op.work_off()
    assert set(Message.objects.values_list("state", flat=True)) == {Sent.PARTI}
    assert sorted(mail["To"] for mail in server.taken) == sorted(letter.to for letter in letters)
    job = Job.objects.get(kind=sending.MAILS)
    assert (job.state, job.said) == (State.FAIT, [f"{LETTERS} courriels partis."])
