"""The great operations of a session, each ready to be carried out, cut, begun again and checked.

This module is also what a process to be killed runs: it is imported once by a server of forks, so that a kill costs no
more than the operation itself.
"""

import contextlib
import json
import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import django
from click.testing import CliRunner
from django.apps import apps
from django.conf import settings

if not apps.ready:
    os.environ.setdefault("DATABASE_URL_SCELLEUR", "postgresql:///laureat")
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()

    from support import scelleur

    scelleur.install()

from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation
from procrastinate.exceptions import AlreadyEnqueued

from laureat.cli.auditer import auditer
from laureat.records import Occasion
from laureat.reglements import charger
from laureat.session import conduct
from laureat.session.reading import read
from laureat.vocabulary import parse_cell
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import checks, importing, ledger, results, sealing
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import Desk, perform
from laureat.web.jobs import running, tasks
from laureat.web.project import database
from laureat.web.project import demonstration as demo
from laureat.web.reader import Room
from laureat.web.sealer import client

# What a process of the service has done long before: else most instants would fall there.
charger("RNCP35697").at(2026)
get_resolver().url_patterns  # noqa: B018
get_template("registre/resultats_session.html")

CANDIDATES = 24
Acknowledge = Callable[[str], object]


def point(urls: dict[str, str]) -> None:
    """Speak to this base, as the application and as the sealer."""
    connections.close_all()
    for alias, base in database.databases(urls).items():
        connections[alias].settings_dict.update(base)


def ready(operation: str) -> None:
    """Bring a fresh base to where the operation may begin."""
    world = demo.people()
    session = demo.session_of(world, 2026, CANDIDATES, seed=8, waiting=operation == "marks")
    if operation == "import":
        content = demo.candidates_csv(session, 40, seed=9, first=500)
        Deposit.objects.create(session=session, by=world.office, name="b.csv", content=content)
    if operation in ("import", "marks"):
        return
    demo.appoint(world, session)
    steps: dict[str, Callable[[], object]] = {
        "closure": partial(demo.run, world, session, "clore", _close),
        "deliberation": partial(demo.run, world, session, "proposer", _deliberate),
        "seal": partial(demo.run, world, session, "sceller", _seal),
    }
    for name, step in steps.items():
        if name == operation:
            return
        step()
        if name == "closure":
            demo.run(world, session, "presence", demo.seat)
        if name == "deliberation":
            demo.run(world, session, "livrets", demo.examine_livrets, world.accounts["presidente@demo.fr"])
            for email in ("presidente@demo.fr", "jury@demo.fr"):
                demo.run(world, session, f"approuver-{email[:4]}", _approve, world.accounts[email])


def _close(desk: Desk) -> None:
    desk.take(conduct.close_session(desk.state, desk.act(), framework=desk.framework))


def _deliberate(desk: Desk) -> None:
    propose(desk)


def _approve(desk: Desk) -> None:
    desk.take(conduct.approve_pv(desk.state, desk.act(), framework=desk.framework))


def _seal(desk: Desk) -> None:
    desk.take(conduct.seal_pv(desk.state, desk.act(), framework=desk.framework))


def _publish(desk: Desk) -> None:
    desk.take(conduct.publish_results(desk.state, desk.act(), framework=desk.framework))


ALONE = {"closure": _close, "deliberation": _deliberate, "seal": _seal, "publication": _publish}
OPERATIONS = ("import", "marks", *ALONE)


def operate(operation: str, acknowledge: Acknowledge = lambda _key: None) -> None:
    """Carry out the operation to its end; each command that is recorded is acknowledged. Again, it changes nothing."""
    session, user = ExamSession.objects.get(), User.objects.get(email="examens@demo.fr")
    if operation == "import":
        if (deposit := Deposit.objects.first()) is not None:
            importing.apply(session, user, deposit, importing.preview(session, user, deposit).base)
        acknowledge("import")
    elif operation == "marks":
        for candidate in session.standings.order_by("pk").values_list("pk", flat=True):
            perform(session, user, f"note-{candidate}", partial(_mark, candidate), candidates=[candidate])
            acknowledge(f"note-{candidate}")
    else:
        perform(session, user, operation, ALONE[operation], alone=True)
        acknowledge(operation)


