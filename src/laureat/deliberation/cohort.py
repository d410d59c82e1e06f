"""A whole cohort decided in columns, by the very same rules.

Marks and coefficients are Int32 before any product where Int32 holds every sum of the rules, else Int64; absence is a
status column, never a null. What the rules become in columns is built once, and run in one pass over the rows.
"""

import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import polars as pl

from laureat.deliberation.certainty import Certainty
from laureat.deliberation.masks import mask, words
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import control_name, given
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.steps import plain
from laureat.deliberation.told import DECISIONS, MENTIONS, YES_NO, Legends
from laureat.rules import Average, ParameterValues, Weight, ou, si, si_of
from laureat.vocabulary import MARK_MAX, Decision, Forme, InputProblem, Mention, UnitStatus

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
        self._units = rules.units
        self.legends = legends_of(rules, self.values)
        self._said = {weight: list(said_of(rules, self.values, weight)) for weight in (Weight.RESERVE, Weight.WARNING)}

    def evaluated(self, frame: pl.DataFrame | pl.LazyFrame) -> pl.LazyFrame:
        """The frame, with the columns of every value of the rules."""
        lazy = frame.lazy()
        for stage in self._stages:
            lazy = lazy.with_columns(stage)
        return lazy

    def told(self, frame: pl.LazyFrame, legends: Legends | None = None) -> pl.LazyFrame:
        """The numbers of ``told.py``; certainty, at these numbers of the law."""
        legends = legends or self.legends
        told = self.evaluated(frame).select(*self._told()).with_columns(self.certainty.looked_up())
        moved = self.certainty.moved()
        doubted = _truths("certitude", [moved.get(name, False) for name in legends.certitude])
        return told.with_columns(*doubted).select(*legends.types)

    def _told(self) -> Iterator[pl.Expr]:
        """All that one pass over the rows keeps of them, as small numbers."""
        values = self.values
        yield _named(values["decision"], Decision, DECISIONS).alias("decision")
        yield _named(values["mention"], Mention, MENTIONS).alias("mention")
        yield _hundredths(values).cast(pl.Int32).alias("moyenne")
        yield _number(si(values["certificat"], 0, 1)).cast(pl.UInt8).cat.to(YES_NO).alias("certificat")
        yield (pl.lit(False) | _near(values)).alias("proche")
        yield from _truths("blocs", [values["blocs"][unit.code] for unit in self._units])
        for weight, said in self._said.items():
            yield from _truths(f"{weight}s", [holds for _, _, holds in said])
        yield from self.certainty.columns()


def _truths(name: str, holds: Sequence[Any]) -> Iterator[pl.Expr]:
    """Truths as the bits of whole numbers."""
    for rank, some in enumerate(words(holds)):
        yield _number(mask(some)).cast(pl.Int16).alias(f"{name}.{rank}")


def legends_of(rules: SessionRules, values: Mapping[str, Any]) -> Legends:
    """What the truths of a row stand for; the same for all the readings of some rules."""
    unread = {code for code, (_, low, high) in rules.coefficients.items() if low != high}
    doubted = [unit.code for unit in rules.units if unit.code in unread]
    doubted += [parameter.name for parameter in rules.hypotheses]
    said = [[message for message, _, _ in said_of(rules, values, w)] for w in (Weight.RESERVE, Weight.WARNING)]
    return Legends(tuple(unit.bloc for unit in rules.units), tuple(doubted), *map(tuple, said))


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
    return legends(rules, frame.columns).texts(told(rules, frame))


def told(rules: SessionRules, frame: pl.DataFrame) -> pl.DataFrame:
    """The numbers of ``told.py`` for every row, in order."""
    return _told_lazily(rules, plain(frame).lazy()).collect(engine="streaming")


def legends(rules: SessionRules, columns: Sequence[str]) -> Legends:
    """What the truths among these numbers stand for."""
    return _kernel(rules, columns).legends


def _told_lazily(rules: SessionRules, frame: pl.LazyFrame) -> pl.LazyFrame:
    columns = frame.collect_schema().names()
    decided = _kernel(rules, columns).told(frame)
    return _at_every_corner(rules, columns, decided, frame) if rules.hypotheses else decided


def _at_every_corner(
    rules: SessionRules, columns: Sequence[str], decided: pl.LazyFrame, frame: pl.LazyFrame
) -> pl.LazyFrame:
    """The certainty of rows that also owe something to numbers of the law other than coefficients.

    Told as ``depends_on`` of candidate.py tells it: the rules answer at each corner of the box of these numbers, and a
    number is named where it alone changes the outcome; the coefficients named at any corner join it.
    """
    known = _kernel(rules, columns).legends
    doubted = [name for name in known.words if name.startswith("certitude.")]
    issue = ["decision", "mention", "certificat", *(name for name in known.words if name.startswith("blocs."))]
    corners = [
        (tuple(corner.values()), _kernel(there, columns).told(frame, known)) for corner, there in rules.corners()
    ]
    sides = [
        told.select(pl.struct(issue).alias(f"issue.{rank}"), pl.col(doubted).name.suffix(f".{rank}"))
        for rank, (_, told) in enumerate(corners)
    ]
    ranks = {ends: rank for rank, (ends, _) in enumerate(corners)}
    moved: dict[str, Any] = {}
    for place, parameter in enumerate(rules.hypotheses):
        low, high = parameter.box
        moved[parameter.name] = ou(
            pl.col(f"issue.{rank}") != pl.col(f"issue.{ranks[(*ends[:place], high, *ends[place + 1 :])]}")
            for ends, rank in ranks.items()
            if ends[place] == low
        )
    numbers = _truths("certitude", [moved.get(name, False) for name in known.certitude])
    coefficients = (ou(pl.col(f"{name}.{rank}") for rank in ranks.values()) for name in doubted)
    certainty = [(bits | own).alias(name) for name, bits, own in zip(doubted, numbers, coefficients, strict=True)]
    together = pl.concat([decided, *sides], how="horizontal")
    return together.with_columns(certainty).select(decided.collect_schema().names())


def _number(value: Any) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def _named(value: Any, kind: type[IntEnum], names: pl.Enum) -> pl.Expr:
    """The codes of a choice as the names that stand in files."""
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
    known = _REFUSALS.setdefault(rules.numbers, {})
    if (columns := tuple(frame.columns)) not in known:
        known[columns] = list(_refusals(rules, columns))
    found = known[columns]
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


_REFUSALS: weakref.WeakKeyDictionary[ParameterValues, dict[tuple[str, ...], list[tuple[str, str, Any]]]]
_REFUSALS = weakref.WeakKeyDictionary()
"""By the numbers of some rules, what they refuse of lists that have these columns: built once, run on every batch."""


def _refusals(rules: SessionRules, columns: Collection[str]) -> Iterator[tuple[str, str, Any]]:
    values = rules.ruleset.defaults | given(rules, _reader(columns), _within(columns), _about(rules, columns))
    return (said for said in said_of(rules, values, Weight.REFUSAL) if said[2] is not False)


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
            yield finding.said(rules.fields, unit), finding.column.format(unite=unit), holds
