"""A whole cohort decided in columns, by the very same rules.

Marks and coefficients are Int64 before any product; absence is a status column, never a null.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import polars as pl

from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import Scenarios, Threshold, given
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, Finding, non, ou, si, si_of, somme
from laureat.vocabulary import Decision, Forme, InputProblem, Mention, Voie

STATUS, MARK = ".statut", ".note"
"""Endings of the two columns of a cell: its UnitStatus, and its mark in hundredths (0 where there is none)."""

ROW = "ligne"
"""The line of the input where the candidate stands."""


def _literal(value: Any) -> Any:
    return pl.lit(int(value), dtype=pl.Int64) if isinstance(value, int) and not isinstance(value, bool) else value


@si_of.register
def _(condition: pl.Expr, alors: Any, sinon: Any) -> pl.Expr:
    return pl.when(condition).then(_literal(alors)).otherwise(_literal(sinon))


class _Columns:
    """Keeps the values of the rules as columns, so that each is computed once."""

    def __init__(self, frame: pl.LazyFrame) -> None:
        self.frame = frame

    def __call__(self, name: str, value: Any) -> Any:
        if isinstance(value, pl.Expr):
            self.frame = self.frame.with_columns(value.alias(name))
            return pl.col(name)
        if isinstance(value, dict):
            columns = {key: item for key, item in value.items() if isinstance(item, pl.Expr)}
            self.frame = self.frame.with_columns(**{f"{name}.{key}": item for key, item in columns.items()})
            return {**value, **{key: pl.col(f"{name}.{key}") for key in columns}}
        if isinstance(value, Average):
            kept = self(name, {"points": value.points, "coefficients": value.coefficients})
            return replace(value, points=kept["points"], coefficients=kept["coefficients"], tested=[])
        return value


def _reader(columns: set[str]) -> Any:
    def read(name: str) -> tuple[Any, Any]:
        if name + STATUS not in columns:
            return pl.lit(0, dtype=pl.Int8), pl.lit(0, dtype=pl.Int64)
        return pl.col(name + STATUS), pl.col(name + MARK).cast(pl.Int64)

    return read


_PUPILS = [voie.value for voie in Voie if voie.est_scolaire_ou_apprenti]


def _about(columns: Collection[str]) -> dict[str, Any]:
    """What rules ask about a candidate; a column that is not there says no."""
    return {
        "scolaire_ou_apprenti": pl.col("voie").is_in(_PUPILS),
        "progressive": pl.col("forme") == Forme.PROGRESSIVE.value if "forme" in columns else False,
        "derogation": pl.col("derogation") if "derogation" in columns else False,
        "etalement": pl.col("etalement") if "etalement" in columns else False,
        "categorie": pl.col("categorie"),
    }


def evaluate(rules: SessionRules, frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Every value of the rules for every row: the frame with their columns, and the values that name them."""
    columns = _Columns(frame.lazy())
    values = rules.ruleset.evaluate(given(rules, _reader(set(frame.columns)), _about(frame.columns)), columns)
    return columns.frame.collect(), values


def refusals(rules: SessionRules, frame: pl.DataFrame, source: str = "") -> list[InputProblem]:
    """The rows that hold what no candidate may hold, each with its line."""
    problems = []
    for finding, unit, rows in _found(rules, frame, refusal=True):
        message = finding.message.format(unite=unit)
        column = finding.column.format(unite=unit)
        problems += [InputProblem(message, source, line, column) for line in rows[ROW].to_list()]
    return sorted(problems, key=lambda problem: problem.line or 0)


def deliberate(rules: SessionRules, frame: pl.DataFrame) -> pl.DataFrame:
    """The decision of every row, in order.

    ``frame`` has for each cell ``X`` the columns ``X.statut`` and ``X.note``, and ``voie``, ``categorie``, ``forme``,
    ``derogation``, ``etalement``. Returns the columns ``decision mention moyenne blocs certificat certitude
    avertissements`` of a decisions file, and ``proche``: the average or the professional average lies near a threshold.
    """
    evaluated, values = evaluate(rules, frame)
    certitude = _certitude(rules, evaluated, values)
    return (
        evaluated.lazy()
        .select(
            decision=_named(values["decision"], Decision),
            mention=_named(values["mention"], Mention),
            moyenne=_average(values),
            blocs=pl.lit(_blocs(rules, evaluated, values)),
            certificat=pl.when(pl.lit(False) | values["certificat"])
            .then(pl.lit("oui"))
            .otherwise(pl.lit("non"))
            .cast(YES_NO),
            certitude=pl.lit(certitude),
            avertissements=pl.lit(_warnings(rules, evaluated)),
            proche=pl.lit(False) | _near(values),
        )
        .collect()
    )


