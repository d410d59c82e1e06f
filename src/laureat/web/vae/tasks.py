"""What the worker does once decisions are notified (``procrastinate`` finds this module by its name)."""

from procrastinate.contrib.django import app

from laureat.session.framework import Refused
from laureat.web.exam_sessions.tasks import LATER
from laureat.web.vae.delivering import deliver


@app.task(name="delivrance_vae", retry=LATER)
def deliver_vae(application: str) -> None:
    """Make the papers and the titles of an application."""
    try:
        deliver(application)
    except Refused:
        return  # whoever asks for one reads why
