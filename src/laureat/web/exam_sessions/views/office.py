"""Open a session, follow it, conduct it."""

import dataclasses
import uuid
from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.records import encode
from laureat.records.checkpoint import tlog_proof
from laureat.session import conduct
from laureat.session.framework import CONDUCT, Framework, Phase, Refused, Round
from laureat.session.milestones import Milestone
from laureat.session.state import SessionState
from laureat.session.todo import unread
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import written_date
from laureat.web.accounts.house import the_house
from laureat.web.accounts.models import Establishment, Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.checkpoints import signing
from laureat.web.exam_sessions import (
    checklist,
    checks,
    history,
    house,
    household,
    ledger,
    letterhead,
    rows,
    sealing,
    texts,
)
from laureat.web.exam_sessions.access import carry_out, count_export, form_key, session_of, sessions, standings_of
from laureat.web.exam_sessions.downloads import TEXT, attachment, named
from laureat.web.exam_sessions.forms import OpeningForm
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import Desk, look, perform
from laureat.web.exam_sessions.tally import tally

FACTS_PER_PAGE = 50
_ASKED = dict(
    zip(("genre", "qui", "q", "candidat", "unite", "du", "au"), dataclasses.fields(history.Asked), strict=True)
)
"""By parameter of the address, what is asked of the log."""


@require_GET
def session_list(request: SignedIn) -> HttpResponse:
    """The sessions one may see."""
    return render(request, "sessions/liste.html", {"sessions": sessions(request)})


@require_http_methods(["GET", "POST"])
def open_session(request: SignedIn) -> HttpResponse:
    """Open a session of a certification."""
    own = the_house()
    form = OpeningForm(request.POST or None, initial={name: getattr(own, name) for name in rows.INHERITED})
    if not form.is_valid():
        context = {"form": form, "sheets": Certification.objects.exists(), "house": own}
        return render(request, "sessions/ouvrir.html", context, status=422 if form.is_bound else 200)
    session = form.save(commit=False)
    letterhead.inherit(session, own)
    session.id = uuid.uuid5(uuid.NAMESPACE_URL, form_key(request))  # the same form twice opens one session
    if ExamSession.objects.filter(pk=session.pk).exists():
        return redirect("session", session.pk)

    def commands(desk: Desk) -> None:
        opening = conduct.open_session(
            desk.state,
            desk.act(),
            framework=desk.framework,
            log=session.log,
            year=session.year,
            blank=form.cleaned_data["blank"],
            keys_required=form.cleaned_data["keys_required"],
        )
        desk.take(opening)
        letterhead.put(desk, {})
        texts.carry_all(desk)

    try:
        with transaction.atomic():
            session.save(force_insert=True)
            desk = perform(session, request.user, form_key(request), commands, alone=True)
    except (Refused, InvalidInput) as error:
        reasons = error.reasons if isinstance(error, Refused) else [str(problem) for problem in error.problems]
        form.add_error(None, list(reasons))
        return render(request, "sessions/ouvrir.html", {"form": form, "sheets": True, "house": own}, status=409)
    for warning in desk.warnings:
        messages.warning(request, warning, "warn")
    return redirect("session", session.pk)


