"""The figures of a session, and of all of them: tables, the same as drawings, the same as a file."""

import csv
import uuid
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from laureat.reglements.recours import SEUIL_DU_SECRET
from laureat.session import figures
from laureat.session.reading import cell_of
from laureat.vocabulary import UnitStatus, format_hundredths
from laureat.vocabulary.spreadsheets import safe
from laureat.web.accounts.models import Establishment
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.access import count_export, session_of
from laureat.web.exam_sessions.downloads import CSV, attachment
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import frame, route_label
from laureat.web.exam_sessions.service import look

SECRET = "s"
"""What stands for a hidden count in a file."""
SEXES = {"F": "femmes", "M": "hommes"}
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


def of(session: ExamSession) -> figures.Figures:
    """The figures of a session, from the decisions that are published and stand."""
    dimensions = {
        "etablissement": _("Par établissement"),
        "voie": _("Par voie"),
        "sexe": _("Par sexe"),
        "categorie": _("Par catégorie de candidats"),
    }
    return figures.told(list(_people(session)), dimensions)


def _people(session: ExamSession) -> Iterator[figures.Presented]:
    framework = frame(session, look(session))
    schools = dict(Establishment.objects.values_list("uai", "name"))
    rows = list(session.standings.filter(withdrawn=False).exclude(public_decision=""))
    identities = Identity.objects.in_bulk([row.candidate for row in rows])
    for row in rows:
        known = identities.get(row.candidate)
        sexe = str(known.fields.get("sexe", "")) if known else ""
        marks = []
        for code, text in row.cells.items():
            unit, cell = framework.units.get(code), cell_of(text)
            if unit is not None and cell.status is UnitStatus.NOTE:
                mode = unit.modes.get(row.categorie)
                marks.append((code, mode.label if mode else "", cell.mark))
        yield figures.Presented(
            admitted=row.public_decision == "admis",
            groups={
                "etablissement": schools.get(row.establishment, _("sans établissement")),
                "voie": route_label(framework.famille, row.voie),
                "sexe": SEXES.get(sexe, ""),
                "categorie": row.categorie.replace("_", " "),
            },
            average=Fraction(row.average) if row.average else None,
            marks=tuple(marks),
        )


@require_GET
def of_session(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The figures of a session."""
    session = session_of(request, pk)
    found = of(session)
    context = {
        "session": session,
        "figures": found,
        "bars": bars(found.classes),
        "width": WIDTH * len(found.classes),
        "threshold": SEUIL_DU_SECRET,
        "published": session.published,
        "summary": found.tables[0].total if found.tables else None,
    }
    return render(request, "suites/statistiques.html", context)


@require_POST
def export(request: SignedIn, pk: uuid.UUID) -> HttpResponse:
    """The same tables in one file, what is hidden said so."""
    session = session_of(request, pk)
    count_export(request, f"statistiques {session.pk}")
    response = attachment("\ufeff", f"statistiques-{session.year}.csv", CSV)
    writer = csv.writer(response, delimiter=";")
    writer.writerow(["tableau", "ligne", "mode", "effectif", "admis_ou_au_moins_10", "moyenne"])
    for row in _written(of(session)):
        writer.writerow(map(safe, row))
    return response


def _written(found: figures.Figures) -> Iterator[list[str]]:
    for one in found.tables:
        for line in (*one.lines, one.total):
            yield [one.title, line.label or "total", "", _told(line.presented), _told(line.admitted), ""]
    for unit in found.units:
        mean = SECRET if unit.mean is None else format_hundredths(unit.mean, decimals=2)
        yield [_("Par unité"), unit.unit, unit.mode, _told(unit.marked), _told(unit.passed), mean]
    for each in found.classes:
        bounds = f"{each.low // 100} à {each.high // 100}"
        yield [_("Distribution des moyennes"), bounds, "", _told(each.count), "", ""]


def _told(count: int | None) -> str:
    return SECRET if count is None else str(count)


@require_GET
def across(request: SignedIn) -> HttpResponse:
    """Presented and admitted, session by session, and by certification over the years."""
    counted = ExamSession.objects.filter(published=True, blank=False).select_related("certification")
    decided = Q(standings__withdrawn=False) & ~Q(standings__public_decision="")
    counted = counted.annotate(
        presented=Count("standings", filter=decided),
        admitted=Count("standings", filter=decided & Q(standings__public_decision="admis")),
    )
    everyone = [row for row in counted if row.presented]
    sessions = [row for row in everyone if figures.may_be_told(row.presented, row.admitted)]
    by_year: dict[str, tuple[int, int]] = {}
    by_title: dict[str, tuple[int, int]] = {}
    for row in sessions:
        for groups, label in ((by_year, str(row.year)), (by_title, row.certification.title)):
            before = groups.get(label, (0, 0))
            groups[label] = (before[0] + row.presented, before[1] + row.admitted)
    each = {f"{row} ({row.pk.hex[:4]})": (row.presented, row.admitted) for row in sessions}
    tables = [
        figures.from_counts(_("Par année"), by_year),
        figures.from_counts(_("Par certification"), by_title),
        figures.from_counts(_("Par session"), each),
    ]
    context = {
        "tables": [one for one in tables if one.lines],
        "threshold": SEUIL_DU_SECRET,
        "left_out": len(everyone) - len(sessions),
    }
    return render(request, "suites/statistiques_sessions.html", context)
