"""A workbook handed over: it is kept between its preview and its writing, and read anew for each."""

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext as _

from laureat.exchange.grille_drawn import Assessed
from laureat.exchange.grille_import import Preview
from laureat.grilles import Grid
from laureat.vocabulary import InputProblem, InvalidInput
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.models import Deposit, ExamSession
from laureat.web.grids import parsing
from laureat.web.reader import STAFF

LARGEST = 5 << 20
"""Bytes of a workbook."""


def handed(
    request: SignedIn, session: ExamSession, grid: Grid, assessed: Mapping[str, Assessed]
) -> tuple[Preview, Deposit]:
    """The preview of the file handed over, or of the one that is kept; and where it is kept. Raises InvalidInput."""
    if (file := request.FILES.get("fichier")) is not None:
        content = file.read(LARGEST + 1)
    else:
        content = bytes(_kept(request, session).content)
    if not content or len(content) > LARGEST:
        raise _asked()
    found = STAFF.read(parsing.previewed, content, grid, assessed, session.year)
    if file is None:
        return found, _kept(request, session)
    name = (file.name or "classeur.xlsx")[:200]
    return found, Deposit.objects.create(session=session, by=request.user, name=name, content=content)


def _kept(request: SignedIn, session: ExamSession) -> Deposit:
    """What the same account handed over a moment ago, for this session."""
    try:
        named = uuid.UUID(request.POST.get("depot", ""))
    except ValueError:
        raise _asked() from None
    deposit = Deposit.objects.filter(pk=named, session=session, by=request.user).first()
    if deposit is None:
        raise _asked()
    return deposit


def _asked() -> InvalidInput:
    return InvalidInput([InputProblem(_("Choisissez le classeur rempli (.xlsx, 5 Mio au plus)."))])
