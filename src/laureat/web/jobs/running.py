"""Ask for work, do it, call it off, take up what a dead worker left."""

import contextlib
import logging
import shutil
import time
import uuid
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, connections, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.job_context import JobContext
from procrastinate.middleware import SyncCallNext
from procrastinate.worker import Worker

from laureat.records.retention import Beside
from laureat.session.framework import Refused
from laureat.web import data_folder
from laureat.web.accounts.models import User
from laureat.web.jobs.kinds import KINDS, Cancelled, Kind
from laureat.web.jobs.models import OPEN, Job, State
from laureat.web.sealer.client import Unavailable

PACE = 0.5
"""Seconds between two notes of progress."""
ALIVE = timedelta(seconds=30)
"""A worker that gave no sign for so long is taken for dead (``run_worker``, ``stalled_worker_timeout``)."""
NOT_OUR_FAULT = (OperationalError, InterfaceError, psycopg.OperationalError, Unavailable)
"""The base or the sealer went away: the queue tries the job again."""


def ask(user: User, name: str, *, key: str, log: str = "", arguments: Mapping[str, str] | None = None) -> Job:
    """Note the work and hand it to the worker, in the transaction under way. The same key twice is one job.

    Raises Refused where the role of the account may not ask it.
    """
    _allowed(KINDS[name], user)
    with transaction.atomic():
        job, fresh = Job.objects.get_or_create(
            pk=uuid.uuid5(uuid.NAMESPACE_OID, key),
            defaults={"kind": name, "author": user, "log": log, "arguments": dict(arguments or {})},
        )
        if fresh:
            _queue(job)
    return job


def _queue(job: Job) -> None:
    from laureat.web.jobs.tasks import carry

    known = KINDS.get(job.kind)
    lock = f"{job.kind} {job.log}" if job.log and known is not None and known.apart else job.log
    job.queued = carry.configure(lock=lock or None).defer(job=str(job.pk))
    job.save(update_fields=["queued"])


def _allowed(kind: Kind, user: User) -> None:
    if not user.is_active or user.role not in kind.roles:
        raise Refused(_("Ce compte n'a plus le droit de demander ce travail."))


