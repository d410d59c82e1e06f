"""A member of the jury stands aside for a candidate: told by that member, or by the office."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laureat.session import conduct
from laureat.session.framework import Refused
from laureat.vocabulary.french import OUI, OUI_NON
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions.access import carry_out, session_of, standing_of
from laureat.web.exam_sessions.service import Desk
from laureat.web.jury_room.listed import kept


@require_POST
def record(request: SignedIn, pk: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """Record that a member stands aside for a candidate, or does so no more."""
    session = session_of(request, pk)
    row = standing_of(request, session, str(candidate))

    def commands(desk: Desk) -> None:
        if request.POST.get("deport") not in OUI_NON:
            raise Refused(_("Choisissez une valeur de la liste."))
        desk.take(
            conduct.record_recusal(
                desk.state,
                desk.act(),
                candidate=row.candidate,
                juror=request.POST.get("membre", ""),
                recused=request.POST["deport"] == OUI,
                reason=desk.promise(request.POST.get("motif", ""), PrivateText.Kind.MOTIF, row.candidate),
            )
        )

    carry_out(request, session, commands, said=_("Le déport est enregistré."), candidates=[row.candidate])
    return redirect(reverse("deliberation_candidat", args=(pk, candidate)) + kept(request.GET))
