"""Decisions that stand no more: the act that strikes them, what restores them, what is due until it is done."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.records.facts import DecisionsRestored, DecisionsWithdrawn
from laureat.records.recorded import recorded
from laureat.session import conduct, keeping, life
from laureat.session.after import FollowUp, Ground, Nature
from laureat.session.framework import Refused
from laureat.session.state import SessionState
from laureat.vocabulary.french import written_date
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.aftermath.forms import RestoringForm, WithdrawalForm
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import vae_sources
from laureat.web.exam_sessions.access import carry_out, session_of, standing_of, tried
from laureat.web.exam_sessions.models import ExamSession, StoredFact
from laureat.web.exam_sessions.service import Desk, look_at_all
from laureat.web.titles import issuing

CORRECTING = "corriger"
"""What the button says that leads from the page before an act back to what was typed."""


@require_GET
def overview(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What is awaited of the jury, what is due elsewhere, the requests to answer, the acts recorded."""
    session = session_of(request, pk)
    state = look_at_all(session)
    dues = sorted(life.all_follow_ups(state), key=lambda due: (due.done is not None, due.since))
    asked = [
        (candidate.id, number, request_, Nature(request_.received.nature))
        for candidate in state.candidates.values()
        for number, request_ in enumerate(candidate.requests, 1)
        if request_.answered is None
    ]
    waits = life.awaited(state)
    names = names_of([*(due.candidate for due in dues), *(one[0] for one in asked), *_touched(waits)])
    today = date.today().isoformat()
    context = {
        "session": session,
        "today": today,
        "waits": [(one, Ground(one.by.ground), _named(names, one.candidates), one.late(today)) for one in waits],
        "dues": [(due, names.get(due.candidate, "")) for due in dues if due.done is None],
        "done": [(due, names.get(due.candidate, "")) for due in dues if due.done is not None],
        "requests": sorted(
            ((one, names.get(who, ""), who, number, nature) for who, number, one, nature in asked),
            key=lambda row: row[0].due,
        ),
        "acts": acts_of(session),
        "resting": list(_resting(session, state)),
        "struck": any(candidate.struck for candidate in state.candidates.values()),
        "published": session.published,
    }
    return render(request, "suites/session.html", context)


def _resting(session: ExamSession, state: SessionState) -> Iterator[tuple[str, str, int]]:
    """Those who hold something given on a unit carried from a VAE that validates it no more, and how much of it."""
    carried = [one.id for one in state.candidates.values() if one.vae_sources and vae_sources.fallen(one)]
    names = names_of(carried)
    for candidate, rows in issuing.delivered(session.log, carried).items():
        if count := sum(issuing.rests_on_nothing(row) for row in rows):
            yield candidate, names.get(candidate, candidate), count


def _touched(waits: Iterable[life.Awaited]) -> list[str]:
    return [candidate for one in waits for candidate in one.candidates]


def _named(names: dict[str, str], candidates: Iterable[str]) -> list[tuple[str, str]]:
    return [(candidate, names.get(candidate, candidate)) for candidate in candidates]


def names_of(candidates: Iterable[str]) -> dict[str, str]:
    """The name and number of candidates, as people see them."""
    found = Identity.objects.in_bulk(list(dict.fromkeys(candidates)))
    return {candidate: f"{one.name} ({one.numero})" for candidate, one in found.items()}


def acts_of(session: ExamSession) -> list[tuple[DecisionsWithdrawn | DecisionsRestored, str]]:
    """The acts that struck or restored decisions, in their order, each with what it is in words."""
    kinds = (DecisionsWithdrawn.__name__, DecisionsRestored.__name__)
    found: list[tuple[DecisionsWithdrawn | DecisionsRestored, str]] = []
    rows = StoredFact.objects.filter(log=session.log, kind__in=kinds).order_by("pk").values_list("payload", flat=True)
    told = [fact for payload in rows if (fact := recorded(None, bytes(payload)).fact) is not None]
    for fact in keeping.heeded(told, look_at_all(session, marks=False)) if told else ():
        if isinstance(fact, DecisionsWithdrawn):
            found.append((fact, Ground(fact.ground).label))
        elif isinstance(fact, DecisionsRestored):
            found.append((fact, _("décisions rétablies")))
    return found


