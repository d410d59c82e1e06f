"""The reading of the facts that lists show: one row a candidate, written anew after each command."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg.types.json import Json

from laureat.session.framework import Framework
from laureat.session.state import SessionState
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import rows
from laureat.web.exam_sessions.ledger import COPY_FROM, copy_rows
from laureat.web.exam_sessions.models import ExamSession

_FROM_IDENTITY = ("candidate", "session_id", "numero", "sort_key", "search_key")
TABLE = "exam_sessions_standing"
FRESH = "laureat_fresh"
"""Where rows stand, seen of their transaction alone, before they are written into the lists; emptied by it."""


def store(session: ExamSession, state: SessionState, framework: Framework, candidates: Iterable[str]) -> None:
    """Write the rows of these candidates from the state."""
    bring(session, state, framework, candidates)()


def bring(
    session: ExamSession, state: SessionState, framework: Framework, candidates: Iterable[str]
) -> Callable[[], None]:
    """Make the rows of these candidates, where nobody waits for them; gives what writes them into the lists."""
    wanted = list(candidates)
    if not wanted:
        return lambda: None
    columns = (*_FROM_IDENTITY, *rows.row(state, framework, state.candidates[wanted[0]]))
    known = Identity.objects.filter(candidate__in=wanted).values_list("candidate", "numero", "sort_key", "search_key")
    identities = {candidate: rest for candidate, *rest in known}
    fresh = [
        (
            candidate,
            session.pk,
            *identities.get(candidate, (candidate, candidate, "")),
            *_columns(rows.row(state, framework, state.candidates[candidate])),
        )
        for candidate in wanted
    ]
    names = ", ".join(columns)
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
    write = f"INSERT INTO {TABLE} ({names}) {{}} ON CONFLICT (candidate) DO UPDATE SET {updates}"
    if len(fresh) < COPY_FROM:
        row = f"({', '.join(['%s'] * len(columns))})"
        values = ", ".join([row] * len(fresh))
        return lambda: _execute(write.format(f"VALUES {values}"), [value for one in fresh for value in one])
    copy_rows(FRESH, columns, fresh)

    def enter() -> None:
        _execute(write.format(f"SELECT {names} FROM {FRESH}"))
        _execute(f"DELETE FROM {FRESH}")

    return enter


def _execute(query: str, values: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def _columns(row: Mapping[str, object]) -> list[object]:
    """The values of a row as the base writes them."""
    return [Json(value) if name in rows.JSON_COLUMNS else value for name, value in row.items()]
