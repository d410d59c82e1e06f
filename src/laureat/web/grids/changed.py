"""What was signed on a grid changes afterwards: those who signed it are told, once for what each had signed."""

from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.grids.boards import Board
from laureat.web.grids.models import Author, Signature
from laureat.web.grids.signing import signers_of
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind


def tell(session: ExamSession, unit: str, row: Row, before: Board, after: Board, who: Author) -> None:
    """Write to the accounts that signed what stood, other than the one that changed it; in the transaction under way.

    ``before``, ``after``: as they count. Whoever signs again, and is overtaken again, is told again.
    """
    if before.digest == after.digest:
        return
    about = {"session": session, "unit": unit, "candidate": row.candidate}
    signed = Signature.objects.filter(**about, digest=before.digest).select_related("author").order_by("id")
    told: dict[int, User] = {one.author_id: one.author for one in signed}
    if before.settled is not None and not before.moved:
        told |= {one.pk: one for one in signers_of(before.settled)}
    letters = [
        Letter.to_account(one, session=str(session), unite=unit, numero=row.numero)
        for pk, one in told.items()
        if not (isinstance(who, User) and pk == who.pk)
    ]
    if letters:
        post(None, Kind.GRILLE_CHANGEE, letters, log=session.log)
