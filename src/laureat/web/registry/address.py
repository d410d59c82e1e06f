"""Titles signed before the house had an address: they stay what they are, and are signed again under it, in one job.

Signed under a key alone, a title is checked here as ever, but nobody else can read its status, and no wallet takes it.
"""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from laureat.session.framework import Refused
from laureat.vocabulary.french import plural
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import checks
from laureat.web.exam_sessions.access import form_key
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.service import look
from laureat.web.exam_sessions.titled import Titled
from laureat.web.jobs.kinds import Cancelled, Work, kind
from laureat.web.jobs.running import ask
from laureat.web.registry.bulk import TROUBLES, first_of, told_of
from laureat.web.titles import issuing
from laureat.web.titles.keys import house_did
from laureat.web.vae import papers as vae_papers
from laureat.web.vae.models import VaeFile

ADDRESS = "titres_adresse"


@require_http_methods(["GET", "POST"])
def before_address(request: SignedIn) -> HttpResponse:
    """Whose titles are not under the address of the house, session by session; POST signs them again there."""
    if request.method == "POST":
        return redirect("travail", ask(request.user, ADDRESS, key=form_key(request)).pk)
    counted = (
        issuing.before_address().values("log").annotate(titles=Count("pk"), holders=Count("candidate", distinct=True))
    )
    vae = _("Validation des acquis de l'expérience")
    rows = [{**row, "name": str(ExamSession.of_log(row["log"]) or vae)} for row in counted.order_by("log")]
    return render(request, "registre/adresse.html", {"rows": rows, "addressed": bool(house_did())})


@kind(ADDRESS, "Titres à signer sous l'adresse du site", {Role.EXAMENS}, apart=True)
def sign_here(work: Work) -> list[str]:
    """Sign again under the address of the house every title in force that is under a key alone."""
    holders = list(issuing.before_address().values_list("log", "candidate").distinct().order_by("log", "candidate"))
    signed, without = 0, list[str]()
    try:
        for done, (log, candidate) in enumerate(holders):
            work.step(done, len(holders))
            try:
                before = issuing.before_address().filter(log=log, candidate=candidate).count()
                _titled(log, candidate).signed_here()
                signed += before - issuing.before_address().filter(log=log, candidate=candidate).count()
            except TROUBLES as error:
                without.append(f"{_named(log, candidate)} : {told_of(error)}")
        work.step(len(holders), len(holders))
    except Cancelled:
        raise Cancelled(_("Arrêté ; ce qui était signé le reste, le reste se fera à la prochaine demande.")) from None
    told = [_("%(titles)s sous l'adresse du site.") % {"titles": plural(signed, _("titre signé"), _("titres signés"))}]
    return told + first_of(without)


def _titled(log: str, candidate: str) -> Titled:
    """What is attested of someone. Raises Refused where nothing stands now."""
    if (session := ExamSession.of_log(log)) is not None:
        state = look(session, [candidate])
        if troubles := checks.of_candidate(session, state, candidate):
            raise Refused(*(trouble.text for trouble in troubles))
        if state.result(candidate) is None:
            raise Refused(state.why_withheld(candidate) or _("Aucun résultat n'est publié."))
        return Desk.of(session, state).titled(candidate)
    file = VaeFile.objects.select_related("certification").filter(pk=candidate).first()
    given = vae_papers.given(file) if file else None
    if given is None or given.troubles:
        raise Refused(*(given.troubles if given else [_("Aucune décision n'est notifiée.")]))
    return given.titled()


def _named(log: str, candidate: str) -> str:
    """The number of someone, as the office knows them."""
    session = ExamSession.of_log(log)
    row = (session.standings.filter(candidate=candidate) if session else VaeFile.objects.filter(pk=candidate)).first()
    return str(row.numero) if row else candidate
