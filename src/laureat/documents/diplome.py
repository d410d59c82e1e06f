"""What an admitted candidate receives: diploma or parchment, with title, option, mention, session, and its texts."""

from typing import Any

from laureat.deliberation.explain import Explanation
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents import typography, wording
from laureat.documents.context import Context
from laureat.documents.persons import gendered, holder, holder_facts, numbered
from laureat.documents.typography import AsTyped
from laureat.vocabulary import french


def content(context: Context, told: Explanation) -> dict[str, Any]:
    """What the diploma says. It carries no mark."""
    candidate, outcome, words = told.candidate, told.outcome, context.papiers
    mine = words.papiers["diplome"]
    level = f"Certification de niveau {context.level} du cadre national des certifications professionnelles"
    more = context.plain(mine.texte) or ([level] if context.level else [])
    paper = context.head("diplome", mine.titre, numbered(candidate))
    paper |= {
        "pied": AsTyped(french.unbroken(f"n° {number(context, candidate)}")),
        "numero": AsTyped(number(context, candidate)),
        "titulaire": holder(candidate),
        "nomme": context.diploma or "Certification professionnelle",
        "option": context.option(candidate.option),
        "indications": wording.indications(context, told),
        "mention": f"mention {outcome.mention.label}" if outcome.mention else "",
        "le_present": words.le_present,
        "visas": context.plain(mine.visas),
        "grade": " ".join(context.plain([words.grade])),
        "niveau": more,
        "facultatives": french.enumeration(_optional(outcome)),
        "signature": context.signature(),
        "signature_titulaire": f"Signature {gendered(candidate.identite, 'du titulaire', 'de la titulaire')}",
        **context.certainty(outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, told: Explanation) -> dict[str, Any]:
    """The decision data attached: what the diploma says, no mark."""
    candidate, outcome = told.candidate, told.outcome
    return context.facts("diplome") | {
        "candidat": holder_facts(candidate),
        "numero": number(context, candidate),
        "decision": str(outcome.decision),
        "mention": str(outcome.mention),
        "option": candidate.option,
        "certitude": outcome.certitude,
        "fondement": context.founding_text,
        "indications": [name for name in context.papiers.indications if candidate.declare.get(name) is True],
        "blocs_facultatifs": [r.unit.bloc for r in outcome.units if not r.unit.mandatory and r.bloc_acquis],
    }


def number(context: Context, candidate: Candidate) -> str:
    """The number of the diploma: sheet, session, candidate."""
    sheet = context.fiche.get("numero") or context.synthese.get("reglement")
    return f"{sheet}-{context.synthese['session']}-{candidate.numero}"


def _optional(outcome: Outcome) -> list[str]:
    return [
        result.unit.label.replace("(facultatif)", "").strip()
        for result in outcome.units
        if not result.unit.mandatory and result.bloc_acquis
    ]
