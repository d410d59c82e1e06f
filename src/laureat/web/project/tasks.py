"""What the worker does by itself, at set times."""

from django.conf import settings
from procrastinate.contrib.django import app

from laureat.web.exam_sessions import house, results, sealing
from laureat.web.project import terms, vouching


@app.periodic(cron="* * * * *")
@app.task(name="tetes", queueing_lock="tetes")
def vouch(timestamp: int) -> None:
    """Have the heads that are due signed, and cosigned every ``HEADS_EVERY`` minutes.

    Those of acts are asked every minute where the sealer could not sign them at once.
    """
    if settings.HEADS_EVERY and timestamp // 60 % settings.HEADS_EVERY == 0:
        vouching.vouch()
    elif sealing.is_late():
        house.catch_up()
    else:
        return
    results.write_missing()


@app.periodic(cron="7 3 * * *")
@app.task(name="menage_comptes", queueing_lock="menage_comptes")
def prune(timestamp: int) -> None:
    """Forget what is past its time and no log holds; jobs and mails have a task of their own."""
    terms.prune()


@app.periodic(cron="23 3 * * *")
@app.task(name="pages_publiques", queueing_lock="pages_publiques")
def write_results(timestamp: int) -> None:
    """Write the published results anew: a file that someone changed on the disk says what the facts do, next day."""
    results.write_all()