@require_GET
def dashboard(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Where a session stands: what is missing, for whom, by when."""
    session = session_of(request, pk)
    state = look(session)
    counted = tally(standings_of(request, session))
    names = dict(Establishment.objects.filter(uai__in=counted.schools).values_list("uai", "name"))
    schools = [
        {
            "name": names.get(uai, uai or _("candidats sans établissement")),
            "total": numbers["total"],
            "waiting": numbers["waiting"],
            "done": numbers["total"] - numbers["unmarked"],
        }
        for uai, numbers in counted.schools.items()
    ]
    framework = frame(session, state)
    office = request.user.role == Role.EXAMENS
    shown = sorted(counted.decisions.items()) if request.user.role != Role.ETABLISSEMENT else []
    troubles, compared = checks.of_page(session, state) if office else ([], True)
    context = {
        "session": session,
        "state": state,
        "totals": counted.whole,
        "by_school": schools,
        "decisions": [{"decision": decision, "count": count} for decision, count in shown],
        "hypotheses": unread(state, framework),
        "deadlines": [(day.label, state.deadlines[day]) for day in Milestone if day in state.deadlines],
        "today": date.today().isoformat(),
        "steps": _steps(state) if state.phase is not Phase.ABANDONNEE else [],
        "can_start": _rounds_to_start(session, state, framework) if office else [],
        "office": office,
        "older_conduct": office and 0 < state.conduct < CONDUCT,
        "troubles": troubles,
        "compared": compared,
        "can_abandon": office
        and state.phase is not Phase.ABANDONNEE
        and not any(d.sealed for d in state.deliberations),
        "points": checklist.points(session, state, framework, counted) if office else [],
    }
    return render(request, "sessions/session.html", context)


def _steps(state: SessionState) -> list[tuple[str, str]]:
    """The stages of the round under way, and where it stands: done, current or to come."""
    names = [_("Saisie"), _("Délibération"), _("Publication")]
    rank = {Phase.SAISIE: 0, Phase.CLOSE: 1, Phase.DELIBEREE: 2, Phase.PUBLIEE: 3}.get(state.phase, 0)
    return [(name, "done" if place < rank else "current" if place == rank else "") for place, name in enumerate(names)]


def _rounds_to_start(session: ExamSession, state: SessionState, framework: Framework) -> list[Round]:
    """The rounds that may follow a published one."""
    if state.phase is not Phase.PUBLIEE:
        return []
    called = session.standings.filter(withdrawn=False)
    rounds = []
    if state.round is Round.PREMIER and called.filter(public_decision="controle").exists():
        rounds.append(Round.CONTROLE)
    if state.round is not Round.REMPLACEMENT and called.filter(public_decision="remplacement").exists():
        rounds.append(Round.REMPLACEMENT)
    return [round_ for round_ in rounds if framework.has_round(round_)]


@require_http_methods(["GET", "POST"])
def calendar(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The days by which things are due."""
    session = session_of(request, pk)
    typed = request.POST
    if request.method == "POST":

        def commands(desk: Desk) -> None:
            for milestone in Milestone:
                stands = desk.state.deadlines.get(milestone, "")
                day, shown = typed.get(milestone.value, ""), typed.get(f"vu-{milestone.value}", stands)
                if day in (shown, stands):
                    continue
                if shown != stands:
                    told = _("%(label)s : le %(day)s a été fixé depuis l'ouverture de cette page ; relisez.")
                    raise Refused(told % {"label": milestone.label, "day": written_date(stands) if stands else "—"})
                reason = desk.promise(typed.get("motif", ""))
                act = desk.act(milestone)
                desk.take(conduct.set_deadline(desk.state, act, milestone=milestone, day=day, reason=reason))

        if carry_out(request, session, commands, said=_("Le calendrier est enregistré."), candidates=()):
            return redirect("session", pk)
    state = look(session)
    days = []
    for milestone in Milestone:
        stands = state.deadlines.get(milestone, "")
        day = typed.get(milestone.value, stands)
        days.append((milestone, stands if day == typed.get(f"vu-{milestone.value}") else day, stands))
    context = {"session": session, "days": days, "fixed": bool(state.deadlines), "motif": typed.get("motif", "")}
    return render(request, "sessions/calendrier.html", context, status=409 if typed else 200)


@require_GET
def journal(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The log in words, filtered; the signed heads, the public key, how many facts of each kind."""
    session = session_of(request, pk)
    asked = history.Asked(**{field.name: request.GET.get(name, "") for name, field in _ASKED.items()})
    kinds = history.kinds(session)
    pages = Paginator(history.found(session, asked), FACTS_PER_PAGE)
    if asked == history.Asked():
        pages.count = sum(kinds.values())
    page = pages.get_page(request.GET.get("page"))
    whose = Identity.objects.filter(candidate=asked.candidate, log=session.log).first() if asked.candidate else None
    context = {
        "session": session,
        "page": page,
        "lines": history.happened(session, page),
        "asked": asked,
        "whose": whose,
        "choices": history.choices(kinds),
        "kinds": history.counts(kinds),
        "heads": ledger.heads(session.log),
        "key": sealing.public_key().hex(),
        "total": sum(kinds.values()),
    }
    return render(request, "sessions/journal.html", context)


@require_POST
def house_export(request: SignedIn) -> StreamingHttpResponse:
    """The log of the house, the same: whose accounts and approval keys are, by pseudonym (``auditer --maison``)."""
    sealing.vouch(household.LOG)  # only what a head covers says whose a key is
    return exported(request, household.LOG, "maison.jsonl")


def exported(request: SignedIn, log: str, name: str, beside: Iterable[str] = ()) -> StreamingHttpResponse:
    """A log as lines of JSON, for ``laureat auditer``: facts in order, then the signed heads, and what judges them."""
    count_export(request, f"journal {log}")
    lines = (f"{line}\n" for line in chain(ledger.journal(log), beside))
    return named(StreamingHttpResponse(lines, content_type="application/x-ndjson"), name)


@require_GET
def journal_proof(request: SignedIn, pk: uuid.UUID, size: int) -> HttpResponse:
    """The proof that a head of the session is in the log of the house, to be verified offline (C2SP ``tlog-proof``)."""
    session = session_of(request, pk)
    heads = [signed for signed in ledger.heads(session.log) if signed.head.size == size]
    covering = house.covering(heads[-1]) if heads else None
    if covering is None:
        raise Http404
    checkpoint, note = signing.read(covering.checkpoint)
    proof = house.tree(checkpoint).inclusion_proof(covering.position, checkpoint.size)
    told = tlog_proof(note, covering.position, proof, encode(covering.fact))
    return attachment(told, f"tete-{session.year}-{size}.tlog-proof", TEXT)
