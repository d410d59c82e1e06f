"""The legal sentences of the papers: remedies, algorithmic processing, rights. Each names its article."""

from laureat.deliberation.explain import Explanation
from laureat.documents.context import Context
from laureat.vocabulary import Decision
from laureat.vocabulary.french import enumeration

SHOWN_IN_TABLE = frozenset(
    {
        "R-MARK-01",
        "R-AVG-02",
        "R-AVG-03",
        "R-AVG-04",
        "R-AVG-06",
        "R-BLOC-01",
        "R-DISP-04",
        "R-VAE-06",
        "CAP-01",
        "CAP-02",
    }
)
"""Rules whose sentence only repeats a line of the table."""

SAID_ELSEWHERE = frozenset({"R-AVG-07", "R-ADM-06", "CAP-10"})
"""The jury's sovereignty and the remedies: the relevé says them under « Voies et délais de recours »."""


def remedies(context: Context) -> list[str]:
    """Voies et délais de recours, and access to the copies."""
    infos = context.infos
    service = enumeration([part for part in (infos["service.nom"], infos["service.adresse"]) if part])
    court = infos["tribunal.nom"] + (f" ({infos['tribunal.adresse']})" if infos["tribunal.adresse"] else "")
    return [
        "Le jury est souverain : son appréciation ne peut être discutée. Une erreur matérielle (saisie, report, "
        f"calcul) est rectifiée sur demande adressée au service suivant : {service}.",
        "Vous pouvez consulter vos copies et vos fiches d'évaluation, ou en demander la communication, pendant un an "
        "à compter de la publication des résultats.",
        f"Si vous contestez cette décision, vous pouvez saisir le {court} dans un délai de deux mois à compter de sa "
        "notification (code de justice administrative, art. R421-1 et R421-5), y compris par l'application Télérecours "
        "citoyens (www.telerecours.fr). Un recours gracieux formé dans ce délai auprès de l'autorité qui délivre ce "
        f"relevé ({infos['autorite']}) proroge le délai de saisine du tribunal.",
    ]


def algorithm_notice(context: Context) -> list[str]:
    """The notice due when a decision rests on algorithmic processing (CRPA L311-3-1, R311-3-1-1)."""
    infos = context.infos
    where = enumeration([part for part in (infos["service.courriel"], infos["service.adresse"]) if part])
    return [
        "Cette décision individuelle a été prise sur le fondement d'un traitement algorithmique (code des relations "
        "entre le public et l'administration, art. L311-3-1 et R311-3-1-1). Sa finalité : appliquer aux notes le "
        "règlement de l'examen et proposer un résultat au jury, qui seul l'arrête.",
        "Sur demande, l'administration vous communique les règles qui définissent ce traitement et les principales "
        f"caractéristiques de sa mise en œuvre ; la demande s'adresse au même service ({where}). En cas de refus, ou "
        "sans réponse pendant un mois, vous pouvez saisir la Commission d'accès aux documents administratifs "
        "(www.cada.fr) dans les deux mois.",
    ]


def explanation(told: Explanation) -> list[dict[str, str]]:
    """Why, in short: the sentences of the derivation that the table of marks does not already show."""
    return [{"texte": step.text, "article": step.article} for step in told.steps if step.rule_id not in SHOWN_IN_TABLE]


def rights(context: Context, told: Explanation) -> list[dict[str, str]]:
    """What the candidate may do next, and until when; remedies have their own place on the paper."""
    said = [{"texte": step.text, "article": step.article} for step in told.rights if step.rule_id not in SAID_ELSEWHERE]
    if context.is_bac_pro and told.outcome.decision is Decision.ADMIS:
        grade = "Le diplôme du baccalauréat professionnel, délivré séparément, confère le grade de bachelier."
        said.insert(0, {"texte": grade, "article": "Code de l'éducation, art. D337-51"})
    return said
