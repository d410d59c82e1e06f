"""Conduct a session: each act that cannot be undone is shown before it is done, and asked twice."""

import uuid
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from laureat.session import conduct
from laureat.session.framework import Refused, Round
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import background, deeds
from laureat.web.exam_sessions.access import carry_out, erase_and_say, form_key, number_of, one_of, session_of
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.erasure import due, erase_now
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import Desk, look_at_all
from laureat.web.exam_sessions.views.asking import asked_twice
from laureat.web.jobs.running import ask


def _deed(session: ExamSession, act: str, request: SignedIn) -> deeds.Deed | None:
    match act:
        case "clore":
            return deeds.closing(session)
        case "proposer":
            return deeds.proposing(session)
        case "publier":
            return deeds.publishing(session)
        case "commencer":
            try:
                return deeds.starting(session, one_of(Round, request.POST.get("groupe", "")))
            except Refused:
                return None
        case "abandonner":
            return deeds.abandoning(session, request.POST.get("motif", ""))
        case "effacer":
            over = due(session, look_at_all(session), date.today())
            return deeds.erasing(over, reverse("journal", args=[session.pk]))
    return None


@require_POST
def lead(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Close, reopen, propose, publish, begin the next round."""
    session = session_of(request, pk)
    act = request.POST.get("acte", "")
    reason = request.POST.get("motif", "")
    scope = {"establishment": request.POST.get("etablissement", ""), "unit": request.POST.get("unite", "")}

    def close(desk: Desk) -> None:
        missing = number_of(request.POST.get("manquent", ""))
        desk.take(conduct.close_session(desk.state, desk.act(), framework=desk.framework, missing=missing))

    def abandon(desk: Desk) -> None:
        desk.take(conduct.abandon_session(desk.state, desk.act(), reason=desk.promise(reason)))

    def reopen(desk: Desk) -> None:
        desk.take(conduct.reopen_session(desk.state, desk.act(), reason=desk.promise(reason), **scope))

    def publish(desk: Desk) -> None:
        desk.take(conduct.publish_results(desk.state, desk.act(), framework=desk.framework))

    def start(desk: Desk) -> None:
        round_ = one_of(Round, request.POST.get("groupe", ""))
        desk.take(conduct.start_round(desk.state, desk.act(), framework=desk.framework, round=round_))

    def ask_aside(desk: Desk) -> None:
        fact = request.POST.get("fait", "")
        desk.take(conduct.ask_setting_aside(desk.state, desk.act(), fact=fact, reason=desk.promise(reason)))

    def aside(desk: Desk) -> None:
        desk.take(conduct.set_aside(desk.state, desk.act(), fact=request.POST.get("fait", "")))

    def upgrade(desk: Desk) -> None:
        desk.take(conduct.upgrade_conduct(desk.state, desk.act()))

    acts = {
        "abandonner": (abandon, _("La session est abandonnée ; son journal demeure.")),
        "demander_ecart": (ask_aside, _("La mise à l'écart est demandée : une autre personne doit la décider.")),
        "ecarter": (aside, _("Le fait est écarté ; il reste au journal.")),
        "edition": (upgrade, _("La session est désormais conduite selon la dernière édition.")),
        "clore": (close, _("La saisie est close ; le journal est scellé à cet endroit.")),
        "rouvrir": (reopen, _("La saisie est rouverte.")),
        "proposer": (propose, _("Les décisions sont proposées au jury.")),
        "publier": (publish, _("Les résultats sont publiés.")),
        "commencer": (start, _("Le groupe d'épreuves est ouvert.")),
    }
    key = form_key(request)
    if (page := asked_twice(request, session, _deed(session, act, request))) is not None:
        return page
    if act == "effacer":
        erase_and_say(request, lambda: erase_now(session, request.user, key, date.today()))
    elif act in acts:
        if act == "proposer" and session.standings.count() >= background.MANY:
            job = ask(request.user, background.DELIBERATION, key=key, log=session.log)
            return redirect("travail", job.pk)
        commands, said = acts[act]
        candidates = () if act == "proposer" else None  # it reads what it needs
        carry_out(request, session, commands, said=said, candidates=candidates, alone=True)
    return redirect("session", pk)
