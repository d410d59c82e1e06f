"""The web door: import of a list, deliberation from PostgreSQL to stored decisions, beside the same done row by row.

    python -m bench.web [--candidats N] [--delibere N] [--un-a-un N] [--pair N]

A list of N candidates is imported through the form's own service. For the deliberation the rows and the routes of that
session are repeated in another one up to the number asked. Both sides write to the same real PostgreSQL, as the
application. The peer does what an ordinary Django application does: one object read, decided and saved after the other;
it is measured on fewer candidates, its cost being flat.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.environment import processor_time
from bench.page import decimal, whole, write_results


@contextmanager
def house() -> Iterator[Any]:
    """A packaged PostgreSQL in a folder of its own, migrated, and Django speaking to it as the application."""
    from laureat.web.project import database

    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)  # as root, PostgreSQL runs as another user, beside the private folder
        data = Path(folder) / "donnees"
        (data / "statiques").mkdir(parents=True)
        for name in (database.APPLICATION_URL, database.OWNER_URL, database.SEALER_URL):
            os.environ.pop(name, None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "laureat.web.project.settings"
        (data / "demonstration").touch()
        os.environ[database.SEALER_URL] = database.prepare(data)[database.SEALER_URL]
        watched = _ended_with_us(data / "postgresql" / "postmaster.pid")
        import django
        from django.db import connections

        django.setup()
        from laureat.web.project import demonstration
        from laureat.web.sealer import client
        from laureat.web.strongroom import answering, keys

        keys.prepare()
        client.CHANNEL[0] = answering.answer  # the sealer in this process: what is measured is the rest
        try:
            yield demonstration
        finally:
            connections.close_all()
            database.start_packaged_server(data / "postgresql").cleanup()
            watched.communicate()


_WATCH = """
import os, pathlib, signal, sys
sys.stdin.read()
try:
    os.kill(int(pathlib.Path(sys.argv[1]).read_text().split()[0]), signal.SIGQUIT)
except (OSError, ValueError, IndexError):
    pass
"""


def _ended_with_us(pid: Path) -> "subprocess.Popen[bytes]":
    """A process that waits for the end of this one, even killed, and then stops the PostgreSQL whose number stands in
    the file: a bench leaves no server behind.
    """
    return subprocess.Popen([sys.executable, "-c", _WATCH, str(pid)], stdin=subprocess.PIPE, start_new_session=True)


def timed(work: Callable[[], object]) -> float:
    """How many seconds a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def processed(work: Callable[[], object]) -> tuple[float, float]:
    """How many seconds a piece of work takes on the clock, and of processor: ours, the reading room's, the base's."""
    from django.conf import settings

    from laureat.web import data_folder

    pid = settings.DONNEES / data_folder.DATABASE / "postmaster.pid"
    roots = os.getpid(), int(pid.read_text().split()[0])
    before = processor_time(*roots)
    seconds = timed(work)
    return seconds, processor_time(*roots) - before


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Measure, print a table ready for the docs, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--candidats", type=int, default=20_000)
    parser.add_argument("--delibere", type=int, default=200_000, help="candidats délibérés d'un coup ; 0 : aucun")
    parser.add_argument("--un-a-un", type=int, default=2_000, help="candidats demandés un par un à la conduite")
    parser.add_argument("--pair", type=int, default=300, help="candidats mesurés ligne à ligne")
    asked = parser.parse_args(arguments)
    with house() as demonstration:
        world = demonstration.people()
        found = measure(demonstration, world, asked.candidats, asked.delibere)
        found |= one_by_one(demonstration, world, asked.un_a_un)
        found |= row_by_row(demonstration, world, asked.pair)
    print(
        "| | candidats | secondes | calcul par candidat | le même, candidat par candidat | gain "
        "| application ordinaire, ligne à ligne | gain |\n|---|---|---|---|---|---|---|---|"
    )
    rows = (
        ("apercu", "Aperçu d'une liste", asked.candidats),
        ("import", "Import d'une liste", asked.candidats),
        ("deliberation", "Délibération, décisions enregistrées", found.get("deliberes", 0)),
    )
    for name, label, count in rows:
        if name not in found:
            continue
        seconds, processor = found[name]
        each = processor / count
        cells = [whole(count), decimal(seconds, 1), f"{decimal(each * 1000, 2)} ms"]
        for beside, many in ((f"{name}_un_a_un", asked.un_a_un), (f"{name}_pair", asked.pair)):
            if beside not in found:
                cells += ["—", "—"]
                continue
            peer = found[beside][1] / many
            cells += [f"{decimal(peer * 1000, 2)} ms", f"× {decimal(peer / each, 1)}"]
        print(f"| {label} | {' | '.join(cells)} |")
    print("\nLe calcul est celui de tous les processus : l'application, la salle de lecture, PostgreSQL.")
    print("\n| page | médiane | p95 | calcul |\n|---|---|---|---|")
    for page, told in found["pages"].items():
        print(f"| {page} | {' | '.join(f'{decimal(one * 1000, 0)} ms' for one in told)} |")
    write_results("web", found)
    return found


