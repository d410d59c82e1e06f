"""The files that still lack something when the jury deliberates: the office decides of each before the seal."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.session import conduct
from laureat.session.framework import Framework, Refused
from laureat.session.state import CandidateState, SessionState
from laureat.session.todo import lacking, undecided
from laureat.vocabulary.french import OUI, OUI_NON
from laureat.web.accounts.models import Establishment, Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions.access import carry_out, session_of, standings_of
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import Desk, look


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing that a file lacks, or that was decided of it."""

    row: Standing
    identity: Identity | None
    school: str
    piece: str
    words: str
    decided: bool = False
    accepted: bool = False
    reason: str = ""

    @property
    def value(self) -> str:
        """What a form sends of it."""
        return f"{self.row.candidate} {self.piece}"


def waiting(session: ExamSession) -> set[str]:
    """The candidates whose file lacks something of which nothing is decided."""
    state, framework = _read(session)
    return {one.id for one in _standings(state) if undecided(state, framework, one)}


def _read(session: ExamSession) -> tuple[SessionState, Framework]:
    """The state of those whose file lacks something."""
    about = session.standings.filter(withdrawn=False).exclude(pieces_missing=[]).exclude(proposal="")
    state = look(session, list(about.values_list("candidate", flat=True)))
    return state, frame(session, state)


def _standings(state: SessionState) -> Iterator[CandidateState]:
    """Those on whom the jury deliberates, or whom a seal left out."""
    for one in state.candidates.values():
        if (state.current is not None and one.id in state.current.proposals) or state.was_left_out(one.id):
            yield one


@require_GET
def files(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What each file lacks and what was decided of it; the form of the office."""
    session = session_of(request, pk)
    found = list(_listed(request, session))
    context = {
        "session": session,
        "open": [one for one in found if not one.decided],
        "decided": [one for one in found if one.decided],
        "office": request.user.role == Role.EXAMENS,
    }
    return render(request, "jury/dossiers.html", context)


def _listed(request: SignedIn, session: ExamSession) -> Iterator[Lacking]:
    state, framework = _read(session)
    standings = {one.id: one for one in _standings(state)}
    rows = standings_of(request, session).filter(candidate__in=standings).order_by("sort_key", "candidate")
    identities = Identity.objects.in_bulk(list(standings))
    schools = dict(Establishment.objects.filter(uai__in={row.establishment for row in rows}).values_list("uai", "name"))
    promised = [fact.reason for one in standings.values() for fact in one.incomplete.values()]
    reasons = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    for row in rows:
        standing = standings[row.candidate]
        for piece in lacking(state, framework, standing):
            fact = standing.incomplete.get(piece)
            yield Lacking(
                row,
                identities.get(row.candidate),
                schools.get(row.establishment, ""),
                piece,
                framework.piece_label(piece),
                decided=fact is not None,
                accepted=fact is not None and fact.accepted,
                reason=reasons.get(fact.reason, "") if fact else "",
            )


@require_POST
def decide(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Decide of what was ticked: one fact for each, all with the reason given."""
    session = session_of(request, pk)
    chosen = [tuple(one.split(" ", 1)) for one in request.POST.getlist("manque") if " " in one]
    asked = list(dict.fromkeys(candidate for candidate, _piece in chosen))
    own = standings_of(request, session).filter(candidate__in=asked).values_list("candidate", flat=True)
    known = set(own)
    candidates = [candidate for candidate in asked if candidate in known]

    def commands(desk: Desk) -> None:
        if not candidates or request.POST.get("decision") not in OUI_NON:
            raise Refused(_("Cochez ce dont vous décidez, et dites s'il est accepté."))
        for number, (candidate, piece) in enumerate(chosen):
            if candidate in known:
                desk.take(
                    conduct.decide_incomplete_file(
                        desk.state,
                        desk.act(str(number)),
                        framework=desk.framework,
                        candidate=candidate,
                        piece=piece,
                        accepted=request.POST["decision"] == OUI,
                        reason=desk.promise(request.POST.get("motif", ""), PrivateText.Kind.MOTIF, candidate),
                    )
                )

    carry_out(request, session, commands, said=_("C'est décidé."), candidates=candidates)
    return redirect("deliberation_dossiers", pk)
