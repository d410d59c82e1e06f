"""What is shown, printed or listed is compared with the facts, where it is shown, printed or listed."""

import functools
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from laureat.records import identity_text, opens
from laureat.records.facts import JurorAppointed
from laureat.session.conduct import pv_decisions
from laureat.session.framework import Framework
from laureat.session.state import Anomaly, DeliberationState, SessionState
from laureat.vocabulary import Decision
from laureat.vocabulary.french import plural
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import covered, household, ledger, letterhead, rows, service, standings
from laureat.web.exam_sessions.comparing import Comparing
from laureat.web.exam_sessions.models import ExamSession, Standing
from laureat.web.exam_sessions.refused import asked_by
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.vae_sources import fallen

SHOWN = 200
"""So many subjects are read one by one for the page of a session."""
LISTED = 50
"""So many troubles are listed on it."""
MANY = 2_000
"""From so many candidates on, a session is compared with its facts beside its page."""
READINGS = 3
"""How many times facts and row are read, while others write, before the row is said to differ."""
ALTERED = "l'identité affichée n'est pas celle que le journal a engagée."
HEADING = "Ce que portent les papiers (autorité, signataire…) n'est pas ce que le journal a engagé."
PUBLIC = ("decision", "mention", "public_decision", "public_mention")
"""What a row says of a decision."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that the exam office must look at."""

    text: str
    candidate: str = ""
    leaf: str = ""
    """The refused fact, where two persons may set it aside."""
    asked: str = ""
    """Who asked to set it aside."""
    name: str = ""


def of_session(session: ExamSession, state: SessionState) -> list[Trouble]:
    """All that a session shows and the facts do not say, as far as a page may look; the audit looks at everything.

    Worked out again only when a fact, a row, an identity or a text was written.
    """
    return _with_its_own(session, state, _beside(session.pk, *ledger.extent(session.log), _written(session)))


def of_page(session: ExamSession, state: SessionState) -> tuple[list[Trouble], bool]:
    """The same for its page, and whether all is of now: a session of many is compared beside, and what was found last
    is shown meanwhile."""
    extent, written = ledger.extent(session.log), _written(session)
    work = functools.partial(_beside, session.pk, *extent, written)
    rows_of_session = written[0][0]
    found, of_now = (work(), True) if rows_of_session < MANY else COMPARING.latest(session.pk, (extent, written), work)
    return _with_its_own(session, state, found or ()), of_now


def _with_its_own(session: ExamSession, state: SessionState, found: Iterable[Trouble]) -> list[Trouble]:
    found = list(found)
    published = any(deliberation.published for deliberation in state.deliberations)
    if (session.phase, session.round, session.published) != (str(state.phase), str(state.round), published):
        found.append(Trouble("L'étape affichée de la session n'est pas celle que les faits donnent."))
    if letterhead.is_altered(session, state):
        found.append(Trouble(HEADING))
    return [*found, *(Trouble(told) for told in (*juror_defects(session, state), *household.session_troubles(session)))]


def _written(session: ExamSession) -> tuple[tuple[int, int | None], ...]:
    """How many rows of each kind a session has, and the last transaction that wrote one: the same, nothing changed."""
    one = "SELECT count(*), max(xmin::text::bigint) FROM {} WHERE {} = %s"
    parts = ((standings.TABLE, "session_id"), ("candidates_identity", "log"), ("candidates_privatetext", "log"))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(one.format(*part) for part in parts), [session.pk, session.log, session.log])
        return tuple(cursor.fetchall())


COMPARING: Comparing[tuple[Trouble, ...]] = Comparing()


