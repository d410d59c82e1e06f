"""The certificat de fin d'études professionnelles secondaires (CE D337-87)."""

from typing import Any

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents import typography
from laureat.documents.context import Context, gendered, holder, holder_facts
from laureat.documents.typography import AsTyped

TITLE = "Certificat de fin d'études professionnelles secondaires"


def content(context: Context, candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    """What the certificate says."""
    paper = context.head("certificat", TITLE, candidate.numero)
    paper |= {
        "pied": AsTyped(f"candidat {candidate.numero}"),
        "titulaire": holder(candidate),
        "option": context.option(candidate),
        "visas": [
            "Vu le code de l'éducation, article D337-87 ;",
            *([f"Vu la délibération du jury du {context.deliberation} ;"] if context.deliberation else []),
        ],
        "phrase": f"s'est {gendered(candidate, 'présenté', 'présentée')} à l'ensemble des épreuves du diplôme et y a "
        "obtenu une moyenne au moins égale à 8 sur 20.",
        "signature": context.signature(),
        **context.certainty(outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    """The decision data attached."""
    return context.facts("certificat") | {
        "candidat": holder_facts(candidate),
        "decision": str(outcome.decision),
        "certificat": outcome.certificat,
        "certitude": outcome.certitude,
    }
