"""One candidate after the results: what became of the decision, requests and answers, the choice on the public list."""

import contextlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from laureat.documents.typeset import Attachment, Typesetter
from laureat.records import encode
from laureat.session import conduct, life
from laureat.session.after import Answer, Nature
from laureat.session.framework import Refused
from laureat.session.state import Asked, CandidateState, SessionState
from laureat.vocabulary.french import OUI, OUI_NON, capital, fault_of_a_day, written_date
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.aftermath import letters
from laureat.web.aftermath.decisions import acts_of, acts_on, names_of
from laureat.web.aftermath.told import history_of
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import checks, covered, ledger
from laureat.web.exam_sessions.access import carry_out, count_export, count_file, session_of, standing_of, standings_of
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.papers import Desk as PaperDesk
from laureat.web.exam_sessions.service import Desk, look

LETTERS = {
    letters.RECEIVED: gettext_lazy("L'accusé de réception (PDF)"),
    letters.PROLONGED: gettext_lazy("La prolongation (PDF)"),
    letters.ANSWERED: gettext_lazy("La lettre de réponse (PDF)"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A request as a page shows it, with its letters."""

    number: int
    asked: Asked
    nature: Nature
    answer: str
    """The answer in words."""
    text: str
    """What was asked."""
    answered: str
    """What was answered."""

    @property
    def letters(self) -> list[tuple[str, str]]:
        """The letters that it gave rise to: name and words."""
        return [(name, str(LETTERS[name])) for name in letters.of_request(self.asked)]


def requests_of(standing: CandidateState) -> list[Shown]:
    """The requests of a candidate, the first one first."""
    promised = [one.received.text for one in standing.requests]
    promised += [one.answered.text for one in standing.requests if one.answered]
    texts = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    return [
        Shown(
            number,
            one,
            Nature(one.received.nature),
            Answer(one.answered.answer).label if one.answered else "",
            texts.get(one.received.text, ""),
            texts.get(one.answered.text, "") if one.answered else "",
        )
        for number, one in enumerate(standing.requests, 1)
    ]


@require_GET
def file(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """The candidate as the office follows it after the results."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    state = look(session, [row.candidate])
    if row.candidate not in state.candidates:
        raise Http404
    count_file(request, row.candidate)
    standing = state.candidates[row.candidate]
    context = {
        "session": session,
        "row": row,
        "name": names_of([row.candidate]).get(row.candidate, row.numero),
        "standing": standing,
        "withheld": state.why_withheld(row.candidate),
        "history": history_of(session, state, row.candidate),
        "dues": list(life.follow_ups(state, row.candidate)),
        "requests": requests_of(standing),
        "acts": acts_on(session, row.candidate),
        "natures": list(Nature),
        "answers": list(Answer),
        "today": date.today().isoformat(),
    }
    return render(request, "suites/candidat.html", context)


@require_POST
def act(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """Record a request, its answer, a longer delay, or the choice on the public list."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    carry_out(request, session, lambda desk: _record(desk, row, request), said=str(_SAID), candidates=[row.candidate])
    return redirect("suites_candidat", pk, candidate)


OWN_ACTS = ("demande", "liste")
"""What a candidate does in person; the office does the rest."""
_SAID = gettext_lazy("C'est enregistré.")
E = TypeVar("E", bound=StrEnum)


def _record(desk: Desk, row: Standing, request: SignedIn, *, today: bool = False) -> None:
    form, who = request.POST, row.candidate
    text = desk.promise(form.get("texte", ""), subject=who)
    day = date.today().isoformat() if today else _plausible(form.get("jour", ""))
    match form.get("acte"):
        case "demande":
            nature = _one_of(Nature, form.get("nature", ""))
            given = conduct.receive_request(
                desk.state, desk.act(), candidate=who, nature=nature, received_on=day, text=text
            )
        case "prolonger":
            given = conduct.prolong_request(
                desk.state, desk.act(), candidate=who, request=_number(form.get("demande", "")), reason=text
            )
        case "repondre":
            given = conduct.answer_request(
                desk.state,
                desk.act(),
                candidate=who,
                request=_number(form.get("demande", "")),
                answer=_one_of(Answer, form.get("reponse", "")),
                answered_on=day,
                text=text,
            )
        case "liste" if form.get("figure") in OUI_NON:
            given = conduct.choose_public_list(
                desk.state, desk.act(), candidate=who, listed=form.get("figure") == OUI, told_on=day, proof=text
            )
        case _:
            raise Refused(_("Choisissez une valeur de la liste."))
    desk.take(given)


def _plausible(day: str) -> str:
    """The day as typed, which the command reads; a slip of the keyboard is refused here."""
    with contextlib.suppress(ValueError):
        if fault := fault_of_a_day(date.fromisoformat(day)):
            raise Refused(f"{capital(fault)}.")
    return day


def _one_of(kind: type[E], value: str) -> E:
    try:
        return kind(value)
    except ValueError:
        raise Refused(_("Choisissez une valeur de la liste.")) from None


def _number(value: str) -> int:
    if not value.isdecimal():
        raise Refused(_("Choisissez une valeur de la liste."))
    return int(value)


@require_POST
def own_act(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """A candidate asks for something, or says whether to stand on the public list: today, and in person."""
    session = session_of(request, pk)
    row = standings_of(request, session).first()
    if row is None:
        raise Http404

    def commands(desk: Desk) -> None:
        if request.POST.get("acte") not in OWN_ACTS:
            raise Refused(_("Choisissez une valeur de la liste."))
        _record(desk, row, request, today=True)

    carry_out(request, session, commands, said=str(_SAID), candidates=[row.candidate])
    return redirect("mon_dossier_session", pk)


@require_GET
def letter(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID, number: int, which: str) -> HttpResponse:
    """A letter of a request (received, prolonged, answered), for the office and for whom it is written to."""
    session, row, state = _read(request, pk, candidate)
    requests = state.candidates[row.candidate].requests
    if not 1 <= number <= len(requests) or which not in letters.of_request(requests[number - 1]):
        raise Http404
    return _letter(
        request,
        session,
        row,
        state,
        f"{number}-{which}",
        lambda desk: letters.written(desk, requests[number - 1], which),
    )


@require_GET
def notification(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID, number: int) -> HttpResponse:
    """The letter that tells a candidate that a decision stands no more, or stands again."""
    session, row, state = _read(request, pk, candidate)
    acts = acts_on(session, row.candidate)
    if not 1 <= number <= len(acts):
        raise Http404
    return _letter(
        request,
        session,
        row,
        state,
        f"suite-{number}",
        lambda desk: letters.notified(desk.context, acts[number - 1][0]),
    )


def _read(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> tuple[ExamSession, Standing, SessionState]:
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    state = look(session, [row.candidate])
    if row.candidate not in state.candidates:
        raise Http404
    return session, row, state


def _letter(
    request: SignedIn,
    session: ExamSession,
    row: Standing,
    state: SessionState,
    name: str,
    write: Callable[[PaperDesk], letters.Letter],
) -> HttpResponse:
    identity = Identity.objects.filter(candidate=row.candidate).first()
    if identity is None:
        raise Http404
    desk = PaperDesk.of(session, state)
    written = write(desk)
    reasons = [one.text for one in checks.of_candidate(session, state, row.candidate)]
    if checks.text_defects(written.texts):
        reasons.append(_("Un texte gardé n'est plus celui que le journal a engagé."))
    if reasons and request.user.role != Role.EXAMENS:
        reasons = [_("Le service des examens vérifie le dossier.")]
    if reasons:
        return withheld(request, reasons)
    count_file(request, row.candidate, "lettre")
    with translation.override("fr"):  # a paper is French
        content = letters.printed(desk.context, desk.head(row.candidate), identity, written)
    return attachment(content, f"lettre-{row.numero}-{name}.pdf")


@require_GET
def history(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """All that happened to the decision on a candidate, as one file for a court; its facts are attached."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))
    state = look(session, [row.candidate])
    if row.candidate not in state.candidates or not state.deliberations:
        raise Http404
    count_export(request, f"dossier {row.candidate}")
    return attachment(_printed(session, state, row), f"dossier-{row.numero}.pdf")


def _printed(session: ExamSession, state: SessionState, row: Standing) -> bytes:
    desk = PaperDesk.of(session, state)
    identity = Identity.objects.filter(candidate=row.candidate).first()
    with translation.override("fr"):  # a paper is French
        return _paper(desk, session, state, row, identity)


def _paper(
    desk: PaperDesk, session: ExamSession, state: SessionState, row: Standing, identity: Identity | None
) -> bytes:
    paper = desk.context.head("histoire", _("Suite donnée à une décision"), row.numero) | {
        "pied": desk.context.session,
        "tete": covered.told(desk.head(row.candidate)),
        "qui": [[_("Candidat"), identity.name if identity else row.numero], [_("Numéro"), row.numero]],
        "situation": state.why_withheld(row.candidate) or _("La décision publiée est en vigueur."),
        "lignes": [[written_date(one.day), one.what, one.detail] for one in history_of(session, state, row.candidate)],
    }
    facts = "\n".join(encode(fact).decode() for fact in ledger.facts(session.log, [row.candidate]))
    attached = [
        Attachment("journal.jsonl", facts, "application/x-ndjson", "Faits du journal"),
        Attachment("actes.json", json.dumps(_acts(session), ensure_ascii=False), "application/json", "Actes"),
    ]
    return Typesetter().pdf(paper, desk.context.issued, attached)


def _acts(session: ExamSession) -> list[object]:
    return [json.loads(encode(fact)) for fact, _label in acts_of(session)]


def own_context(session: ExamSession, state: SessionState, candidate: str) -> Iterator[tuple[str, object]]:
    """What the candidate's own page shows of it."""
    standing = state.candidates[candidate]
    yield "acts", acts_on(session, candidate)
    yield "requests", requests_of(standing)
    yield "listed", standing.listed
    yield "natures", list(Nature)
