"""The épreuve de contrôle: choices, then oral marks."""

import uuid
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.session import conduct
from laureat.session.framework import Refused, Round
from laureat.session.todo import choosable_by_group
from laureat.vocabulary import CellError
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.access import carry_out, session_of, standings_of
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import Desk, look


@require_http_methods(["GET", "POST"])
def control(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Everyone called to the control tests: what was chosen, what was marked."""
    session = session_of(request, pk)
    called = standings_of(request, session).filter(public_decision="controle").order_by("sort_key")
    if request.method == "POST":
        candidate = request.POST.get("candidat", "")
        if called.filter(candidate=candidate).exists():
            carry_out(
                request,
                session,
                lambda desk: _record(desk, candidate, request),
                said=_("C'est enregistré."),
                candidates=[candidate],
            )
        return redirect(f"{request.path}#c-{quote(candidate)}")
    rows = list(called[:500])
    state = look(session, [row.candidate for row in rows])
    framework = frame(session, state)
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    shown = []
    for row in rows:
        standing = state.candidates[row.candidate]
        choices = [
            [(unit, framework.unit_label(unit), unit in standing.control_units) for unit in units]
            for units in choosable_by_group(standing, framework).values()
        ]
        chosen = [
            (unit, framework.unit_label(unit), str(standing.control.get(unit, ""))) for unit in standing.control_units
        ]
        shown.append((row, identities.get(row.candidate), choices, chosen, not standing.control))
    context = {"session": session, "rows": shown, "under_way": state.round is Round.CONTROLE, "state": state}
    context["without"] = (
        "" if framework.has_round(Round.CONTROLE) else framework.without_meaning(_("aucune épreuve de contrôle"))
    )
    return render(request, "sessions/controle.html", context)


def _record(desk: Desk, candidate: str, request: SignedIn) -> None:
    """A choice of units, or oral marks."""
    if request.POST.get("acte") == "choisir":
        units = [str(value) for name, value in request.POST.items() if name.startswith("groupe-") and value]
        desk.take(
            conduct.choose_control(desk.state, desk.act(), framework=desk.framework, candidate=candidate, units=units)
        )
        return
    for unit in desk.state.candidates[candidate].control_units:
        text = request.POST.get(f"note-{unit}", "").strip()
        if not text or str(desk.state.candidates[candidate].control.get(unit, "")) == text:
            continue
        try:
            cell = desk.framework.grammar.parse(text)
        except CellError as error:
            raise Refused(str(error)) from None
        act = desk.act(unit)
        desk.take(
            conduct.enter_control_mark(
                desk.state, act, framework=desk.framework, candidate=candidate, unit=unit, cell=cell
            )
        )
