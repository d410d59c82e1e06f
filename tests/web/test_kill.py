"""``kill -9`` in the middle of an import, a deliberation, a publication: afterwards, before or after, never between."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHILD = """
import sys, time, django
django.setup()
from laureat.session import conduct
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import importing, ledger, service
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import Deposit, ExamSession

bring = ledger.bring
def halfway(log, new):
    enter = bring(log, new)
    def slowly():
        enter()
        print("au milieu", flush=True)
        time.sleep(60)
    return slowly
ledger.bring = halfway

session, user = ExamSession.objects.get(), User.objects.get(email="examens@demo.fr")
match sys.argv[1]:
    case "import":
        deposit = Deposit.objects.get()
        importing.apply(session, user, deposit, importing.preview(session, user, deposit).base)
    case "deliberation":
        service.perform(session, user, "tuee", propose, alone=True)
    case "publication":
        publish = lambda desk: desk.take(conduct.publish_results(desk.state, desk.act(), framework=desk.framework))
        service.perform(session, user, "tuee", publish, alone=True)
"""


@pytest.fixture
def doomed(postgres: str) -> Iterator[Any]:
    """A server of our own, to be killed."""
    from support.serveur_a_tuer import own_server

    yield from own_server()


def prepared(operation: str) -> Any:
    """A session ready for the operation."""
    from laureat.session import conduct
    from laureat.web.exam_sessions.deliberating import propose
    from laureat.web.exam_sessions.models import Deposit
    from laureat.web.project import demonstration as demo

    world = demo.people()
    session = demo.session_of(world, 2026, 20, seed=8)
    if operation == "import":
        content = demo.candidates_csv(session, 60, seed=9, first=500)
        Deposit.objects.create(session=session, by=world.office, name="b.csv", content=content)
        return session
    demo.appoint(world, session)
    close = conduct.close_session
    demo.run(world, session, "clore", lambda d: d.take(close(d.state, d.act(), framework=d.framework)))
    demo.run(world, session, "presence", demo.seat)
    if operation == "publication":
        demo.run(world, session, "proposer", propose)
        demo.run(world, session, "livrets", demo.examine_livrets, world.accounts["presidente@demo.fr"])
        for email in ("presidente@demo.fr", "jury@demo.fr"):
            approve = conduct.approve_pv
            work = lambda d, approve=approve: d.take(approve(d.state, d.act(), framework=d.framework))  # noqa: E731
            demo.run(world, session, f"approuver-{email[:4]}", work, world.accounts[email])
        demo.run(world, session, "sceller", lambda d: d.take(conduct.seal_pv(d.state, d.act(), framework=d.framework)))
    return session


def snapshot(session: Any) -> dict[str, Any]:
    """Everything that an operation could leave half-done."""
    from laureat.web.candidates.models import Identity, PrivateText
    from laureat.web.exam_sessions.models import ExamSession, NumberedFact, Standing, StoredFact, StoredTreeHead

    tables = (StoredFact, NumberedFact, StoredTreeHead, Standing, Identity, PrivateText)
    counts = {table.__name__: table.objects.count() for table in tables}
    rows = list(session.standings.order_by("pk").values_list("decision", "public_decision", "missing"))
    return counts | {"rows": rows, "session": ExamSession.objects.values_list("phase", "published").get()}


def again(operation: str, session: Any) -> None:
    """The same operation, to its end."""
    import runpy
    from unittest.mock import patch  # only to pass the argument

    code = CHILD.replace("ledger.bring = halfway", "").replace("django.setup()", "")
    script = Path(os.environ["LAUREAT_DONNEES"]) / "encore.py"
    script.write_text(code, encoding="utf-8")
    with patch.object(sys, "argv", ["encore.py", operation]):
        runpy.run_path(str(script))


EVERY_DAY = {("import", "postgresql"), ("publication", "web")}
"""One victim of each kind every day, in the longest work and the last; the others, and random instants, when slow."""


@pytest.mark.parametrize(
    ("operation", "victim"),
    [
        pytest.param(operation, victim, marks=[] if (operation, victim) in EVERY_DAY else [pytest.mark.slow])
        for operation in ("import", "deliberation", "publication")
        for victim in ("web", "postgresql")
    ],
)
def test_a_kill_in_the_middle_leaves_the_state_before_and_the_work_can_be_done_again(
    doomed: Any, operation: str, victim: str
) -> None:
    from django.db import connections

    session = prepared(operation)
    before = snapshot(session)
    connections.close_all()
    env = {**os.environ, **doomed.urls()}
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, operation], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == "au milieu"
        if victim == "postgresql":
            doomed.kill()
        child.kill()
    if victim == "postgresql":
        doomed.restart()
    deadline = time.monotonic() + 10
    while snapshot(session) != before and time.monotonic() < deadline:
        time.sleep(0.2)
    assert snapshot(session) == before
    again(operation, session)
    after = snapshot(session)
    assert after != before
    assert after["StoredFact"] > before["StoredFact"]
