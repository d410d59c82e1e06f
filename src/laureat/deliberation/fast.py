"""A whole cohort decided by the fused program, in the columns that ``cohort.deliberate`` gives.

The columns of a batch become the inputs of the program (numbers of one byte, a mark counted in its steps), and its
outputs the columns of a decisions file. Without ``llvmlite``, for a small batch, or where no width is proved enough,
Polars decides.
"""

import functools
import importlib.util
import weakref
from collections.abc import Mapping
from typing import Any

import polars as pl

from laureat.deliberation import cohort
from laureat.deliberation.masks import every_text, texts_where_any
from laureat.deliberation.program import WORD, Program, program
from laureat.deliberation.reglement import SessionRules
from laureat.rules import ParameterValues, Weight
from laureat.vocabulary import Decision, Forme, Mention

WORTH_COMPILING = 50_000
"""So many rows, all told, pay for the compilation."""

AVAILABLE = importlib.util.find_spec("llvmlite") is not None
"""``llvmlite`` is installed (the extra ``rapide``)."""


class Fast:
    """The fused program of some rules, between the columns of a batch and those of a decisions file."""

    def __init__(self, rules: SessionRules) -> None:
        from laureat.deliberation.fused import Fused

        self.program = program(rules)
        self.fused = Fused(self.program)
        self._legends = {
            name: self._words(name, separator)
            for name, separator in (("blocs", " "), ("certitude", ","))
            if name in self.program.legends
        }

    def _words(self, name: str, separator: str) -> list[pl.Series]:
        legend = self.program.legends[name]
        return [
            pl.Series(every_text(legend[first : first + WORD], separator), dtype=pl.Categorical())
            for first in range(0, len(legend), WORD)
        ]

    def deliberate(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The decision of every row, as ``cohort.deliberate`` gives it."""
        rows = frame.height
        told = self.fused.run({column.name: self._input(frame, column) for column in self.fused.inputs}, rows)
        return pl.DataFrame(
            {
                "decision": _named(told["decision"], Decision),
                "mention": _named(told["mention"], Mention),
                "moyenne": _average(told),
                "blocs": self._joined(told, "blocs", " "),
                "certificat": pl.Series(1 - told["certificat"]).cast(pl.UInt8).cat.to(cohort.YES_NO),
                "certitude": self._certainty(told),
                "reserves": self._said(told, Weight.RESERVE),
                "avertissements": self._said(told, Weight.WARNING),
                "proche": pl.Series(told["proche"]).cast(pl.Boolean),
            }
        )

    def _input(self, frame: pl.DataFrame, column: Any) -> Any:
        series = input_series(self.program, frame, column.name)
        if column.step != 1:
            series = series // column.step
        return series.to_numpy().astype(column.dtype, copy=False)

    def _joined(self, told: Mapping[str, Any], name: str, separator: str) -> pl.Series:
        words = [
            texts.gather(pl.Series(told[f"{name}.{rank}"]).cast(pl.UInt32))
            for rank, texts in enumerate(self._legends[name])
        ]
        if len(words) == 1:
            return words[0]
        parts = [pl.when(word != "").then(word.cast(pl.String)) for word in words]
        return pl.select(
            pl.concat_str(parts, separator=separator, ignore_nulls=True).cast(pl.Categorical())
        ).to_series()

    def _certainty(self, told: Mapping[str, Any]) -> pl.Series:
        names = self.program.legends.get("certitude", ())
        texts = pl.Enum(["certain", *(f"depend_de:{codes}" for codes in every_text(names, ",")[1:])])
        if not names:
            return pl.repeat("certain", len(told["decision"]), dtype=texts, eager=True)
        return pl.Series(told["certitude.0"]).cast(pl.UInt32).cat.to(texts)

    def _said(self, told: Mapping[str, Any], weight: Weight) -> pl.Series:
        legend = self.program.legends[f"{weight}s"]
        words = [
            texts_where_any(
                pl.Series(told[f"{weight}s.{rank}"]), legend[first : first + WORD], cohort.WARNING_SEPARATOR
            )
            for rank, first in enumerate(range(0, len(legend), WORD))
        ]
        if not words:
            return pl.repeat("", len(told["decision"]), dtype=pl.String, eager=True)
        parts = [pl.when(word != "").then(word) for word in words]
        return pl.select(pl.concat_str(parts, separator=cohort.WARNING_SEPARATOR, ignore_nulls=True)).to_series()


def input_series(made: Program, frame: pl.DataFrame, name: str) -> pl.Series:
    """One input of a program, from the columns of a batch; a column that is not there says nothing."""
    columns = frame.columns
    if name == "voie" and name in columns:
        return _codes(frame["voie"], made.voies)
    if name == "option" and name in columns:
        return _codes(frame["option"], made.options)
    if name in made.choix and name in columns:
        return _codes(frame[name], made.choix[name])
    if name == "progressive":
        if "forme" not in columns:
            return pl.repeat(0, frame.height, dtype=pl.Int8, eager=True)
        return (frame["forme"] == Forme.PROGRESSIVE.value).cast(pl.Int8)
    if name not in columns:
        unsaid = -1 if name in made.counts else 0
        return pl.repeat(unsaid, frame.height, dtype=pl.Int8, eager=True)
    series = frame[name]
    return (series.cast(pl.Int8) if series.dtype == pl.Boolean else series).fill_null(0)


def _codes(series: pl.Series, words: tuple[str, ...]) -> pl.Series:
    """The number that stands for each word; 0 for none."""
    if isinstance(series.dtype, pl.Enum):
        known = {word: rank for rank, word in enumerate(words)}
        table = pl.Series([known.get(word, 0) for word in series.dtype.categories] or [0], dtype=pl.Int16)
        return table.gather(series.to_physical().fill_null(0)).zip_with(
            series.is_not_null(), pl.repeat(0, len(series), dtype=pl.Int16, eager=True)
        )
    return (
        series.fill_null("")
        .cast(pl.String)
        .replace_strict(list(words), list(range(len(words))), default=0, return_dtype=pl.Int16)
    )


def _named(codes: Any, kind: type[Decision] | type[Mention]) -> pl.Series:
    names = pl.Enum([str(member) for member in kind])
    return pl.Series(codes - int(min(kind))).cast(pl.UInt8).cat.to(names)


def _average(told: Mapping[str, Any]) -> pl.Series:
    size = pl.Series(told["moyenne"]).cast(pl.Int32)
    signed = pl.select(
        pl.when(pl.Series(told["moyenne_due"]).cast(pl.Boolean)).then(
            pl.when(pl.Series(told["moyenne_negative"]).cast(pl.Boolean)).then(-size).otherwise(size)
        )
    ).to_series()
    return cohort.points_of(signed)


_FAST: weakref.WeakKeyDictionary[ParameterValues, Fast] = weakref.WeakKeyDictionary()


def fast(rules: SessionRules) -> Fast:
    """The fast path of some rules, compiled once."""
    if rules.numbers not in _FAST:
        _FAST[rules.numbers] = Fast(rules)
    return _FAST[rules.numbers]


@functools.cache
def why_not() -> str:
    """Why the fast path is not taken; empty where it may be."""
    return "" if AVAILABLE else "llvmlite n'est pas installé (extra « rapide ») : Polars décide"
