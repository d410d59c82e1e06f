"""What the queue calls (``procrastinate`` finds this module by its name)."""

from procrastinate.contrib.django import app

from laureat.web.mails import sending


@app.task(name="courriel")
def send() -> None:
    """Send what is due."""
    sending.send_due()


@app.periodic(cron="27 3 * * *")
@app.task(name="menage_courriels", queueing_lock="menage_courriels")
def prune(timestamp: int) -> None:
    """Forget what was sent long ago."""
    sending.prune()


@app.periodic(cron="* * * * *")
@app.task(name="courriels_dus", queueing_lock="courriels_dus")
def send_the_late(timestamp: int) -> None:
    """Send what is due again."""
    sending.send_due()