YES_NO = pl.Enum(["oui", "non"])


def _named(value: Any, kind: type[IntEnum]) -> pl.Expr:
    """The codes of a choice as the names that stand in files."""
    names = pl.Enum([str(member) for member in kind])
    return (pl.lit(-int(min(kind))) + _literal(value)).cast(pl.UInt8).cat.to(names)


def _average(values: Mapping[str, Any]) -> pl.Expr:
    """The average that decides, cut toward zero to hundredths of a point; null where none is due."""
    if values["moyenne_due"] is False:
        return pl.lit(None, dtype=AVERAGE)
    first, second = values["moyenne"], values["moyenne_apres_controle"]
    points = si(values["controle_pris_en_compte"], second.points, first.points * second.scale)
    coefficients = first.coefficients * second.scale
    cut = si(points >= 0, points // coefficients, -(-points // coefficients))
    return pl.when(values["moyenne_due"]).then((cut.cast(AVERAGE) / 100).cast(AVERAGE)).otherwise(None)


AVERAGE = pl.Decimal(12, 2)


def _blocs(rules: SessionRules, evaluated: pl.DataFrame, values: Mapping[str, Any]) -> pl.Series:
    """The full codes of the blocks attested, in the order of the units, separated by spaces."""
    texts = [
        _texts_of_bits([unit.bloc for unit in units], evaluated.select(bits=_bits(values["blocs"], units))["bits"])
        for units in (rules.units[first : first + WORD] for first in range(0, len(rules.units), WORD))
    ]
    return texts[0] if len(texts) == 1 else pl.select(pl.concat_str(texts, separator=" ").str.strip_chars()).to_series()


WORD = 60
"""Bits held by one whole number."""


def _bits(holds: Mapping[str, Any], units: Sequence[Unit]) -> Any:
    return somme(si(holds[unit.code], 1 << position, 0) for position, unit in enumerate(units))


def _texts_of_bits(names: Sequence[str], bits: pl.Series) -> pl.Series:
    """For each whole number, the names whose bits it has; each distinct one is written once."""
    distinct = bits.unique()
    texts = [" ".join(name for position, name in enumerate(names) if mask >> position & 1) for mask in distinct]
    return bits.replace_strict(distinct, texts, return_dtype=pl.String)


NEAR = 5
"""Hundredths of a point around a threshold within which everyone is decided again exactly."""


def _near(values: Mapping[str, Any]) -> Any:
    """The average or the professional average lies within 0,05 of a threshold that the rules compare it with."""
    return ou(
        (abs(average.margin(threshold)) <= average.coefficients * (NEAR * average.scale))
        for name in ("moyenne", "moyenne_professionnelle")
        for average in [values[name]]
        for threshold in average.tested or ()
    )


def _certitude(rules: SessionRules, evaluated: pl.DataFrame, values: Mapping[str, Any]) -> pl.Series:
    """``certain`` or ``depend_de:…`` for every row (see Scenarios): few rows are open, only these are looked into."""
    scenarios = Scenarios(rules.ruleset, values)
    terms = {term.code: term for average in scenarios.averages.values() for term in average.uncertain_terms}
    codes = [unit.code for unit in rules.units if unit.code in terms]
    masks = pl.zeros(evaluated.height, dtype=pl.Int64, eager=True)
    is_open = ou(_open(scenarios, name) for name in scenarios.averages)
    if isinstance(is_open, pl.Expr):
        rows = evaluated.lazy().with_row_index("rang").filter(is_open).collect()
        found = _dependence(scenarios, rows, codes)
        masks = masks.scatter(found["rang"], found["masque"])
    texts = ["certain"] + [
        "depend_de:" + ",".join(code for position, code in enumerate(codes) if mask >> position & 1)
        for mask in range(1, 1 << len(codes))
    ]
    return pl.Series("certitude", texts).gather(masks)


def _open(scenarios: Scenarios, name: str) -> Any:
    """The coefficients leave open whether some threshold is reached: only the two around the average can be."""
    average = scenarios.averages[name]
    thresholds = sorted(t.value for t in scenarios.thresholds if t.average == name)
    below, above = -UNREACHABLE, UNREACHABLE
    for threshold in thresholds:
        below = si(average.reaches(threshold), threshold, below)
    for threshold in reversed(thresholds):
        above = si(average.reaches(threshold), above, threshold)
    return (average.seen_from(-1).margin(below) < 0) | (average.seen_from(1).margin(above) >= 0)


UNREACHABLE = 1_000_000
"""A threshold that no average comes near, in hundredths."""


def _dependence(scenarios: Scenarios, rows: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    """For the open rows, a bit for each unit whose coefficient matters (``depends_on`` in candidate.py, in columns)."""
    thresholds = scenarios.thresholds
    answers = {
        f"{stance}.{t.average}.{t.value}": scenarios.averages[t.average].seen_from(stance).reaches(t.value)
        for stance in (LOW, HIGH)
        for t in thresholds
    }
    low, high = ({t: pl.col(f"{stance}.{t.average}.{t.value}") for t in thresholds} for stance in (LOW, HIGH))

    def issue(answers: Mapping[Threshold, Any]) -> Any:
        decision, mention = scenarios.outcome(answers)
        return decision * len(Mention) + mention

    supposed = {f"issue.{LOW}": issue(low), f"issue.{HIGH}": issue(high)}
    open_rows = rows.lazy().with_columns(**answers).with_columns(**supposed)
    open_rows = open_rows.filter(pl.col(f"issue.{LOW}") != pl.col(f"issue.{HIGH}")).collect().lazy()
    undecided = {t: low[t] != high[t] for t in thresholds}
    alone = {
        f"compte.{t.average}.{t.value}": undecided[t]
        & (
            (issue({**low, t: pl.lit(True)}) != pl.col(f"issue.{LOW}"))
            | (issue({**high, t: pl.lit(False)}) != pl.col(f"issue.{HIGH}"))
        )
        for t in thresholds
    }
    none_alone = non(ou(pl.col(name) for name in alone))
    bits = []
    for position, code in enumerate(codes):
        moved = ou(
            (pl.col(name) | (none_alone & undecided[t]))
            & (scenarios.averages[t.average].sensitivity(term, t.value) != 0)
            for name, t in zip(alone, thresholds, strict=True)
            for term in scenarios.averages[t.average].uncertain_terms
            if term.code == code
        )
        bits.append(si(moved, 1 << position, 0))
    return open_rows.with_columns(**alone).select("rang", masque=somme(bits)).collect()


LOW, HIGH = -1, 1
"""The corners of the unconfirmed coefficients least and most favourable to a threshold."""


def _found(
    rules: SessionRules, evaluated: pl.DataFrame, *, refusal: bool
) -> Iterator[tuple[Finding, str, pl.DataFrame]]:
    """Each finding, unit by unit, with the rows where it holds; nothing is computed twice for the rows without any."""
    columns: dict[str, tuple[Finding, str, pl.Expr]] = {}
    values = {
        **rules.ruleset.defaults,
        **given(rules, _reader(set(evaluated.columns)), _about(evaluated.columns)),
        **{name: pl.col(name) for name in evaluated.columns},
    }
    for finding in rules.findings:
        if finding.refusal is not refusal:
            continue
        condition = finding.apply(values)
        for unit, holds in (condition if isinstance(condition, dict) else {"": condition}).items():
            if isinstance(holds, pl.Expr):
                columns[f"{finding.gives}.{unit}"] = finding, unit, holds
    if not columns:
        return
    concerned = evaluated.lazy().with_row_index("rang").filter(ou(holds for _, _, holds in columns.values())).collect()
    flags = concerned.select(**{name: holds for name, (_, _, holds) in columns.items()})
    for name, (finding, unit, _) in columns.items():
        if flags[name].any():
            yield finding, unit, concerned.filter(flags[name])


def _warnings(rules: SessionRules, evaluated: pl.DataFrame) -> pl.Series:
    """The warnings of every row, separated by `` | ``."""
    texts: dict[int, list[str]] = {}
    for finding, unit, rows in _found(rules, evaluated, refusal=False):
        for rank in rows["rang"]:
            texts.setdefault(rank, []).append(finding.message.format(unite=unit))
    warnings = pl.repeat("", evaluated.height, dtype=pl.String, eager=True)
    ranks = sorted(texts)
    said = pl.Series([WARNING_SEPARATOR.join(texts[rank]) for rank in ranks], dtype=pl.String)
    return warnings.scatter(pl.Series(ranks, dtype=pl.UInt32), said)


WARNING_SEPARATOR = " | "
