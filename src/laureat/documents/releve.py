"""The relevé: every unit, the averages, the decision, what it means and what may be done about it."""

from collections.abc import Sequence
from typing import Any

from laureat.deliberation.candidate import evaluate
from laureat.deliberation.explain import Explanation
from laureat.deliberation.outcome import Candidate, Outcome, UnitResult
from laureat.deliberation.papiers import Annexe
from laureat.deliberation.parts import computation, part
from laureat.deliberation.table import brief
from laureat.documents import typography, wording
from laureat.documents.context import Context
from laureat.documents.persons import decision_label, gendered, holder, holder_facts, numbered
from laureat.documents.typography import AsTyped
from laureat.vocabulary import Cell, Decision, UnitStatus, format_hundredths
from laureat.vocabulary.french import capital


def content(context: Context, told: Explanation) -> dict[str, Any]:
    """What the relevé says; ``told`` is the explanation of the outcome, the jury's act included."""
    candidate, outcome = told.candidate, told.outcome
    units = [result for result in outcome.units if _shown(candidate, result)]
    (title,) = context.plain([context.papiers.facultatives])
    paper = context.head("releve", context.papiers.papiers["releve"].titre, numbered(candidate))
    paper |= {
        "pied": AsTyped(numbered(candidate)),
        "titulaire": holder(candidate),
        "identite": _identity(context, candidate),
        "indications": wording.indications(context, told),
        "tete_unite": context.papiers.unite.tete,
        "titre_facultatives": title,
        "unites": [_row(context, told, result) for result in units if result.unit.mandatory],
        "facultatives": [_row(context, told, result) for result in units if not result.unit.mandatory],
        "annexes": _annexes(context, told),
        "total": _total(told),
        "calcul": _computation(told),
        "sources": [{"texte": step.text, "article": step.article} for step in told.sources],
        "avec_formes": any(result.mode for result in units),
        "avec_coefficients": any(result.coefficient is not None for result in units),
        "non_confirmes": any(_unconfirmed(context, result) for result in units),
        "decision": decision_label(candidate, outcome),
        "delibere": f"Délibération du {context.deliberation}",
        "favorable": outcome.decision is Decision.ADMIS,
        "mention": f"mention {outcome.mention.label}" if outcome.mention else "",
        "moyennes": _averages(context, outcome),
        "explication": wording.explanation(told),
        "incertitude": [step.text for step in told.certainty] if outcome.depends_on else [],
        "droits": wording.rights(context, told),
        "suite": [found for name in ("oraux", "prochaine_session") if (found := _part(told, name)) is not None],
        "recours": wording.remedies(context),
        "algorithme": wording.algorithm_notice(context),
        "codes": _codes(context, units),
        "avertissements": [f"{capital(text)}." for text in outcome.warnings],
        "signature": context.signature(),
        **context.certainty(outcome),
    }
    polished: dict[str, Any] = typography.polished(paper)
    return polished


