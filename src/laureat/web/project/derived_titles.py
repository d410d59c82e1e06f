"""What was delivered, held against the facts: to whom, of which decision, under which identity, in force or not."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from laureat.credentials.status import Event
from laureat.records import facts as f
from laureat.records.audit import AuditFinding
from laureat.session.conduct.pv import paper_key
from laureat.session.state import SessionState
from laureat.session.vae import VaeState
from laureat.vocabulary.json_text import read_json
from laureat.web.project.derived_house import Row, Rows, finding

TITLES, PAPERS = "titles_title", "titles_paper"
CODED = 16
"""Letters of a code, which stands at the end of the key of the fact that its paper went out."""
RECORD = "dossier"


@dataclass(frozen=True)
class Issued:
    """What the facts of a session say of papers and of identities."""

    papers: Collection[f.PaperIssued]
    identities: Mapping[str, set[str]]
    """By candidate, the commitments under which a title or a paper may have been made."""
    names: Mapping[str, str]
    """By commitment that is still open, the name of the holder, first name first."""
    resting: Collection[str] = ()
    """The candidates whose result rests on a unit of VAE whose decision stands no more."""


def compare(rows: Rows, log: str, state: SessionState, issued: Issued) -> Iterator[AuditFinding]:
    """What the rows of titles and papers of a session say otherwise than its facts."""
    stored = {table: list(rows(table, "log = %s", log)) for table in (TITLES, PAPERS)}
    for table, many in stored.items():
        for row in many:
            for wrong in _delivered(row, state, issued):
                yield finding(table, f"{_name(row)} : {wrong}.")
    for row in stored[TITLES]:
        if row["document"] and (wrong := _document(row, issued.names.get(row["identity"]))):
            yield finding(TITLES, f"{_name(row)} : {wrong}.")
    yield from _gone(stored, issued.papers)


def compare_vae(rows: Rows, log: str, state: VaeState, names: Mapping[str, str]) -> Iterator[AuditFinding]:
    """What the rows of the titles and papers of a VAE say otherwise than its facts: decisions notified are for good.

    ``names``: as of ``Issued``.
    """
    stored = {table: list(rows(table, "log = %s", log)) for table in (TITLES, PAPERS)}
    for table, many in stored.items():
        for row in many:
            for wrong in _of_vae(row, state):
                yield finding(table, f"{_name(row)} : {wrong}.")
    for row in stored[TITLES]:
        if row["document"] and (wrong := _document(row, names.get(row["identity"]))):
            yield finding(TITLES, f"{_name(row)} : {wrong}.")
    issued = [fact for standing in state.applications.values() for fact in standing.papers]
    yield from _gone(stored, issued)


def _of_vae(row: Row, state: VaeState) -> Iterator[str]:
    """What is wrong with the state of a row of a VAE, and with what it says it follows from."""
    standing = state.applications.get(row["candidate"])
    if standing is None or not standing.notified:
        yield "aucune décision notifiée ne le porte"
        return
    sitting = state.sitting_of(row["candidate"])
    if row["identity"] != standing.received.identity:
        yield "l'identité n'est pas de celles que le journal a engagées"
    if row["result"] != (sitting.sitting if sitting else 0):
        yield "il n'est pas de la séance qui a décidé"
    moved = any(one.moved for one in state.applications.values() if one.received.person == standing.received.person)
    if standing.struck is not None and row["state"] == Event.EMIS:
        yield "il devait être suspendu"
    elif row["state"] == Event.SUSPENDU and moved:
        return  # it said something that rested on what was struck
    elif row["state"] != Event.EMIS or row["reason"]:
        yield "rien ne le suspend ni ne le révoque"


def _name(row: Row) -> str:
    return f"{row['kind']} de {row['candidate']}"


def _delivered(row: Row, state: SessionState, issued: Issued) -> Iterator[str]:
    """What is wrong with the state of a row, and with what it says it follows from."""
    candidate, status = row["candidate"], row["state"]
    if candidate not in state.candidates:
        yield "aucun fait n'inscrit ce candidat"
        return
    if row["identity"] not in issued.identities.get(candidate, ()):
        yield "l'identité n'est pas de celles que le journal a engagées"
    numbers = range(1, len(state.deliberations) + 1)
    told = state.deliberations[row["result"] - 1] if row["result"] in numbers else None
    if told is None or not told.published or told.result(candidate) is None:
        yield f"aucune décision publiée de la délibération {row['result']} ne le porte"
    why = bool(state.why_withheld(candidate)) or candidate in issued.resting
    current = state.result(candidate)
    if status not in (Event.EMIS, Event.SUSPENDU, Event.REVOQUE):
        yield f"« {status} » n'est pas un statut"
    elif state.candidates[candidate].withdrawn and status != Event.REVOQUE:
        yield "il devait être révoqué, le candidat étant retiré"
    elif status == Event.EMIS and (why or current is None):
        yield "il devait être suspendu"
    elif (
        status == Event.EMIS
        and current
        and (current.deliberation, str(state.candidates[candidate].identity))
        != (
            row["result"],
            row["identity"],
        )
    ):
        yield "il ne suit pas la décision et l'identité en vigueur"
    elif status == Event.SUSPENDU and not why:
        yield "rien ne le suspend"
    if status == Event.EMIS and row["reason"]:
        yield "un motif y est dit, et rien ne le suspend ni ne le révoque"


def _document(row: Row, name: str | None) -> str:
    """What a title says otherwise than its row; empty when nothing."""
    try:
        told: dict[str, Any] = read_json(row["document"])
        subject = told["credentialSubject"]
        shown = (told["id"], told["issuer"]["id"])
        indices = {entry["statusListIndex"] for entry in told["credentialStatus"]}
        holder = subject["identifier"][0]["identityHash"]
        whole = "ClrCredential" in told["type"]
        kind = RECORD if whole else _kind(told, subject)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return "le titre signé ne se lit plus"
    if shown != (row["identifier"], row["issuer"]) or indices != {str(row["index"])}:
        return "son identifiant, son émetteur ou sa place dans les listes de statut n'est pas ce que le titre signé dit"
    if name is not None and holder != name:
        return "le titre signé n'est pas celui de ce titulaire"
    if kind != row["kind"]:
        return "le titre signé atteste autre chose"
    return ""


def _kind(told: Mapping[str, Any], subject: Mapping[str, Any]) -> str:
    """The kind of a title from what it says: a relevé by its name, a block by its code, else the diploma."""
    code = str(subject["achievement"]["humanCode"])
    name = str(told["name"])
    if name.startswith("Relevé de "):
        return "releve"
    return code if f" {code} " in f"{name} " else "diplome"


def _gone(stored: Mapping[str, list[Row]], papers: Collection[f.PaperIssued]) -> Iterator[AuditFinding]:
    """The facts say that a paper went out, or a title, and its row is not there."""
    yield from _papers_gone(stored[PAPERS], papers)
    for fact in papers:
        name = _issued_as(fact)
        if not _is_code(name) and name != fact.digest[:CODED]:
            yield finding(PAPERS, f"{fact.paper} de {fact.candidate} : délivré sous un nom qui n'est pas le sien.")
    documents: dict[str, set[str]] = defaultdict(set)
    erased: set[str] = set()
    for row in stored[TITLES]:
        documents[row["candidate"]].add(hashlib.sha256(row["document"].encode()).hexdigest())
        erased |= {row["candidate"]} if not row["document"] else set()
    for fact in papers:
        coded = _is_code(_issued_as(fact))
        if coded or fact.paper != "titre" or fact.candidate in erased:
            continue
        if fact.digest not in documents[fact.candidate]:
            yield finding(TITLES, f"un titre remis à {fact.candidate} n'a plus sa ligne, ou n'est plus celui-là.")


def _papers_gone(stored: Iterable[Row], issued: Iterable[f.PaperIssued]) -> Iterator[AuditFinding]:
    """The papers that went out under a code, and whose row is not there."""
    codes = {(row["candidate"], row["kind"], row["code"]) for row in stored}
    for fact in issued:
        code = _issued_as(fact)
        if _is_code(code) and (fact.candidate, fact.paper, code) not in codes:
            yield finding(PAPERS, f"{fact.paper} de {fact.candidate} : le papier remis n'a plus sa ligne.")


def _issued_as(fact: f.PaperIssued) -> str:
    """The name under which a paper went out, at the end of its key: its code, else the beginning of its digest. Empty
    where its key says none."""
    name = fact.key.rpartition("-")[2]
    return name if fact.key == paper_key(fact.candidate, fact.paper, name) else ""


def _is_code(name: str) -> bool:
    return len(name) == CODED and name.isupper()
