"""A whole cohort decided by the fused program, in the columns that ``cohort.deliberate`` gives.

The columns of a batch become the inputs of the program (numbers of one byte, a mark counted in its steps), and its
outputs the columns of a decisions file. ``paths`` says when.
"""

import weakref
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from laureat.deliberation import cohort
from laureat.deliberation.fused import Fused
from laureat.deliberation.llvm import Unproved
from laureat.deliberation.masks import every_text
from laureat.deliberation.program import WORD, Program, input_series, program
from laureat.deliberation.reglement import SessionRules
from laureat.rules import ParameterValues, Weight
from laureat.vocabulary import Decision, Mention


class Fast:
    """The fused program of some rules, between the columns of a batch and those of a decisions file.

    Raises Unproved (``llvm``) where no width is enough, or where a batch holds what no cell may hold.
    """

    def __init__(self, rules: SessionRules) -> None:
        self.program = program(rules)
        self.fused = Fused(self.program)
        self._blocs = [
            pl.Series(every_text(words, " "), dtype=pl.Categorical()) for words in _words(self.program.legends["blocs"])
        ]
        self._doubts = pl.Enum(doubts(self.program.legends["certitude"]))

    def deliberate(self, frame: pl.DataFrame, threads: int | None = None) -> pl.DataFrame:
        """The decision of every row, as ``cohort.deliberate`` gives it."""
        told = self.told(frame, threads)
        return pl.DataFrame(
            {
                "decision": _named(told["decision"], Decision),
                "mention": _named(told["mention"], Mention),
                "moyenne": _average(told),
                "blocs": self._attested(told),
                "certificat": pl.Series(1 - told["certificat"]).cast(pl.UInt8).cat.to(cohort.YES_NO),
                "certitude": self._certainty(told),
                "reserves": self._said(told, Weight.RESERVE),
                "avertissements": self._said(told, Weight.WARNING),
                "proche": pl.Series(told["proche"]).cast(pl.Boolean),
            }
        )

    def told(self, frame: pl.DataFrame, threads: int | None = None) -> dict[str, Any]:
        """The outputs of the program for every row, by name, as NumPy arrays."""
        return self.fused.run(self.arrays(frame), frame.height, threads)

    def arrays(self, frame: pl.DataFrame) -> dict[str, Any]:
        """The inputs of the program, by name, as it reads them."""
        return {column.name: _checked(self.program, frame, column) for column in self.fused.inputs}

    def _attested(self, told: Mapping[str, Any]) -> pl.Series:
        words = [
            texts.gather(pl.Series(told[f"blocs.{rank}"]).cast(pl.UInt32)) for rank, texts in enumerate(self._blocs)
        ]
        if len(words) == 1:
            return words[0]
        parts = [pl.when(word != "").then(word.cast(pl.String)) for word in words]
        return pl.select(pl.concat_str(parts, separator=" ", ignore_nulls=True).cast(pl.Categorical())).to_series()

    def _certainty(self, told: Mapping[str, Any]) -> pl.Series:
        if not self.program.legends["certitude"]:
            return pl.repeat("certain", len(told["decision"]), dtype=self._doubts, eager=True)
        return pl.Series(told["certitude.0"]).cast(pl.UInt32).cat.to(self._doubts)

    def _said(self, told: Mapping[str, Any], weight: Weight) -> pl.Series:
        """The messages of each row; few rows have any, and each distinct set of them is written once."""
        legend, rows = self.program.legends[f"{weight}s"], len(told["decision"])
        nothing = pl.repeat("", rows, dtype=pl.String, eager=True)
        words = [told[f"{weight}s.{rank}"] for rank in range(-(-len(legend) // WORD))]
        if not words:
            return nothing
        where = np.flatnonzero(np.bitwise_or.reduce(words))
        held = pl.DataFrame({str(rank): word[where] for rank, word in enumerate(words)})
        distinct = held.unique()
        texts = [
            cohort.WARNING_SEPARATOR.join(
                message for place, message in enumerate(legend) if row[place // WORD] >> place % WORD & 1
            )
            for row in distinct.iter_rows()
        ]
        told_there = held.join(
            distinct.with_columns(pl.Series("texte", texts, dtype=pl.String)),
            on=held.columns,
            how="left",
            maintain_order="left",
        )["texte"]
        return nothing.scatter(pl.Series(where), told_there)


def doubts(names: tuple[str, ...]) -> list[str]:
    """What is said of certainty, by the bits of the hypotheses that may change an outcome."""
    return ["certain", *(f"depend_de:{held}" for held in every_text(names, ",")[1:])]


def _words(legend: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [legend[first : first + WORD] for first in range(0, len(legend), WORD)]


def _checked(made: Program, frame: pl.DataFrame, column: Any) -> Any:
    """One input, counted in its steps, in its type; every bound that the proofs of width rest on is asserted."""
    values = input_series(made, frame, column.name).to_numpy()
    if not len(values):
        return values.astype(column.dtype)
    low, high = int(values.min()), int(values.max())
    if not column.low * column.step <= low <= high <= column.high * column.step:
        raise Unproved(f"colonne {column.name} : de {low} à {high}, hors de ce que les règles supposent")
    if column.step == 1:
        return values.astype(column.dtype, copy=False)
    whole = np.full(column.high * column.step + 1, -1, column.dtype)
    whole[:: column.step] = np.arange(column.high + 1)
    steps = whole[values]
    if low < 0 or steps.min() < 0:
        raise Unproved(f"colonne {column.name} : un nombre n'est pas un multiple de {column.step}")
    return steps


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
