"""Texts to confirm: the numbers of a règlement that nobody had read, read once by two persons for every session."""

import uuid
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.rules import Parameter
from laureat.session.framework import Framework, Refused
from laureat.session.house import library
from laureat.vocabulary import french, parse_hundredths
from laureat.vocabulary.french import capital
from laureat.web.accounts.models import User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import household, numbers, texts
from laureat.web.exam_sessions.access import form_key, say_done, say_refused, session_of
from laureat.web.exam_sessions.forms import ConfirmationForm
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import look


@require_http_methods(["GET", "POST"])
def to_confirm(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The numbers of the règlement of a session that nobody had read: what was read, by whom, what waits."""
    session = session_of(request, pk)
    state = look(session)
    framework = frame(session, state)
    if request.method == "POST" and request.POST.get("acte", "") in numbers.ACTS:
        numbers.record(request, session, framework)
        return redirect("coefficients", pk)
    if request.method == "POST" and _record(request, framework):
        return redirect("coefficients", pk)
    typed = request.POST.dict() if request.method == "POST" else {}
    after = numbers.after_the_seal(request, session, state, framework)
    context = {"session": session, "rows": _rows(request, framework, typed), "after": after}
    return render(request, "sessions/coefficients.html", context, status=422 if typed else 200)


def _rows(request: SignedIn, framework: Framework, typed: Mapping[str, str]) -> list[dict[str, object]]:
    """``typed``: the form just refused, whose entries stay."""
    known = household.look()
    reglement = framework.law.reglement.id
    authors = {str(user.pseudonym): user.name for user in User.objects.filter(role=request.user.role)}
    rows: list[dict[str, object]] = []
    for name, parameter in framework.to_confirm.items():
        confirmed, waiting = known.confirmed.get((reglement, name)), known.readings.get((reglement, name))
        read = waiting or confirmed
        kept = PrivateText.objects.filter(commitment=read.text).first() if read else None
        low, high = parameter.box
        kept_entries = typed if typed.get("name") == name else {}
        rows.append(
            {
                "parameter": parameter,
                "bounds": french.enumeration([parameter.written(low), parameter.written(high)]),
                "confirmed": confirmed,
                "confirmed_value": parameter.written(confirmed.value) if confirmed else "",
                "waiting": waiting,
                "reader": authors.get(waiting.author, "") if waiting else "",
                "mine": waiting is not None and waiting.author == str(request.user.pseudonym),
                "text": kept.text if kept else "",
                "form": ConfirmationForm(initial={**kept_entries, "name": name}, auto_id=f"id_{name}_%s"),
                "typed": kept_entries,
            }
        )
    return rows


def _record(request: SignedIn, framework: Framework) -> bool:
    """Read a number, confirm the reading of someone else, or contest it; False where it was refused."""
    act, name = request.POST.get("acte", "lire"), request.POST.get("name", "")

    def commands(desk: household.Desk) -> None:
        parameter = framework.to_confirm.get(name)
        if act == "contester":
            reason = desk.promise(request.POST.get("motif", ""))
            desk.take(library.contest_number(desk.state, desk.act(), framework=framework, name=name, reason=reason))
            return
        value = _value(parameter, request.POST.get("value", ""))
        if act == "confirmer":
            desk.take(library.confirm_number(desk.state, desk.act(), framework=framework, name=name, value=value))
            return
        form = ConfirmationForm(request.POST)
        if not form.is_valid():
            raise Refused(
                *(f"{form.fields[field].label} : {error}" for field, told in form.errors.items() for error in told)
            )
        desk.take(
            library.read_number(
                desk.state,
                desk.act(),
                framework=framework,
                name=name,
                value=value,
                text=desk.promise(form.cleaned_data["text"]),
                text_date=form.cleaned_data["text_date"].isoformat(),
            )
        )

    read_back = _read_back(framework, name, request.POST.get("value", ""))
    said = {
        "confirmer": _("Le nombre est confirmé : il vaut pour toutes les sessions qui ne sont pas délibérées.")
        + read_back,
        "contester": _("La lecture est contestée : elle est à refaire."),
    }
    try:
        desk = texts.perform(request.user, form_key(request), commands)
    except Refused as refused:
        say_refused(request, refused)
        return False
    say_done(request, said.get(act, _("La lecture est enregistrée.") + read_back), desk)
    return True


def _read_back(framework: Framework, name: str, text: str) -> str:
    """The number as it was understood, with its unit: what was typed may not be what was meant."""
    parameter = framework.to_confirm.get(name)
    try:
        value = _value(parameter, text)
    except Refused:
        return ""
    return "" if parameter is None else f" {capital(parameter.words)} : {parameter.written(value)}."


def _value(parameter: Parameter | None, text: str) -> int:
    """The number typed, as its parameter counts it."""
    hundredths = parameter is None or parameter.unit.startswith("centièmes")
    try:
        return parse_hundredths(text) if hundredths else int(text)
    except ValueError:
        raise Refused(_("« %(text)s » n'est pas un nombre.") % {"text": text}) from None
