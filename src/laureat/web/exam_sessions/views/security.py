"""The security log, as the exam office reads it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from laureat.vocabulary.french import words
from laureat.web.accounts import trace
from laureat.web.accounts.models import Happening, Trace, User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity

PER_PAGE = 100


@require_GET
def security_log(request: SignedIn) -> HttpResponse:
    """Who came in, failed, was given a right, took something out, opened whose file."""
    trace.prune()
    found = Trace.objects.select_related("account")
    kind = request.GET.get("quoi", "")
    if kind in Happening.values:
        found = found.filter(kind=kind)
    if asked := request.GET.get("compte", "").strip():
        found = found.filter(account__in=User.objects.filter(email__icontains=asked))
    if asked := words(request.GET.get("candidat", "")):
        someone = Identity.objects.all()
        for word in asked.split():
            someone = someone.filter(search_key__contains=word)
        found = found.filter(subject__in=someone.values("candidate"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    subjects = {row.subject for row in rows if row.subject}
    names = {row.candidate: row.name for row in Identity.objects.filter(candidate__in=subjects)}
    people = User.objects.filter(pk__in=[int(each) for each in subjects if each.isdecimal() and len(each) < 10])
    names |= {str(person.pk): person.name for person in people}
    context = {
        "page": page,
        "rows": [(row, names.get(row.subject, "")) for row in rows],
        "kinds": Happening.choices,
        "days": trace.kept_days(),
    }
    return render(request, "securite/journal.html", context)
