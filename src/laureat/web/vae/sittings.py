"""The sittings of a VAE jury: who sat and what was settled, recorded as a fact; their minutes, as a paper."""

import json
from base64 import b64decode
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.documents import seance_vae
from laureat.documents.context import Context
from laureat.documents.persons import born_on
from laureat.documents.typeset import Attachment, Typesetter, as_json, logo_svg
from laureat.documents.vouched import Approval
from laureat.jury import Fonction, Jury, Presence, pv_lines
from laureat.records import TreeHead
from laureat.records.facts import JuryAppointed, VaeSittingHeld
from laureat.session.approvals import request_options
from laureat.session.conduct.jury import PRESIDING
from laureat.session.framework import Refused
from laureat.session.vae import VaeState
from laureat.session.vae_minutes import approve_minutes, approved, minutes_challenge, minutes_content, seat_at
from laureat.session.vae_sittings import hold_sitting
from laureat.vocabulary import french
from laureat.web.accounts.again import factor_of, prove_again
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import approval_keys, checks, composition, covered, ledger, rows
from laureat.web.exam_sessions.access import count_export, form_key, say_done, say_refused
from laureat.web.exam_sessions.approved import Approved, printed_of, told_of
from laureat.web.exam_sessions.downloads import attachment, withheld
from laureat.web.exam_sessions.house_read import approval_key
from laureat.web.exam_sessions.models import Certification
from laureat.web.sealer import client, protocol
from laureat.web.sealer.public import public_keys
from laureat.web.vae import papers
from laureat.web.vae.access import certification_of, files_of
from laureat.web.vae.models import Stage
from laureat.web.vae.service import Desk, frame, log_of, look_at_all, perform


@require_http_methods(["GET", "POST"])
def held(request: SignedIn, numero: str) -> HttpResponse:
    """The sittings held, and the form of the next one: who sat, who presided, which applications."""
    certification = certification_of(request, numero)
    if request.method == "POST" and _record(request, certification):
        return redirect("vae_seances", numero)
    state = look_at_all(certification)
    waiting = certification.vae_files.filter(stage=Stage.NOTIFICATION).order_by("sort_key")
    ready = [file for file in waiting if state.sitting_of(str(file.pk)) is None]
    names = Identity.objects.in_bulk([str(file.pk) for file in ready])
    everyone = {str(one.pk): one for one in certification.vae_jurors.all()}
    jurors = [one for one in everyone.values() if one.sits] if state.jury else []
    context = {
        "certification": certification,
        "sittings": [
            (one, everyone[one.president].name if one.president in everyone else "—")
            for one, _jury in reversed(state.sittings)
        ],
        "ready": [(file, names.get(str(file.pk))) for file in ready],
        "jurors": jurors,
        "chairs": [one for one in jurors if Fonction(one.fonction) in PRESIDING],
        "today": date.today().isoformat(),
        "typed": request.POST,
        "chosen": request.POST.getlist("dossiers") or [str(file.pk) for file in ready],
        "present": request.POST.getlist("presents"),
    }
    return render(request, "vae/seances.html", context, status=422 if request.method == "POST" else 200)


def _record(request: SignedIn, certification: Certification) -> bool:
    form = request.POST
    applications = form.getlist("dossiers")

    def commands(desk: Desk) -> None:
        desk.take(
            hold_sitting(
                desk.state,
                desk.act(),
                framework=desk.framework,
                held_on=form.get("jour", ""),
                president=form.get("preside", ""),
                present=form.getlist("presents"),
                applications=applications,
            )
        )

    try:
        desk = perform(certification, request.user, form_key(request), commands, alone=True)
    except Refused as refused:
        say_refused(request, refused)
        return False
    say_done(request, _("La séance est enregistrée ; son procès-verbal s'imprime."), desk)
    return True


def to_approve(certification: Certification, account: str) -> list[VaeSittingHeld]:
    """The sittings where that account sat, and whose minutes, as they stand, it has not approved."""
    state = look_at_all(certification)
    return [
        held
        for number, (held, _jury) in enumerate(state.sittings, 1)
        if seat_at(state, number, account)
        and all(one.author != account for one in approved(state, number, minutes_content(state, number)))
    ]


