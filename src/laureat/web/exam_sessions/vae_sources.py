"""A unit carried from the VAE rests on a decision of its jury: said where that decision stands no more."""

from collections.abc import Iterable, Iterator

from django.db import connection

from laureat.records import decode, encode, leaf_hash
from laureat.records import facts as f
from laureat.session.state import CandidateState
from laureat.session.vae_after import held_by_whom
from laureat.vocabulary import UnitStatus
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import StoredFact


def fallen(candidate: CandidateState) -> list[str]:
    """What is to be put right in the registration of a candidate: each unit that no decision of VAE validates now."""
    return [
        f"L'unité {unit} est portée d'une décision de VAE qui ne vaut plus : la rectifier dans cette "
        "inscription, ou attendre que la décision soit rétablie."
        for unit in units_fallen(candidate)
    ]


def units_fallen(candidate: CandidateState) -> Iterator[str]:
    """The units carried into a registration that no decision of VAE validates now."""
    for unit, fact in candidate.vae_sources.items():
        if not fact.source_leaf or candidate.entered(unit).status is not UnitStatus.VALIDE_VAE:
            continue
        struck = StoredFact.objects.filter(log=fact.source_log, kind=_STRUCK).exists()
        if struck and unit not in _held(fact.source_log, fact.source_leaf):
            yield unit


def carried_from(log: str, applications: Iterable[str]) -> dict[str, list[str]]:
    """By session, the candidates into whose registration a unit of these applications of a VAE was carried."""
    read = ledger.facts(log, list(applications))
    decided = {leaf_hash(encode(fact)).hex() for fact in read if isinstance(fact, f.VaeUnitDecided)}
    found: dict[str, list[str]] = {}
    stored = StoredFact.objects.filter(kind=f.VaeUnitCarried.__name__).order_by("pk")
    for carried_in, payload in stored.values_list("log", "payload").iterator():
        fact = decode(bytes(payload))
        if isinstance(fact, f.VaeUnitCarried) and fact.source_leaf in decided:
            found.setdefault(carried_in, []).append(fact.candidate)
    return {carried_in: list(dict.fromkeys(candidates)) for carried_in, candidates in found.items()}


_STRUCK = f.DecisionsWithdrawn.__name__


def _held(log: str, leaf: str) -> set[str]:
    """The units that the person of a decision, named by its leaf hash, holds today by VAE."""
    query = (
        f"SELECT subject FROM {ledger.FACTS} WHERE log = %s AND kind = %s "
        "AND encode(sha256('\\x00'::bytea || payload), 'hex') = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [log, f.VaeUnitDecided.__name__, leaf])
        found = cursor.fetchone()
    if found is None:
        return set()
    received = StoredFact.objects.filter(log=log, kind=f.VaeApplicationReceived.__name__)
    facts = [decode(bytes(payload)) for payload in received.values_list("payload", flat=True)]
    persons = {fact.application: fact.person for fact in facts if isinstance(fact, f.VaeApplicationReceived)}
    own = [application for application, person in persons.items() if person == persons.get(found[0])]
    return held_by_whom(ledger.facts(log, own), log, leaf)
