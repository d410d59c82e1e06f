"""A unit carried from the VAE rests on a decision of its jury: said where that decision stands no more."""

from collections.abc import Iterable

from laureat.records import encode, leaf_hash
from laureat.records import facts as f
from laureat.records.recorded import recorded
from laureat.session.carried import units_fallen
from laureat.session.state import CandidateState
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import StoredFact
from laureat.web.exam_sessions.vae_read import validated


def fallen(candidate: CandidateState) -> list[str]:
    """What is to be put right in the registration of a candidate: each unit that no decision of VAE validates now.

    Another decision of the same person validates it as well.
    """
    return [
        f"{unit} : porté d'une décision de VAE qui ne vaut plus ; à rectifier dans cette "
        "inscription, ou attendre que la décision soit rétablie."
        for unit in units_fallen(candidate, validated)
    ]


def carried_from(log: str, applications: Iterable[str]) -> dict[str, list[str]]:
    """By session, the candidates into whose registration a unit of these applications of a VAE was carried."""
    read = ledger.facts(log, list(applications))
    decided = {leaf_hash(encode(fact)).hex() for fact in read if isinstance(fact, f.VaeUnitDecided)}
    found: dict[str, list[str]] = {}
    stored = StoredFact.objects.filter(kind=f.VaeUnitCarried.__name__).order_by("pk")
    for carried_in, payload in stored.values_list("log", "payload").iterator():
        fact = recorded(None, bytes(payload)).fact
        if isinstance(fact, f.VaeUnitCarried) and fact.source_leaf in decided:
            found.setdefault(carried_in, []).append(fact.candidate)
    return {carried_in: list(dict.fromkeys(candidates)) for carried_in, candidates in found.items()}