@require_GET
def sitting(request: SignedIn, numero: str, number: int) -> HttpResponse:
    """A sitting: who was there, what it settled, who approved its minutes; the form of a member who sat."""
    certification = certification_of(request, numero)
    state = _open_to(request, certification, number)
    held, jury = state.sittings[number - 1]
    content = minutes_content(state, number)
    own = str(request.user.pseudonym)
    jurors = certification.vae_jurors.filter(pk__in=ledger.uuids(jury.jurors))
    context = {
        "certification": certification,
        "held": held,
        "jurors": [(one, str(one.pk) in held.present, str(one.pk) == held.president) for one in jurors],
        "may_open": {str(file.pk) for file in files_of(request).filter(pk__in=ledger.uuids(held.applications))},
        "decided": Identity.objects.filter(candidate__in=held.applications).order_by("sort_key"),
        "content": content,
        "approvals": approvals_of(certification, state, number, content),
        "approved_by_me": any(fact.author == own for fact in approved(state, number, content)),
        "sits": bool(seat_at(state, number, own)),
        "totp": factor_of(request) is not None,
        "options": _options(request, state, number, content),
    }
    return render(request, "vae/seance.html", context)


def _open_to(request: SignedIn, certification: Certification, number: int) -> VaeState:
    """The state, where the account may read that sitting: a jury of today reads all, who sat before reads its own."""
    state = look_at_all(certification)
    if not 1 <= number <= len(state.sittings):
        raise Http404
    former = request.user.role == Role.JURY and not request.user.vae_seats.filter(
        certification=certification, sits=True
    )
    if former and not seat_at(state, number, str(request.user.pseudonym)):
        raise Http404
    return state


def _options(request: SignedIn, state: VaeState, number: int, content: str) -> str:
    """What the browser of a member who sat is asked, to sign, as JSON; empty without a key that serves."""
    account, own = str(request.user.pseudonym), approval_keys.standing(request.user)
    if own is None or not seat_at(state, number, account):
        return ""
    credential, key = own
    return json.dumps(request_options(credential, key, minutes_challenge(state, number, account, content)))


@require_POST
def approve(request: SignedIn, numero: str, number: int) -> HttpResponse:
    """A member who sat approves the minutes: with a key, else after the password and the second factor again."""
    certification = certification_of(request, numero)
    _open_to(request, certification, number)
    signed = approval_keys.assertion_of(request.POST)

    def commands(desk: Desk) -> None:
        given = approve_minutes(desk.state, desk.act(), sitting=number, assertion=signed, keys=approval_key)
        desk.take(given)

    try:
        if signed is None:
            prove_again(request, request.POST.get("mot_de_passe", ""), request.POST.get("code", "").strip())
        desk = perform(certification, request.user, form_key(request), commands, alone=True)
    except Refused as refused:
        say_refused(request, refused)
    else:
        say_done(request, _("Votre approbation est enregistrée."), desk)
    return redirect("vae_seance", numero, number)


def approvals_of(certification: Certification, state: VaeState, number: int, content: str) -> list[Approved]:
    """Who approved the minutes of a sitting, in their order."""
    held, _jury = state.sittings[number - 1]
    rows_of = {str(one.pk): one for one in certification.vae_jurors.all()}
    found = []
    for fact in state.approvals.get(number, {}).values():
        presided = fact.juror == held.president
        told = told_of(
            fact, rows_of.get(fact.juror), state.seats[number - 1].get(fact.juror), presided=presided, content=content
        )
        asked = minutes_challenge(state, number, fact.author, fact.content)
        found.append(replace(told, challenge=asked.hex() if fact.credential else ""))
    return found


