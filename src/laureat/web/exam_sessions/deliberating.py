"""Decide a whole session in columns, from the base to the base.

A first deliberation of many candidates reads the rows of the session as they stand, decides them at once and copies the
facts back: nothing is made one candidate at a time. The audit recomputes every decision from the marks themselves.
"""

import io
import re

import polars as pl
from django.db import connection

from laureat.deliberation.cohort import ROW
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.records import PROJET
from laureat.session import conduct
from laureat.session.bulk import CANDIDATE, Proposals, decide_in_columns, propose_in_columns
from laureat.session.certification import confirmed_rules
from laureat.session.framework import Phase, Round
from laureat.session.reading import read
from laureat.session.state import SessionState
from laureat.vocabulary import Cell, CellError, UnitStatus, parse_block_cell, parse_cell
from laureat.web.exam_sessions import ledger, standings
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.rules import rules_of
from laureat.web.exam_sessions.service import Desk

MANY = 2_000
"""From so many candidates on, a first deliberation goes through columns from end to end."""
_UNIT = re.compile(r"[A-Za-z0-9_.-]+")


def propose(desk: Desk) -> None:
    """Propose the decisions of everyone the jury must deliberate on. The log is held alone; the desk may know the
    facts of the session only."""
    if _is_first(desk.state) and desk.session.standings.count() >= MANY and desk.key not in desk.state.commands:
        _propose_many(desk)
        return
    state = desk.state = desk.state if desk.state.candidates else read(ledger.facts(desk.log))
    rules = confirmed_rules(rules_of(desk.session), state.confirmed)
    decide = decide_in_columns(rules, conduct.to_decide(state))
    desk.take(conduct.propose_decisions(state, desk.act(), framework=desk.framework, decide=decide))


def _is_first(state: SessionState) -> bool:
    return state.round is Round.PREMIER and state.phase is Phase.CLOSE and state.current is None


def _propose_many(desk: Desk) -> None:
    rules = confirmed_rules(rules_of(desk.session), desk.state.confirmed)
    frame = frame_of_session(desk.session, rules)
    proposals = propose_in_columns(desk.state, desk.act(), desk.framework, rules, frame)
    ledger.append(desk.log, [proposals.opened])
    _store(desk.log, proposals)


def frame_of_session(session: ExamSession, rules: SessionRules) -> pl.DataFrame:
    """The columns of everyone to deliberate on in a first deliberation, straight from the rows of the session."""
    names = [*(unit.code for unit in rules.units), PROJET]
    if any(not _UNIT.fullmatch(name) for name in names):
        raise ValueError(f"codes d'unités : {names}")
    cells = [f"CASE WHEN units ? '{name}' THEN cells->>'{name}' END AS \"{name}\"" for name in names[:-1]]
    frame = _copied(
        f"SELECT candidate, voie, categorie, forme, {', '.join(cells)}, cells->>'{PROJET}' AS \"{PROJET}\" "
        f"FROM {standings.TABLE} WHERE session_id = '{session.pk}' AND NOT withdrawn ORDER BY candidate"
    )
    apart = _apart(session)
    frame = frame.filter(~pl.col(CANDIDATE).is_in(apart["fraud"])).with_columns(
        pl.int_range(pl.len()).alias(ROW),
        *(pl.col(CANDIDATE).is_in(apart[name]).alias(name) for name in ("derogation", "etalement")),
    )
    nothing = int(UnitStatus.VIDE)
    return frame.with_columns(
        *(column for name in names for column in _cells(frame, name)),
        *(pl.lit(nothing, pl.Int8).alias(f"{control_name(unit.code)}.statut") for unit in rules.control_units),
        *(pl.lit(None, pl.Int64).alias(f"{control_name(unit.code)}.note") for unit in rules.control_units),
    ).drop(names)


def _copied(query: str) -> pl.DataFrame:
    """The rows of a query, all text, the empty one for nothing."""
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)") as copy:
        for piece in copy:
            buffer.write(piece)
    buffer.seek(0)
    return pl.read_csv(buffer, infer_schema=False).fill_null("")


def _cells(frame: pl.DataFrame, name: str) -> list[pl.Expr]:
    """The status and the mark of a column of cells; each different text is read once."""
    texts = frame[name].unique().to_list()
    cells = [_cell(text) for text in texts]
    column = pl.col(name)
    return [
        column.replace_strict(texts, [int(cell.status) for cell in cells], return_dtype=pl.Int8).alias(
            f"{name}.statut"
        ),
        column.replace_strict(texts, [cell.mark for cell in cells], return_dtype=pl.Int64).alias(f"{name}.note"),
    ]


def _cell(text: str) -> Cell:
    try:
        return parse_cell(text)
    except CellError:
        return parse_block_cell(text)


def _apart(session: ExamSession) -> dict[str, list[str]]:
    """Who is under a fraud file, who has a dérogation, who an étalement: the few whose facts are read one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT candidate FROM {standings.TABLE} WHERE session_id = %s AND withheld UNION "
            f"SELECT subject FROM {ledger.FACTS} WHERE log = %s AND kind = 'AccommodationDecided' UNION "
            f"SELECT subject FROM {ledger.FACTS} WHERE log = %s AND kind = 'RouteEstablished' "
            "AND position('\"derogation\":true'::bytea IN payload) > 0",
            [session.pk, session.log, session.log],
        )
        some = [candidate for (candidate,) in cursor.fetchall()]
    known = read(ledger.facts(session.log, some)).candidates.values() if some else ()
    read_apart = [(standing, standing.to_candidate()) for standing in known if standing.route]
    return {
        "fraud": [standing.id for standing, _candidate in read_apart if standing.fraud_open],
        "derogation": [standing.id for standing, candidate in read_apart if candidate.derogation],
        "etalement": [standing.id for standing, candidate in read_apart if candidate.etalement],
    }


def _store(log: str, proposals: Proposals) -> None:
    """Copy the facts, and what they say into the rows of the session."""
    rows = proposals.rows
    payload = pl.concat_str(pl.lit("\\\\x"), pl.col("payload").str.encode("hex"))
    facts = rows.select(log=pl.lit(log), key="key", kind=pl.lit("DecisionProposed"), subject=CANDIDATE, payload=payload)
    _copy(f"{ledger.FACTS} ({', '.join(ledger.FACT_COLUMNS)})", facts)
    averages = rows["average"].unique().to_list()
    distances = pl.col("average").replace_strict(
        averages, [standings.distance(average) for average in averages], return_dtype=pl.Int64
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE decided (candidate text, decision text, mention text, average text, distance integer)"
            " ON COMMIT DROP"
        )
        _copy("decided", rows.select(CANDIDATE, "decision", "mention", "average", distances.alias("distance")))
        cursor.execute("ANALYZE decided")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(
            f"UPDATE {standings.TABLE} row SET proposal = fresh.decision, decision = fresh.decision,"
            " mention = fresh.mention, average = fresh.average, distance = fresh.distance"
            " FROM decided fresh WHERE fresh.candidate = row.candidate"
        )
        cursor.execute("DROP TABLE decided")


def _copy(target: str, frame: pl.DataFrame) -> None:
    """Write rows of plain texts with COPY, made in columns."""
    buffer = io.BytesIO()
    frame.write_csv(buffer, include_header=False, null_value="\\N", quote_style="never", separator="\t")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {target} FROM STDIN (FORMAT text, NULL '\\N')") as copy,
    ):
        copy.write(buffer.getvalue())
