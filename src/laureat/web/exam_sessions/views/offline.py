"""Marks typed and not recorded yet: the draft of a form, and the bordereau filled away from the page."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import bordereaux, drafts, parsing
from laureat.web.exam_sessions.access import session_of, tell_lines
from laureat.web.exam_sessions.downloads import WORKBOOK, attachment
from laureat.web.exam_sessions.views.marks import place_of, sheet_of, unit_of
from laureat.web.reader import STAFF

LONGEST_DRAFT = 200_000


@require_POST
def draft(request: SignedIn) -> HttpResponse:
    """Keep what is being typed in a form of one's own."""
    place = request.POST.get("place", "")
    typed = drafts.typed_in(request.POST)
    if not place or sum(map(len, typed.values())) > LONGEST_DRAFT:
        return HttpResponse(status=422)
    if elsewhere := drafts.add(request.user, place, request.POST):
        return JsonResponse({"ailleurs": elsewhere})
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
def bordereau(request: SignedIn, pk: uuid.UUID, unit: str) -> HttpResponse:
    """The sheet as a workbook to fill; handed in, its marks stand on the sheet, read again before they are recorded."""
    session = session_of(request, pk)
    described = unit_of(session, unit)
    school = request.GET.get("etablissement", "")
    entries = sheet_of(request, session, described, school)
    back = reverse("saisie_unite", args=[pk, described.code])
    back += f"?{urlencode({'etablissement': school})}" if school else ""
    if request.method == "GET":
        content = bordereaux.workbook(
            session, described.code, ((entry.row, entry.identity, entry.seen) for entry in entries)
        )
        return attachment(content, f"bordereau-{described.code}-{session.year}.xlsx", WORKBOOK)
    upload = request.FILES.get("file")
    if upload is None:
        messages.error(request, _("Choisissez un fichier."), "bad")
        return redirect(back)
    try:
        read, remarks = STAFF.read(
            parsing.bordereau, upload.name or "bordereau.xlsx", upload.read(), described.code[:31]
        )
    except InvalidInput as invalid:
        tell_lines(request, "bad", [str(problem) for problem in invalid.problems])
        return redirect(back)
    lines = [bordereaux.Filled(int(row.pop("ligne")), **row) for row in read]
    known = [(entry.row, entry.identity) for entry in entries]
    found = bordereaux.matched(session, described.code, lines, known)
    place = place_of(session, described, school)
    form = drafts.kept(request.user, place)
    changed = 0
    for entry in entries:
        typed, before = found.typed.get(entry.row.candidate, (entry.seen, entry.seen))
        if typed == entry.seen:
            continue
        if entry.locked:
            found.problems.append(_("%(name)s : cette note ne se saisit pas ici.") % {"name": entry.name})
            continue
        form |= {f"n-{entry.row.candidate}": typed, f"v-{entry.row.candidate}": before}
        changed += 1
    drafts.keep(request.user, place, form)
    for tone, told in (("bad", found.problems), ("warn", [*remarks, *found.remarks])):
        tell_lines(request, tone, told)
    count = plural(changed, _("note reprise du bordereau"), _("notes reprises du bordereau"))
    messages.success(
        request, _("%(count)s : rien n'est enregistré, relisez puis enregistrez.") % {"count": count}, "good"
    )
    return redirect(back)
