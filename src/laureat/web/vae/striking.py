"""Decisions notified, then struck by a judgment or by the authority, or restored; what follows elsewhere until done."""

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from laureat.records.facts import DecisionsRestored, DecisionsWithdrawn
from laureat.session import keeping, vae_after
from laureat.session.after import FollowUp, Ground
from laureat.session.framework import Accepted, Refused
from laureat.session.life import Due
from laureat.session.vae import VaeState
from laureat.vocabulary.french import plural, written_date
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import vae_sources
from laureat.web.exam_sessions.access import one_of
from laureat.web.exam_sessions.deeds import Deed
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.exam_sessions.views.asking import asked_twice
from laureat.web.titles import issuing
from laureat.web.titles.models import Delivered
from laureat.web.vae import history
from laureat.web.vae.delivering import settle
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import Desk, log_of, open_desk
from laureat.web.vae.tasks import deliver_vae

GROUNDS = [ground for ground in Ground if ground is not Ground.CENTRE]
LONGEST = 160
"""Signs of one part of a reference."""
FIELDS = ("ground", "authority", "number", "decided_on", "notified_on", "motif")


def withdraw(desk: Desk, application: str, form: Mapping[str, str]) -> None:
    """Strike the decisions on an application. Raises Refused."""
    ground = one_of(Ground, form.get("ground", ""))
    taken = functools.partial(vae_after.withdraw_vae_decisions, ground=ground, notified_on=form.get("notified_on", ""))
    _move(desk, application, form, taken)


def restore(desk: Desk, application: str, form: Mapping[str, str]) -> None:
    """Make them stand again. Raises Refused."""
    _move(desk, application, form, vae_after.restore_vae_decisions)


def follow(desk: Desk, application: str, form: Mapping[str, str]) -> None:
    """Record that what was due elsewhere was done. Raises Refused."""
    what = one_of(FollowUp, form.get("quoi", ""))
    reference = desk.promise(form.get("reference", ""), PrivateText.Kind.MOTIF, application)
    day = form.get("fait_le", "")
    about = {"candidate": application, "done_on": day}
    desk.take(vae_after.record_vae_follow_up(desk.state, desk.act(), **about, what=what, reference=reference))


def _move(desk: Desk, application: str, form: Mapping[str, str], command: Callable[..., Accepted]) -> None:
    """Record an act that names its judgment, and bring what was delivered to it in the same transaction."""
    given = {name: form.get(name, "") for name in ("authority", "number", "decided_on")}
    if any(len(value) > LONGEST for value in given.values()):
        raise Refused(_("Une référence tient en %(count)s signes.") % {"count": LONGEST})
    reason = desk.promise(form.get("motif", ""), PrivateText.Kind.MOTIF)
    desk.take(command(desk.state, desk.act(), candidates=[application], reason=reason, **given))

    def follow() -> None:
        for one in settle(desk, [application]):
            deliver_vae.defer(application=one)

    desk.after.append(follow)


# -------------------------------------------------------------------------------------------------- before the act
ACTS = {"retirer": withdraw, "retablir": restore}


def asked(request: SignedIn, file: VaeFile, name: str) -> HttpResponse | None:
    """The page that shows what an act on the decisions would do; None once it may be done, or is to be refused."""
    try:
        ACTS[name](open_desk(file.certification, request.user), str(file.pk), request.POST)
    except Refused:
        return None  # given for good, it is refused again, and the page shows what was typed
    carried = {field: request.POST.get(field, "") for field in FIELDS if field in request.POST}
    titles = {"retirer": _("Enregistrer une annulation ou un retrait"), "retablir": _("Rétablir la décision")}
    back = reverse("vae_dossier", args=[file.pk])
    does = tuple(_does(file, name, carried))
    return asked_twice(request, None, Deed(name, titles[name], name.upper(), does, carried=carried, back=back))


