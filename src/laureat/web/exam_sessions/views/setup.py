"""The house, said once, and what a session says of it, put right at any time with a reason."""

import uuid
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laureat.session import conduct
from laureat.session.framework import SIGNED
from laureat.session.state import SessionState
from laureat.vocabulary.french import oui_non
from laureat.web.accounts.forms import HouseForm
from laureat.web.accounts.house import set_house
from laureat.web.accounts.house import the_house as known_house
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import deeds, household, letterhead, people
from laureat.web.exam_sessions.access import carry_out, erase_and_say, form_key, session_of
from laureat.web.exam_sessions.forms import FieldsForm, KeysForm
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rows import SESSION_FIELDS
from laureat.web.exam_sessions.service import Desk, look
from laureat.web.exam_sessions.views.asking import asked_twice


@require_http_methods(["GET", "POST"])
def the_house(request: SignedIn) -> HttpResponse:
    """Who runs the sessions: said once, followed by those that are not sealed."""
    form = HouseForm(request.POST or None, request.FILES or None, instance=known_house())
    if not form.is_valid():
        return render(request, "accounts/maison.html", {"form": form}, status=422 if form.is_bound else 200)
    before = known_house()
    with transaction.atomic():
        after = set_house(form, request)
        household.describe(str(request.user.pseudonym))
        refused = list(letterhead.follow(request.user, form_key(request), before, after))
    messages.success(request, _("La maison est enregistrée ; les sessions que rien n'a scellées la suivent."), "good")
    for told in refused:
        messages.warning(request, told, "warn")
    return redirect("premiers_pas")


@require_POST
def house_erase(request: SignedIn) -> HttpResponse:
    """Erase what is no longer to be kept of accounts, invitations and reasons."""
    key, deed = form_key(request), deeds.erasing(people.due(date.today()), reverse("maison"))
    if (page := asked_twice(request, None, deed)) is not None:
        return page
    erase_and_say(request, lambda: people.erase_due(request.user, date.today(), key))
    return redirect("maison")


@require_http_methods(["GET", "POST"])
def session_fields(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """What the papers of a session say of who holds it."""
    session = session_of(request, pk)
    if request.POST.get("acte") == "cle":
        return _require_keys(request, session)
    form = FieldsForm(request.POST or None, instance=session_of(request, pk))
    if form.is_valid():
        fresh = {name: form.cleaned_data[name] for name in SESSION_FIELDS}
        reason = form.cleaned_data["motif"]
        said = _("C'est enregistré : les papiers le diront désormais.")
        if carry_out(request, session, lambda desk: letterhead.put(desk, fresh, reason), said=said, candidates=()):
            return redirect("session", pk)
    return _shown(request, session, form)


def _require_keys(request: SignedIn, session: ExamSession) -> HttpResponse:
    """Whether a key is required to approve, put right."""
    form = _keys_form(look(session), request.POST)

    def commands(desk: Desk) -> None:
        reason = desk.promise(form.cleaned_data["motif"])
        required = form.cleaned_data["keys_required"]
        desk.take(conduct.set_keys_requirement(desk.state, desk.act(), keys_required=required, reason=reason))

    if form.is_valid() and carry_out(request, session, commands, said=_("C'est enregistré."), candidates=()):
        return redirect("session", session.pk)
    return _shown(request, session, FieldsForm(instance=session), form)


def _keys_form(state: SessionState, data: QueryDict | None = None) -> KeysForm:
    return KeysForm(data, initial={"keys_required": oui_non(state.keys_required)}, auto_id="id_cle_%s")


def _shown(request: SignedIn, session: ExamSession, form: FieldsForm, keys: KeysForm | None = None) -> HttpResponse:
    """The page, with what was typed."""
    state, fresh = look(session), session_of(request, session.pk)
    can_change = state.conduct >= SIGNED and not any(made.approvals for made in state.deliberations)
    context = {
        "session": session,
        "form": form,
        "missing": letterhead.missing(fresh),
        "keys_form": (keys or _keys_form(state)) if can_change else None,
        "keys_required": state.keys_required,
    }
    wrong = form.is_bound or keys is not None
    return render(request, "sessions/mentions.html", context, status=422 if wrong else 200)
