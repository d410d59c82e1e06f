"""Object rights: what of the sessions and candidates belongs to whoever asks (see the matrix)."""

import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from laureat.session.framework import Refused
from laureat.vocabulary.french import plural
from laureat.web.accounts import trace
from laureat.web.accounts.models import Happening, Role, User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.drafts import show_again
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.naming import in_names
from laureat.web.exam_sessions.service import Commands, Desk, Writing, look, look_at_all, open_desk, perform

E = TypeVar("E", bound=Enum)
_KEY = re.compile(r"[0-9a-f]{32}")
TOLD = 10
"""How many lines about a file are told one by one."""


def sessions(request: SignedIn) -> QuerySet[ExamSession]:
    """The sessions that the account may see."""
    every = ExamSession.objects.select_related("certification")
    user = request.user
    if user.role == Role.EXAMENS:
        return every
    if user.role == Role.ETABLISSEMENT:
        own = Standing.objects.filter(establishment=user.establishment_id).values("session")
        return every.filter(pk__in=own)
    if user.role == Role.JURY:
        return every.filter(pk__in=[session for session, jurors in _juries(user) if jurors])
    logs = own_files(user).values_list("log", flat=True)
    return every.filter(pk__in=[uuid.UUID(log) for log in logs])


def own_files(user: User) -> QuerySet[Identity]:
    """The files of a candidate's account: those of the person whose pseudonym it bears, and no other."""
    return user.identities.filter(person=str(user.pseudonym))


def _juries(user: User) -> Iterator[tuple[uuid.UUID, bool]]:
    """The sessions in whose juries the account was ever appointed, and whether it sits in the one of today."""
    seats: dict[uuid.UUID, set[str]] = {}
    for juror, session in user.seats.values_list("pk", "session"):
        seats.setdefault(session, set()).add(str(juror))
    known = ExamSession.objects.select_related("certification").in_bulk(seats)
    for session, own in seats.items():
        state = look(known[session])
        jury, sealed = state.jury, [made.jury for made in state.deliberations if made.jury is not None]
        if sealed and jury != sealed[-1]:  # whether another may be appointed after a seal, everyone tells
            jury = look_at_all(known[session], marks=False).jury
        yield session, jury is not None and not own.isdisjoint(jury.jurors)


def session_of(request: SignedIn, pk: uuid.UUID) -> ExamSession:
    """One session, or page not found."""
    found = sessions(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def standings_of(request: SignedIn, session: ExamSession) -> QuerySet[Standing]:
    """The candidates of a session that the account may see."""
    every = session.standings.filter(withdrawn=False)
    user = request.user
    if user.role == Role.ETABLISSEMENT:
        return every.filter(establishment=user.establishment_id)
    if user.role == Role.CANDIDAT:
        return every.filter(candidate__in=own_files(user).values("candidate"))
    return every


def standing_of(request: SignedIn, session: ExamSession, candidate: str) -> Standing:
    """One candidate, or page not found."""
    found = standings_of(request, session).filter(candidate=candidate).first()
    if found is None:
        raise Http404
    return found


def form_key(request: SignedIn) -> str:
    """The idempotency key of a form; a form without one was not ours."""
    key = request.POST.get("cle", "")
    if not _KEY.fullmatch(key):
        raise PermissionDenied
    return f"{request.user.pk}-{key}"


def one_of(kind: type[E], value: str) -> E:
    """What was chosen in a list, by its value. Raises Refused for what the list does not offer."""
    try:
        return kind(value)
    except ValueError:
        raise Refused(_("Choisissez une valeur de la liste.")) from None


def number_of(text: str, otherwise: int = 0) -> int:
    """A whole number that one of our forms carries; ``otherwise`` for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else otherwise


def carry_out(
    request: SignedIn,
    session: ExamSession,
    commands: Commands,
    *,
    said: str,
    candidates: Sequence[str] | None = None,
    alone: bool = False,
) -> Desk | None:
    """Run the commands of a form and tell what came of it; None when they were refused."""
    try:
        desk = perform(session, request.user, form_key(request), commands, candidates=candidates, alone=alone)
    except Refused as refused:
        say_refused(request, refused)
        show_again(request)
        return None
    say_done(request, said, desk)
    return desk


def tried(request: SignedIn, session: ExamSession, commands: Commands) -> tuple[str, ...]:
    """Why these commands would be refused now, told before they are given; nothing is recorded. Reads everyone."""
    try:
        commands(open_desk(session, request.user, "essai"))
    except Refused as refused:
        return in_names(refused.reasons)
    return ()


def say_refused(request: SignedIn, refused: Refused) -> None:
    """The page that follows says why nothing was done."""
    for reason in refused.reasons:
        messages.error(request, reason, "bad")


def erase_and_say(request: SignedIn, erase: Callable[[], int]) -> None:
    """Erase what is past its term, in a session, the VAE or the house; the page that follows says how many went."""
    try:
        gone = erase()
    except Refused as refused:
        say_refused(request, refused)
        return
    if not gone:
        messages.info(request, _("Rien n'a dépassé sa durée de conservation : rien n'est effacé."))
        return
    told = plural(gone, _("texte effacé"), _("textes effacés"))
    said = _("%(told)s, la durée de conservation étant passée ; le journal reste vérifiable.")
    messages.success(request, said % {"told": told}, "good")


def say_done(request: SignedIn, said: str, done: Writing) -> None:
    """The page that follows says what was done, and what there is to know of it."""
    messages.success(request, said, "good")
    for warning in done.warnings:
        messages.warning(request, warning, "warn")


def count_export(request: SignedIn, what: str) -> None:
    """Note a file taken out; refuse beyond the day's ceiling."""
    trace.take_out(request, Happening.EXPORT, weight=trace.FILE, what=what)


def count_file(request: SignedIn, candidate: str, what: str = "") -> None:
    """Note that someone opened the file of a candidate, or a paper of it; one's own does not count."""
    if request.user.role != Role.CANDIDAT:
        kind = Happening.DOCUMENT if what else Happening.DOSSIER
        trace.take_out(request, kind, weight=trace.PAGE, subject=candidate, what=what)


def tell_lines(request: SignedIn, tone: str, told: list[str]) -> None:
    """The first lines one by one, then how many others."""
    level = messages.ERROR if tone == "bad" else messages.WARNING
    for line in told[:TOLD]:
        messages.add_message(request, level, line, tone)
    if len(told) > TOLD:
        more = plural(len(told) - TOLD, _("autre ligne"), _("autres lignes"))
        messages.add_message(request, level, _("Et %(more)s.") % {"more": more}, tone)
