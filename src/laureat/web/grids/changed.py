"""What was signed on a grid changes afterwards: those who signed it are told, once for what each had signed.

The holder of a link is told at the address to which it was sent; without one, whoever gave the link is.
"""

from laureat.vocabulary.french import short_date
from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.grids.boards import Board
from laureat.web.grids.models import Author, Signature, TutorLink
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind


def tell(session: ExamSession, unit: str, row: Row, before: Board, after: Board, who: Author) -> None:
    """Write to those who signed what stood, other than the one who changed it; in the transaction under way.

    ``before``, ``after``: as they count. Whoever signs again, and is overtaken again, is told again.
    """
    if before.digest == after.digest:
        return
    about = {"session": session, "unit": unit, "candidate": row.candidate}
    signed = Signature.objects.filter(**about, digest=before.digest).select_related("author").order_by("id")
    told: dict[int, User] = {one.author_id: one.author for one in signed}
    if before.settled is not None and not before.moved:
        told.setdefault(before.settled.author_id, before.settled.author)
    letters = [
        Letter.to_account(one, session=str(session), unite=unit, numero=row.numero)
        for pk, one in told.items()
        if not (isinstance(who, User) and pk == who.pk)
    ]
    if letters:
        post(None, Kind.GRILLE_CHANGEE, letters, log=session.log)
    tutors = TutorLink.objects.filter(**about, signed__isnull=False).exclude(signed_digest="").select_related("by")
    overtaken = [link for link in tutors.order_by("pk") if before.holds(link) and not after.holds(link)]
    if overtaken:
        post(None, Kind.AVIS_CHANGE, [of_link(session, unit, link) for link in overtaken], log=session.log)


def of_link(session: ExamSession, unit: str, link: TutorLink) -> Letter:
    """To the holder of a link; to the account that gave it where no address was kept."""
    day = short_date(link.signed.date()) if link.signed else ""
    told = {"session": str(session), "unite": unit, "tuteur": link.name, "date": day}
    if link.email:
        return Letter(link.email, link.name, told, language=link.language)
    return Letter.to_account(link.by, **told)
