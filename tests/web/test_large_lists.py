"""Large lists: looked at and applied by the worker, whose page is the same; nobody who enters marks waits for them."""

import json
import re
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from django.db import connections, transaction

from laureat.records import encode, facts
from laureat.session import conduct
from laureat.vocabulary import parse_cell
from laureat.web.accounts.models import User
from laureat.web.exam_sessions import answers, background, columns, importing, ledger, rows, standings
from laureat.web.exam_sessions.identities import identity_columns
from laureat.web.exam_sessions.models import Deposit, ExamSession, StoredFact
from laureat.web.exam_sessions.service import Desk, look_at_all, perform
from laureat.web.jobs.models import Job
from laureat.web.project import demonstration
from support.toile import key, text
from support.travaux import files, work_off

from .test_import import LIST, apply, hand_over, opened

__all__ = ["opened"]
FAULTY = LIST + "3;inconnue;Roy;Léo;01/02/2008;;RSP;;\n"


def bare(page: str) -> str:
    """A page without what is drawn anew each time, nor the button of a large list."""
    page = re.sub(r'<form class="actions" method="post">(?:(?!</form>).)*refaire(?:(?!</form>).)*</form>', "", page)
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", page)
    return re.sub(r'(csrfmiddlewaretoken|cle)" value="[^"]*"', "", page)


