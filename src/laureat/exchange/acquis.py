"""What candidates hold under a former diploma, carried over to their list (digest R-UNIT-10)."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from laureat.deliberation.reglement import Reglement
from laureat.exchange.problems import Problems
from laureat.exchange.tables import normalised_heading, read_table
from laureat.reglements.bac_pro.correspondances import Acquis, reporter
from laureat.vocabulary import CellError, Grammar

COLUMNS = ("numero", "ancien_diplome", "ancienne_unite", "acquis")
TOLD = "acquis_signales"
"""The column added to the list: what could not be carried over, and why."""


def read_acquis(path: Path, grammar: Grammar) -> dict[str, list[Acquis]]:
    """By candidate number, what each holds: one row an acquis, ``acquis`` being a cell (``B12@2022``, ``VA``, ``DI``).

    ``grammar``: what a cell may hold in the family of the règlement. Raises InvalidInput with every problem.
    """
    table = read_table(path, known=dict(zip(COLUMNS, COLUMNS, strict=True)))
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


def carry(rows: pl.DataFrame, acquis: Mapping[str, list[Acquis]], reglement: Reglement) -> pl.DataFrame:
    """Fill the empty units of a list (canonical text) with what their candidates hold; what was entered stays."""
    concerned = rows.filter(pl.col("numero").is_in(list(acquis)))
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    told: dict[str, str] = {}
    for row in concerned.iter_rows(named=True):
        report = reporter(acquis[row["numero"]], reglement, row.get("option") or "")
        warnings = list(report.avertissements)
        for unit, cell in report.cellules.items():
            if row[unit]:
                warnings.append(f"{unit} : « {row[unit]} » est déjà saisi ; l'acquis « {cell} » n'est pas reporté")
            else:
                cells[unit][row["numero"]] = str(cell)
        told[row["numero"]] = " | ".join(warnings)
    number = pl.col("numero")
    carried = [
        pl.coalesce(number.replace_strict(by_number, default=None, return_dtype=pl.String), unit).alias(unit)
        for unit, by_number in cells.items()
    ]
    said = number.replace_strict(told, default="", return_dtype=pl.String) if told else pl.lit("")
    return rows.with_columns(*carried, said.alias(TOLD))
