"""The reading of the facts that lists show: one row a candidate, written anew after each command."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db import connection
from psycopg.types.json import Json

from laureat.session.framework import Framework
from laureat.session.state import SessionState
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import rows
from laureat.web.exam_sessions.columns import Newcomer
from laureat.web.exam_sessions.ledger import COPY_FROM, copy_rows
from laureat.web.exam_sessions.models import ExamSession

_FROM_IDENTITY = ("candidate", "session_id", "numero", "sort_key", "search_key")
TABLE = "exam_sessions_standing"
as_json = json.JSONEncoder(ensure_ascii=False).encode
"""A value as the base keeps it in JSON; ``json.dumps`` would make its encoder again for each."""
FRESH = "laureat_fresh"
"""Where rows stand, seen of their transaction alone, before they are written into the lists; emptied by it."""


def store(session: ExamSession, state: SessionState, framework: Framework, candidates: Iterable[str]) -> None:
    """Write the rows of these candidates from the state."""
    bring(session, state, framework, candidates)()


Row = Mapping[str, object]
"""By column, as the base writes it."""


def bring(
    session: ExamSession,
    state: SessionState,
    framework: Framework,
    candidates: Iterable[str],
    made: Sequence[Row] = (),
) -> Callable[[], None]:
    """Make the rows of these candidates, where nobody waits for them; gives what writes them into the lists.

    ``made``: those of newcomers, whom the state does not hold.
    """
    wanted = list(candidates)
    if not wanted and not made:
        return lambda: None
    columns = (*made[0],) if made else (*_FROM_IDENTITY, *rows.row(state, framework, state.candidates[wanted[0]]))
    known = Identity.objects.filter(candidate__in=wanted).values_list("candidate", "numero", "sort_key", "search_key")
    identities = {candidate: rest for candidate, *rest in known}
    fresh: list[tuple[object, ...]] = [
        (
            candidate,
            session.pk,
            *identities.get(candidate, (candidate, candidate, "")),
            *_columns(rows.row(state, framework, state.candidates[candidate])),
        )
        for candidate in wanted
    ]
    fresh += [tuple(row.values()) for row in made]
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


def of_newcomers(
    newcomers: Iterable[Newcomer], identities: Iterable[Mapping[str, object]], session: ExamSession
) -> Iterator[Row]:
    """The rows of newcomers, each with its identity, by column."""
    written: dict[int, Row] = {}
    for one, identity in zip(newcomers, identities, strict=True):
        head = one.head
        if id(head) not in written:
            written[id(head)] = {
                name: as_json(value) if name in rows.JSON_COLUMNS else value for name, value in head.row.items()
            }
        presented = cast(Sequence[str], head.row["units"])
        held = {cell.unit for cell in one.answers}
        row = {name: session.pk if name == "session_id" else identity[name] for name in _FROM_IDENTITY}
        row |= written[id(head)]
        row["cells"] = as_json({cell.unit: cell.shown for cell in one.answers if cell.shown})
        row["missing"] = sum(1 for unit in presented if unit not in held)
        row["facts"] = len(head.step.facts) + sum(len(cell.step.facts) for cell in one.answers)
        if any(cell.told for cell in one.answers):
            told = dict(cast(Mapping[str, str], head.row["told"]))
            row["told"] = as_json(told | {name: word for cell in one.answers for name, word in cell.told.items()})
        yield row


def _execute(query: str, values: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def _columns(row: Mapping[str, object]) -> list[object]:
    """The values of a row as the base writes them."""
    return [Json(value) if name in rows.JSON_COLUMNS else value for name, value in row.items()]
