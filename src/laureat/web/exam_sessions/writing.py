"""Write to candidates and schools: who is written to, and what for. The mails leave by the outbox (``mails``)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, Sum
from django.utils import translation
from django.utils.translation import gettext as _

from laureat.session.framework import HABILITATION, Refused
from laureat.session.milestones import Milestone
from laureat.session.state import SessionState
from laureat.vocabulary.french import enumeration, plural, short_date
from laureat.web.accounts.models import Role, User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import look
from laureat.web.mails.models import Wording
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind


@dataclass
class Round:
    """Who would be written to, and who cannot be."""

    kind: Kind
    letters: list[Letter] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    """Those whom no open account answers for."""


def lacking_pieces(session: ExamSession) -> Round:
    """Whoever's file lacks a piece: the candidate, else those who answer for the school."""
    state = look(session)
    framework = frame(session, state)
    round_ = Round(Kind.PIECES)
    rows = session.standings.filter(~Q(pieces_missing=[]), withdrawn=False)
    names = _names(session, [row.candidate for row in rows])
    accounts, schools = _candidates(session), accounts_of_schools()
    in_french = Wording.is_of_the_house(round_.kind)
    for row in rows:
        pieces = [framework.piece_label(piece) for piece in row.pieces_missing if piece != HABILITATION]
        if not pieces:
            continue
        name, lacked = names.get(row.candidate, row.numero), enumeration(pieces)
        account = accounts.get(row.candidate)
        readers = [account] if account is not None else schools.get(row.establishment, [])
        for reader in readers:
            with translation.override("fr" if in_french else reader.language):
                whose = _("%(pieces)s (dossier : %(name)s)") % {"pieces": lacked, "name": name}
                told = {"pieces": lacked if reader is account else whose, "date": _until(state, Milestone.PIECES)}
            round_.letters.append(Letter.to_account(reader, session=str(session), **told))
        if not readers:
            round_.unreached.append(name)
    return round_


def late_schools(session: ExamSession) -> Round:
    """Whoever answers for a school whose marks are awaited."""
    state = look(session)
    round_, schools = Round(Kind.RELANCE), accounts_of_schools()
    in_french = Wording.is_of_the_house(round_.kind)
    awaited = (
        session.standings.filter(withdrawn=False, missing__gt=0)
        .order_by("establishment")
        .values_list("establishment")
        .annotate(notes=Sum("missing"), candidates=Count("candidate"))
    )
    for uai, notes, candidates in awaited:
        readers = schools.get(uai, [])
        for reader in readers:
            school = reader.establishment.name if reader.establishment else uai
            with translation.override("fr" if in_french else reader.language):
                awaited_of = _("%(notes)s pour %(candidates)s") % {
                    "notes": plural(notes, _("note"), _("notes")),
                    "candidates": plural(candidates, _("candidat"), _("candidats")),
                }
                told = {"notes": awaited_of, "date": _until(state, Milestone.NOTES)}
            round_.letters.append(Letter.to_account(reader, session=str(session), etablissement=school, **told))
        if not readers:
            round_.unreached.append(uai or _("candidats sans établissement"))
    return round_


ROUNDS = {Kind.PIECES: lacking_pieces, Kind.RELANCE: late_schools}


def write(by: User, session: ExamSession, kind: Kind) -> int:
    """Write to all of a round; gives how many mails. Raises Refused where there is nobody to write to."""
    letters = ROUNDS[kind](session).letters
    if not letters:
        raise Refused(_("Il n'y a personne à qui écrire."))
    return len(post(by, kind, letters, log=session.log))


def tell_results(by: User, session: ExamSession, state: SessionState, deliberation: int) -> None:
    """Tell those whose result a publication gives, or corrects; what it is, their file alone says."""
    published, accounts = state.deliberations[deliberation - 1], _candidates(session)
    letters: dict[Kind, list[Letter]] = defaultdict(list)
    for candidate in published.proposals:
        if candidate not in accounts or published.result(candidate) is None or state.result(candidate) is None:
            continue
        before = any(
            other.published and other.round is published.round and other.result(candidate) is not None
            for other in state.deliberations[: deliberation - 1]
        )
        account = accounts[candidate]
        letters[Kind.CORRECTION if before else Kind.RESULTAT].append(Letter.to_account(account, session=str(session)))
    for kind, some in letters.items():
        post(by, kind, some, log=session.log)


def _until(state: SessionState, milestone: Milestone) -> str:
    day = state.deadlines.get(milestone, "")
    return _("avant le %(day)s") % {"day": short_date(date.fromisoformat(day))} if day else _("dès que possible")


def _candidates(session: ExamSession) -> dict[str, User]:
    """The open account of each candidate who has one, its person's own."""
    found = Identity.objects.filter(log=session.log, account__is_active=True).select_related("account")
    return {
        row.candidate: row.account
        for row in found
        if row.account is not None and str(row.account.pseudonym) == row.person
    }


def accounts_of_schools() -> dict[str, list[User]]:
    """By school, the open accounts that answer for it."""
    found: defaultdict[str, list[User]] = defaultdict(list)
    for user in User.objects.filter(role=Role.ETABLISSEMENT, is_active=True).select_related("establishment"):
        found[user.establishment_id or ""].append(user)
    return found


def _names(session: ExamSession, candidates: Iterable[str]) -> dict[str, str]:
    return {row.candidate: row.full_name for row in Identity.objects.filter(candidate__in=list(candidates))}
