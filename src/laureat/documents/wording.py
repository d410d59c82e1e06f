"""The legal sentences of the papers: remedies, algorithmic processing, rights. Each names its article."""

from laureat.deliberation.outcome import Candidate, Outcome, UnitResult
from laureat.documents.context import Context
from laureat.documents.french import enumeration
from laureat.vocabulary import Decision, UnitStatus

KEPT_YEARS = 5
"""A mark of 10 or more is kept for five years from the session that gave it (CE D337-69)."""


def remedies(context: Context) -> list[str]:
    """Voies et délais de recours, and access to the copies."""
    infos = context.infos
    service = enumeration([part for part in (infos["service.nom"], infos["service.adresse"]) if part])
    court = infos["tribunal.nom"] + (f" ({infos['tribunal.adresse']})" if infos["tribunal.adresse"] else "")
    return [
        "Le jury est souverain : son appréciation ne peut être discutée. Une erreur matérielle (saisie, report, "
        f"calcul) est rectifiée sur demande adressée à {infos['autorite']} — {service}.",
        "Vous pouvez consulter vos copies et vos fiches d'évaluation, ou en demander la communication, pendant un an "
        "à compter de la publication des résultats.",
        f"Si vous contestez cette décision, vous pouvez saisir le {court} dans un délai de deux mois à compter de sa "
        "notification (code de justice administrative, art. R421-1 et R421-5), y compris par l'application Télérecours "
        "citoyens (www.telerecours.fr). Un recours gracieux formé dans ce délai auprès de l'autorité ci-dessus "
        "prolonge d'autant le délai de saisine du tribunal.",
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
        f"caractéristiques de sa mise en œuvre : écrivez à {infos['service.nom']} ({where}). En cas de refus, ou sans "
        "réponse pendant un mois, vous pouvez saisir la Commission d'accès aux documents administratifs (www.cada.fr) "
        "dans les deux mois.",
    ]


def rights(context: Context, candidate: Candidate, outcome: Outcome) -> list[str]:
    """What the candidate may do next, and until when."""
    if not context.is_bac_pro:
        return _rights_by_blocks(context, outcome)
    if outcome.decision is Decision.ADMIS:
        return [
            "Le diplôme du baccalauréat professionnel confère le grade universitaire de bachelier (code de "
            "l'éducation, art. D337-51). Il vous est délivré séparément."
        ]
    said = [*_control(outcome), *_replacement(outcome)]
    if kept := _kept(context, outcome):
        said.append(
            f"Les notes au moins égales à 10 sont conservées, sur votre demande, {KEPT_YEARS} ans à compter de leur "
            f"obtention (art. D337-69) : {kept}."
        )
    if outcome.blocs:
        said.append(
            "Une attestation reconnaît les blocs de compétences acquis ; après ces cinq ans, elle permet de demander "
            "la dispense des unités correspondantes tant qu'elles sont en vigueur (art. D337-69 et D337-71)."
        )
    if outcome.certificat:
        said.append(
            "Votre moyenne au moins égale à 8 vous donne droit au certificat de fin d'études professionnelles "
            "secondaires (art. D337-87)."
        )
    if outcome.decision is Decision.NON_DELIVRABLE:
        said.append(
            "Une absence non justifiée à une épreuve obligatoire empêche la délivrance du diplôme (art. D337-81) : "
            "vous pouvez vous réinscrire à une session ultérieure."
        )
    elif outcome.decision is Decision.AJOURNE:
        said.append("Vous pouvez vous réinscrire à une session ultérieure.")
    return said


def _rights_by_blocks(context: Context, outcome: Outcome) -> list[str]:
    if outcome.decision is Decision.ADMIS:
        return ["Tous les blocs obligatoires sont acquis : la certification vous est délivrée."]
    if outcome.blocs:
        return [
            "Une attestation reconnaît les blocs de compétences acquis. Ils le restent pour une session ultérieure, "
            "selon le règlement de la certification."
        ]
    return ["Vous pouvez vous présenter à une session ultérieure."]


def _control(outcome: Outcome) -> list[str]:
    if outcome.decision is not Decision.CONTROLE:
        return []
    groups: dict[int, list[str]] = {}
    for result in outcome.units:
        group = result.unit.control_group
        if group is not None and result.retained is not None:
            groups.setdefault(group, []).append(result.unit.label)
    choices = " ; ".join(" ou ".join(labels) for _, labels in sorted(groups.items()))
    return [
        "Vous pouvez vous présenter à l'épreuve de contrôle : deux interrogations orales de quinze minutes, l'une dans "
        f"chaque groupe ({choices}). La meilleure des deux notes est retenue pour chaque unité (arrêté du 25 novembre "
        "2021)."
    ]


def _replacement(outcome: Outcome) -> list[str]:
    if outcome.decision is not Decision.REMPLACEMENT:
        return []
    units = [
        result.unit.label
        for result in outcome.units
        if result.cell.status is UnitStatus.ABSENT_JUSTIFIE and result.unit.mandatory and result.unit.replacement
    ]
    return [
        f"Votre absence justifiée vous permet de demander l'épreuve de remplacement en {enumeration(units)}, sur "
        "autorisation du recteur (art. D337-81 et D337-92)."
    ]


def _kept(context: Context, outcome: Outcome) -> str:
    by_year: dict[int, list[str]] = {}
    for result in outcome.units:
        if is_kept(result):
            obtained = result.cell.session if result.cell.status is UnitStatus.BENEFICE else None
            year = (obtained or int(context.synthese["session"])) + KEPT_YEARS
            by_year.setdefault(year, []).append(result.unit.code)
    return " ; ".join(f"{', '.join(codes)} jusqu'à la session {year}" for year, codes in sorted(by_year.items()))


def is_kept(result: UnitResult) -> bool:
    """Whether the mark of a unit may be kept."""
    return result.retained is not None and result.retained >= 1000
