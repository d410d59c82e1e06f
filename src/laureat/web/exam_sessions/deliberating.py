"""Decide a whole session in columns, from the base to the base.

A first deliberation of many candidates reads the rows of the session as they stand, decides them at once and copies the
facts back: nothing is made one candidate at a time. The audit recomputes every decision from the marks themselves.
"""

import io
import json
import re
from collections.abc import Callable

import polars as pl
from django.db import connection

from laureat.deliberation.cohort import MARK, MOTIF, ROW, SESSION, STATUS
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.told import WARNING_SEPARATOR
from laureat.session import conduct
from laureat.session.bulk import CANDIDATE, TYPES, Proposals, cell_names, decide_in_columns, propose_in_columns
from laureat.session.framework import MOTIF as GROUND
from laureat.session.framework import Accepted, Phase, Round
from laureat.session.reading import WRITTEN
from laureat.session.state import SessionState
from laureat.vocabulary import Motif, UnitStatus
from laureat.web.exam_sessions import ledger, standings
from laureat.web.exam_sessions import rows as rows_of
from laureat.web.exam_sessions.checks import suspects
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import frame as frame_at
from laureat.web.exam_sessions.service import Desk, judged, look

MANY = 2_000
"""From so many candidates on, a first deliberation goes through columns from end to end."""
_UNIT = re.compile(r"[A-Za-z0-9_.-]+")


def propose(desk: Desk) -> None:
    """Propose the decisions of everyone the jury must deliberate on. The log is held alone; the desk may know the
    facts of the session only."""
    if _is_first(desk.state) and desk.session.standings.count() >= MANY and desk.key not in desk.state.commands:
        _propose_many(desk)
        return
    state = desk.state = desk.state if desk.state.candidates else judged(desk.session)
    decide = decide_in_columns(desk.framework.law, conduct.to_decide(state))
    desk.take(conduct.propose_decisions(state, desk.act(), framework=desk.framework, decide=decide))


def _is_first(state: SessionState) -> bool:
    return state.round is Round.PREMIER and state.phase is Phase.CLOSE and state.current is None


def _propose_many(desk: Desk) -> None:
    rules = desk.framework.law
    refresh(desk.session)
    frame = frame_of_session(desk.session, rules)
    proposals = propose_in_columns(desk.state, desk.act(), desk.framework, rules, frame)
    ledger.append(desk.log, [proposals.opened])
    _store(desk.log, proposals, desk.framework.thresholds)
    reserved = proposals.rows.filter(pl.col("reserves") != "").height
    desk.accepted.append(Accepted(warnings=conduct.told_of_reserves(reserved)))


def refresh(session: ExamSession) -> None:
    """Write anew the rows that were not read from all the facts of their candidate."""
    if about := suspects(session):
        state = look(session, about)
        known = [candidate for candidate in about if candidate in state.candidates]
        standings.store(session, state, frame_at(session, state), known)


def frame_of_session(session: ExamSession, rules: SessionRules) -> pl.DataFrame:
    """The columns of everyone to deliberate on in a first deliberation, straight from the rows of the session."""
    famille = rules.reglement.famille
    names = cell_names(rules, famille)
    units = {unit.code for unit in rules.units}
    told = _told(session)
    grounds = [name for name in names if f"{GROUND}{name}" in told]
    asked = [colonne for colonne in famille.colonnes if colonne.nom in told]
    if any(not _UNIT.fullmatch(name) for name in (*names, *told)):
        raise ValueError(f"codes d'unités ou colonnes : {names}, {told}")
    cells = [
        f"CASE WHEN units ? '{name}' THEN cells->>'{name}' END AS \"{name}\""
        if name in units
        else f"cells->>'{name}' AS \"{name}\""
        for name in names
    ]
    columns = [
        f"told->>'{name}' AS \"{name}\"" for name in (*(f"{GROUND}{n}" for n in grounds), *(c.nom for c in asked))
    ]
    option = "coalesce(nullif(told->>'option', ''), option) AS option"
    frame = _copied(
        f"SELECT candidate, voie, categorie, forme, {', '.join([option, *cells, *columns])} "
        f"FROM {standings.TABLE} WHERE session_id = '{session.pk}' AND NOT withdrawn ORDER BY candidate"
    )
    frame = frame.filter(~pl.col(CANDIDATE).is_in(_under_fraud(session))).with_columns(
        pl.int_range(pl.len()).alias(ROW)
    )
    nothing = int(UnitStatus.VIDE)
    unsaid = [pl.lit(c.genre.unsaid, TYPES[c.genre]).alias(c.nom) for c in famille.colonnes if c not in asked]
    return frame.with_columns(
        *(column for name in names for column in _cells(frame, name)),
        *(_mapped(frame, f"{GROUND}{name}", _motif, pl.Int8()).alias(name + MOTIF) for name in grounds),
        *(_mapped(frame, c.nom, c.typed, TYPES[c.genre]).alias(c.nom) for c in asked),
        *unsaid,
        *(pl.lit(nothing, pl.Int8).alias(control_name(unit.code) + STATUS) for unit in rules.control_units),
        *(pl.lit(None, pl.Int64).alias(control_name(unit.code) + MARK) for unit in rules.control_units),
    ).drop([*names, *(f"{GROUND}{name}" for name in grounds)])


