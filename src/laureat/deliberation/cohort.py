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
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import control_name, given
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, ParameterValues, Weight, ou, si, si_of
from laureat.vocabulary import MARK_MAX, Decision, Forme, InputProblem, Mention, UnitStatus, french

STATUS, MARK, MOTIF, SESSION = ".statut", ".note", ".motif", ".session"
"""Endings of the columns of a cell: its UnitStatus, its mark in hundredths (0 where there is none) and, where the list
tells them, its Motif and the year of the session that gave it."""

NUMBER = ".nombre"
"""Ending of the mark once it is wide enough to be weighted."""

ROW = "ligne"
"""The line of the input where the candidate stands."""

RESULTS = ("decision", "mention", "blocs", "certificat")
"""The columns of what an outcome is worth, whose certainty is told."""


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
    def read(name: str) -> tuple[Any, Any, Any, Any]:
        if name + STATUS not in columns:
            return pl.lit(0, dtype=pl.Int8), pl.lit(0), pl.lit(0, dtype=pl.Int8), pl.lit(0, dtype=pl.Int16)
        motif = pl.col(name + MOTIF) if name + MOTIF in columns else pl.lit(0, dtype=pl.Int8)
        session = pl.col(name + SESSION).fill_null(0) if name + SESSION in columns else pl.lit(0, dtype=pl.Int16)
        return pl.col(name + STATUS), pl.col(name + NUMBER), motif, session

    return read


def _within(columns: Collection[str]) -> Any:
    """The status of a unit that only some options have."""

    def within(unit: Unit, status: pl.Expr) -> pl.Expr:
        concerned = pl.col("option").is_in(list(unit.options)) if "option" in columns else pl.lit(False)
        outside = pl.lit(int(UnitStatus.HORS_OPTION), dtype=pl.Int8)
        return pl.when(concerned | (status != UnitStatus.VIDE)).then(status).otherwise(outside)

    return within


def _about(rules: SessionRules, columns: Collection[str]) -> dict[str, Any]:
    """What rules ask about a candidate; a column that is not there says nothing."""
    famille = rules.reglement.famille

    def held_by(trait: str) -> Any:
        codes = [voie.code for voie in famille.voies if trait in voie.traits]
        return pl.col("voie").is_in(codes).fill_null(False) if "voie" in columns else False

    about = {trait: held_by(trait) for trait in famille.traits}
    for colonne in famille.colonnes:
        about[colonne.nom] = pl.col(colonne.nom) if colonne.nom in columns else colonne.genre.unsaid
    about["progressive"] = pl.col("forme") == Forme.PROGRESSIVE.value if "forme" in columns else False
    about["categorie"] = pl.col("categorie").cast(pl.String).fill_null("") if "categorie" in columns else ""
    about["option"] = pl.col("option") if "option" in columns else ""
    return about


