"""The relevé de notes: every unit, the average, the decision, what it means and what may be done about it."""

from collections.abc import Sequence
from typing import Any

from laureat.deliberation.explain import Explanation
from laureat.deliberation.outcome import Candidate, Outcome, RetainedFrom, UnitResult
from laureat.documents import typography, wording
from laureat.documents.context import Context, decision_label, gendered, holder, holder_facts
from laureat.documents.typography import AsTyped
from laureat.vocabulary import Decision, UnitStatus, format_hundredths

TITLE = "Relevé de notes"

_SAID = {
    UnitStatus.VIDE: "NON SAISI",
    UnitStatus.BENEFICE: "NOTE CONSERVÉE",
    UnitStatus.ABSENT: "ABSENT",
    UnitStatus.ABSENT_JUSTIFIE: "ABSENCE JUSTIFIÉE",
    UnitStatus.DISPENSE: "DISPENSÉ",
    UnitStatus.VALIDE_VAE: "VALIDÉ (VAE)",
    UnitStatus.ANNULE: "ANNULÉ",
    UnitStatus.VALIDE: "VALIDÉ",
    UnitStatus.NON_VALIDE: "NON VALIDÉ",
}
"""What stands beside a mark or in its place."""

_MEANING = {
    UnitStatus.BENEFICE: "Note conservée : note d'une session antérieure, gardée à votre demande.",
    UnitStatus.ABSENT: "Absent : absence non justifiée ; à une épreuve obligatoire, le diplôme n'est pas délivré.",
    UnitStatus.ABSENT_JUSTIFIE: "Absence justifiée : la note zéro entre dans la moyenne.",
    UnitStatus.DISPENSE: "Dispensé, validé (VAE) : sans note, l'unité n'entre pas dans la moyenne.",
    UnitStatus.VALIDE_VAE: "Dispensé, validé (VAE) : sans note, l'unité n'entre pas dans la moyenne.",
    UnitStatus.ANNULE: "Annulé : épreuve annulée pour fraude ; la note zéro entre dans la moyenne.",
}
_MEANING_OF_BLOCKS = {UnitStatus.DISPENSE: "Dispensé : le bloc n'est pas exigé, et n'est pas attesté."}


