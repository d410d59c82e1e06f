"""A unit carried from the VAE rests on a decision of its jury: said where that decision stands no more."""

from collections.abc import Iterator

from django.db import connection

from laureat.records import decode, encode, leaf_hash
from laureat.records import facts as f
from laureat.session.state import CandidateState
from laureat.session.vae import VaeState, read_vae, validations
from laureat.vocabulary import UnitStatus
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import StoredFact


def fallen(candidate: CandidateState) -> list[str]:
    """What is to be put right in the registration of a candidate: each unit that no decision of VAE validates now."""
    told = []
    for unit, fact in candidate.vae_sources.items():
        if not fact.source_leaf or candidate.entered(unit).status is not UnitStatus.VALIDE_VAE:
            continue
        struck = StoredFact.objects.filter(log=fact.source_log, kind=_STRUCK).exists()
        if struck and unit not in set(_held(fact.source_log, fact.source_leaf)):
            told.append(
                f"L'unité {unit} est portée d'une décision de VAE qui ne vaut plus : la rectifier dans cette "
                "inscription, ou attendre que la décision soit rétablie."
            )
    return told


_STRUCK = f.DecisionsWithdrawn.__name__


def _held(log: str, leaf: str) -> Iterator[str]:
    """The units that the person of a decision, named by its leaf hash, holds today by VAE."""
    query = (
        f"SELECT subject FROM {ledger.FACTS} WHERE log = %s AND kind = %s "
        "AND encode(sha256('\\x00'::bytea || payload), 'hex') = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [log, f.VaeUnitDecided.__name__, leaf])
        found = cursor.fetchone()
    if found is None:
        return
    received = StoredFact.objects.filter(log=log, kind=f.VaeApplicationReceived.__name__)
    facts = [decode(bytes(payload)) for payload in received.values_list("payload", flat=True)]
    persons = {fact.application: fact.person for fact in facts if isinstance(fact, f.VaeApplicationReceived)}
    own = [application for application, person in persons.items() if person == persons.get(found[0])]
    read = list(ledger.facts(log, own))
    aside = {fact.fact for fact in read if isinstance(fact, f.FactSetAside)}
    kept = (fact for fact in read if leaf_hash(encode(fact)).hex() not in aside)
    state = read_vae(kept, VaeState(log, everyone=False))
    yield from (unit for unit, _leaf in validations(state, persons.get(found[0], "")))
