"""The page where the jury sees how a unit was marked, and harmonises."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.session.framework import Refused
from laureat.vocabulary import format_hundredths, parse_hundredths
from laureat.vocabulary.french import plural
from laureat.web.accounts.models import Establishment, Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.access import form_key, session_of, standings_of
from laureat.web.exam_sessions.views.marks import unit_of
from laureat.web.grids.access import grid_or_404
from laureat.web.grids.harmonising import Marked, curves, harmonise, marked, undo


@require_http_methods(["GET", "POST"])
def page(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """How each assessor marked, the marks with their original; the jury's act, and what undoes it."""
    session = session_of(request, pk)
    described, grid = unit_of(session, unit), grid_or_404(session, unit)
    rows = standings_of(request, session).filter(units__contains=[unit]).order_by("sort_key", "candidate")
    marks = marked(session, unit, list(rows))
    status = 200
    if request.method == "POST":
        if request.user.role != Role.JURY:
            raise PermissionDenied  # an act of the jury is that of someone who sits in it
        try:
            messages.success(request, _act(request, pk, unit, marks), "good")
            return redirect("grille_harmoniser", pk, unit)
        except (Refused, ValueError) as refused:
            for reason in getattr(refused, "reasons", None) or (str(refused),):
                messages.error(request, reason, "bad")
            status = 409
    schools = Establishment.objects.filter(uai__in={one.row.establishment for one in marks})
    acts = {one.standing.act: one.standing for one in marks if one.standing is not None}
    context = {
        "session": session,
        "unit": described,
        "grid": grid,
        "marks": [(one, format_hundredths(one.original), format_hundredths(one.present)) for one in marks],
        "curves": [(one, format_hundredths(one.least), format_hundredths(one.most)) for one in curves(marks)],
        "schools": schools,
        "acts": list(acts.values()),
        "decides": request.user.role == Role.JURY,
        "posted": request.POST,
    }
    return render(request, "grilles/harmoniser.html", context, status=status)


def _act(request: SignedIn, pk: uuid.UUID, unit: str, marks: list[Marked]) -> str:
    session, reason = session_of(request, pk), request.POST.get("motif", "")
    if (held := request.POST.get("annuler")) is not None:
        made = undo(session, request.user, form_key(request), unit, held, marks, reason)
        return _("Harmonisation annulée : %(n)s.") % {"n": plural(len(made), _("note rendue"), _("notes rendues"))}
    school = request.POST.get("etablissement", "")
    own = [one for one in marks if school in ("", one.row.establishment)]
    told = request.POST.get("ecart", "").strip()
    sign = -1 if told[:1] in ("-", "−") else 1
    shift = sign * parse_hundredths(told.lstrip("+-−").strip())
    made = harmonise(session, request.user, form_key(request), unit, own, shift, reason)
    return _("Harmonisation enregistrée : %(n)s ; les évaluateurs en sont avertis.") % {
        "n": plural(len(made), _("note changée"), _("notes changées"))
    }
