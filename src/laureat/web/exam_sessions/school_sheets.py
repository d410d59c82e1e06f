"""What schools say of their marks once entry is closed: each is shown its sheet, and asked whether it is the one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from laureat.records import Fact
from laureat.records import facts as kinds
from laureat.session import digests
from laureat.session.state import SessionState
from laureat.vocabulary.characters import by_fours
from laureat.vocabulary.french import enumeration_of_some
from laureat.web.accounts.models import Establishment
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import writing
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import judged, look_at_all
from laureat.web.mails.sending import Letter, post
from laureat.web.mails.wordings import Kind

NAMED = 5
"""So many schools are named."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A candidate on a sheet, with its marks."""

    candidate: str
    numero: str
    name: str
    lines: Sequence[digests.Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The marks of a school, and what it said of them."""

    standing: digests.Standing
    name: str
    """Of the school."""
    candidates: Sequence[Marked] = ()
    reason: str = ""
    """What it has against them."""
    reached: bool = True
    """An open account answers for it."""

    @property
    def short(self) -> str:
        """What people compare of the digest, four by four."""
        return by_fours(self.standing.digest[: digests.SHORT])


def own_ids(session: ExamSession, uai: str) -> list[str]:
    """The candidates of a school."""
    rows = session.standings.filter(withdrawn=False, establishment=uai)
    return list(rows.values_list("candidate", flat=True))


def sheet_of(session: ExamSession, uai: str, ids: Sequence[str]) -> Sheet:
    """The marks of one school, by name of candidate."""
    state = judged(session, ids)
    pupils = digests.pupils(state, uai)
    lines = digests.lines_of(pupils)
    identities = Identity.objects.in_bulk([one.id for one in pupils])
    marked = []
    for candidate, own in groupby(lines, key=lambda line: line.candidate):
        kept = identities.get(candidate)
        marked.append(Marked(candidate, kept.numero if kept else "", kept.name if kept else candidate, list(own)))
    order = {one: kept.sort_key for one, kept in identities.items()}
    marked.sort(key=lambda one: (order.get(one.candidate, ""), one.candidate))
    standing = digests.Standing(uai, digests.digest(state.log, uai, lines), state.words_of_schools.get(uai))
    return Sheet(standing, _names([uai])[uai], marked, _reasons([standing]).get(uai, ""))


def sheets(session: ExamSession) -> list[Sheet]:
    """Where each school of a session stands, without its marks."""
    found = digests.standings(look_at_all(session))
    names, reasons, reached = (
        _names([one.establishment for one in found]),
        _reasons(found),
        writing.accounts_of_schools(),
    )
    return [
        Sheet(one, names[one.establishment], (), reasons.get(one.establishment, ""), one.establishment in reached)
        for one in found
    ]


def _names(uais: Sequence[str]) -> dict[str, str]:
    known = dict(Establishment.objects.filter(uai__in=uais).values_list("uai", "name"))
    return {uai: f"{known[uai]} ({uai})" if uai in known else uai for uai in uais}


def _reasons(found: Iterable[digests.Standing]) -> dict[str, str]:
    """By school that contests, what it says."""
    contesting = [one for one in found if isinstance(one.word, kinds.MarksContested)]
    said = {str(getattr(one.word, "reason", "")): one.establishment for one in contesting}
    texts = PrivateText.objects.filter(commitment__in=list(said)).values_list("commitment", "text")
    return {said[commitment]: text for commitment, text in texts}


def awaited(found: Sequence[digests.Standing]) -> list[str]:
    """What whoever goes on should know: the schools that contest, those that have not confirmed."""
    told = []
    names = _names([one.establishment for one in found])
    contested = [names[one.establishment] for one in found if one.is_contested]
    silent = [names[one.establishment] for one in found if not one.is_of_now]
    for what, schools in (
        (_("Notes contestées par %(names)s."), contested),
        (_("Notes que n'ont pas confirmées : %(names)s."), silent),
    ):
        if schools:
            told.append(what % {"names": enumeration_of_some(schools, NAMED, _("autre"))})
    return told


def ask(session: ExamSession, state: SessionState, facts: Iterable[Fact]) -> None:
    """Write to the schools whose marks were just closed, or changed since: in the transaction that records it."""
    if session.blank or not digests.is_closed(state):
        return
    made = list(facts)
    if any(isinstance(fact, kinds.SessionClosed) for fact in made):
        found = digests.standings(state)
    else:
        about = (state.candidates[fact.candidate] for fact in made if isinstance(fact, digests.CHANGES))
        changed = sorted({one.route.establishment for one in about if one.route} - {""})
        found = [sheet_of(session, uai, own_ids(session, uai)).standing for uai in changed]
    waiting = [one for one in found if not one.is_of_now]
    if not waiting:
        return
    readers, letters = writing.accounts_of_schools(), []
    for one in waiting:
        for reader in readers.get(one.establishment, ()):
            school = reader.establishment.name if reader.establishment else one.establishment
            letters.append(Letter.to_account(reader, session=str(session), etablissement=school, empreinte=one.digest))
    post(None, Kind.RELEVE, letters, log=session.log)
