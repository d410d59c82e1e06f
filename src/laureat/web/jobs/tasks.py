"""What the queue calls (``procrastinate`` finds this module by its name)."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from laureat.web.jobs import running

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=2, retry_exceptions=running.NOT_OUR_FAULT)


@app.task(name="travail", retry=AGAIN)
def carry(job: str) -> None:
    """Do one job."""
    running.carry_out(job)


@app.periodic(cron="* * * * *")
@app.task(name="reprise", queueing_lock="reprise", pass_context=True)
async def take_up_the_stalled(context: JobContext, timestamp: int) -> None:
    """Give back to the queue what a dead worker held."""
    seconds = running.ALIVE.total_seconds()
    for job in await context.app.job_manager.get_stalled_jobs(seconds_since_heartbeat=seconds):
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="* * * * *")
@app.task(name="oublies", queueing_lock="oublies")
def take_up_the_lost(timestamp: int) -> None:
    """Queue again what the queue no longer holds."""
    running.take_up()


@app.periodic(cron="17 3 * * *")
@app.task(name="menage", queueing_lock="menage")
def prune(timestamp: int) -> None:
    """Forget what ended long ago."""
    running.prune()
