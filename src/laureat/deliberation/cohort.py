"""A whole cohort decided in columns, by the very same rules.

Marks and coefficients are Int32 before any product where Int32 holds every sum of the rules, else Int64; absence is a
status column, never a null. What the rules become in columns is built once, and run in one pass over the rows.
"""

import functools
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import polars as pl

from laureat.deliberation.certainty import Certainty
from laureat.deliberation.masks import TABLED, WORD, by_batch, every_text, looked_up, mask, texts_where_any, words
from laureat.deliberation.reading import given
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, Finding, ParameterValues, ou, si, si_of
from laureat.vocabulary import MARK_MAX, Decision, Forme, InputProblem, Mention, Voie, french

STATUS, MARK = ".statut", ".note"
"""Endings of the two columns of a cell: its UnitStatus, and its mark in hundredths (0 where there is none)."""

NUMBER = ".nombre"
"""Ending of the mark once it is wide enough to be weighted."""

ROW = "ligne"
"""The line of the input where the candidate stands."""


def _literal(value: Any) -> Any:
    """The choices of the law are few: one byte holds them."""
    return pl.lit(int(value), dtype=pl.Int8) if isinstance(value, IntEnum) else value


@si_of.register
def _(condition: pl.Expr, alors: Any, sinon: Any) -> pl.Expr:
    return pl.when(condition).then(_literal(alors)).otherwise(_literal(sinon))


def number_type(rules: SessionRules) -> pl.DataType:
    """Int32 where it holds every sum of the rules: weighted marks, at a scale of four at most, four such added.

    That is four times more than a margin at a corner of the coefficients needs.
    """
    weights = sum(high for _, _, high in rules.coefficients.values())
    alone = 100 * (len(rules.optional) + 2 * len(rules.control_units) + 10)
    largest = max(MARK_MAX, *vars(rules.numbers).values())
    return pl.Int32() if (weights + alone) * largest * 4 * 4 < 2**31 else pl.Int64()


class _Columns:
    """Keeps the values of the rules as columns, so that each is computed once, stage after stage."""

    def __init__(self, number: pl.DataType) -> None:
        self.stages: list[list[pl.Expr]] = []
        self._number = number

    def __call__(self, name: str, value: Any) -> Any:
        if isinstance(value, pl.Expr):
            self.stages.append([value.alias(name)])
            return pl.col(name)
        if isinstance(value, dict):
            columns = {key: item for key, item in value.items() if isinstance(item, pl.Expr)}
            self.stages.append([item.alias(f"{name}.{key}") for key, item in columns.items()])
            return {**value, **{key: pl.col(f"{name}.{key}") for key in columns}}
        if isinstance(value, Average):
            sums = {"points": value.points, "coefficients": value.coefficients}
            kept = self(name, {k: v.cast(self._number) if isinstance(v, pl.Expr) else v for k, v in sums.items()})
            return replace(value, points=kept["points"], coefficients=kept["coefficients"], tested=[])
        return value


def _marks(columns: Collection[str], number: pl.DataType) -> list[pl.Expr]:
    """The marks as numbers wide enough to be weighted."""
    names = (name.removesuffix(STATUS) for name in columns if name.endswith(STATUS))
    return [pl.col(name + MARK).cast(number).alias(name + NUMBER) for name in names]


def _reader(columns: Collection[str]) -> Any:
    def read(name: str) -> tuple[Any, Any]:
        if name + STATUS not in columns:
            return pl.lit(0, dtype=pl.Int8), pl.lit(0)
        return pl.col(name + STATUS), pl.col(name + NUMBER)

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