class _Kernel:
    """The rules in columns, for lists that have the same columns."""

    def __init__(self, rules: SessionRules, columns: Collection[str]) -> None:
        number = number_type(rules)
        store = _Columns(number)
        self._stages = store.stages
        self._stages.append(_marks(columns, number))
        start = given(rules, _reader(columns), _within(columns), _about(rules, columns))
        self.values = rules.ruleset.evaluate(start, store)
        self.certainty = Certainty(rules, self.values)
        self._units = tuple(words(rules.units, TABLED))
        self._blocs = [
            pl.Series(every_text([unit.bloc for unit in units], " "), dtype=pl.Categorical()) for units in self._units
        ]
        self._said = {weight: list(said_of(rules, self.values, weight)) for weight in (Weight.RESERVE, Weight.WARNING)}

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
        return told.with_columns(self.certainty.looked_up()).select(
            *kept,
            "decision",
            "mention",
            by_batch("moyenne", points_of, AVERAGE),
            _joined(blocs, " ").cast(pl.Categorical()).alias("blocs"),
            "certificat",
            self.certainty.told().alias("certitude"),
            *(_joined(list(self._texts(weight)), WARNING_SEPARATOR).alias(f"{weight}s") for weight in self._said),
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
        for weight, said in self._said.items():
            for rank, some in enumerate(words(said, WORD)):
                yield _number(mask(holds for _, _, holds in some)).alias(f"{weight}s.{rank}")
        yield (pl.lit(False) | _near(values)).alias("proche")
        yield from self.certainty.columns()

    def _texts(self, weight: Weight) -> Iterator[pl.Expr]:
        for rank, said in enumerate(words(self._said[weight], WORD)):
            messages = [message for message, _, _ in said]
            texts = functools.partial(texts_where_any, names=messages, separator=WARNING_SEPARATOR)
            yield by_batch(f"{weight}s.{rank}", texts, pl.String())


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

    ``frame`` has for each cell ``X`` the columns ``X.statut`` and ``X.note``, ``X.motif`` and ``X.session`` where they
    are told, and ``voie``, ``categorie``, ``forme``, ``option`` and the columns of the family. Returns the columns
    ``decision mention moyenne blocs certificat certitude reserves avertissements`` of a decisions file, and ``proche``:
    the average or the professional average lies near a threshold.
    """
    return deliberate_lazily(rules, frame.lazy()).collect(engine="streaming")


def deliberate_lazily(rules: SessionRules, frame: pl.LazyFrame, kept: Sequence[str] = ()) -> pl.LazyFrame:
    """The same for rows that are still to come, beside the columns ``kept``: nothing is held whole in memory."""
    columns = frame.collect_schema().names()
    decided = _kernel(rules, columns).decided
    if not rules.hypotheses:
        return decided(frame, kept)
    return _at_every_corner(rules, columns, decided(frame, kept), frame)


def _at_every_corner(
    rules: SessionRules, columns: Sequence[str], decided: pl.LazyFrame, frame: pl.LazyFrame
) -> pl.LazyFrame:
    """The certainty of rows that also owe something to numbers of the law other than coefficients.

    Told as ``depends_on`` of candidate.py tells it: the rules answer at each corner of the box of these numbers, and a
    number is named where it alone changes the outcome; the coefficients named at any corner join it.
    """
    corners = []
    for corner, there in rules.corners():
        told = (
            _kernel(there, columns)
            .decided(frame)
            .select(pl.struct(pl.col(*RESULTS).cast(pl.String)).alias("issue"), pl.col("certitude").cast(pl.String))
        )
        corners.append((tuple(corner.values()), told))
    sides = [
        told.rename({"issue": f"issue.{rank}", "certitude": f"certitude.{rank}"})
        for rank, (_, told) in enumerate(corners)
    ]
    ranks = {ends: rank for rank, (ends, _) in enumerate(corners)}
    named: dict[str, list[pl.Expr]] = {unit.code: [] for unit in rules.units}
    for rank in range(len(corners)):
        coefficients = pl.col(f"certitude.{rank}").str.strip_prefix("depend_de:").str.split(",")
        for unit in rules.units:
            named[unit.code].append(coefficients.list.contains(unit.code))
    for place, parameter in enumerate(rules.hypotheses):
        low, high = parameter.box
        named[parameter.name] = [
            pl.col(f"issue.{rank}") != pl.col(f"issue.{ranks[(*ends[:place], high, *ends[place + 1 :])]}")
            for ends, rank in ranks.items()
            if ends[place] == low
        ]
    parts = [pl.when(pl.any_horizontal(holds)).then(pl.lit(name)) for name, holds in named.items()]
    text = pl.concat_str(parts, separator=",", ignore_nulls=True)
    certitude = pl.when(text == "").then(pl.lit("certain")).otherwise(pl.concat_str(pl.lit("depend_de:"), text))
    together = pl.concat([decided, *sides], how="horizontal")
    return together.with_columns(certitude.alias("certitude")).select(decided.collect_schema().names())


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
    if not isinstance(points, pl.Expr):  # No rule gives an average: none is due to anyone.
        return pl.lit(None, dtype=pl.Int32)
    size = points.abs() // (first.coefficients * second.scale)
    return pl.when(values["moyenne_due"]).then(si(points >= 0, size, -size)).otherwise(None)


AVERAGE = pl.Decimal(12, 2)
_SPAN = 100_000
"""So many hundredths apart, averages are written once each and looked up."""


def points_of(hundredths: pl.Series) -> pl.Series:
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
    columns = frame.columns
    values = rules.ruleset.defaults | given(rules, _reader(columns), _within(columns), _about(rules, columns))
    found = list(said_of(rules, values, Weight.REFUSAL))
    if not found:
        return []
    typed = frame.lazy().with_columns(_marks(frame.columns, number_type(rules)))
    flagged = typed.select(ROW, *(_number(holds).alias(f"{rank}") for rank, (_, _, holds) in enumerate(found)))
    rows = flagged.filter(pl.any_horizontal(pl.exclude(ROW))).collect(engine="streaming")
    problems = [
        InputProblem(message, source, line, column)
        for rank, (message, column, _) in enumerate(found)
        for line in rows.filter(pl.col(f"{rank}"))[ROW]
    ]
    return sorted(problems, key=lambda problem: problem.line or 0)


def kernel_certainty(rules: SessionRules) -> Certainty:
    """What the unconfirmed coefficients leave open, for lists that tell everything."""
    cells = [*(unit.code for unit in rules.units), *rules.reglement.famille.annexes]
    cells += [control_name(unit.code) for unit in rules.control_units]
    columns = [name + ending for name in cells for ending in (STATUS, MARK, MOTIF, SESSION)]
    columns += ["voie", "categorie", "forme", "option", *(c.nom for c in rules.reglement.famille.colonnes)]
    return _kernel(rules, columns).certainty


def said_of(rules: SessionRules, values: Mapping[str, Any], weight: Weight) -> Iterator[tuple[str, str, Any]]:
    """What is refused, reserved or noted, unit by unit: the message, the heading at fault, and where it holds."""
    for finding in rules.findings:
        if finding.weight is not weight:
            continue
        condition = finding.apply(values)
        for unit, holds in (condition if isinstance(condition, dict) else {"": condition}).items():
            if holds is not False:
                yield finding.said(rules.fields, unit), finding.column.format(unite=unit), holds
