"""A worker for the tests: it stops when nothing waits."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from laureat.web.jobs import running
from laureat.web.jobs.models import Job


def work_off(**options: Any) -> None:
    """Do all that waits, in a thread of its own: a browser may keep a loop in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(running.work, wait=False, install_signal_handlers=False, listen_notify=False, **options).result()


def files(job: Job) -> dict[str, bytes]:
    """The files that a job made, by name."""
    return {name: (running.place_of(job) / name).read_bytes() for name in job.files}
