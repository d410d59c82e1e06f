"""The figures of a session, and of all of them: tables, the same as drawings, the same as a file."""

import csv
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from laureat.exchange.english import ENGLISH, phrasebook
from laureat.reglements.recours import SEUIL_DU_SECRET
from laureat.session import counted, figures
from laureat.session.framework import Refused
from laureat.vocabulary import format_hundredths
from laureat.vocabulary.spreadsheets import safe
from laureat.web.accounts.models import Establishment
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.aftermath.models import ToldFigures
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.access import count_export, say_refused, session_of
from laureat.web.exam_sessions.downloads import CSV, attachment
from laureat.web.exam_sessions.models import ExamSession, StoredFact
from laureat.web.exam_sessions.rules import frame, framework_at_opening
from laureat.web.exam_sessions.service import look_at_all, transact

SECRET = "s"
"""What stands for a hidden count in a file."""
SEXES = (gettext_noop("femmes"), gettext_noop("hommes"))
"""Words that the phrasebook is too short for."""
WIDTH = 40
"""Of one bar of the histogram, in units of the drawing."""


def bars(classes: Sequence[figures.Class]) -> list[dict[str, Any]]:
    """The histogram: each class, its place, its height out of 100."""
    highest = max((one.count or 0 for one in classes), default=0) or 1
    return [
        {
            "x": place * WIDTH,
            "height": 100 * (one.count or 0) // highest,
            "y": 100 - 100 * (one.count or 0) // highest,
            "label": f"{one.low // 100}",
            "hidden": one.count is None,
        }
        for place, one in enumerate(classes)
    ]


def last_of(session: ExamSession) -> ToldFigures | None:
    """The figures of a session as they were last told; None where they never were."""
    return ToldFigures.objects.filter(session=session).last()


def of(state: ToldFigures) -> figures.Figures:
    """What a state tells, in the language of the page."""
    found = counted.figures_of(state.figures)
    tables = tuple(
        replace(
            one,
            title=_told_here(one.title),
            lines=tuple(replace(line, label=_told_here(line.label)) for line in one.lines),
        )
        for one in found.tables
    )
    return replace(found, tables=tables)


def _told_here(label: str) -> str:
    """A label, in the language of the page."""
    if label in SEXES:
        return _(label)
    return phrasebook().in_part(label) if translation.get_language() == ENGLISH else label


def settle(session: ExamSession) -> ToldFigures:
    """Tell the figures as they are now, such that beside those told before none gives away a few persons.

    Raises Refused.
    """
    people, facts = transact(session.log, lambda: _people(session), alone=True)
    if not people:
        raise Refused(_("Aucun résultat n'est publié : il n'y a rien à compter."))
    with transaction.atomic():
        ExamSession.objects.select_for_update().get(pk=session.pk)
        before = [counted.shown_of(state.counted) for state in ToldFigures.objects.filter(session=session)]
        found, shown = counted.settled(framework_at_opening(session), people, before)
        if before and shown.counts_as(before[-1]):
            raise Refused(_("Rien n'a changé depuis le dernier état."))
        total = found.tables[0].total
        return ToldFigures.objects.create(
            session=session,
            at=timezone.now(),
            facts=facts,
            figures=counted.plain(found),
            counted=counted.plain_shown(shown),
            presented=total.presented,
            admitted=total.admitted,
        )


def _people(session: ExamSession) -> tuple[list[figures.Presented], int]:
    """Those whose decision is published, and how many facts say so: nobody adds one meanwhile."""
    state = look_at_all(session, marks=False)
    published = session.standings.filter(withdrawn=False).exclude(public_decision="")
    rows = list(published.values(*counted.READ))
    schools = dict(Establishment.objects.values_list("uai", "name"))
    known = Identity.objects.in_bulk([row["candidate"] for row in rows])
    sexes = {who: str(identity.fields.get("sexe", "")) for who, identity in known.items()}
    facts = StoredFact.objects.filter(log=session.log).count()
    return counted.people(state, frame(session, state), rows, schools, sexes), facts