def content(context: Context, candidate: Candidate, outcome: Outcome, told: Explanation) -> dict[str, Any]:
    """What the relevé says; ``told`` is the explanation of the outcome."""
    who = holder(candidate)
    units = [result for result in outcome.units if result.unit.mandatory or str(result.cell)]
    paper = context.head("releve", TITLE, candidate.numero)
    paper |= {
        "pied": AsTyped(f"candidat {candidate.numero}"),
        "titulaire": who,
        "identite": _identity(context, candidate),
        "unites": [_row(context, result) for result in units if result.unit.mandatory],
        "facultatives": [_row(context, result) for result in units if not result.unit.mandatory],
        "projet": _projet(candidate, outcome),
        "totaux": _totals(outcome),
        "avec_formes": any(result.mode for result in units),
        "avec_coefficients": any(result.coefficient is not None for result in units),
        "non_confirmes": any(_unconfirmed(context, result) for result in units),
        "decision": decision_label(candidate, outcome),
        "favorable": outcome.decision is Decision.ADMIS,
        "mention": f"mention {outcome.mention.label}" if outcome.mention else "",
        "moyenne": typography.average(outcome.average) if outcome.average is not None else "",
        "explication": wording.explanation(told),
        "droits": wording.rights(context, told),
        "recours": wording.remedies(context),
        "algorithme": wording.algorithm_notice(context),
        "codes": _codes(context, units),
        "avertissements": [f"{text[0].upper()}{text[1:]}." for text in outcome.warnings],
        "signature": context.signature(),
        **context.certainty(outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, candidate: Candidate, outcome: Outcome) -> dict[str, Any]:
    """The decision data attached: marks as typed, the average cut to two decimals, the exact average as a fraction."""
    return context.facts("releve") | {
        "candidat": holder_facts(candidate),
        "decision": str(outcome.decision),
        "mention": str(outcome.mention),
        "moyenne": outcome.average_text,
        "moyenne_exacte": str(outcome.average) if outcome.average is not None else "",
        "certitude": outcome.certitude,
        "certificat": outcome.certificat,
        "blocs": list(outcome.blocs),
        "bonus": format_hundredths(outcome.bonus, decimals=2, comma="."),
        "projet": format_hundredths(outcome.projet, decimals=2, comma="."),
        "unites": [
            {
                "unite": result.unit.code,
                "bloc": result.unit.bloc,
                "cellule": str(result.cell),
                "coefficient": None
                if result.coefficient is None
                else format_hundredths(result.coefficient, decimals=2, comma="."),
                "note_retenue": None
                if result.retained is None
                else format_hundredths(result.retained, decimals=2, comma="."),
                "origine": str(result.retained_from) if result.retained_from else None,
                "bloc_acquis": result.bloc_acquis,
            }
            for result in outcome.units
        ],
    }


def _identity(context: Context, candidate: Candidate) -> list[list[str]]:
    who = candidate.identite
    born = [who.get("date_naissance", ""), who.get("lieu_naissance", "")]
    lines = [
        ("Nom", AsTyped(who.get("nom", ""))),
        ("Prénom", AsTyped(who.get("prenom", ""))),
        ("Nom d'usage", AsTyped(who.get("nom_usage", ""))),
        (gendered(candidate, "Né le", "Née le"), AsTyped(" à ".join(part for part in born if part))),
        ("Numéro de candidat", AsTyped(candidate.numero)),
        ("INE", AsTyped(who.get("ine", ""))),
        ("Établissement", AsTyped(" · ".join(filter(None, (who.get("etablissement", ""), who.get("uai", "")))))),
        ("Voie", candidate.voie.label if candidate.voie is not None else ""),
        ("Forme", f"forme {candidate.forme}" if context.is_bac_pro else ""),
        ("Option", context.option(candidate)),
    ]
    return [[label, value] for label, value in lines if value]


def _unconfirmed(context: Context, result: UnitResult) -> bool:
    return result.unit.coefficient_name in context.unconfirmed


def _row(context: Context, result: UnitResult) -> dict[str, Any]:
    unit = result.unit
    coefficient, points = "", ""
    if result.coefficient is not None and result.retained is not None:
        coefficient = format_hundredths(result.coefficient) + ("*" if _unconfirmed(context, result) else "")
        points = _exact(result.coefficient * result.retained)
    elif not unit.mandatory and result.retained is not None:
        points = typography.signed(max(0, result.retained - 1000))
    return {
        "unite": unit.code.replace("_", " "),
        "epreuve": unit.epreuve,
        "intitule": _title(context, result),
        "forme": result.mode.label if result.mode else "",
        "coefficient": coefficient,
        "note": _mark(result),
        "dit": _said(result),
        "points": points,
        "bloc_acquis": result.bloc_acquis,
    }


def _mark(result: UnitResult) -> str:
    if result.retained is not None:
        return typography.mark(result.retained)
    return typography.mark(result.cell.mark) if result.cell.status is UnitStatus.NOTE else ""


def _title(context: Context, result: UnitResult) -> str:
    return result.unit.label or str(context.blocs.get(result.unit.bloc, {}).get("intitule", ""))


def _said(result: UnitResult) -> str:
    cell = result.cell
    if result.retained_from is RetainedFrom.CONTROLE:
        return f"CONTRÔLE (1er groupe : {typography.mark(cell.mark)})"
    if result.control is not None and result.control.status is UnitStatus.NOTE:
        return f"contrôle : {typography.mark(result.control.mark)}"
    said = _SAID.get(cell.status, "")
    return f"{said} ({cell.session})" if cell.session else said


def _codes(context: Context, units: Sequence[UnitResult]) -> list[str]:
    meanings = _MEANING if context.is_bac_pro else _MEANING_OF_BLOCKS
    statuses = [r.cell.status for r in units if r.unit.mandatory or r.cell.status is UnitStatus.BENEFICE]
    return list(dict.fromkeys(meanings[status] for status in statuses if status in meanings))


def _projet(candidate: Candidate, outcome: Outcome) -> dict[str, str] | None:
    cell = candidate.cell("PROJET")
    pupil = candidate.voie is not None and "scolaire_ou_apprenti" in candidate.voie.traits
    if cell.status is UnitStatus.VIDE or not pupil:
        return None
    is_mark = cell.status in (UnitStatus.NOTE, UnitStatus.BENEFICE)
    return {
        "note": typography.mark(cell.mark) if is_mark else "",
        "dit": _SAID.get(cell.status, ""),
        "points": typography.signed(outcome.projet),
    }


def _totals(outcome: Outcome) -> dict[str, str]:
    counting = [r for r in outcome.units if r.coefficient is not None and r.retained is not None]
    if not counting:
        return {}
    coefficients = sum(r.coefficient or 0 for r in counting)
    points = sum((r.coefficient or 0) * (r.retained or 0) for r in counting)
    return {
        "coefficients": format_hundredths(coefficients),
        "points": _exact(points),
        "bonus": typography.signed(outcome.bonus) if outcome.bonus else "",
        "total": _exact(points + (outcome.bonus + outcome.projet) * 100),
    }


def _exact(ten_thousandths: int) -> str:
    """Weighted points, in ten-thousandths, without loss: ``18,75``."""
    sign, value = ("−" if ten_thousandths < 0 else ""), abs(ten_thousandths)
    decimals = f"{value % 10_000:04d}".rstrip("0").ljust(2, "0")
    return f"{sign}{value // 10_000},{decimals}"