@functools.lru_cache(maxsize=16)
def _beside(pk: uuid.UUID, _last: int, _count: int, written: tuple[object, ...]) -> tuple[Trouble, ...]:
    """What is refused, and what is kept beside the facts and says otherwise."""
    session = ExamSession.objects.select_related("certification").get(pk=pk)
    about = suspects(session)[:SHOWN]
    seen = service.look(session, about)
    found = _refused(seen, seen.anomalies.values())
    touched = {anomaly.subject for anomaly in seen.anomalies.values()}
    if seen.deliberations:
        light = service.look_at_all(session, marks=False)
        found += _refused(light, (a for leaf, a in light.anomalies.items() if leaf not in seen.anomalies))
        wrong = public_defects(session, light)
    else:
        wrong = list(session.standings.exclude(public_decision="").values_list("candidate", flat=True))
    told = "La ligne affichée ne dit pas la décision que les faits donnent."
    found += [Trouble(told, candidate) for candidate in wrong if candidate not in touched]
    found += _altered(session.log, written[1:])
    if (more := len(found) - LISTED) > 0:
        others = plural(more, "autre anomalie", "autres anomalies")
        rest = Trouble(f"Et {others} : la vérification de la base entière les nomme.")
        found = [*found[:LISTED], rest]
    names = {row.candidate: row.name for row in Identity.objects.filter(candidate__in=[t.candidate for t in found])}
    known = {one for one in names if _is_uuid(one)}
    return tuple(
        replace(t, name=names[t.candidate]) if t.candidate in known else replace(t, candidate="") for t in found
    )


@functools.lru_cache(maxsize=16)
def _altered(log: str, _written: tuple[object, ...]) -> tuple[Trouble, ...]:
    """The texts and the identities that say otherwise than was committed to: a mark entered changes none of them."""
    told = "L'identité affichée n'est pas celle que le journal a engagée."
    return (
        *(
            Trouble(f"Un texte gardé ({kind}) n'est plus celui que le journal a engagé.", subject)
            for kind, subject in altered_texts(log)
        ),
        *(Trouble(told, candidate) for candidate in altered_identities(log)),
    )


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def minutes_defects(session: ExamSession, state: SessionState, deliberation: DeliberationState) -> list[str]:
    """Why the procès-verbal of a deliberation may not be printed."""
    decided = dict(pv_decisions(state, deliberation))
    reasons = [*map(str, state.refused_of_all), *juror_defects(session, state)]
    fixed = [result.fixed for result in decided.values() if result.fixed is not None]
    quoted = [text for fact in fixed for text in (fact.motive, fact.exception)]
    concerned = [state.candidates[one] for one in deliberation.proposals]
    quoted += [fact.reason for one in concerned for fact in one.incomplete.values()]
    quoted += [fact.reason for one in concerned for fact in one.recused.values()]
    if text_defects(quoted):
        reasons.append("Un texte gardé n'est plus celui que le journal a engagé.")
    return reasons + [f"{known.numero} : {ALTERED}" for known in altered_among(state, decided)]


def of_candidate(session: ExamSession, state: SessionState, candidate: str) -> list[Trouble]:
    """The same for one candidate, read from all the facts about that one. Empty: it may be shown, printed, signed."""
    found = _refused(state, state.anomalies_of(candidate))
    if state.deliberations:
        light = service.look_at_all(session, marks=False)
        found += _refused(light, (a for a in light.refused_of_all if a.leaf not in state.anomalies))
    found += [Trouble(told) for told in identities_of(state, [candidate]).values()]
    found += [Trouble(told) for told in fallen(state.candidates[candidate])] if candidate in state.candidates else []
    found += [Trouble(told) for told in (*juror_defects(session, state), *household.session_troubles(session))]
    if told := [] if state.anomalies_of(candidate) else _of_row(session, state, candidate):
        found.append(Trouble(f"La ligne affichée ne dit pas ce que les faits disent ({' ; '.join(told)})."))
    texts = PrivateText.objects.filter(log=session.log, subject=candidate).values_list("commitment", flat=True)
    if altered := text_defects(texts):
        count = plural(len(altered), "texte gardé n'est plus celui", "textes gardés ne sont plus ceux")
        found.append(Trouble(f"{count} que le journal a engagé."))
    return [replace(trouble, candidate="") for trouble in found]


