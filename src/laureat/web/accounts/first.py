"""The first account of an empty base: a one-use link printed at the start, or ``laureat compte creer``."""

from datetime import timedelta

from laureat.web.accounts.models import Invitation, Role, User

LIFE = timedelta(days=2)
"""How long the link opens; another one is printed at each start, as long as nobody used one."""


def is_due() -> bool:
    """Nobody of an exam office has an account: nobody can invite anyone."""
    return not User.objects.filter(role=Role.EXAMENS).exists()


def draw() -> str:
    """The token of a new link; those printed before open nothing any more."""
    Invitation.objects.filter(invited_by=None, accepted=None).delete()
    return Invitation.draw(life=LIFE, role=Role.EXAMENS)[1]
