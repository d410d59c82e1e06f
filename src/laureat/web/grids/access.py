"""Which candidates and which grid an account assesses, or page not found."""

import uuid

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from laureat.grilles import Grid, Situation
from laureat.web.accounts.signed_in import SignedIn
from laureat.web.exam_sessions.access import standings_of
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.models import Standing as Row
from laureat.web.exam_sessions.rules import framework_at_opening
from laureat.web.exam_sessions.views.marks import concerned, unit_of
from laureat.web.grids.boards import grid_of


def grid_or_404(session: ExamSession, unit: str) -> Grid:
    """The grid of a unit."""
    grid = grid_of(session, unit)
    if grid is None:
        raise Http404
    return grid


def situation_of(grid: Grid, code: str) -> Situation:
    """The situation of this code, else the first."""
    return next((one for one in grid.situations if one.code == code), grid.situations[0])


def to_the_grid(session: ExamSession, unit: str, candidate: str, situation: str = "") -> HttpResponse:
    """Back to the page of a candidate, in the situation where they were."""
    target = redirect("grille", session.pk, unit, candidate)
    if situation:
        target["Location"] += f"?{urlencode({'situation': situation})}"
    return target


def rows_of(request: SignedIn, session: ExamSession, unit: str) -> QuerySet[Row]:
    """The candidates whom the account assesses in a unit."""
    framework = framework_at_opening(session)
    return standings_of(request, session).filter(concerned(request, framework, unit_of(session, unit)))


def row_of(request: SignedIn, session: ExamSession, unit: str, candidate: uuid.UUID) -> Row:
    """One of the candidates whom the account assesses in a unit."""
    found = rows_of(request, session, unit).filter(candidate=str(candidate)).first()
    if found is None:
        raise Http404
    return found
