"""The reading of the facts that lists show: one row a candidate, written anew after each command."""

from collections.abc import Iterable
from fractions import Fraction

from django.db import connection
from psycopg.types.json import Json

from laureat.session.framework import Framework, Round
from laureat.session.state import CandidateState, SessionState
from laureat.session.todo import is_habilitated, required_pieces
from laureat.vocabulary import UnitStatus
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions.ledger import COPY_FROM, copy_rows
from laureat.web.exam_sessions.models import ExamSession

_FROM_IDENTITY = ("candidate", "session_id", "numero", "sort_key", "search_key")
_FROM_FACTS = [
    "establishment",
    "voie",
    "categorie",
    "forme",
    "option",
    "units",
    "cells",
    "told",
    "control",
    "control_units",
    "missing",
    "pieces_missing",
    "reserves",
    "livret_awaited",
    "withheld",
    "withdrawn",
    "proposal",
    "decision",
    "mention",
    "average",
    "distance",
    "public_decision",
    "public_mention",
]
_COLUMNS = (*_FROM_IDENTITY, *_FROM_FACTS)
TABLE = "exam_sessions_standing"
FRESH = "laureat_fresh"
"""Where rows stand, seen of their transaction alone, before they are written into the lists; emptied by it."""


def store(session: ExamSession, state: SessionState, framework: Framework, candidates: Iterable[str]) -> None:
    """Write the rows of these candidates from the state."""
    wanted = list(candidates)
    if not wanted:
        return
    known = Identity.objects.filter(candidate__in=wanted).values_list("candidate", "numero", "sort_key", "search_key")
    identities = {candidate: rest for candidate, *rest in known}
    rows = [
        (
            candidate,
            session.pk,
            *identities.get(candidate, (candidate, candidate, "")),
            *reading(state, framework, state.candidates[candidate]),
        )
        for candidate in wanted
    ]
    names = ", ".join(_COLUMNS)
    updates = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS[1:])
    write = f"INSERT INTO {TABLE} ({names}) {{}} ON CONFLICT (candidate) DO UPDATE SET {updates}"
    if len(rows) < COPY_FROM:
        row = f"({', '.join(['%s'] * len(_COLUMNS))})"
        values = ", ".join([row] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(write.format(f"VALUES {values}"), [value for one in rows for value in one])
        return
    copy_rows(FRESH, _COLUMNS, rows)
    with connection.cursor() as cursor:
        cursor.execute(write.format(f"SELECT {names} FROM {FRESH}"))
        cursor.execute(f"DELETE FROM {FRESH}")


def reading(state: SessionState, framework: Framework, standing: CandidateState) -> tuple[object, ...]:
    """The columns that the facts give, in order."""
    route = standing.route
    cells = {unit: str(standing.cell(unit)) for unit in {*standing.presented, *standing.cells}}
    current = state.current.result(standing.id) if state.current else None
    decided = current or state.last_result(standing.id)
    public = state.result(standing.id)
    average = decided.proposal.average if decided else ""
    return (
        route.establishment if route else "",
        route.voie if route else "",
        route.categorie if route else "",
        route.forme if route else "",
        route.option if route else "",
        Json(list(standing.presented)),
        Json({unit: text for unit, text in cells.items() if text}),
        Json(standing.columns),
        Json({unit: str(standing.cell(unit, control=True)) for unit in standing.control}),
        Json(list(standing.control_units)),
        missing(state, standing),
        Json(pieces_missing(state, framework, standing)),
        Json(list(state.reserves(standing.id))),
        standing.livret_awaited,
        standing.fraud_open or standing.to_redeliberate,
        standing.withdrawn,
        decided.proposal.decision if decided else "",
        str(decided.decision) if decided else "",
        str(decided.mention) if decided else "",
        average,
        distance(average, framework.thresholds),
        str(public.decision) if public else "",
        str(public.mention) if public else "",
    )


def missing(state: SessionState, standing: CandidateState) -> int:
    """How many marks are awaited in the round under way."""
    if standing.withdrawn:
        return 0
    if state.round is Round.CONTROLE:
        return sum(1 for unit in standing.control_units if unit not in standing.control)
    if state.round is Round.REMPLACEMENT:
        return sum(1 for unit in standing.replacement if unit not in standing.replaced)
    return sum(1 for unit in standing.presented if standing.cell(unit).status is UnitStatus.VIDE)


def pieces_missing(state: SessionState, framework: Framework, standing: CandidateState) -> list[str]:
    """The pieces, and the habilitation, that the file still lacks."""
    route = standing.route
    if route is None or standing.withdrawn:
        return []
    pieces = [piece for piece in required_pieces(framework, route.voie) if piece not in standing.pieces]
    if not is_habilitated(state, framework, route.voie, route.establishment, route.at[:10]):
        pieces.append("habilitation")
    return pieces


def distance(average: str, thresholds: tuple[int, ...]) -> int | None:
    """Hundredths, up, between an exact average and the nearest threshold; None without an average."""
    if not average or not thresholds:
        return None
    hundredths = Fraction(average) * 100
    return -int(-min(abs(hundredths - threshold) for threshold in thresholds) // 1)
