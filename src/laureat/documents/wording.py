"""The sentences of the papers, as the family words them: remedies, algorithmic processing, explanation, rights."""

from laureat.deliberation.explain import Explanation
from laureat.documents.context import Context
from laureat.vocabulary import Decision

SHOWN_IN_TABLE = frozenset(
    {
        "notees",
        "conservees",
        "bonus",
        "points_projet",
        "moyenne_professionnelle",
        "blocs",
        "dispensees",
        "dispenses",
        "validees",
    }
)
"""The values whose sentence only repeats a line of the table."""

SAID_ELSEWHERE = frozenset({"jury_souverain", "voies_de_recours"})
"""The rights that the relevé says under « Voies et délais de recours »."""


def remedies(context: Context) -> list[dict[str, str]]:
    """Voies et délais de recours, and access to the copies."""
    return context.said(context.papiers.recours)


def algorithm_notice(context: Context) -> list[dict[str, str]]:
    """The notice due when a decision rests on algorithmic processing."""
    return context.said(context.papiers.algorithme)


def explanation(told: Explanation) -> list[dict[str, str]]:
    """Why, in short: the sentences of the derivation that the table of marks does not already show."""
    return [{"texte": step.text, "article": step.article} for step in told.steps if step.gives not in SHOWN_IN_TABLE]


def rights(context: Context, told: Explanation) -> list[dict[str, str]]:
    """What the candidate may do next, and until when; remedies have their own place on the paper."""
    said = [{"texte": step.text, "article": step.article} for step in told.rights if step.gives not in SAID_ELSEWHERE]
    grade = context.said([context.papiers.grade]) if told.outcome.decision is Decision.ADMIS else []
    return [*grade, *said]


def indications(context: Context, told: Explanation) -> list[str]:
    """What an officer's recorded decision lets a paper indicate: « section européenne »."""
    known = context.papiers.indications
    return context.plain(alinea for column, alinea in known.items() if told.candidate.declare.get(column) is True)