def test_a_large_list_is_looked_at_and_applied_by_the_worker_on_the_same_page(
    opened: tuple[Any, ExamSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, session = opened
    at_once = hand_over(opened, FAULTY)
    monkeypatch.setattr(background, "LARGE", 1)
    asked = hand_over(opened, FAULTY)
    preview = Job.objects.get(kind="apercu")
    assert asked.redirect_chain[-1][0] == f"/travaux/{preview.pk}/"
    work_off()
    path = f"/sessions/{session.pk}/import/{preview.arguments['depot']}/"
    assert path in text(client.get(f"/travaux/{preview.pk}/"))
    shown = client.get(path)
    assert bare(text(shown)) == bare(text(at_once))
    assert len(shown.content) < 500_000

    base = shown.context["plan"]["base"]
    refused = client.post(path, {"base": base + 1}, follow=True)
    work_off()
    assert "a changé depuis" in text(client.get(refused.redirect_chain[-1][0]))
    done = client.post(path, {"base": base, "bonnes": "oui"}, follow=True)
    work_off()
    job = Job.objects.get(pk=done.redirect_chain[-1][0].split("/")[-2])
    left = "1 ligne en erreur n'a pas été appliquée : à corriger dans le classeur, puis à déposer de nouveau."
    assert job.said == ["Liste appliquée : 2 nouveaux, 0 modifié.", left]
    assert set(files(job)) == {"a-corriger.xlsx"}
    assert session.standings.count() == 2
    Job.objects.filter(pk=job.pk).update(state="echec")
    client.post(f"/travaux/{job.pk}/acte/", {"acte": "reprendre", "cle": key()})
    work_off()
    job.refresh_from_db()
    assert (job.state, job.said, session.standings.count()) == ("fait", ["Liste appliquée."], 2), "done once"


def enter(office: Any, session: ExamSession, candidate: str, unit: str, suffix: str) -> None:
    """Enter a mark as someone does meanwhile."""

    def commands(desk: Desk) -> None:
        told = {"candidate": candidate, "unit": unit, "cell": parse_cell("11")}
        desk.take(conduct.enter_mark(desk.state, desk.act(), framework=desk.framework, **told))

    perform(session, office, f"note-{suffix}", commands, candidates=[candidate])


def test_whoever_enters_marks_never_waits_for_a_list(
    opened: tuple[Any, ExamSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, session = opened
    apply(client, hand_over(opened, LIST))
    zoe = session.standings.get(numero="1").candidate
    office = User.objects.get(email="examens@demo.fr")
    content = demonstration.candidates_csv(session, 30, seed=9, first=500)
    deposit = Deposit.objects.create(session=session, by=office, name="b.csv", content=content)
    base = importing.preview(session, office, deposit).base
    enter(office, session, zoe, "U11", "entre")  # about someone else: the list still applies
    held, go_on = threading.Event(), threading.Event()
    bring = standings.bring

    def slowly(*given: Any) -> Callable[[], None]:
        show = bring(*given)

        def wait() -> None:
            held.set()
            assert go_on.wait(60)
            show()

        return wait if sum(map(len, given[3:])) > 1 else show

    def run() -> None:
        try:
            importing.apply(session, office, deposit, base)
        finally:
            connections.close_all()

    monkeypatch.setattr(standings, "bring", slowly)
    monkeypatch.setattr(ledger, "LOCK_TIMEOUT", "2s")
    importer = threading.Thread(target=run)
    importer.start()
    assert held.wait(60), "the list is in the log, and its rows are being written"
    try:
        enter(office, session, zoe, "U12", "pendant")
    finally:
        go_on.set()
        importer.join()
    assert session.standings.count() == 32
    assert session.standings.get(candidate=zoe).cells["U12"] == "11"


def test_a_list_about_someone_who_changed_meanwhile_is_looked_at_again(opened: tuple[Any, ExamSession]) -> None:
    client, session = opened
    apply(client, hand_over(opened, LIST))
    again = hand_over(opened, LIST.replace("Zoé", "Zoë"))
    enter(
        User.objects.get(email="examens@demo.fr"), session, session.standings.get(numero="1").candidate, "U11", "entre"
    )
    assert "a changé depuis" in text(apply(client, again))


def said(plan: importing.Plan) -> list[str]:
    """The bytes of all that a list brings, but for what is drawn: persons, candidates, salts, the time."""
    assert plan.desk is not None
    numbers = {row.candidate: row.numero for row in plan.identities}
    newcomers = plan.desk.newcomers
    numbers |= {one.id: one.candidate.numero for one in newcomers.lines}
    payloads = [encode(fact).decode() for fact in plan.desk.facts]
    if newcomers.lines:
        payloads += newcomers.facts(newcomers.promise()).to_list()
    bare = [re.sub(r'"person":"[^"]*"|"at":"[^"]*"|[0-9a-f]{64}', "", payload) for payload in payloads]
    return sorted(re.sub(r"[0-9a-f-]{36}", lambda found: numbers.get(found[0], found[0]), payload) for payload in bare)


def rows_of(plan: importing.Plan) -> dict[str, dict[str, object]]:
    """The rows of the lists, by number."""
    assert plan.desk is not None
    desk = plan.desk
    found = {
        one.numero: rows.row(desk.state, desk.framework, desk.state.candidates[one.candidate])
        for one in plan.identities
    }
    lines = desk.newcomers.lines
    told = [identity_columns(desk.session, one.id, one.person, one.candidate) for one in lines]
    for one, row in zip(lines, standings.of_newcomers(lines, told, desk.session), strict=True):
        shown = {name: json.loads(str(value)) if name in rows.JSON_COLUMNS else value for name, value in row.items()}
        found[one.candidate.numero] = {name: shown[name] for name in one.head.row}
    return found


def test_facts_in_columns_are_those_that_the_conduct_makes_one_by_one(
    opened: tuple[Any, ExamSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    _client, session = opened
    office = User.objects.get(email="examens@demo.fr")
    content = demonstration.candidates_csv(session, 150, seed=4)
    deposit = Deposit.objects.create(session=session, by=office, name="b.csv", content=content)
    in_columns = importing.preview(session, office, deposit)
    assert in_columns.desk is not None
    assert len(in_columns.desk.newcomers.lines) > 60, "half the candidates are columns"
    monkeypatch.setattr(answers.Answers, "known", lambda *_: None)
    one_by_one = importing.preview(session, office, deposit)
    assert said(in_columns) == said(one_by_one)
    assert rows_of(in_columns) == rows_of(one_by_one)
    assert [line.changes for line in in_columns.lines] == [line.changes for line in one_by_one.lines]
    monkeypatch.undo()
    importing.apply(session, office, deposit, in_columns.base)
    kinds = Counter(type(fact).__name__ for fact in ledger.facts(session.log))
    brought = Counter(type(fact).__name__ for fact in one_by_one.desk.facts)  # type: ignore[union-attr]
    assert {kind: kinds[kind] for kind in brought} == brought
    state = look_at_all(session)
    assert not state.anomalies
    shown = {row["numero"]: row for row in session.standings.values()}
    for one in state.candidates.values():
        due = rows.row(state, one_by_one.desk.framework, one)  # type: ignore[union-attr]
        row = next(row for row in shown.values() if row["candidate"] == one.id)
        assert rows.differences(row, due) == []


def test_facts_copied_in_columns_keep_every_byte(opened: tuple[Any, ExamSession]) -> None:
    _client, session = opened
    told = {"log": session.log, "author": "a", "at": ledger.now(), "key": "import-x-1", "candidate": "c"}
    fact = facts.VaeUnitCarried(**told, unit="U2", minutes='PV « É » "12\\3"\t\n\\x41 \\\\', certifier="\u2028")
    with transaction.atomic():
        columns.copy(pl.Series("payload", [encode(fact).decode()]))
        ledger.take_in()
    assert bytes(StoredFact.objects.get(log=session.log, key=fact.key).payload) == encode(fact)