@require_GET
def of_session(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The figures of a session."""
    session = session_of(request, pk)
    state = last_of(session)
    if state is None:
        published = session.standings.exclude(public_decision="").filter(withdrawn=False).exists()
        return render(request, "suites/statistiques.html", {"session": session, "published": published})
    found = of(state)
    context = {
        "session": session,
        "state": state,
        "figures": found,
        "bars": bars(found.classes),
        "width": WIDTH * len(found.classes),
        "threshold": SEUIL_DU_SECRET,
        "passed": _passed(found),
        "means": any(unit.by_marks for unit in found.units),
        "modes": any(unit.mode for unit in found.units),
    }
    return render(request, "suites/statistiques.html", context)


@require_POST
def state_act(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """Tell the figures as they are now; or take away the last state, that nobody was handed."""
    session = session_of(request, pk)
    if request.POST.get("acte") == "retirer":
        last = last_of(session)
        if last is not None and not last.exported and str(last.pk) == request.POST.get("etat"):
            last.delete()
            messages.success(request, _("L'état est retiré."))
        else:
            messages.error(request, _("Cet état est sorti en fichier, ou n'est plus le dernier : il reste."))
        return redirect("statistiques", pk)
    try:
        settle(session)
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, _("Les chiffres sont arrêtés."))
    return redirect("statistiques", pk)


@require_POST
def export(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The same tables in one file, what is hidden said so."""
    session = session_of(request, pk)
    state = last_of(session)
    if state is None:
        messages.error(request, _("Aucun état n'est arrêté."))
        return redirect("statistiques", pk)
    count_export(request, f"statistiques {session.pk}")
    ToldFigures.objects.filter(pk=state.pk).update(exported=True)
    response = attachment("\ufeff", f"statistiques-{session.year}.csv", CSV)
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["tableau", "ligne", "mode", "effectif", "admis_ou_au_moins_10", "moyenne"])
    for row in _written(session, of(state)):
        writer.writerow(map(safe, row))
    return response


def _passed(found: figures.Figures) -> str:
    """What those who passed one thing assessed have, in words: the head of a column."""
    if all(unit.by_marks for unit in found.units):
        return _("Au moins 10")
    return _("Au moins 10, ou validés") if any(unit.by_marks for unit in found.units) else _("Validés")


def _written(session: ExamSession, found: figures.Figures) -> Iterator[list[str]]:
    for one in found.tables:
        for line in (*one.lines, one.total):
            yield [one.title, line.label or "total", "", _told(line.presented), _told(line.admitted), ""]
    by_unit = _("Par %(unite)s") % {"unite": _(framework_at_opening(session).famille.papiers.unite.un)}
    for unit in found.units:
        hidden = SECRET if unit.by_marks else ""
        mean = hidden if unit.mean is None else format_hundredths(unit.mean, decimals=2)
        yield [by_unit, unit.unit, unit.mode, _told(unit.marked), _told(unit.passed), mean]
    for each in found.classes:
        bounds = f"{each.low // 100} à {each.high // 100}"
        yield [_("Distribution des moyennes"), bounds, "", _told(each.count), "", ""]


def _told(count: int | None) -> str:
    return SECRET if count is None else str(count)


@require_GET
def across(request: SignedIn) -> HttpResponse:
    """Presented and admitted, session by session, and by certification over the years."""
    everyone = list(ExamSession.objects.filter(published=True, blank=False).select_related("certification"))
    states = ToldFigures.objects.defer("figures", "counted").filter(session__in=everyone)
    last = {state.session_id: (state.presented, state.admitted) for state in states}
    told_of = {
        row.pk: (presented, admitted)
        for row in everyone
        for presented, admitted in [last.get(row.pk, (None, None))]
        if presented is not None and admitted is not None and figures.may_be_told(presented, admitted)
    }
    sessions = [row for row in everyone if row.pk in told_of]
    by_year: dict[str, tuple[int, int]] = {}
    by_title: dict[str, tuple[int, int]] = {}
    for row in sessions:
        for groups, label in ((by_year, str(row.year)), (by_title, row.certification.name)):
            before = groups.get(label, (0, 0))
            presented, admitted = told_of[row.pk]
            groups[label] = (before[0] + presented, before[1] + admitted)
    each: dict[str, tuple[int, int]] = {}
    named: Counter[str] = Counter()
    for row in sessions:
        named[name := str(row)] += 1
        each[f"{name} ({named[name]})" if named[name] > 1 else name] = told_of[row.pk]
    tables = [
        figures.from_counts(_("Par année"), by_year),
        figures.from_counts(_("Par certification"), by_title),
        figures.from_counts(_("Par session"), each),
    ]
    context = {
        "tables": [one for one in tables if one.lines],
        "threshold": SEUIL_DU_SECRET,
        "left_out": sum(row.pk in last for row in everyone) - len(sessions),
        "untold": sum(row.pk not in last for row in everyone),
    }
    return render(request, "suites/statistiques_sessions.html", context)