def _of_row(session: ExamSession, state: SessionState, candidate: str) -> list[str]:
    """What the row of a candidate says that the facts do not.

    A fact that came between the reading of the facts and that of the row is no anomaly: both are read again.
    """
    told: list[str] = []
    for again in range(READINGS):
        if again:
            state = service.look(session, [candidate])
        stored = session.standings.filter(candidate=candidate)
        told = row_defects(state, frame(session, state), stored).get(candidate, [])
        if not told:
            break
    return told


def _refused(state: SessionState, anomalies: Iterable[Anomaly]) -> list[Trouble]:
    return [Trouble(str(one), one.subject, one.leaf, asked_by(state, one.leaf)) for one in anomalies]


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


def in_anomaly(session: ExamSession) -> frozenset[str]:
    """The candidates of whom nothing may be listed; read again only when the log has grown."""
    return _in_anomaly(session.pk, *ledger.extent(session.log))


@functools.lru_cache(maxsize=64)
def _in_anomaly(pk: uuid.UUID, _last: int, _count: int) -> frozenset[str]:
    session = ExamSession.objects.select_related("certification").get(pk=pk)
    about = suspects(session)
    seen = service.look(session, about) if about else None
    return frozenset(anomaly.subject for anomaly in seen.anomalies.values()) if seen else frozenset()


def proved(session: ExamSession, listed: list[Standing], *, ask: bool = True) -> list[Standing] | None:
    """Those of these rows that the facts prove: published, admitted, under the identity committed to, under a signed
    head, and nothing said against it.

    None where a refused fact is everyone's, or one that no head covers: nothing may be listed. ``ask``: see ``late``.
    """
    state = service.look_at_all(session, marks=False)
    late = covered.late(session.log, ask=ask)
    if state.refused_of_all or "" in late:
        return None
    held = in_anomaly(session) | late | identities_of(state, [one.candidate for one in listed]).keys()
    results = {one.candidate: state.result(one.candidate) for one in listed if one.candidate in state.candidates}
    admitted = {one for one, result in results.items() if result and result.decision is Decision.ADMIS}
    held |= {one for one in admitted if not state.candidates[one].listed}
    return [one for one in listed if one.candidate in admitted - held]


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
    """Those whose identity, as people see it, is in no text that was committed to; empty fields say nothing.

    Most have none, and are known at once: to leave them out costs four times as much.
    """
    query = """
        SELECT row.candidate FROM candidates_identity row WHERE row.log = %s AND NOT EXISTS (
            SELECT 1 FROM candidates_privatetext kept
            WHERE kept.log = row.log AND kept.subject = row.candidate AND kept.kind = 'identite'
            AND (kept.text::jsonb = jsonb_build_object('numero', row.numero) || row.fields
            OR kept.text::jsonb = jsonb_build_object('numero', row.numero) || coalesce(
                (SELECT jsonb_object_agg(key, value) FROM jsonb_each(row.fields) WHERE value <> '""'), '{}'))
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


def juror_defects(session: ExamSession, state: SessionState) -> list[str]:
    """The members of the jury whose name is not the one that the log committed to."""
    seated = [state.jurors[juror] for juror in state.jury.jurors if juror in state.jurors] if state.jury else []
    return seat_defects(session.jurors.values("id", *rows.JUROR), seated)


def seat_defects(shown_as: Iterable[Mapping[str, Any]], seated: Iterable[JurorAppointed]) -> list[str]:
    """The same, for the rows of the members of some jury, and their appointments."""
    committed = {fact.juror: fact.identity for fact in seated if fact.identity}
    texts = PrivateText.objects.in_bulk(list(committed.values()))
    shown = {str(juror["id"]): rows.juror_text(juror) for juror in shown_as}
    return [
        f"Le nom affiché d'un membre du jury ({juror[:8]}…) n'est pas celui que le journal a engagé."
        for juror, commitment in committed.items()
        if commitment in texts and shown.get(juror) != texts[commitment].text
    ]


def altered_among(state: SessionState, candidates: Iterable[str]) -> list[Identity]:
    """The identities, of these, that may not be printed."""
    return list(Identity.objects.filter(candidate__in=identities_of(state, candidates)).order_by("sort_key"))


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