def _does(file: VaeFile, name: str, form: Mapping[str, str]) -> Iterator[str]:
    """What the act would do, and to whom."""
    identity = Identity.objects.filter(candidate=str(file.pk)).first()
    named = {
        "who": f"{identity.name} ({file.numero})" if identity else file.numero,
        "by": f"{form['authority'].strip()}, n° {form['number'].strip()}, {written_date(form['decided_on'])}",
        "units": ", ".join(file.validated) or "—",
    }
    persons = [str(one.pk) for one in VaeFile.objects.filter(certification=file.certification, person=file.person)]
    log = log_of(file.certification)
    held = sum(len(rows) for rows in issuing.delivered(log, persons).values())
    carried = sum(len(candidates) for candidates in vae_sources.carried_from(log, persons).values())
    if name == "retirer":
        ground = one_of(Ground, form.get("ground", ""))
        yield _("%(who)s : %(what)s (%(by)s).") % {**named, "what": ground.decisions[0]}
        yield _("Ce que le jury avait validé ne l'est plus : %(units)s.") % named
        if held:
            told = plural(held, _("document ou titre délivré"), _("documents ou titres délivrés"))
            yield _("%(count)s à cette personne : ce qui repose sur cette décision est suspendu.") % {"count": told}
        if carried:
            told = plural(carried, _("inscription à l'examen porte"), _("inscriptions à l'examen portent"))
            yield _("%(count)s ce que la VAE a validé à cette personne : ses documents y sont suspendus aussi.") % {
                "count": told
            }
        yield _(
            "La lettre au candidat s'imprime ensuite, et ce qui reste à faire ailleurs est listé jusqu'à être fait."
        )
        return
    yield _("%(who)s : décision rétablie (%(by)s).") % named
    yield _("Ce que le jury avait validé l'est de nouveau : %(units)s.") % named
    yield _("Les documents et les titres qui en restent vrais sont de nouveau en vigueur.")


# --------------------------------------------------------------------------------------------------- after the act
@dataclass(frozen=True, slots=True)
class Owed:
    """One thing due elsewhere, as a page lists it."""

    file: VaeFile
    name: str
    due: Due
    where: tuple[str, ...] = ()
    """Where what is asked back was delivered, for what another file gave."""


def dues(file: VaeFile, state: VaeState, name: str = "") -> Iterator[Owed]:
    """What is due elsewhere on an application, done or not; what other files gave, where they gave something."""
    for due in vae_after.vae_follow_ups(state, str(file.pk)):
        where = tuple(_given_elsewhere(file)) if due.what is FollowUp.AILLEURS else ()
        if where or due.done is not None or due.what is not FollowUp.AILLEURS:
            yield Owed(file, name, due, where)


def _given_elsewhere(file: VaeFile) -> Iterator[str]:
    """Where something was delivered that is suspended for resting on this decision, and how many."""
    log = log_of(file.certification)
    others = VaeFile.objects.filter(certification=file.certification, person=file.person).exclude(pk=file.pk)
    numbers = {str(one.pk): one.numero for one in others}
    for other, rows in issuing.delivered(log, numbers).items():
        yield from _resting(rows, _("dossier %(number)s") % {"number": numbers[other]})
    for carried_in, candidates in vae_sources.carried_from(log, [str(file.pk)]).items():
        session = ExamSession.objects.get(pk=carried_in)
        identities = Identity.objects.in_bulk(candidates)
        for candidate, rows in issuing.delivered(carried_in, candidates).items():
            number = identities[candidate].numero if candidate in identities else candidate
            yield from _resting(rows, _("%(session)s, candidat %(number)s") % {"session": session, "number": number})


def _resting(rows: Sequence[Delivered], where: str) -> Iterator[str]:
    count = sum(issuing.rests_on_nothing(row) for row in rows)
    if count:
        told = plural(count, _("document ou titre délivré"), _("documents ou titres délivrés"))
        yield f"{where} : {told}"


def owed(certification: Certification, state: VaeState) -> list[Owed]:
    """What is due elsewhere for all the applications and is not done, the oldest first."""
    struck = [name for name, standing in state.applications.items() if standing.struck is not None]
    identities = Identity.objects.in_bulk(struck)
    found = []
    for file in VaeFile.objects.filter(certification=certification, pk__in=struck):
        name = identities[str(file.pk)].name if str(file.pk) in identities else file.numero
        found += [one for one in dues(file, state, name) if one.due.done is None]
    return sorted(found, key=lambda one: (one.due.since, one.file.sort_key))


def acts_on(state: VaeState, log: str, application: str) -> list[tuple[DecisionsWithdrawn | DecisionsRestored, str]]:
    """The acts on the decisions of an application, in their order, each with what it is in words."""
    heeded = keeping.heeded(history.facts_of(log, application), state)
    return [(one, _label(one)) for one in heeded if isinstance(one, DecisionsWithdrawn | DecisionsRestored)]


def _label(act: DecisionsWithdrawn | DecisionsRestored) -> str:
    return Ground(act.ground).label if isinstance(act, DecisionsWithdrawn) else _("décision rétablie")