def measure(demonstration: Any, world: Any, count: int, deliberated: int) -> dict[str, Any]:
    """The import, the deliberation and the pages of a session of this size."""
    from laureat.session import conduct
    from laureat.web.exam_sessions import importing
    from laureat.web.exam_sessions.deliberating import propose
    from laureat.web.exam_sessions.models import Deposit
    from laureat.web.exam_sessions.service import perform

    def brought(session: Any) -> None:
        """Look at a list of that many candidates, then apply it."""
        content = demonstration.candidates_csv(session, count, 7, first=100)
        deposit = Deposit.objects.create(session=session, by=world.office, name="liste.csv", content=content)
        previews: list[Any] = []
        found["apercu"] = processed(lambda: previews.append(importing.preview(session, world.office, deposit)))
        base = previews.pop().base
        found["import"] = processed(lambda: importing.apply(session, world.office, deposit, base))

    def close(session: Any, candidates: tuple[str, ...] | None = None, missing: int | None = None) -> None:
        """Close the marks of a session and seat its jury; ``candidates``: whose facts are read, None for everyone."""
        demonstration.appoint(world, session, candidates=())

        def commands(desk: Any) -> None:
            desk.take(conduct.close_session(desk.state, desk.act(), framework=desk.framework, missing=missing))

        perform(session, world.office, "clore", commands, candidates=candidates, alone=True)
        demonstration.run(world, session, "presence", demonstration.seat, candidates=())

    def decide(session: Any) -> None:
        perform(session, world.office, "proposer", propose, candidates=(), alone=True)

    found: dict[str, Any] = {}
    session = demonstration.session_of(world, 2026, 1, seed=1)
    brought(session)
    close(session)
    decide(session)
    tidy()
    found["pages"] = pages(world, session)
    if not deliberated:
        return found
    large = demonstration.session_of(world, 2028, 60, seed=1)  # its schools are all there
    own = list(large.standings.values_list("candidate", flat=True))
    found["deliberes"] = repeat(session, large, deliberated)
    repeated = large.standings.exclude(candidate__in=own).values_list("units", flat=True)
    close(large, (), sum(map(len, repeated)))  # the marks of those repeated stand in their rows alone
    found["deliberation"] = processed(lambda: decide(large))
    assert large.standings.exclude(proposal="").count() == found["deliberes"]
    return found


def one_by_one(demonstration: Any, world: Any, count: int) -> dict[str, tuple[float, float]]:
    """The preview and the import of a list, every candidate of which is asked of the conduct."""
    from unittest import mock

    from laureat.web.exam_sessions import answers, importing
    from laureat.web.exam_sessions.models import Deposit

    session = demonstration.session_of(world, 2029, 1, seed=1)
    content = demonstration.candidates_csv(session, count, 8, first=100)
    deposit = Deposit.objects.create(session=session, by=world.office, name="liste.csv", content=content)
    previews: list[Any] = []
    with mock.patch.object(answers.Answers, "known", return_value=None):
        looked = processed(lambda: previews.append(importing.preview(session, world.office, deposit)))
        base = previews.pop().base
        return {
            "apercu_un_a_un": looked,
            "import_un_a_un": processed(lambda: importing.apply(session, world.office, deposit, base)),
        }