def _mark(candidate: str, desk: Desk) -> None:
    if "U2" in desk.state.candidates[candidate].presented and not str(desk.state.candidates[candidate].cell("U2")):
        cell = parse_cell("12")
        act = desk.act()
        desk.take(
            conduct.enter_mark(desk.state, act, framework=desk.framework, candidate=candidate, unit="U2", cell=cell)
        )


def run_to_be_killed(operation: str, urls: dict[str, str], told: Connection) -> None:
    """In a process of its own: the operation, told step by step."""
    read_here()
    point(urls)
    User.objects.first()  # connected, so that the instants fall in the operation
    told.send("")
    operate(operation, told.send)
    told.send(None)


def seal_to_be_killed(urls: dict[str, str], told: Connection) -> None:
    """In a process of its own: the sealer, at its socket."""
    from laureat.web.strongroom import service

    point(urls)
    told.send("")
    service.serve()


def run_beside_the_sealer(operation: str, urls: dict[str, str], told: Connection) -> None:
    """In a process of its own, the sealer being another: the operation, then a head, as the worker asks for one."""
    client.CHANNEL[0] = client.through_the_socket
    read_here()
    point(urls)
    log = ExamSession.objects.get().log
    told.send("")
    operate(operation, told.send)
    with contextlib.suppress(client.Unavailable):
        sealing.vouch(log)
    told.send(None)


def work_to_be_killed(urls: dict[str, str], told: Connection) -> None:
    """In a process of its own: a worker that stops when nothing waits."""
    point(urls)
    User.objects.first()
    told.send("")
    work_off()
    told.send(None)


def work_off() -> None:
    """Be a worker until nothing waits, whatever a dead one held taken up first."""
    with connections["default"].cursor() as cursor:  # nobody waits half a minute to take it for dead
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
        held = cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'").fetchone()
    if held:
        with contextlib.suppress(AlreadyEnqueued):  # the dead worker had asked for it, as each does every minute
            tasks.take_up_the_stalled.defer(timestamp=0)
        running.work(wait=False, install_signal_handlers=False, listen_notify=False)
    running.work(wait=False, install_signal_handlers=False, listen_notify=False)


def read_here() -> None:
    """Files are read in this process: what is killed is the writing; the reading room has tests of its own."""
    Room.read = lambda _room, work, *arguments: work(*arguments)  # type: ignore[method-assign]


def recorded() -> Counter[str]:
    """How many facts of each kind."""
    return Counter(type(fact).__name__ for fact in ledger.facts(ExamSession.objects.get().log))


def keys() -> list[str]:
    """The keys of the commands, in the order of their facts."""
    return [fact.command for fact in ledger.facts(ExamSession.objects.get().log)]


def half_shown() -> list[str]:
    """The candidates whose row does not say what the facts say; empty when everything shown is true."""
    session = ExamSession.objects.get()
    state = read(ledger.facts(session.log))
    framework = frame(session, state)
    rows = {row.candidate: row for row in session.standings.all()}
    if rows.keys() != state.candidates.keys():
        return sorted(rows.keys() ^ state.candidates.keys())
    wrong = [str(session.phase)] if session.phase != str(state.phase) else []
    page = results.folder() / str(session.pk) / "index.html"
    with translation.override("fr"):
        if page.exists() and page.read_text(encoding="utf-8") != results.page_of(session, 1):
            wrong.append("la page des résultats")
    return [*wrong, *checks.row_defects(state, framework, rows.values())]


def audited(data: Path, owner_url: str) -> list[dict[str, Any]]:
    """What the audit of the base finds wrong, once what is due is signed."""
    sealing.seal_all_due()
    sealing.number_all(ExamSession.objects.get().log)
    assert sealing.public_key()  # the audit never makes the key
    told = CliRunner(env={database.OWNER_URL: owner_url}).invoke(
        auditer, ["--donnees", str(data), "--json"], catch_exceptions=False
    )
    return [finding for report in json.loads(told.output) for finding in report["constats"]]


def heads() -> Counter[str]:
    """How many signed heads of each occasion that an act owns."""
    found = (signed.head.occasion for signed in ledger.heads(ExamSession.objects.get().log))
    return Counter(str(occasion) for occasion in found if occasion is not Occasion.PERIODIQUE)
