"""Who a line of a list says that someone is: the text that the log commits to, and the row that people see."""

from typing import Any

from laureat.deliberation.outcome import Candidate
from laureat.exchange.spec import PUBLIC_LIST
from laureat.exchange.spoken import empties
from laureat.exchange.tables import normalised_heading
from laureat.records import identity_text
from laureat.web.candidates.keys import keys_of
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.parsing import TO_MEND

OURS = frozenset({normalised_heading(TO_MEND), "decision", "mention", PUBLIC_LIST, "situation"})
"""Columns that the house writes beside those of a list, and that say nothing of a candidate."""


def others_of(candidate: Candidate, known: dict[str, str]) -> dict[str, str]:
    """What columns that nobody knows tell, on top of what they told before."""
    found = dict(known)
    for heading, text in candidate.autres.items():
        if normalised_heading(heading) in OURS or not text.strip():
            continue
        if empties(text):
            found.pop(heading, None)
        else:
            found[heading] = text
    return found


def identity_promise(candidate: Candidate) -> str:
    """The text of an identity, as the log commits to it."""
    return identity_text({"numero": candidate.numero, **candidate.identite})


COLUMNS = ("candidate", "person", "log", "numero", "fields", "others", "sort_key", "search_key")
"""Those of the table of identities, in the order of ``identity_columns``; no account opens a new one."""


def identity_columns(
    session: ExamSession, pseudonym: str, person: str, candidate: Candidate, fields: dict[str, str] | None = None
) -> dict[str, Any]:
    """The identity as people see it, with the keys that sort and find it, by column."""
    kept = fields if fields is not None else {name: value for name, value in candidate.identite.items() if value}
    return {
        "candidate": pseudonym,
        "person": person,
        "log": session.log,
        "numero": candidate.numero,
        "fields": kept,
        "others": others_of(candidate, {}),
        **keys_of(candidate.numero, kept),
    }