def published(demonstration: Any, world: Any, count: int) -> Any:
    """A published session of about so many candidates: those who wait for a proof, or for the jury, are withdrawn."""
    from laureat.session import conduct
    from laureat.session.certification import decider
    from laureat.session.conduct.deliberation import OPEN

    def withdraw(desk: Any) -> None:
        decide, jury_says = decider(desk.framework.law, {}), desk.framework.jury_says
        decided = {one.id: decide(one) for one in desk.state.candidates.values()}
        waiting = [name for name, one in decided.items() if one.decision in OPEN or any(map(jury_says, one.reserves))]
        for candidate in waiting:
            reason = desk.promise("décision en attente d'une preuve")
            act = desk.act(candidate)
            desk.take(conduct.withdraw_candidate(desk.state, act, candidate=candidate, reason=reason))

    _plain_files()
    session = demonstration.session_of(world, 2025, count, seed=25)
    demonstration.run(world, session, "incomplets", withdraw)
    demonstration.conduct_to_publication(world, session)
    session.refresh_from_db()
    return session


def tidy() -> None:
    """What PostgreSQL does by itself within the minute."""
    import psycopg

    with psycopg.connect(address(), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE exam_sessions_standing, exam_sessions_storedfact")


def address(role: str = "laureat_proprietaire") -> str:
    """The address of the base of the bench for its owner, or for another role."""
    from django.conf import settings

    from laureat.web import data_folder
    from laureat.web.project import database

    uri = database.start_packaged_server(settings.DONNEES / data_folder.DATABASE).get_uri()
    return database.address(uri, role)


def repeat(source: Any, target: Any, wanted: int) -> int:
    """Repeat the candidates of a session in another, up to about so many; gives how many that one then has.

    Their marks stand in their rows alone, which say that they were read from the facts that are repeated.
    """
    import psycopg

    from laureat.web.exam_sessions.models import Standing

    times = math.ceil(wanted / source.standings.count())
    decided = ("proposal", "decision", "mention", "average")
    given = dict.fromkeys(decided, "''") | {"session_id": "%s", "distance": "NULL", "facts": "known.count"}
    names = [field.column for field in Standing._meta.fields if field.column != "candidate"]
    other = "md5(row.{name} || copy)::uuid::text"
    subject = other.format(name="subject")
    kinds = ("CandidateRegistered", "RouteEstablished", "AccommodationDecided")
    changes = {"log": "%s", "subject": subject, "key": "key || '-' || copy"}
    payload = "convert_from(payload, 'UTF8')"
    for column, fresh in changes.items():
        payload = f"replace({payload}, {column}, {fresh})"
    with psycopg.connect(address()) as connection, connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO exam_sessions_standing ({', '.join(names)}, candidate) "
            f"SELECT {', '.join(given.get(name, f'row.{name}') for name in names)}, {other.format(name='candidate')} "
            "FROM exam_sessions_standing row JOIN (SELECT subject, count(*) AS count FROM exam_sessions_storedfact "
            "WHERE log = %s AND kind = ANY(%s) GROUP BY subject) known ON known.subject = row.candidate, "
            "generate_series(1, %s) copy WHERE row.session_id = %s",
            [target.pk, source.log, list(kinds), times, source.pk],
        )
        cursor.execute(
            "INSERT INTO exam_sessions_storedfact (kind, log, subject, key, payload) "
            f"SELECT kind, {', '.join(changes.values())}, convert_to({payload}, 'UTF8') "
            "FROM exam_sessions_storedfact row, generate_series(1, %s) copy "
            "WHERE row.log = %s AND kind = ANY(%s) ORDER BY row.id",
            [target.log, target.log, times, source.log, list(kinds)],
        )
    tidy()
    return int(target.standings.count())


