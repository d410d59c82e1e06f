"""What is shown, printed or listed is compared with the facts, where it is shown, printed or listed."""

from collections.abc import Iterable, Mapping

from django.db import connection

from laureat.records import identity_text, opens
from laureat.session.framework import Framework
from laureat.session.state import SessionState
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import ledger, rows, standings
from laureat.web.exam_sessions.models import ExamSession, Standing

PUBLIC = ("decision", "mention", "public_decision", "public_mention")
"""What a row says of a decision."""


def suspects(session: ExamSession) -> list[str]:
    """Those whose row was not read from all their facts, or from refused ones: the few that are read one by one."""
    query = f"""
        SELECT told.subject FROM (
            SELECT subject, count(*) AS count FROM {ledger.FACTS} WHERE log = %s AND subject <> '' GROUP BY subject
        ) told LEFT JOIN {standings.TABLE} row ON row.candidate = told.subject AND row.session_id = %s
        WHERE row.candidate IS NULL OR row.facts <> told.count OR row.anomalies > 0
        ORDER BY told.subject
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [session.log, session.pk])
        return [subject for (subject,) in cursor.fetchall()]


def altered_texts(log: str) -> list[tuple[str, str]]:
    """The texts that their commitment does not open: the kind of each, and whom it is about."""
    query = """
        SELECT kind, subject FROM candidates_privatetext WHERE log = %s
        AND encode(sha256(salt || convert_to(text, 'UTF8')), 'hex') <> commitment ORDER BY subject
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [log])
        return [(kind, subject) for kind, subject in cursor.fetchall()]


def altered_identities(log: str) -> list[str]:
    """Those whose identity, as people see it, is in no text that was committed to."""
    query = """
        SELECT row.candidate FROM candidates_identity row WHERE row.log = %s AND NOT EXISTS (
            SELECT 1 FROM candidates_privatetext kept
            WHERE kept.log = row.log AND kept.subject = row.candidate AND kept.kind = 'identite'
            AND kept.text::jsonb = jsonb_build_object('numero', row.numero) || coalesce(
                (SELECT jsonb_object_agg(key, value) FROM jsonb_each(row.fields) WHERE value <> '""'), '{}')
        ) ORDER BY row.candidate
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [log])
        return [candidate for (candidate,) in cursor.fetchall()]


def identity_defects(committed: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the identity of some candidates, given the commitment that the facts hold for each."""
    known = Identity.objects.in_bulk(list(committed))
    texts = PrivateText.objects.in_bulk([commitment for commitment in committed.values() if commitment])
    found: dict[str, str] = {}
    for candidate, commitment in committed.items():
        identity, kept = known.get(candidate), texts.get(commitment)
        if identity is None:
            continue  # erased: nothing is shown of it
        shown = identity_text({"numero": identity.numero, **identity.fields})
        if kept is None:
            found[candidate] = "L'identité affichée n'est plus celle que le journal a engagée : son texte a disparu."
        elif kept.text != shown or not opens(commitment, kept.text, bytes(kept.salt)):
            found[candidate] = "L'identité affichée n'est pas celle que le journal a engagée."
    return found


def identities_of(state: SessionState, candidates: Iterable[str]) -> dict[str, str]:
    """The same, for candidates of a session."""
    return identity_defects({one: state.candidates[one].identity for one in candidates if one in state.candidates})


def text_defects(commitments: Iterable[str]) -> set[str]:
    """Those of these commitments whose text is there, and is not the one committed to."""
    kept = PrivateText.objects.in_bulk([one for one in commitments if one])
    return {key for key, text in kept.items() if not opens(key, text.text, bytes(text.salt))}


def row_defects(state: SessionState, framework: Framework, stored: Iterable[Standing]) -> dict[str, list[str]]:
    """By candidate, what a row says otherwise than the facts."""
    found: dict[str, list[str]] = {}
    for one in stored:
        standing = state.candidates.get(one.candidate)
        if standing is None:
            found[one.candidate] = ["Aucun fait n'inscrit ce candidat."]
            continue
        due = rows.row(state, framework, standing)
        if wrong := rows.differences({name: getattr(one, name) for name in due}, due):
            found[one.candidate] = wrong
    return found


def public_defects(session: ExamSession, state: SessionState) -> list[str]:
    """Those whose row says another decision than the facts. ``state`` is of everyone."""
    found = []
    for candidate, *said in session.standings.values_list("candidate", *PUBLIC):
        standing = state.candidates.get(candidate)
        current = state.current.result(candidate) if state.current else None
        decided = current or state.last_result(candidate)
        public = state.result(candidate) if standing is not None else None
        due = [str(value) for result in (decided, public) for value in _words(result)]
        if said != due:
            found.append(candidate)
    return found


def _words(result: object) -> tuple[object, object]:
    return (getattr(result, "decision", ""), getattr(result, "mention", "")) if result else ("", "")
