"""The screens of the VAE: the office's, the jury's, the candidate's."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from laureat.records import identity_text
from laureat.session import conduct, vae, vae_after
from laureat.session.framework import CONDUCT, Framework, Refused
from laureat.session.vae_minutes import notify_result, unsettled
from laureat.vocabulary.french import OUI, OUI_NON, oui_non, plural, words
from laureat.web.accounts.models import Role
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.keys import keys_of
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.candidates.persons import Alike, alike
from laureat.web.exam_sessions import drafts
from laureat.web.exam_sessions.access import count_file, form_key, say_refused
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.refused import refusals
from laureat.web.exam_sessions.views.people import invite_candidate
from laureat.web.vae import history, papers, persons, sittings, striking
from laureat.web.vae.access import carry_out, certification_of, certifications_of, file_of, files_of
from laureat.web.vae.forms import ApplicationForm, day_of
from laureat.web.vae.models import Stage, VaeFile, at_stage, by_stage
from laureat.web.vae.service import Desk, frame, log_of, look, look_at_all, odd, perform
from laureat.web.vae.tasks import deliver_vae

PER_PAGE = 60


@require_GET
def index(request: SignedIn) -> HttpResponse:
    """The certifications, and how many applications each has."""
    found = list(
        certifications_of(request).annotate(
            waiting=Count("vae_files", filter=Q(vae_files__stage=Stage.RECEVABILITE)),
            before_jury=Count("vae_files", filter=Q(vae_files__stage=Stage.JURY)),
            total=Count("vae_files"),
        )
    )
    if len(found) == 1:
        return redirect("vae_dossiers", found[0].numero)
    return render(request, "vae/certifications.html", {"certifications": found})


@require_GET
def applications(request: SignedIn, numero: str) -> HttpResponse:
    """The applications for a certification, by what they wait for."""
    certification = certification_of(request, numero)
    own = files_of(request).filter(certification=certification)
    today = date.today()
    found = own
    for word in words(request.GET.get("q", "")).split():
        found = found.filter(search_key__contains=word)
    chosen = request.GET.get("etape", "")
    state = look(certification, ())
    stages = by_stage(own, state.struck)
    found = at_stage(found, chosen, state.struck)
    page = Paginator(found.order_by("sort_key", "numero"), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    identities, wrong = Identity.objects.in_bulk([str(row.pk) for row in rows]), odd(certification, rows)
    waiting = own.filter(stage=Stage.RECEVABILITE)
    office_struck = request.user.role == Role.EXAMENS and state.struck
    context = {
        "certification": certification,
        "framework": frame(certification),
        "page": page,
        "rows": [
            (
                *(row, identities.get(str(row.pk)), row.is_tacit(today), row.days_left(today)),
                *(str(row.pk) in state.struck, str(row.pk) in wrong),
            )
            for row in rows
        ],
        "stages": stages,
        "chosen": chosen,
        "late": waiting.filter(silence_ends__lt=today).count(),
        "soon": waiting.filter(silence_ends__gte=today).order_by("silence_ends").first(),
        "total": sum(count for _stage, _told, count in stages),
        "office": request.user.role == Role.EXAMENS,
        "owed": striking.owed(certification, look_at_all(certification)) if office_struck else [],
        "older_conduct": 0 < state.conduct < CONDUCT if stages else False,
        "to_approve": sittings.to_approve(certification, str(request.user.pseudonym))
        if request.user.role == Role.JURY
        else [],
    }
    return render(request, "vae/dossiers.html", context)


@require_http_methods(["GET", "POST"])
def receive(request: SignedIn, numero: str) -> HttpResponse:
    """Receive an application; where someone alike is known, the office says whether it is the same person."""
    certification = certification_of(request, numero)
    framework = frame(certification)
    form = ApplicationForm(request.POST or None, framework=framework, initial=_known(request))
    known: list[Alike] = []
    if request.method == "POST" and form.is_valid():
        known = alike(form.identity)
        person = request.POST.get("personne", "")
        if not known or person == "autre" or person in {one.row.person for one in known}:
            try:
                file = _received(request, certification, form, person)
            except Refused as refused:
                form.add_error(None, list(refused.reasons))
            else:
                messages.success(request, _("La demande est enregistrée ; le délai de réponse court."), "good")
                return redirect("vae_dossier", file)
    context = {"certification": certification, "form": form, "known": known, "framework": framework}
    return render(request, "vae/nouveau.html", context, status=422 if form.errors or known else 200)


def _known(request: SignedIn) -> dict[str, object]:
    """What the house knows of a candidate of the exam who applies."""
    row = Identity.objects.filter(candidate=request.GET.get("candidat", "")).first()
    return {**row.fields, "date_naissance": day_of(row.fields.get("date_naissance", ""))} if row else {}


def _received(request: SignedIn, certification: Certification, form: ApplicationForm, person: str) -> str:
    """Record the application and who makes it; gives its identifier."""
    key = form_key(request)
    application = str(uuid.uuid5(uuid.NAMESPACE_URL, key))
    if person in ("", "autre"):
        person = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{key}-personne"))

    def commands(desk: Desk) -> None:
        year = desk.at[:4]
        rank = VaeFile.objects.filter(certification=certification, numero__startswith=f"VAE-{year}-").count() + 1
        register(desk, application, person, form.identity, f"VAE-{year}-{rank:04d}", form.cleaned_data["units"])
        if email := form.cleaned_data["courriel"]:
            Identity.objects.filter(candidate=application).update(others={"courriel": email})

    perform(certification, request.user, key, commands, alone=True)
    return application


def register(
    desk: Desk, application: str, person: str, identity: dict[str, str], numero: str, units: list[str]
) -> None:
    """The application, and the identity people see; nothing anew when the same form comes twice."""
    text = identity_text({"numero": numero, **identity})
    accepted = desk.take(
        vae.receive_application(
            desk.state,
            desk.act(),
            framework=desk.framework,
            application=application,
            person=person,
            identity=desk.promise(text, PrivateText.Kind.IDENTITE, application),
            units=units or [unit.code for unit in desk.framework.units.values() if unit.mandatory],
        )
    )
    if accepted.facts:
        Identity.objects.create(
            candidate=application,
            person=person,
            log=desk.log,
            numero=numero,
            fields=identity,
            **keys_of(numero, identity),
        )


@require_GET
def application(request: SignedIn, application: uuid.UUID) -> HttpResponse:
    """One application: where it stands, what is asked, decided and left, what may be done now."""
    file = file_of(request, application)
    count_file(request, str(file.pk))
    return _page(request, file, drafts.kept(request.user, _place(file)))


def _place(file: VaeFile) -> str:
    """Where the draft of the decisions of a jury is kept."""
    return f"vae/{file.pk}"


def _page(request: SignedIn, file: VaeFile, typed: Mapping[str, str], status: int = 200) -> HttpResponse:
    """The page of an application; ``typed``: decisions and motives not recorded yet."""
    state = look_at_all(file.certification)
    standing = state.applications[str(file.pk)]
    framework = frame(file.certification)
    today = date.today()
    office = request.user.role == Role.EXAMENS
    explanation = papers.told(file.certification, state, file)
    context = {
        "certification": file.certification,
        "file": file,
        "identity": Identity.objects.filter(candidate=str(file.pk)).first(),
        "standing": standing,
        "troubles": [*refusals(state, ""), *refusals(state, str(file.pk))],
        "framework": framework,
        "units": units_of(file, standing, framework, typed),
        "place": _place(file),
        "tacit": file.is_tacit(today),
        "days": file.days_left(today),
        "admissible": standing.is_admissible(today.isoformat(), framework.conduite.experience),
        "office": office,
        "lacks": tuple(unsettled(state, str(file.pk))) if office and file.stage == Stage.NOTIFICATION else (),
        "decides": request.user.role == Role.JURY
        and standing.livret
        and not standing.notified
        and state.sitting_of(str(file.pk)) is None,
        "left": [framework.units[unit] for unit in vae.units_left(state, framework, file.person)],
        "papers": papers.listed(file.certification, state, explanation) if standing.stands else [],
        "struck": vae_after.said_of(standing.struck) if standing.struck else "",
        "grounds": striking.GROUNDS,
        "dues": list(striking.dues(file, state)) if office else [],
        "acts": striking.acts_on(state, log_of(file.certification), str(file.pk)) if office else [],
        "today": today.isoformat(),
        "registrations": persons.registrations(file, state) if office and standing.notified else [],
        "history": history.lines(log_of(file.certification), str(file.pk)),
    }
    return render(request, "vae/dossier.html", context, status=status)


def units_of(
    file: VaeFile, standing: vae.ApplicationState, framework: Framework, typed: Mapping[str, str]
) -> list[dict[str, object]]:
    """The units asked for, each with its decision and motive, and what is typed of them and not recorded yet."""
    motives = dict(
        PrivateText.objects.filter(log=log_of(file.certification), subject=str(file.pk)).values_list(
            "commitment", "text"
        )
    )
    rows: list[dict[str, object]] = []
    for code in standing.units:
        decided = standing.decisions.get(code)
        motive = motives.get(decided.motive, "") if decided else ""
        choice = typed.get(f"decision-{code}", oui_non(decided.validated) if decided else "")
        said = typed.get(f"motif-{code}", motive)
        rows.append(
            {
                "code": code,
                "unit": framework.units.get(code),
                "decided": decided,
                "motive": motive,
                "choice": choice,
                "stood": oui_non(decided.validated) if decided else "",
                "typed": said,
                "lacks": bool(typed) and choice in OUI_NON and not said.strip(),
            }
        )
    return rows


def _plain(choice: object, motive: object) -> tuple[str, str]:
    """A decision and its motive, whatever a browser makes of ends of lines."""
    return str(choice), " ".join(str(motive).split())


@require_POST
def act(request: SignedIn, application: uuid.UUID) -> HttpResponse:
    """What the office records: recevability, livret, notification, units carried, access given, facts set aside."""
    file = file_of(request, application)
    name = request.POST.get("acte", "")
    common = {"application": str(file.pk)}

    def recevability(desk: Desk) -> None:
        admissible = request.POST.get("recevable") == OUI
        reason = desk.promise(request.POST.get("motif", ""), PrivateText.Kind.MOTIF, str(file.pk))
        desk.take(
            vae.decide_recevability(
                desk.state, desk.act(), framework=desk.framework, **common, admissible=admissible, reason=reason
            )
        )

    def livret(desk: Desk) -> None:
        desk.take(vae.receive_livret(desk.state, desk.act(), framework=desk.framework, **common))

    def notify(desk: Desk) -> None:
        desk.take(notify_result(desk.state, desk.act(), framework=desk.framework, **common))
        deliver_vae.defer(**common)

    def strike(desk: Desk) -> None:
        striking.withdraw(desk, str(file.pk), request.POST)

    def restore(desk: Desk) -> None:
        striking.restore(desk, str(file.pk), request.POST)

    def done(desk: Desk) -> None:
        striking.follow(desk, str(file.pk), request.POST)

    def ask(desk: Desk) -> None:
        reason = desk.promise(request.POST.get("motif", ""), PrivateText.Kind.MOTIF, str(file.pk))
        desk.take(conduct.ask_setting_aside(desk.state, desk.act(), fact=request.POST.get("fait", ""), reason=reason))

    def aside(desk: Desk) -> None:
        desk.take(conduct.set_aside(desk.state, desk.act(), fact=request.POST.get("fait", "")))

    acts: dict[str, tuple[Callable[[Desk], None], str, bool]] = {
        "recevabilite": (recevability, _("La décision de recevabilité est enregistrée."), False),
        "livret": (livret, _("Le livret est reçu : le dossier passe devant le jury."), False),
        "demander_ecart": (ask, _("La demande est notée : une autre personne du service la décide."), True),
        "ecarter": (aside, _("Le fait est écarté ; il reste au journal."), True),
        "retirer": (strike, _("L'acte est enregistré."), True),
        "retablir": (restore, _("Les décisions sont rétablies."), True),
        "suite": (done, _("C'est enregistré."), True),
        "notifier": (notify, _("La décision est notifiée ; le journal en répond, les attestations sont dues."), True),
    }
    if name == "inviter":
        identity = get_object_or_404(Identity, candidate=str(file.pk))
        back = redirect("vae_dossier", file.pk)
        return invite_candidate(request, identity, identity.others.get("courriel", ""), back)
    if name == "porter":
        _carry(request, file)
    elif name in striking.ACTS and (page := striking.asked(request, file, name)) is not None:
        return page
    elif name in acts:
        commands, said, alone = acts[name]
        carry_out(request, file, commands, said=said, alone=alone, whole=alone)
    else:
        raise Http404
    return redirect("vae_dossier", file.pk)


def _carry(request: SignedIn, file: VaeFile) -> None:
    try:
        count = persons.carry(
            file,
            request.POST.get("candidat", ""),
            request.user,
            form_key(request),
            confirmed=request.POST.get("confirme") == OUI,
        )
    except Refused as refused:
        say_refused(request, refused)
    else:
        if not count:
            messages.warning(request, _("Il n'y a rien à porter dans cette inscription."), "warn")
            return
        carried = plural(count, _("validation portée"), _("validations portées"))
        said = _("%(carried)s dans l'inscription à l'examen, où « VA » est inscrit.") % {"carried": carried}
        messages.success(request, said, "good")


@require_POST
def decide(request: SignedIn, application: uuid.UUID) -> HttpResponse:
    """The jury validates units or not, each with its motive; no mark. What is refused is shown again as typed."""
    file = file_of(request, application)

    def commands(desk: Desk) -> None:
        standing = desk.state.applications[str(file.pk)]
        chosen = {unit: request.POST.get(f"decision-{unit}", "") for unit in standing.units}
        motives = {unit: request.POST.get(f"motif-{unit}", "").strip() for unit in standing.units}
        stands = {
            str(row["code"]): (row["choice"], str(row["motive"]).strip())
            for row in units_of(file, standing, desk.framework, {})
        }
        said = [unit for unit in standing.units if chosen[unit] in OUI_NON or motives[unit]]
        seen = {
            unit: (request.POST.get(f"v-decision-{unit}", choice), request.POST.get(f"v-motif-{unit}", motive).strip())
            for unit, (choice, motive) in stands.items()
        }
        given = {unit: _plain(chosen[unit], motives[unit]) for unit in said}
        fresh = [unit for unit in said if given[unit] not in (_plain(*stands[unit]), _plain(*seen[unit]))]
        if overtaken := [unit for unit in fresh if _plain(*seen[unit]) != _plain(*stands[unit])]:
            overtook = _("%(unit)s : une autre décision a été enregistrée depuis l'ouverture de cette page ; relisez.")
            raise Refused(*(overtook % {"unit": unit} for unit in overtaken))
        lacks = {_("%(unit)s : il faut un motif."): motives, _("%(unit)s : le jury valide-t-il, oui ou non ?"): chosen}
        missing = [sentence % {"unit": unit} for unit in fresh for sentence, typed in lacks.items() if not typed[unit]]
        if missing:
            raise Refused(*missing)
        if not fresh and not any(desk.act(unit).key in desk.state.commands for unit in said):
            raise Refused(_("Rien n'est changé : ces décisions et leurs motifs sont déjà ceux qui sont enregistrés."))
        for unit in fresh:
            desk.take(
                vae.decide_unit(
                    desk.state,
                    desk.act(unit),
                    framework=desk.framework,
                    application=str(file.pk),
                    unit=unit,
                    validated=chosen[unit] == OUI,
                    motive=desk.promise(motives[unit], PrivateText.Kind.MOTIF, str(file.pk)),
                )
            )

    said = _("La décision du jury est enregistrée.")
    if carry_out(request, file, commands, said=said, again=False) is None:
        typed = drafts.typed_in(request.POST)
        drafts.add(request.user, _place(file), request.POST)
        return _page(request, file, typed, status=422)
    drafts.settle(request.user, _place(file), request.POST)
    return redirect("vae_dossier", file.pk)