@require_GET
def minutes(request: SignedIn, numero: str, number: int) -> HttpResponse:
    """The minutes of a sitting."""
    certification = certification_of(request, numero)
    _open_to(request, certification, number)
    found = minutes_of(certification, number)
    if found is None:
        raise Http404
    if found.reasons:
        return withheld(request, found.reasons)
    count_export(request, f"procès-verbal de VAE {number}")
    return attachment(pdf(found), f"proces-verbal-vae-{numero}-{number}.pdf")


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a sitting ready to be printed, or why they cannot be."""

    certification: Certification
    sitting: VaeSittingHeld
    shared: Context
    rows: list[seance_vae.VaeRow]
    reasons: list[str]
    content: str
    """The hash of what they say, which is approved."""
    approvals: tuple[Approval, ...]


def minutes_of(certification: Certification, number: int) -> Minutes | None:
    """The minutes of a sitting; None where there is none."""
    state = look_at_all(certification)
    if not 1 <= number <= len(state.sittings):
        return None
    sitting, jury = state.sittings[number - 1]
    content = minutes_content(state, number)
    return Minutes(
        certification,
        sitting,
        _context(certification, state, sitting, jury),
        _rows(certification, state, sitting),
        _defects(certification, state, sitting, jury),
        content,
        printed_of(approvals_of(certification, state, number, content)),
    )


def _context(certification: Certification, state: VaeState, sitting: VaeSittingHeld, jury: JuryAppointed) -> Context:
    """What the minutes share with other papers, with the jury of that day and who sat in it."""
    day = date.fromisoformat(sitting.held_on)
    shared = papers.context(certification, state, day)
    jurors = certification.vae_jurors.filter(pk__in=ledger.uuids(jury.jurors))
    seats = [
        juror.member(Presence.PRESENT if str(juror.pk) in sitting.present else Presence.ABSENT) for juror in jurors
    ]
    sat: Jury = composition.seated(tuple(seats), jury)
    chair = next((juror for juror in jurors if str(juror.pk) == sitting.president), None)
    values = {**shared.infos.values, "president.nom": chair.name if chair else ""}
    return replace(
        shared,
        infos=replace(shared.infos, values={key: value for key, value in values.items() if value}),
        jury=tuple(pv_lines(sat)),
        absents=french.enumeration([member.nom_complet for member in sat.absentees]),
        impossibilite=sat.impossibilite,
        appointment=sat.arrete,
    )


def _rows(certification: Certification, state: VaeState, sitting: VaeSittingHeld) -> list[seance_vae.VaeRow]:
    """What was decided of each candidate, in the order of their names."""
    units = frame(certification, int(sitting.held_on[:4])).units
    identities = sorted(Identity.objects.filter(candidate__in=sitting.applications), key=lambda one: one.sort_key)
    decided = {one: state.applications[one].decisions for one in sitting.applications}
    promised = [fact.motive for decisions in decided.values() for fact in decisions.values()]
    motives = dict(PrivateText.objects.filter(commitment__in=promised).values_list("commitment", "text"))
    return [
        seance_vae.VaeRow(
            numero=one.numero,
            nom=one.fields.get("nom", ""),
            prenom=one.fields.get("prenom", ""),
            naissance=born_on(one.fields),
            unites=tuple(
                (
                    f"{unit} {units[unit].label}" if unit in units else unit,
                    decided[one.candidate][unit].validated,
                    motives.get(decided[one.candidate][unit].motive, ""),
                )
                for unit in state.applications[one.candidate].units
            ),
        )
        for one in identities
    ]


def _defects(certification: Certification, state: VaeState, sitting: VaeSittingHeld, jury: JuryAppointed) -> list[str]:
    """Why the minutes may not be printed: what the facts do not prove."""
    subjects = ("", *sitting.applications)
    reasons = [str(anomaly) for anomaly in state.anomalies.values() if anomaly.subject in subjects]
    seats = state.seats[sitting.sitting - 1].values()
    reasons += checks.seat_defects(certification.vae_jurors.values("id", *rows.JUROR), seats)
    committed = {one: state.applications[one].received.identity for one in sitting.applications}
    reasons += checks.identity_defects(committed).values()
    promised = [jury.arrete, jury.impossibilite]
    promised += [fact.motive for one in sitting.applications for fact in state.applications[one].decisions.values()]
    if checks.text_defects(promised):
        reasons.append(_("Un texte gardé n'est plus celui que le journal a engagé."))
    return reasons


def pdf(found: Minutes) -> bytes:
    """The minutes, drawn up by the sealer where the house has a seal."""
    if public_keys().cachet:
        _head(found)  # had first: the sealer finds it
        return b64decode(client.ask(protocol.VaeMinutes(found.certification.pk, found.sitting.sitting)))
    return printed(found)


def printed(found: Minutes) -> bytes:
    """The minutes, without seal; their data attached."""
    head, shared = _head(found), found.shared
    typesetter = Typesetter(logo_svg(shared.infos))
    told = (shared, found.rows, found.content, found.approvals)
    content = seance_vae.proces_verbal_vae(*told) | {"tete": covered.told(head)}
    facts = seance_vae.proces_verbal_vae_facts(*told) | {"journal": covered.as_values(head)}
    attached = [Attachment("decision.json", as_json(facts), "application/json", "Décisions")]
    return typesetter.pdf(typesetter.glyphs.spelled(content, typed=True), shared.issued, attached)


def _head(found: Minutes) -> TreeHead:
    """The signed head over the facts of the sitting and of its applications."""
    return covered.over(log_of(found.certification), found.sitting.applications)
