"""A paper of one sentence: the certificat de fin d'études, the attestation MobilitéPro, where the family has them."""

from typing import Any

from laureat.deliberation.explain import Explanation
from laureat.documents import typography
from laureat.documents.context import Context
from laureat.documents.persons import gendered, holder, holder_facts, numbered
from laureat.documents.typography import AsTyped


def content(context: Context, kind: str, told: Explanation) -> dict[str, Any]:
    """What it says; ``kind`` names the paper of the family: ``certificat``, ``mobilite``."""
    candidate, mine = told.candidate, context.papiers.papiers[kind]
    presented = gendered(candidate.identite, "présenté", "présentée")
    paper = context.head("certificat", mine.titre, numbered(candidate))
    paper |= {
        "pied": AsTyped(numbered(candidate)),
        "titulaire": holder(candidate),
        "option": context.option(candidate.option),
        "a_la_certification": context.papiers.a_la_certification,
        "visas": context.plain(mine.visas),
        "phrase": " ".join(context.plain(mine.texte, se_presenter=presented)),
        "signature": context.signature(),
        **context.certainty(told.outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, kind: str, told: Explanation) -> dict[str, Any]:
    """The decision data attached."""
    outcome = told.outcome
    return context.facts(kind) | {
        "candidat": holder_facts(told.candidate),
        "decision": str(outcome.decision),
        "certificat": outcome.certificat,
        "certitude": outcome.certitude,
    }