def acts_on(session: ExamSession, candidate: str) -> list[tuple[DecisionsWithdrawn | DecisionsRestored, str]]:
    """Those that touched one candidate."""
    return [(fact, label) for fact, label in acts_of(session) if candidate in fact.candidates]


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Strike decisions: the form, then whom it touches, then the act."""
    session = session_of(request, pk)
    form = WithdrawalForm(request.POST or None, session=session)
    context = {"session": session, "form": form}
    if not form.is_valid() or request.POST.get("etape") == CORRECTING:
        return render(request, "suites/retrait.html", context, status=422 if form.errors else 200)
    given = form.cleaned_data

    def commands(desk: Desk) -> None:
        _strike(desk, form)

    if request.POST.get("etape") == "enregistrer":
        if carry_out(request, session, commands, said=_("L'acte est enregistré."), alone=True):
            return redirect("suites", pk)
        return render(request, "suites/retrait.html", context, status=422)
    if not given["candidates"]:
        form.add_error("establishment", _nothing_left(session, given["establishment"]))
    elif reasons := tried(request, session, commands):
        form.add_error(None, list(reasons))
    if form.errors:
        return render(request, "suites/retrait.html", context, status=422)
    state = look_at_all(session)
    rows = session.standings.in_bulk(given["candidates"])
    names = names_of(given["candidates"])
    touched = [(names.get(one, ""), rows.get(one), len(state.candidates[one].papers)) for one in given["candidates"]]
    context |= {
        "touched": touched,
        "ground": Ground(given["ground"]),
        "papers": sum(count for *_rest, count in touched),
    }
    return render(request, "suites/retrait_confirmer.html", context)


def _nothing_left(session: ExamSession, centre: str) -> str:
    """Why no published result of a centre is there to strike."""
    acts = [fact for fact, _label in acts_of(session) if isinstance(fact, DecisionsWithdrawn)]
    if done := next((fact for fact in reversed(acts) if fact.establishment == centre), None):
        named = {"authority": done.authority, "number": done.number, "day": written_date(done.decided_on)}
        return _("Les résultats de ce centre sont déjà retirés (%(authority)s, n° %(number)s, %(day)s).") % named
    return _("Aucun résultat publié de ce centre n'est en vigueur : il n'y a rien à retirer.")


def _strike(desk: Desk, form: WithdrawalForm) -> None:
    given = form.cleaned_data
    notified = given["notified_on"]
    desk.take(
        conduct.withdraw_decisions(
            desk.state,
            desk.act(),
            ground=Ground(given["ground"]),
            notified_on=notified.isoformat() if notified else "",
            candidates=given["candidates"],
            establishment=given["establishment"],
            again=given["again"],
            due=given["due"],
            reason=desk.promise(given["reason"]),
            **form.reference(),
        )
    )


@require_http_methods(["GET", "POST"])
def restore(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Make decisions stand again: whom, then by what."""
    session = session_of(request, pk)
    struck = struck_of(look_at_all(session))
    form = RestoringForm(request.POST or None, struck=list(names_of(struck).items()))
    recording = request.POST.get("etape") == "enregistrer"
    refused = False

    def commands(desk: Desk) -> None:
        given = form.cleaned_data
        reason = desk.promise(given["reason"])
        restored = conduct.restore_decisions(
            desk.state, desk.act(), candidates=given["candidates"], reason=reason, **form.reference()
        )
        desk.take(restored)

    if form.is_valid() and recording:
        if carry_out(request, session, commands, said=_("Les décisions sont rétablies."), alone=True):
            return redirect("suites", pk)
        refused = True
    elif form.is_valid() and (reasons := tried(request, session, commands)):
        form.add_error(None, list(reasons))
    correcting = request.POST.get("etape") == CORRECTING
    confirming = form.is_bound and form.is_valid() and not refused and not correcting
    names = names_of(form.cleaned_data["candidates"]) if confirming else {}
    context = {"session": session, "form": form, "confirming": confirming, "names": list(names.values())}
    status = 422 if form.errors or refused else 200
    return render(request, "suites/retablir.html", context, status=status)


def struck_of(state: SessionState) -> list[str]:
    """The candidates whose decision is struck."""
    return [candidate.id for candidate in state.candidates.values() if candidate.struck is not None]


@require_POST
def done(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Record that what was due elsewhere was done."""
    session = session_of(request, pk)
    row = standing_of(request, session, request.POST.get("candidat", ""))

    def commands(desk: Desk) -> None:
        try:
            what, number = FollowUp(request.POST.get("quoi", "")), int(request.POST.get("deliberation", ""))
        except ValueError:
            raise Refused(_("Choisissez une valeur de la liste.")) from None
        reference = desk.promise(request.POST.get("reference", ""), subject=row.candidate)
        desk.take(
            conduct.record_follow_up(
                desk.state,
                desk.act(),
                candidate=row.candidate,
                deliberation=number,
                what=what,
                done_on=request.POST.get("fait_le", ""),
                reference=reference,
            )
        )

    carry_out(request, session, commands, said=_("C'est enregistré."), candidates=[row.candidate])
    return redirect("suites", pk)
