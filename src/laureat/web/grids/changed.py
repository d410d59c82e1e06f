"""What was signed on a grid changes afterwards: those who signed it are told, once for what each had signed.

The holder of a link is told at the address to which it was sent; without one, whoever gave the link is.
"""

from collections.abc import Iterable

from laureat.vocabulary.french import short_date
from laureat.web.accounts.models import User
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.grids.boards import Board
from laureat.web.grids.models import Author, Signature, TutorLink
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind

Moved = tuple[Row, Board, Board]
"""A candidate, and where they stood before and after, as it counts."""


def tell(session: ExamSession, unit: str, every: Iterable[Moved], who: Author) -> None:
    """Write to those who signed what stood, other than the one who changed it; in the transaction under way.

    Of several candidates, each is told once. Whoever signs again, and is overtaken again, is told again.
    """
    moved = {row.candidate: (row, before, after) for row, before, after in every if before.digest != after.digest}
    if not moved:
        return
    about = {"session": session, "unit": unit, "candidate__in": list(moved)}
    signed: dict[int, tuple[User, list[str]]] = {}
    for one in Signature.objects.filter(**about).select_related("author").order_by("id"):
        row, before, _after = moved[one.candidate]
        if one.digest == before.digest:
            _told(signed, one.author, row)
    for row, before, _after in moved.values():
        if before.settled is not None and not before.moved:
            _told(signed, before.settled.author, row)
    letters = [
        Letter.to_account(account, session=str(session), unite=unit, numero=", ".join(numeros))
        for account, numeros in signed.values()
        if not (isinstance(who, User) and account.pk == who.pk)
    ]
    if letters:
        post(None, Kind.GRILLE_CHANGEE, letters, log=session.log)
    tutors = TutorLink.objects.filter(**about, signed__isnull=False).exclude(signed_digest="").select_related("by")
    overtaken = [
        link
        for link in tutors.order_by("pk")
        if moved[link.candidate][1].holds(link) and not moved[link.candidate][2].holds(link)
    ]
    tell_tutors(session, unit, Kind.AVIS_CHANGE, overtaken)


def _told(signed: dict[int, tuple[User, list[str]]], account: User, row: Row) -> None:
    _account, numeros = signed.setdefault(account.pk, (account, []))
    if row.numero not in numeros:
        numeros.append(row.numero)


def tell_tutors(session: ExamSession, unit: str, what: Kind, links: Iterable[TutorLink]) -> None:
    """Write to the holders of links: of several trainees, the same words are written once."""
    letters: dict[tuple[str, ...], Letter] = {}
    for link in links:
        letter = _of_link(session, unit, link)
        letters.setdefault((letter.to, *letter.told.values()), letter)
    if letters:
        post(None, what, list(letters.values()), log=session.log)


def _of_link(session: ExamSession, unit: str, link: TutorLink) -> Letter:
    """To the holder of a link; to the account that gave it where no address was kept."""
    day = short_date(link.signed.date()) if link.signed else ""
    told = {"session": str(session), "unite": unit, "tuteur": link.name, "date": day}
    if link.email:
        return Letter(link.email, link.name, told, language=link.language)
    return Letter.to_account(link.by, **told)
