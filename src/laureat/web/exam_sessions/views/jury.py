"""The appointment of the jury."""

import uuid
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.jury import Examination, Jury
from laureat.session import conduct
from laureat.vocabulary import InvalidInput, Several
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import composition, seats, service
from laureat.web.exam_sessions.access import carry_out, session_of, tell_lines
from laureat.web.exam_sessions.downloads import CSV, attachment
from laureat.web.exam_sessions.forms import SessionJurorForm
from laureat.web.exam_sessions.models import ExamSession, Juror
from laureat.web.exam_sessions.service import Desk, look


@require_http_methods(["GET", "POST"])
def appointment(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The jury: its members, the verdict of the law; a list appoints another."""
    session = session_of(request, pk)
    if "modele" in request.GET:
        return attachment(seats.template(), "jury.csv", CSV)
    typed = seats.typed(request.POST)
    form = SessionJurorForm(request.POST or None, seats.handed(typed, request.FILES) or None, by=request.user)
    refused, status = None, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            jury, addresses, remarks = composition.read_members(form.name, form.content, form.chosen)
        except Several as several:
            form.ask(several)
        except InvalidInput as invalid:
            for problem in invalid.problems:
                form.add_error(None, seats.told(problem) if form.name == seats.NAME else str(problem))
        else:
            tell_lines(request, "warn", remarks)
            jury = Jury(
                jury.members,
                impossibilite=form.cleaned_data["impossibilite"] or jury.impossibilite,
                arrete=form.cleaned_data["arrete"],
            )
            refused = composition.verdict(session, jury, form.cleaned_data["arrete_date"])
            if _appoint(request, session, jury, addresses, form, refused):
                form.done()
                return redirect("jury", pk)
            status = 422
    state = look(session)
    day = date.fromisoformat(state.jury.arrete_date) if state.jury else date.today()
    jury = composition.jury_of(session, state)
    context = {
        "session": session,
        "form": form,
        "state": state,
        "jurors": composition.appointed(session, state),
        **seats.offered(typed),
        "examination": refused or (composition.verdict(session, jury, day) if state.jury else None),
    }
    return render(request, "jury/composition.html", context, status=422 if form.errors else status)


def _appoint(
    request: SignedIn,
    session: ExamSession,
    jury: Jury,
    addresses: list[str],
    form: SessionJurorForm,
    examination: Examination | None,
) -> bool:
    """Record the members and their appointment, unless the law reproaches the jury something."""
    accounts, unknown = composition.accounts_of(addresses)
    defects = composition.reproaches(examination, jury) + unknown

    def commands(desk: Desk) -> None:
        jurors = [
            Juror(session=session, account=accounts.get(address), **Juror.columns_of(member))
            for member, address in zip(jury.members, addresses, strict=True)
        ]
        appointed = desk.take(
            conduct.appoint_jury(
                desk.state,
                desk.act(),
                framework=desk.framework,
                members=composition.appointed_as(desk, jurors),
                arrete=desk.promise(form.cleaned_data["arrete"]),
                impossibilite=desk.promise(jury.impossibilite),
                arrete_date=form.cleaned_data["arrete_date"].isoformat(),
                defects=defects,
                returning=composition.returning(session, desk.state, jurors),
                why_returning=desk.promise(form.cleaned_data["reprise"]),
            )
        )
        if appointed.facts:  # none when the same form comes twice
            Juror.objects.bulk_create(jurors)

    candidates = service.known_for_jury(session)
    return carry_out(request, session, commands, said=_("Le jury est nommé."), candidates=candidates) is not None