class Running:
    """A job under way (see ``kinds.Work``). Progress is written apart: it shows before the work is committed."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._apart: psycopg.Connection | None = None
        self._last = 0.0

    def step(self, done: int, total: int) -> None:
        """See ``kinds.Work.step``; most calls cost nothing."""
        if time.monotonic() - self._last < PACE and done != total:
            return
        self._last = time.monotonic()
        if self._apart is None:
            params = connection.get_connection_params()
            kept = {name: value for name, value in params.items() if name not in ("cursor_factory", "context")}
            self._apart = psycopg.connect(**kept, autocommit=True)
        row = self._apart.execute(
            "UPDATE jobs_job SET done = %s, total = %s WHERE id = %s RETURNING cancelling", [done, total, self.job.pk]
        ).fetchone()
        if row is None or row[0]:
            raise Cancelled

    def file(self, name: str) -> Path:
        """See ``kinds.Work.file``."""
        folder = place_of(self.job)
        folder.mkdir(0o700, parents=True, exist_ok=True)
        self.job.files = [*self.job.files, name]
        return folder / name

    def close(self) -> None:
        """Leave the connection apart."""
        if self._apart is not None:
            self._apart.close()


def place_of(job: Job) -> Path:
    """The folder of the files that a job makes."""
    return data_folder.folder() / data_folder.JOBS / str(job.pk)


def carry_out(pk: str) -> None:
    """Do a job that is still open; what comes of it is written, whatever it is.

    Raises what the base raises when it goes away: the queue tries again.
    """
    started = Job.objects.filter(pk=pk, state__in=OPEN, cancelling=False)
    if not started.update(state=State.EN_COURS, started_at=timezone.now(), tries=F("tries") + 1):
        Job.objects.filter(pk=pk, state__in=OPEN).update(state=State.ANNULE, ended_at=timezone.now())
        return
    job = Job.objects.select_related("author").get(pk=pk)
    job.files = []
    running = Running(job)
    with contextlib.closing(running):
        state, said = _outcome(job, running)
    if state is not State.FAIT:
        job.files = []
        shutil.rmtree(place_of(job), ignore_errors=True)
    Job.objects.filter(pk=pk).update(state=state, said=said, ended_at=timezone.now(), files=job.files)


def _outcome(job: Job, running: Running) -> tuple[State, list[str]]:
    try:
        kind = KINDS[job.kind]
        _allowed(kind, job.author)
        return State.FAIT, kind.doing(running)
    except Cancelled as cancelled:
        return State.ANNULE, [str(told) for told in cancelled.args] or [_("Annulé : rien n'a été changé.")]
    except Refused as refused:
        return State.REFUSE, list(refused.reasons)
    except NOT_OUR_FAULT:
        raise
    except Exception:
        logging.getLogger(__name__).exception("le travail %s (%s) s'est interrompu", job.pk, job.kind)
        return State.ECHEC, [_("Le travail s'est interrompu, sans rien changer ; le journal du serveur dit pourquoi.")]


def call_off(job: Job) -> None:
    """Cancel what waits; ask what runs to stop at its next step."""
    Job.objects.filter(pk=job.pk, state__in=OPEN).update(cancelling=True)
    if job.queued is not None and app.job_manager.cancel_job_by_id(job.queued):
        waiting = Job.objects.filter(pk=job.pk, state=State.EN_ATTENTE)
        waiting.update(state=State.ANNULE, ended_at=timezone.now(), said=[_("Annulé avant d'avoir commencé.")])


def again(job: Job) -> None:
    """Do once more what did not come to an end."""
    with transaction.atomic():
        held = Job.objects.select_for_update().get(pk=job.pk)
        if held.state not in (State.REFUSE, State.ECHEC, State.ANNULE):
            return
        held.state, held.cancelling, held.seen, held.said, held.done, held.total = (
            State.EN_ATTENTE,
            False,
            False,
            [],
            0,
            0,
        )
        held.started_at = held.ended_at = None
        held.save()
        _queue(held)


def unseen(user: User) -> QuerySet[Job]:
    """The jobs of an account that ended, and of which it has not looked at what came, the last first."""
    return Job.objects.filter(author=user, seen=False).exclude(state__in=OPEN)


def look_at(user: User, **which: object) -> None:
    """Whoever asked for these jobs looks at what came of those that ended."""
    unseen(user).filter(**which).update(seen=True)


def told(job: Job) -> tuple[Job, str]:
    """A job, and what people call it."""
    return job, str(KINDS[job.kind].label) if job.kind in KINDS else job.kind


def worker_is_there() -> bool:
    """True where a worker gave a sign of life lately."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - ALIVE).exists()


def take_up() -> None:
    """Queue again the open jobs that the queue no longer holds: its tables were restored, or its tries are over."""
    living = ProcrastinateJob.objects.filter(status__in=("todo", "doing")).values("id")
    with transaction.atomic():
        lost = Job.objects.select_for_update(skip_locked=True).filter(state__in=OPEN).exclude(queued__in=living)
        for job in lost:
            _queue(job)


def prune() -> None:
    """Forget the jobs ended long ago, with their files."""
    end = timezone.now() - timedelta(days=settings.DAYS_KEPT[Beside.TRAVAIL])
    for job in Job.objects.filter(ended_at__lt=end):
        shutil.rmtree(place_of(job), ignore_errors=True)
        job.delete()


def work(**options: object) -> None:
    """Be a worker until told to stop. ``options``: those of procrastinate's ``run_worker``."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as ready:
        ready.run_worker(
            delete_jobs="successful",
            stalled_worker_timeout=ALIVE.total_seconds(),
            task_middleware=[_leave_the_base],
            **options,
        )


def _leave_the_base(call_next: SyncCallNext, context: JobContext, worker: Worker) -> object:
    """Each task has connections of its own: none is kept by a thread that may not serve again."""
    try:
        return call_next()
    finally:
        connections.close_all()
