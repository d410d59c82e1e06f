"""``kill -9`` at random instants of every great operation, of the web process, the sealer, the worker or PostgreSQL:
nothing is lost, doubled or half-shown, what was acknowledged is there, what was cut can be begun again, and the audit
is clean.
"""

import contextlib
import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import psycopg
import pytest

KILLS = int(os.environ.get("LAUREAT_TUERIES", "40"))
"""How many times each operation is killed, for each victim."""
OPERATIONS = ("import", "marks", "closure", "deliberation", "seal", "publication")


@pytest.fixture(scope="module")
def doomed(postgres: str) -> Iterator[Any]:
    """A server of our own, to be killed; files are read in the processes that are killed."""
    from laureat.web.reader import Room
    from support.operations import read_here
    from support.serveur_a_tuer import own_server

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Room, "read", Room.read)
        read_here()
        yield from own_server()


@pytest.fixture(scope="module")
def forks(doomed: Any) -> Any:
    """Where processes to be killed are forked from, everything already imported there."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["support.operations"])
    with pytest.MonkeyPatch.context() as patch:  # it looks for them where a new Python would, and says nothing if not
        patch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
        forkserver.ensure_running()
    return context


def copied(doomed: Any, model: str, name: str) -> None:
    """A base made from another, Django pointed to it."""
    from laureat.web.exam_sessions import results
    from support import scelleur
    from support.operations import point

    point(doomed.urls(name))
    scelleur.memory_of_the_base().unlink(missing_ok=True)  # it takes up what its key signed in the model
    shutil.rmtree(results.folder(), ignore_errors=True)
    with psycopg.connect(doomed.uri, autocommit=True) as superuser:
        superuser.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        superuser.execute(f"CREATE DATABASE {name} TEMPLATE {model} OWNER laureat_proprietaire STRATEGY file_copy")


def begun(doomed: Any, forks: Any, target: str, *about: str) -> tuple[Any, Any]:
    """A process that runs that function of ``support.operations``, connected and about to begin, and what it tells."""
    from support import operations

    ours, theirs = forks.Pipe(duplex=False)
    process = forks.Process(target=getattr(operations, target), args=(*about, doomed.urls("essai"), theirs))
    process.start()
    theirs.close()
    assert ours.recv() == ""
    return process, ours


def said(told: Any, wait: float = 0) -> list[Any]:
    """What the process has told so far."""
    found = []
    with contextlib.suppress(EOFError, OSError):
        while told.poll(wait):
            found.append(told.recv())
    return found


def quiet(doomed: Any, name: str) -> None:
    """Wait until the base has seen that nobody speaks to it any more."""
    with psycopg.connect(doomed.uri, autocommit=True) as superuser:
        for _ in range(600):
            busy = superuser.execute("SELECT 1 FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
            if busy is None:
                return
            time.sleep(0.05)
    raise AssertionError("une connexion ne finit pas")


def prepared(doomed: Any, operation: str) -> str:
    """The name of a base where the operation may begin, made once; Django is pointed to a copy of it."""
    from support import operations as op

    model = f"pret_{operation}"
    with psycopg.connect(doomed.uri) as superuser:
        known = superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", [model]).fetchone()
    if known is None:
        copied(doomed, "tuerie", model)
        op.ready(operation)
    copied(doomed, model, "essai")
    return model


@pytest.mark.slow
@pytest.mark.parametrize("victim", ["web", "postgresql"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_killed_at_any_instant_an_operation_is_done_or_not_and_can_be_begun_again(
    doomed: Any, forks: Any, operation: str, victim: str, record_property: Any
) -> None:
    from django.conf import settings
    from django.db import connections

    from support import operations as op

    model = prepared(doomed, operation)
    before = op.recorded()
    process, told = begun(doomed, forks, "run_to_be_killed", operation)
    began = time.monotonic()
    while told.recv() is not None:
        pass
    lasts = time.monotonic() - began
    process.join()
    after, signed, expected = op.recorded(), op.heads(), op.keys()
    assert before != after
    draw = random.Random(f"{operation} {victim}")
    seen: Counter[str] = Counter()
    for trial in range(KILLS):
        copied(doomed, model, "essai")
        connections.close_all()
        process, ours = begun(doomed, forks, "run_to_be_killed", operation)
        time.sleep(draw.uniform(0, lasts))
        if victim == "postgresql":
            doomed.kill()
        process.kill()
        process.join()
        told = said(ours)
        acknowledged = [key for key in told if key]
        if victim == "postgresql":
            doomed.restart()
        quiet(doomed, "essai")
        found = op.recorded()
        # All or nothing, and what was acknowledged is there.
        if operation == "marks":
            assert before <= found <= after, trial
            assert {key for key in acknowledged if key in expected} <= set(op.keys()), trial
        else:
            assert found in (before, after), trial
            assert not acknowledged or found == after, trial
        assert op.half_shown() == [], trial
        seen["avant" if found == before else "après" if found == after else "en chemin"] += 1
        finished = None in told
        seen["finie" if finished else "coupée"] += 1
        lasts *= 0.8 if finished else 1.1  # so that the instants stay those of the operation, whatever else runs
        # Begun again, it ends as if nothing had happened.
        op.operate(operation)
        assert op.recorded() == after, trial
        assert op.half_shown() == [], trial
        assert op.audited(Path(settings.DONNEES), doomed.address("laureat_proprietaire", "essai")) == [], trial
        assert op.heads() == signed, trial
    record_property("tueries", dict(seen))
    print(f"\n{operation}, {victim} tué {KILLS} fois : {dict(seen)}")
    assert seen["coupée"] >= KILLS // 3, "les instants tombent hors de l'opération"


@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_sealer_killed_at_any_instant_keeps_nobody_from_the_act_and_its_head_is_signed_later(
    doomed: Any, forks: Any, operation: str, record_property: Any
) -> None:
    from django.conf import settings
    from django.db import connections

    from laureat.web.sealer import client
    from support import operations as op

    def both() -> tuple[Any, Any, Any]:
        """The sealer, and the operation beside it."""
        sealer, _told = begun(doomed, forks, "seal_to_be_killed")
        assert client.wait(20)
        return sealer, *begun(doomed, forks, "run_beside_the_sealer", operation)

    model = prepared(doomed, operation)
    before = op.recorded()
    connections.close_all()
    sealer, process, told = both()
    began = time.monotonic()
    while told.recv() is not None:
        pass
    lasts = time.monotonic() - began
    process.join()
    sealer.kill()
    sealer.join()
    after, signed = op.recorded(), op.heads()
    assert before != after
    draw = random.Random(f"{operation} scelleur")
    seen: Counter[str] = Counter()
    for trial in range(KILLS):
        copied(doomed, model, "essai")
        connections.close_all()
        sealer, process, told = both()
        time.sleep(draw.uniform(0, lasts))
        sealer.kill()
        sealer.join()
        done = said(told)
        seen["finie" if None in done else "coupée"] += 1
        process.join()
        assert None in [*done, *said(told)], trial
        quiet(doomed, "essai")
        # The act is recorded, its head or not.
        assert op.recorded() == after, trial
        assert op.half_shown() == [], trial
        seen["tête signée" if op.heads() == signed else "tête due"] += 1
        op.operate(operation)
        assert op.recorded() == after, trial
        assert op.audited(Path(settings.DONNEES), doomed.address("laureat_proprietaire", "essai")) == [], trial
        assert op.heads() == signed, trial
    record_property("tueries", dict(seen))
    print(f"\n{operation}, scelleur tué {KILLS} fois : {dict(seen)}")
    assert seen["coupée"] >= KILLS // 3, "les instants tombent hors de l'opération"


@pytest.mark.slow
def test_the_work_of_a_worker_killed_at_any_instant_is_taken_up_and_done_once(
    doomed: Any, forks: Any, record_property: Any
) -> None:
    from django.conf import settings
    from django.db import connections

    from laureat.web.accounts.models import User
    from laureat.web.exam_sessions.background import DELIBERATION
    from laureat.web.exam_sessions.models import ExamSession
    from laureat.web.jobs import running
    from laureat.web.jobs.models import Job, State
    from support import operations as op

    def asked() -> None:
        session, user = ExamSession.objects.get(), User.objects.get(email="examens@demo.fr")
        running.ask(user, DELIBERATION, key="tuee", log=session.log)

    model = prepared(doomed, "deliberation")
    before = op.recorded()
    asked()
    process, told = begun(doomed, forks, "work_to_be_killed")
    began = time.monotonic()
    while told.recv() is not None:
        pass
    lasts = time.monotonic() - began
    process.join()
    after, signed = op.recorded(), op.heads()
    assert before != after
    draw = random.Random("travailleur")
    seen: Counter[str] = Counter()
    for trial in range(KILLS):
        copied(doomed, model, "essai")
        asked()
        connections.close_all()
        process, ours = begun(doomed, forks, "work_to_be_killed")
        time.sleep(draw.uniform(0, lasts))
        process.kill()
        process.join()
        finished = None in said(ours)
        quiet(doomed, "essai")
        found = op.recorded()
        assert found in (before, after), trial
        assert op.half_shown() == [], trial
        seen["avant" if found == before else "après"] += 1
        seen["finie" if finished else "coupée"] += 1
        lasts *= 0.8 if finished else 1.1
        op.work_off()
        assert Job.objects.get().state == State.FAIT, trial
        assert op.recorded() == after, trial
        assert op.half_shown() == [], trial
        assert op.audited(Path(settings.DONNEES), doomed.address("laureat_proprietaire", "essai")) == [], trial
        assert op.heads() == signed, trial
    record_property("tueries", dict(seen))
    print(f"\ntravailleur tué {KILLS} fois : {dict(seen)}")
    assert seen["coupée"] >= KILLS // 3, "les instants tombent hors du travail"