class _Kernel:
    """The rules in columns, for lists that have the same columns."""

    def __init__(self, rules: SessionRules, columns: Collection[str]) -> None:
        number = number_type(rules)
        store = _Columns(number)
        self._stages = store.stages
        self._stages.append(_marks(columns, number))
        self.values = rules.ruleset.evaluate(given(rules, _reader(columns), _about(columns)), store)
        self._certainty = Certainty(rules, self.values)
        self._units = tuple(words(rules.units, TABLED))
        self._blocs = [
            pl.Series(every_text([unit.bloc for unit in units], " "), dtype=pl.Categorical()) for units in self._units
        ]
        self._warnings = list(_findings(rules, self.values, refusal=False))

    def evaluated(self, frame: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
        """The frame, with the columns of every value of the rules."""
        lazy = frame.lazy()
        for stage in self._stages:
            lazy = lazy.with_columns(stage)
        return lazy

    def decided(self, frame: pl.DataFrame | pl.LazyFrame, kept: Sequence[str] = ()) -> pl.LazyFrame:
        """The columns kept as they are, those of a decisions file, and ``proche``."""
        blocs = [looked_up(f"blocs.{rank}", texts) for rank, texts in enumerate(self._blocs)]
        told = self.evaluated(frame).select(*kept, *self._told())
        return told.with_columns(self._certainty.looked_up()).select(
            *kept,
            "decision",
            "mention",
            by_batch("moyenne", _points, AVERAGE),
            _joined(blocs, " ").cast(pl.Categorical()).alias("blocs"),
            "certificat",
            self._certainty.told().alias("certitude"),
            _joined(list(self._warning_texts()), WARNING_SEPARATOR).alias("avertissements"),
            "proche",
        )

    def _told(self) -> Iterator[pl.Expr]:
        """All that one pass over the rows keeps of them, as small numbers."""
        values = self.values
        yield _named(values["decision"], Decision).alias("decision")
        yield _named(values["mention"], Mention).alias("mention")
        yield _hundredths(values).alias("moyenne")
        for rank, units in enumerate(self._units):
            yield _number(mask(values["blocs"][unit.code] for unit in units)).alias(f"blocs.{rank}")
        yield _number(si(values["certificat"], 0, 1)).cast(pl.UInt8).cat.to(YES_NO).alias("certificat")
        for rank, warnings in enumerate(words(self._warnings, WORD)):
            yield mask(holds for _, _, holds in warnings).alias(f"avertissements.{rank}")
        yield (pl.lit(False) | _near(values)).alias("proche")
        yield from self._certainty.columns()

    def _warning_texts(self) -> Iterator[pl.Expr]:
        for rank, warnings in enumerate(words(self._warnings, WORD)):
            messages = [finding.message.format(unite=unit) for finding, unit, _ in warnings]
            texts = functools.partial(texts_where_any, names=messages, separator=WARNING_SEPARATOR)
            yield by_batch(f"avertissements.{rank}", texts, pl.String())


_KERNELS: weakref.WeakKeyDictionary[ParameterValues, dict[tuple[str, ...], _Kernel]]
_KERNELS = weakref.WeakKeyDictionary()
"""By the numbers of some rules (every set of rules has its own), what they become for each set of columns."""


def _kernel(rules: SessionRules, columns: Sequence[str]) -> _Kernel:
    known = _KERNELS.setdefault(rules.numbers, {})
    if (named := tuple(columns)) not in known:
        known[named] = _Kernel(rules, named)
    return known[named]


def evaluate(rules: SessionRules, frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Every value of the rules for every row: the frame with their columns, and the values that name them."""
    kernel = _kernel(rules, frame.columns)
    return kernel.evaluated(frame).collect(), kernel.values


def deliberate(rules: SessionRules, frame: pl.DataFrame) -> pl.DataFrame:
    """The decision of every row, in order.

    ``frame`` has for each cell ``X`` the columns ``X.statut`` and ``X.note``, and ``voie``, ``categorie``, ``forme``,
    ``derogation``, ``etalement``. Returns the columns ``decision mention moyenne blocs certificat certitude
    avertissements`` of a decisions file, and ``proche``: the average or the professional average lies near a threshold.
    """
    return _kernel(rules, frame.columns).decided(frame).collect(engine="streaming")


def deliberate_lazily(rules: SessionRules, frame: pl.LazyFrame, kept: Sequence[str] = ()) -> pl.LazyFrame:
    """The same for rows that are still to come, beside the columns ``kept``: nothing is held whole in memory."""
    return _kernel(rules, frame.collect_schema().names()).decided(frame, kept)


YES_NO = pl.Enum(french.OUI_NON)
WARNING_SEPARATOR = " | "


def _number(value: Any) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def _named(value: Any, kind: type[IntEnum]) -> pl.Expr:
    """The codes of a choice as the names that stand in files."""
    names = pl.Enum([str(member) for member in kind])
    code = value if isinstance(value, pl.Expr) else _literal(value)
    return (code - int(min(kind))).cast(pl.UInt8).cat.to(names)


def _hundredths(values: Mapping[str, Any]) -> pl.Expr:
    """The average that decides, cut toward zero to hundredths of a point; null where none is due."""
    if values["moyenne_due"] is False:
        return pl.lit(None, dtype=pl.Int32)
    first, second = values["moyenne"], values["moyenne_apres_controle"]
    points = si(values["controle_pris_en_compte"], second.points, first.points * second.scale)
    size = points.abs() // (first.coefficients * second.scale)
    return pl.when(values["moyenne_due"]).then(si(points >= 0, size, -size)).otherwise(None)


AVERAGE = pl.Decimal(12, 2)
_SPAN = 100_000
"""So many hundredths apart, averages are written once each and looked up."""


def _points(hundredths: pl.Series) -> pl.Series:
    """Hundredths of a point as decimal numbers, exactly."""

    def exact(numbers: pl.Series) -> pl.Series:
        return (numbers.cast(AVERAGE) / 100).cast(AVERAGE)

    least, most = hundredths.min(), hundredths.max()
    if not isinstance(least, int) or not isinstance(most, int) or most - least > _SPAN:
        return exact(hundredths)
    return exact(pl.int_range(least, most + 1, eager=True)).gather(hundredths - least)


def _joined(texts: Sequence[pl.Expr], separator: str) -> pl.Expr:
    """Texts side by side, the empty ones left out."""
    if not texts:
        return pl.lit("")
    if len(texts) == 1:
        return texts[0]
    said = [pl.when(text != "").then(text) for text in texts]
    return pl.concat_str(said, separator=separator, ignore_nulls=True)


NEAR = 5
"""Hundredths of a point around a threshold within which everyone is decided again exactly."""


def _near(values: Mapping[str, Any]) -> Any:
    """The average or the professional average lies within 0,05 of a threshold that the rules compare it with."""
    return ou(
        (average.margin(threshold).abs() <= average.coefficients * (NEAR * average.scale))
        for name in ("moyenne", "moyenne_professionnelle")
        for average in [values[name]]
        if isinstance(average.points, pl.Expr)
        for threshold in average.tested or ()
    )


def refusals(rules: SessionRules, frame: pl.DataFrame, source: str = "") -> list[InputProblem]:
    """The rows that hold what no candidate may hold, each with its line."""
    values = rules.ruleset.defaults | given(rules, _reader(frame.columns), _about(frame.columns))
    found = list(_findings(rules, values, refusal=True))
    if not found:
        return []
    typed = frame.lazy().with_columns(_marks(frame.columns, number_type(rules)))
    flagged = typed.select(ROW, *(holds.alias(f"{rank}") for rank, (_, _, holds) in enumerate(found)))
    rows = flagged.filter(pl.any_horizontal(pl.exclude(ROW))).collect(engine="streaming")
    problems = [
        InputProblem(finding.message.format(unite=unit), source, line, finding.column.format(unite=unit))
        for rank, (finding, unit, _) in enumerate(found)
        for line in rows.filter(pl.col(f"{rank}"))[ROW]
    ]
    return sorted(problems, key=lambda problem: problem.line or 0)


def _findings(
    rules: SessionRules, values: Mapping[str, Any], *, refusal: bool
) -> Iterator[tuple[Finding, str, pl.Expr]]:
    """What is refused, or what there is to say, unit by unit, and where it holds."""
    for finding in rules.findings:
        if finding.refusal is not refusal:
            continue
        condition = finding.apply(values)
        for unit, holds in (condition if isinstance(condition, dict) else {"": condition}).items():
            if isinstance(holds, pl.Expr):
                yield finding, unit, holds
