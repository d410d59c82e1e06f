"""A unit carried from the VAE rests on a decision of its jury: said where that decision stands no more."""

from laureat.records.facts.candidates import EXTERNAL
from laureat.session.state import CandidateState
from laureat.session.vae import validations
from laureat.vocabulary import UnitStatus
from laureat.web.exam_sessions.vae_read import certification_of, look_at_all, validated


def fallen(candidate: CandidateState) -> list[str]:
    """What is to be put right in the registration of a candidate: each unit that no decision of VAE validates now.

    Another decision of the same person validates it as well.
    """
    told = []
    for unit, fact in candidate.vae_sources.items():
        if fact.source_log in ("", EXTERNAL) or candidate.entered(unit).status is not UnitStatus.VALIDE_VAE:
            continue
        certification = certification_of(fact.source_log)
        said = validated(fact.source_log, fact.source_leaf)
        held = validations(look_at_all(certification), said.person) if certification and said else ()
        if unit not in {one for one, _leaf in held}:
            told.append(
                f"L'unité {unit} est portée d'une décision de VAE qui ne vaut plus : la rectifier dans cette "
                "inscription, ou attendre que la décision soit rétablie."
            )
    return told