def facts(context: Context, told: Explanation) -> dict[str, Any]:
    """The decision data attached: marks as typed, the average cut to two decimals, the exact average as a fraction."""
    candidate, outcome = told.candidate, told.outcome
    return context.facts("releve") | {
        "candidat": holder_facts(candidate, "ine"),
        "decision": str(outcome.decision),
        "mention": str(outcome.mention),
        "moyenne": outcome.average_text,
        "moyenne_exacte": str(outcome.average) if outcome.average is not None else "",
        "certitude": outcome.certitude,
        "certificat": outcome.certificat,
        "blocs": list(outcome.blocs),
        "bonus": format_hundredths(outcome.bonus, decimals=2, comma="."),
        "projet": format_hundredths(outcome.projet, decimals=2, comma="."),
        "relevees": {unit: str(before) for unit, before in told.act.raised.items()},
        "relevees_au_controle": {unit: str(before) for unit, before in told.act.raised_control.items()},
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


def _shown(candidate: Candidate, result: UnitResult) -> bool:
    """A compulsory unit of the candidate's option, or an optional one where something is entered."""
    return bool(str(result.cell)) or (result.unit.mandatory and result.unit.concerns(candidate.option))


def _identity(context: Context, candidate: Candidate) -> list[list[str]]:
    who = candidate.identite
    born = [who.get("date_naissance", ""), who.get("lieu_naissance", "")]
    with_forms = context.rules.reglement.famille.formes
    lines = [
        ("Nom", AsTyped(who.get("nom", ""))),
        ("Prénom", AsTyped(who.get("prenom", ""))),
        ("Nom d'usage", AsTyped(who.get("nom_usage", ""))),
        (gendered(candidate.identite, "Né le", "Née le"), AsTyped(" à ".join(part for part in born if part))),
        ("Numéro de candidat", AsTyped(candidate.numero)),
        ("INE", AsTyped(who.get("ine", ""))),
        ("Établissement", AsTyped(" · ".join(filter(None, (who.get("etablissement", ""), who.get("uai", "")))))),
        ("Voie", candidate.voie.label if candidate.voie else ""),
        ("Forme", f"forme {candidate.forme}" if with_forms else ""),
        ("Option", context.option(candidate.option)),
    ]
    return [[label, value] for label, value in lines if value]


def _unconfirmed(context: Context, result: UnitResult) -> bool:
    return result.unit.coefficient_name in context.unconfirmed


def _row(context: Context, told: Explanation, result: UnitResult) -> dict[str, Any]:
    unit = result.unit
    row = next((row for row in told.table.rows if row.unit == unit.code), None)
    coefficient, points = "", ""
    if row is not None and row.coefficient is not None and row.product is not None:
        coefficient = format_hundredths(row.coefficient) + ("*" if _unconfirmed(context, result) else "")
        points = _exact(row.product)
    elif row is not None and row.bonus is not None:
        points = typography.signed(row.bonus)
    return {
        "unite": unit.shown,
        "epreuve": unit.epreuve,
        "intitule": unit.label or str(context.shown_blocs.get(unit.bloc, {}).get("intitule", "")),
        "forme": result.mode.label if result.mode else "",
        "coefficient": coefficient,
        "note": _mark(result),
        "dit": row.said if row is not None else "",
        "points": points,
        "bloc_acquis": result.bloc_acquis,
    }


def _mark(result: UnitResult) -> str:
    if result.retained is not None:
        return typography.mark(result.retained)
    return typography.mark(result.cell.mark) if result.cell.status is UnitStatus.NOTE else ""


def _codes(context: Context, units: Sequence[UnitResult]) -> list[dict[str, str]]:
    known = context.papiers.codes
    statuses = [r.cell.status for r in units if r.unit.mandatory or r.cell.status is UnitStatus.BENEFICE]
    return context.said(dict.fromkeys(known[status] for status in statuses if status in known))


def _annexes(context: Context, told: Explanation) -> list[dict[str, str]]:
    """The cells that are no unit, where they play a part for this candidate."""
    candidate, shown = told.candidate, []
    for heading, annexe in context.papiers.annexes.items():
        cell = candidate.cell(heading)
        concerned = candidate.voie is not None and (not annexe.trait or annexe.trait in candidate.voie.traits)
        if not concerned:
            continue
        computed = _computed(context, candidate, annexe) if cell.status is UnitStatus.VIDE else None
        if computed is not None:
            cell = Cell(UnitStatus.NOTE, computed)
        if cell.status is UnitStatus.VIDE:
            continue
        is_mark = cell.status in (UnitStatus.NOTE, UnitStatus.BENEFICE)
        shown.append(
            {
                "titre": annexe.titre.format_map(context.rules.fields),
                "nom": annexe.nom,
                "note": typography.mark(cell.mark) if is_mark else "",
                "dit": "note calculée" if computed is not None else brief(cell),
                "points": typography.signed(told.outcome.projet),
            }
        )
    return shown


def _computed(context: Context, candidate: Candidate, annexe: Annexe) -> int | None:
    """The mark that the rules compute for a cell that nobody typed; None where they compute none."""
    if not annexe.calcul or annexe.calcul not in (values := evaluate(context.rules, candidate)):
        return None
    mark: int = values[annexe.calcul]
    return mark if mark >= 0 else None


def _averages(context: Context, outcome: Outcome) -> list[list[str]]:
    """The averages that the decision rests on, cut to two decimals."""
    if outcome.average is None:
        return []
    shown = [["Moyenne générale", typography.average(outcome.average)]]
    if context.papiers.professionnelle and outcome.professional_average is not None:
        shown.append(["Moyenne professionnelle", typography.average(outcome.professional_average)])
    return shown


def _total(told: Explanation) -> dict[str, str]:
    """The two sums of the average, the points added or taken included."""
    total = told.table.total
    if total is None:
        return {}
    return {"coefficients": format_hundredths(total.coefficients), "points": _exact(total.points)}


def _computation(told: Explanation) -> list[list[str]]:
    """The last lines of the computation, as every door shows them: what, how, coefficients, points."""
    lines = computation(told.table).totals
    return [[name, how, coefficients, points] for name, how, _mark, coefficients, points in (x.cells for x in lines)]


def _part(told: Explanation, name: str) -> dict[str, Any] | None:
    """A part of the explanation, as every door shows it."""
    found = part(told, name)
    if found is None:
        return None
    assert found.grid is not None
    return {
        "titre": found.title,
        "entetes": list(found.grid.headings),
        "nombres": list(found.grid.numbers),
        "lignes": [list(line.cells) for line in found.grid.lines],
        "phrases": found.sentences,
    }


def _exact(ten_thousandths: int) -> str:
    """Weighted points, in ten-thousandths, without loss: ``18,75``."""
    sign, value = ("−" if ten_thousandths < 0 else ""), abs(ten_thousandths)
    decimals = f"{value % 10_000:04d}".rstrip("0").ljust(2, "0")
    return f"{sign}{value // 10_000},{decimals}"