def _plain_files() -> None:
    """The static files of a bench have no manifest."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pages(world: Any, session: Any) -> dict[str, tuple[float, float, float]]:
    """The median time of the pages of a session, as the server answers them, that of the slowest of twenty, and the
    processor's, the base's included, which other work on the machine changes less.
    """
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["*"]
    _plain_files()
    client = Client()
    client.force_login(world.office, backend="allauth.account.auth_backends.AuthenticationBackend")
    candidate = session.standings.order_by("pk").first().candidate
    names = {
        "tableau de bord": "",
        "inscriptions": "inscriptions/",
        "recherche d'un nom": "inscriptions/?q=martin",
        "un dossier": f"inscriptions/{candidate}/",
        "notes, par unité": "saisie/",
        "grille d'un établissement": "saisie/U2/?etablissement=0690003D",
        "salle de délibération": "deliberation/",
        "un candidat devant le jury": f"deliberation/{candidate}/",
        "procès-verbal": "pv/",
    }
    found = {}
    for name, path in names.items():
        seconds: list[float] = []

        def asked(path: str = path, seconds: list[float] = seconds) -> None:
            seconds += [timed(lambda: client.get(f"/sessions/{session.pk}/{path}")) for _ in range(20)]

        _whole, processor = processed(asked)
        found[name] = (statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1], processor / 20)
    return found


def row_by_row(demonstration: Any, world: Any, count: int) -> dict[str, tuple[float, float]]:
    """The same done one object after the other through the ORM, as an ordinary application would do, but in one
    transaction, as ours is: what is compared is computing, not the disk's syncing.
    """
    from django.db import connection, transaction

    from laureat.deliberation.candidate import decide
    from laureat.records import commit
    from laureat.web.candidates.models import Identity, PrivateText
    from laureat.web.exam_sessions.lists import read_list
    from laureat.web.exam_sessions.models import Standing, StoredFact
    from laureat.web.exam_sessions.rules import rules_of
    from laureat.web.exam_sessions.service import now

    session = demonstration.session_of(world, 2027, 1, seed=1)
    listed = read_list(session, "liste.csv", demonstration.candidates_csv(session, count, 7, first=100)).listed
    rules = rules_of(session)
    numbers: dict[str, Any] = {}

    def store(kind: str, subject: str) -> None:
        fact = {"kind": kind, "log": session.log, "key": uuid.uuid4().hex, "candidate": subject, "at": now()}
        payload = json.dumps(fact | {"rest": "x" * 80}).encode()
        with connection.cursor() as cursor:
            cursor.execute("SELECT laureat_record(%s::bytea[])", [[payload]])

    @transaction.atomic
    def bring() -> None:
        for row in listed:
            candidate, salt = str(uuid.uuid4()), os.urandom(32)
            numbers[candidate] = row.candidate
            store("CandidateRegistered", candidate)
            store("RouteEstablished", candidate)
            text = str(dict(row.candidate.identite))
            PrivateText.objects.create(
                commitment=commit(text, salt), log=session.log, kind="identite", subject=candidate, salt=salt, text=text
            )
            Identity.objects.create(
                candidate=candidate, person=candidate, log=session.log, numero=row.candidate.numero, fields={}
            )
            for _unit in row.candidate.cells:
                store("MarkEntered", candidate)
            cells = {unit: str(cell) for unit, cell in row.candidate.cells.items()}
            Standing.objects.create(
                candidate=candidate,
                session=session,
                numero=row.candidate.numero,
                cells=cells,
                sort_key="",
                search_key="",
            )

    @transaction.atomic
    def deliberate() -> None:
        for candidate in numbers:
            facts = list(StoredFact.objects.filter(log=session.log, subject=candidate).order_by("id"))
            row = Standing.objects.get(pk=candidate)
            outcome = decide(rules, numbers[candidate])
            store("DecisionProposed", candidate)
            row.decision, row.mention = str(outcome.decision), str(outcome.mention)
            row.average = str(outcome.average or len(facts))
            row.save()

    return {"import_pair": processed(bring), "deliberation_pair": processed(deliberate)}


if __name__ == "__main__":
    main()