def _told(session: ExamSession) -> set[str]:
    """The columns that tell something of someone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT jsonb_object_keys(told) FROM {standings.TABLE} WHERE session_id = %s AND told <> '{{}}'",
            [session.pk],
        )
        return {name for (name,) in cursor.fetchall()}


def _copied(query: str) -> pl.DataFrame:
    """The rows of a query, all text, the empty one for nothing."""
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as copy:
        for piece in copy:
            buffer.write(piece)
    buffer.seek(0)
    return pl.read_csv(buffer, infer_schema=False).fill_null("")


def _cells(frame: pl.DataFrame, name: str) -> list[pl.Expr]:
    """The status, the mark and, where one is told, the session of a column of cells."""
    cells = {text: WRITTEN.parse(text) for text in frame[name].unique()}
    columns = [
        _mapped(frame, name, lambda text: int(cells[text].status), pl.Int8()).alias(name + STATUS),
        _mapped(frame, name, lambda text: cells[text].mark, pl.Int64()).alias(name + MARK),
    ]
    if any(cell.session for cell in cells.values()):
        columns.append(_mapped(frame, name, lambda text: cells[text].session, pl.Int16()).alias(name + SESSION))
    return columns


def _mapped(frame: pl.DataFrame, name: str, read: Callable[[str], object], dtype: pl.DataType) -> pl.Expr:
    """A column of texts as values, each different text read once."""
    texts = frame[name].unique().to_list()
    return pl.col(name).replace_strict(texts, [read(text) for text in texts], return_dtype=dtype)


def _motif(word: str) -> int:
    return int(Motif[word.upper()]) if word else int(Motif.SANS)


def _under_fraud(session: ExamSession) -> list[str]:
    """Who is under a fraud file: the few whose facts are read one by one."""
    withheld = list(session.standings.filter(withheld=True).values_list("candidate", flat=True))
    known = look(session, withheld).candidates.values() if withheld else ()
    return [standing.id for standing in known if standing.fraud_open]


def _store(log: str, proposals: Proposals, thresholds: tuple[int, ...]) -> None:
    """Copy the facts, and what they say into the rows of the session."""
    rows = proposals.rows
    payload = pl.concat_str(pl.lit("\\\\x"), pl.col("payload").str.encode("hex"))
    ledger.copy_frame(f"{ledger.ARRIVALS} (payload)", rows.select(payload))
    ledger.take_in()
    averages = rows["average"].unique().to_list()
    distances = pl.col("average").replace_strict(
        averages, [rows_of.distance(average, thresholds) for average in averages], return_dtype=pl.Int64
    )
    with connection.cursor() as cursor:
        reserved = rows["reserves"].unique().to_list()
        listed = [_json(text.split(WARNING_SEPARATOR) if text else []) for text in reserved]
        reserves = pl.col("reserves").replace_strict(reserved, listed, return_dtype=pl.String)
        told = ("decision", "mention", "average", distances.alias("distance"), reserves)
        ledger.copy_frame(
            f"{standings.FRESH} (candidate, decision, mention, average, distance, reserves)",
            rows.select(CANDIDATE, *told),
        )
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(
            f"UPDATE {standings.TABLE} row SET proposal = fresh.decision, decision = fresh.decision,"
            " mention = fresh.mention, average = fresh.average, distance = fresh.distance,"
            " reserves = fresh.reserves, facts = row.facts + 1"
            f" FROM {standings.FRESH} fresh WHERE fresh.candidate = row.candidate"
        )
        cursor.execute(f"DELETE FROM {standings.FRESH}")


def _json(texts: list[str]) -> str:
    """A list of texts in JSON, as COPY reads it."""
    return json.dumps(texts, ensure_ascii=False).replace("\\", "\\\\")
