"""What candidates hold under a former diploma, carried over to their list (digest R-UNIT-10)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from laureat.deliberation.candidate import EXPIRED, computed, met
from laureat.deliberation.outcome import Candidate
from laureat.deliberation.reglement import Reglement, SessionRules
from laureat.exchange.candidates import candidates, canonical_text
from laureat.exchange.problems import Problems
from laureat.exchange.spec import Spec
from laureat.exchange.tables import normalised_heading, read_table
from laureat.reglements.bac_pro.correspondances import Acquis, reporter
from laureat.rules import Weight
from laureat.vocabulary import Cell, CellError, Grammar, InputProblem

COLUMNS = ("numero", "ancien_diplome", "ancienne_unite", "acquis")
TOLD = "acquis_signales"
"""The column added to the list: what could not be carried over, and why."""


def read_acquis(path: Path, grammar: Grammar, warnings: list[InputProblem] | None = None) -> dict[str, list[Acquis]]:
    """By candidate number, what each holds: one row an acquis, ``acquis`` being a cell (``B12@2022``, ``VA``, ``DI``).

    ``grammar``: what a cell may hold in the family of the règlement. Raises InvalidInput with every problem.
    """
    table = read_table(path, known=dict(zip(COLUMNS, COLUMNS, strict=True)), warnings=warnings)
    keys = {normalised_heading(heading): heading for heading in table.frame.columns}
    problems = Problems(table.source)
    for name in COLUMNS:
        if name not in keys:
            problems.add(f"la colonne obligatoire {name} manque", line=1)
    problems.raise_if_any()
    found: dict[str, list[Acquis]] = defaultdict(list)
    rows = table.frame.select(pl.col(keys[name]).fill_null("").str.strip_chars().alias(name) for name in COLUMNS)
    for line, (numero, diploma, unit, text) in zip(table.lines, rows.iter_rows(), strict=True):
        for name, value in (("numero", numero), ("ancien_diplome", diploma), ("ancienne_unite", unit)):
            if not value:
                problems.add("la cellule est vide", line=line, column=keys[name])
        try:
            found[numero].append(Acquis(diploma.upper(), unit.upper(), grammar.parse(text)))
        except CellError as error:
            problems.add(str(error), line=line, column=keys["acquis"])
    problems.raise_if_any()
    return found


def carry(
    batch: pl.DataFrame, acquis: Mapping[str, list[Acquis]], reglement: Reglement, rules: SessionRules
) -> pl.DataFrame:
    """A list (canonical text) whose empty units hold what their candidates acquired; what was entered stays.

    ``reglement`` knows the former diplomas; the rules of the session say what a unit may hold: what they refuse (a mark
    kept for too long, or too low to be kept) is not carried, and is told with its article.
    """
    rows = canonical_text(batch, Spec(rules))
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    told: dict[str, str] = {}
    for candidate in candidates(batch.filter(pl.col("numero").is_in(list(acquis))), reglement.famille):
        receiving = Receiving(rules, candidate)
        report = reporter(acquis[candidate.numero], reglement, candidate.option, receiving.refusal)
        warnings, carried = list(report.avertissements), {}
        for unit, cell in report.cellules.items():
            if entered := str(candidate.cell(unit)):
                warnings.append(f"{unit} : « {entered} » est déjà saisi ; l'acquis « {cell} » n'est pas reporté")
            else:
                carried[unit] = cell
                cells[unit][candidate.numero] = str(cell)
        told[candidate.numero] = " | ".join((*warnings, *receiving.remarks(carried)))
    number = pl.col("numero")
    filled = [
        pl.coalesce(number.replace_strict(by_number, default=None, return_dtype=pl.String), unit).alias(unit)
        for unit, by_number in cells.items()
    ]
    said = number.replace_strict(told, default="", return_dtype=pl.String) if told else pl.lit("")
    return rows.with_columns(*filled, said.alias(TOLD))


class Receiving:
    """What the rules of a session say of what one candidate would hold, beside what was entered."""

    def __init__(self, rules: SessionRules, candidate: Candidate) -> None:
        self._rules, self._candidate = rules, candidate
        self._accepted: dict[str, Cell] = {}

    def refusal(self, unit: str, cell: Cell) -> str:
        """Why a unit may not hold this, with the article; empty where it may, or where something was entered there."""
        if self._candidate.cell(unit).status:
            return ""
        after = self._with({**self._accepted, unit: cell})
        reason = self._too_old(unit, cell, after) or next(iter(self._new(after, Weight.REFUSAL).values()), "")
        if not reason:
            self._accepted[unit] = cell
        return reason

    def remarks(self, carried: Mapping[str, Cell]) -> list[str]:
        """What is reserved or noted of what was carried, unit by unit, each with its article."""
        after = self._with(carried)
        told = {**self._new(after, Weight.RESERVE), **self._new(after, Weight.WARNING)}
        return [f"{unit} : {said}" for (_, unit), said in told.items() if unit in carried]

    def _with(self, cells: Mapping[str, Cell]) -> Candidate:
        return replace(self._candidate, cells={**self._candidate.cells, **cells})

    def _too_old(self, unit: str, cell: Cell, after: Candidate) -> str:
        if problem := Spec(self._rules).year_problem((cell.status, cell.mark, cell.session)):
            cited = self._rules.reglement.famille.conduite.articles.get("conservation")
            return f"{problem} ({cited})" if cited else problem
        if not computed(self._rules, after).get(EXPIRED, {}).get(unit):
            return ""
        lapsing = next(rule for rule in self._rules.ruleset.rules if rule.gives == EXPIRED)
        return f"le bloc validé à la session {cell.session} ne vaut plus ({self._rules.cited(lapsing)})"

    def _new(self, after: Candidate, weight: Weight) -> dict[tuple[str, str], str]:
        """By rule and unit, what the rules say of this candidate that they did not say of what was entered alone."""
        before = _found(self._rules, self._candidate, weight)
        return {about: said for about, said in _found(self._rules, after, weight).items() if about not in before}


def _found(rules: SessionRules, candidate: Candidate, weight: Weight) -> dict[tuple[str, str], str]:
    values = computed(rules, candidate)
    return {
        (finding.id, unit): f"{finding.said(rules.fields, unit)} ({rules.cited(finding)})"
        for finding in rules.findings
        if finding.weight is weight
        for unit in met(finding, values)
    }
