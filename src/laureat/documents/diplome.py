"""The diplôme of those admitted: title, option, mention, session, and the text that creates it."""

from typing import Any

from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents import typography
from laureat.documents.context import Context, holder, holder_facts
from laureat.documents.typography import AsTyped
from laureat.vocabulary import french

TITLE = "Diplôme"


def content(context: Context, candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    """What the diploma says. It carries no mark."""
    named = context.diploma or "Certification professionnelle"
    paper = context.head("diplome", TITLE, candidate.numero)
    paper |= {
        "pied": AsTyped(f"n° {number(context, candidate)}"),
        "numero": AsTyped(number(context, candidate)),
        "titulaire": holder(candidate),
        "nomme": named,
        "option": context.option(candidate),
        "mention": f"mention {outcome.mention.label}" if outcome.mention else "",
        "visas": _grounds(context),
        "grade": "Ce diplôme confère le grade universitaire de bachelier (code de l'éducation, art. D337-51)."
        if context.is_bac_pro
        else "",
        "niveau": f"Certification de niveau {context.level} du cadre national des certifications professionnelles"
        if context.level
        else "",
        "facultatives": french.enumeration(_optional(outcome)),
        "signature": context.signature(),
        "signature_titulaire": "Signature du titulaire",
        **context.certainty(outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    """The decision data attached: what the diploma says, no mark."""
    return context.facts("diplome") | {
        "candidat": holder_facts(candidate),
        "numero": number(context, candidate),
        "decision": str(outcome.decision),
        "mention": str(outcome.mention),
        "option": candidate.option,
        "certitude": outcome.certitude,
        "fondement": context.founding,
        "blocs_facultatifs": [r.unit.bloc for r in outcome.units if not r.unit.mandatory and r.bloc_acquis],
    }


def number(context: Context, candidate: Candidate) -> str:
    """The number of the diploma: sheet, session, candidate."""
    sheet = context.fiche.get("numero") or context.synthese.get("reglement")
    return f"{sheet}-{context.synthese['session']}-{candidate.numero}"


def _grounds(context: Context) -> list[str]:
    grounds = []
    if context.is_bac_pro:
        grounds.append("Vu le code de l'éducation, articles D337-51 à D337-94-1 ;")
    if context.founding:
        said = context.founding[0].lower() + context.founding[1:]
        grounds.append(f"Vu {french.le(said)} ;")
    if context.deliberation:
        grounds.append(f"Vu le procès-verbal de la délibération du jury du {context.deliberation} ;")
    return grounds


def _optional(outcome: Outcome) -> list[str]:
    return [
        result.unit.label.replace("(facultatif)", "").strip()
        for result in outcome.units
        if not result.unit.mandatory and result.bloc_acquis
    ]
