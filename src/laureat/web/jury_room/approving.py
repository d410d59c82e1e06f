"""The procès-verbal: as it stands, approved by those who sat, sealed; the paper of it."""

import json
import uuid
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.jury import pv_lines
from laureat.session import conduct
from laureat.session.approvals import request_options
from laureat.session.conduct.pv import NOT_SEATED, may_approve, pv_challenge
from laureat.session.framework import SIGNED, Refused
from laureat.session.state import DeliberationState, SessionState
from laureat.web.accounts.again import factor_of, prove_again
from laureat.web.accounts.models import User
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions import approval_keys, checks, composition, deeds, ledger, recusals
from laureat.web.exam_sessions.access import carry_out, count_export, form_key, say_refused, session_of
from laureat.web.exam_sessions.approved import approvals_of
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.exam_sessions.explaining import as_sealed
from laureat.web.exam_sessions.house_read import approval_key
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.papers import Desk as PaperDesk
from laureat.web.exam_sessions.reserves import left_out
from laureat.web.exam_sessions.service import Desk, look, look_at_all
from laureat.web.exam_sessions.views.asking import asked_twice
from laureat.web.jury_room.minutes import minutes_of


@require_GET
def minutes(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The minutes as they stand: obstacles, approvals, seal; once sealed, the head of the log that vouches for them."""
    session = session_of(request, pk)
    held = minutes_of(session)
    state, shown = held.state, held.shown
    context: dict[str, object] = {"session": session, "current": state.current, "shown": shown}
    if shown:
        content = shown.sealed or held.content
        own = str(request.user.pseudonym)
        names = {str(one.pseudonym): one.name for one in User.objects.filter(pseudonym__in=shown.approvals)}
        told = approvals_of(session, _then(session, state, shown), shown, content)
        approvals = [replace(one, name=one.name or names.get(one.account, "")) for one in told]
        context |= {
            "counts": held.counts,
            "total": sum(count for _decision, count in held.counts),
            "content": content,
            "sealed": [one for one in state.deliberations if one.sealed],
            "approvals": approvals,
            "obstacles": held.obstacles,
            "lines": pv_lines(composition.jury_of(session, state)),
            "recusals": recusals.told(session, state, shown.proposals),
            "unapproved": held.unapproved,
            "approved_by_me": own in shown.approvers(held.content),
            "sits": state.current is not None and may_approve(state, shown, own),
            "signed": state.conduct >= SIGNED,
            "keys_required": state.keys_required,
            "totp": factor_of(request) is not None,
            "options": _options(request, state, held.content),
            "heads": [signed for signed in ledger.heads(session.log) if signed.head.occasion == "deliberation"],
            "fixed": len(shown.fixed),
            "left_out": left_out(state, shown),
        }
    return render(request, "jury/pv.html", context)


def _then(session: ExamSession, state: SessionState, shown: DeliberationState) -> SessionState:
    """The state in which a deliberation was sealed; the present one while it is not."""
    return as_sealed(session, shown.number, ()) if shown.sealed else state


def _options(request: SignedIn, state: SessionState, content: str) -> str:
    """What the browser of a member who sits is asked, to sign, as JSON; empty without a key that serves."""
    own, current = approval_keys.standing(request.user), state.current
    account = str(request.user.pseudonym)
    if own is None or current is None or state.conduct < SIGNED or not may_approve(state, current, account):
        return ""
    credential, key = own
    return json.dumps(request_options(credential, key, pv_challenge(state, current, account, content)))


@require_GET
def minutes_pdf(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The minutes of a sealed deliberation, the last one unless another is named, as the paper that is kept."""
    session = session_of(request, pk)
    state = look_at_all(session)
    number = request.GET.get("deliberation", "")
    sealed = [one for one in state.deliberations if one.sealed and number in ("", str(one.number))]
    if not sealed:
        raise Http404
    count_export(request, f"procès-verbal {session.pk}")
    if reasons := checks.minutes_defects(session, state, sealed[-1]):
        return withheld(request, reasons, _("Le procès-verbal ne peut pas être imprimé"))
    content = PaperDesk.of(session, state, minutes=sealed[-1]).minutes(sealed[-1])
    return attachment(content, f"pv-{session.year}-{sealed[-1].number}.pdf")


@require_POST
def minutes_act(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Approve, or seal."""
    session = session_of(request, pk)
    signed = approval_keys.assertion_of(request.POST)

    def approve(desk: Desk) -> None:
        act, framework = desk.act(), desk.framework
        desk.take(conduct.approve_pv(desk.state, act, framework=framework, assertion=signed, keys=approval_key))

    def seal(desk: Desk) -> None:
        desk.take(conduct.seal_pv(desk.state, desk.act(), framework=desk.framework))

    acts = {
        "approuver": (approve, _("Votre approbation est enregistrée.")),
        "sceller": (seal, _("Le procès-verbal est scellé ; le journal en répond.")),
    }
    if request.POST.get("acte") in acts:
        if request.POST["acte"] == "sceller":
            held = minutes_of(session)
            deed = deeds.sealing(session, held.state, (*held.obstacles, *held.unapproved))
            if (page := asked_twice(request, session, deed)) is not None:
                return page
        commands, said = acts[request.POST["acte"]]
        if request.POST["acte"] == "approuver" and signed is None:
            try:
                _prove_again(request, look(session))
            except Refused as refused:
                say_refused(request, refused)
                return redirect("pv", pk)
        carry_out(request, session, commands, said=said, alone=True)
    return redirect("pv", pk)


def _prove_again(request: SignedIn, state: SessionState) -> None:
    """Before an approval without a key: password and second factor again. Raises Refused."""
    if state.conduct < SIGNED or state.keys_required or form_key(request) in state.commands:
        return  # the act itself says what there is to say
    if state.current is not None and not may_approve(state, state.current, str(request.user.pseudonym)):
        raise Refused(NOT_SEATED)
    prove_again(request, request.POST.get("mot_de_passe", ""), request.POST.get("code", "").strip())
