"""What a list decided in columns tells of each candidate: numbers, and the texts that a decisions file makes of them.

The numbers, in the columns of ``Legends.types``: ``decision``, ``mention`` and ``certificat`` are closed words, each a
number; ``moyenne`` is in hundredths of a point, null where none is due; ``blocs``, ``certitude``, ``reserves`` and
``avertissements`` are truths, fifteen to a whole number (``blocs.0``, ``blocs.1``…), each with its legend; ``proche``
says that an average lies near a threshold.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import polars as pl

from laureat.deliberation.masks import WORD, every_text, words
from laureat.vocabulary import Decision, Mention, french

WARNING_SEPARATOR = " | "
DECISIONS = pl.Enum([str(decision) for decision in Decision])
MENTIONS = pl.Enum([str(mention) for mention in Mention])
YES_NO = pl.Enum(french.OUI_NON)
AVERAGE = pl.Decimal(12, 2)
_SPAN = 100_000
"""So many hundredths apart, averages are written once each and looked up."""


@dataclass(frozen=True, slots=True)
class Legends:
    """What each truth stands for, in order: the rules alone say it, whoever computes."""

    blocs: tuple[str, ...]
    certitude: tuple[str, ...]
    """The units and the other numbers of the law that may change the outcome."""
    reserves: tuple[str, ...]
    avertissements: tuple[str, ...]

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """By column of truths, its part of a legend."""
        return {
            f"{field.name}.{rank}": tuple(some)
            for field in fields(self)
            for rank, some in enumerate(words(getattr(self, field.name)))
        }

    @property
    def types(self) -> dict[str, pl.DataType]:
        """The columns of the numbers, and their types."""
        return {
            "decision": DECISIONS,
            "mention": MENTIONS,
            "moyenne": pl.Int32(),
            "certificat": YES_NO,
            **dict.fromkeys(self.words, pl.Int16()),
            "proche": pl.Boolean(),
        }

    def numbers(self, outputs: Mapping[str, pl.Series]) -> pl.DataFrame:
        """The numbers, from what the program of the rules gives (``program.py``), all of it whole numbers."""
        size = pl.col("moyenne").cast(pl.Int32)
        is_negative, is_due = (pl.col(name).cast(pl.Boolean) for name in ("moyenne_negative", "moyenne_due"))
        told = {
            "decision": (pl.col("decision") - int(min(Decision))).cast(pl.UInt8).cat.to(DECISIONS),
            "mention": (pl.col("mention") - int(min(Mention))).cast(pl.UInt8).cat.to(MENTIONS),
            "moyenne": pl.when(is_due).then(pl.when(is_negative).then(-size).otherwise(size)),
            "certificat": (1 - pl.col("certificat")).cast(pl.UInt8).cat.to(YES_NO),
        }
        return pl.DataFrame(outputs).select(
            told.get(name, pl.col(name).cast(kind)).alias(name) for name, kind in self.types.items()
        )

    def texts(self, told: pl.DataFrame) -> pl.DataFrame:
        """The columns of ``TEXTS``: those of a decisions file, and ``proche``."""
        return pl.DataFrame(
            {
                "decision": told["decision"],
                "mention": told["mention"],
                "moyenne": points_of(told["moyenne"]),
                "blocs": _blocks(told, self.blocs),
                "certificat": told["certificat"],
                "certitude": _certainty(told, self.certitude),
                "reserves": _said(told, "reserves", self.reserves),
                "avertissements": _said(told, "avertissements", self.avertissements),
                "proche": told["proche"],
            }
        )


TEXTS = ("decision", "mention", "moyenne", "blocs", "certificat", "certitude", "reserves", "avertissements", "proche")


def _words(told: pl.DataFrame, name: str, legend: Sequence[str]) -> list[pl.Series]:
    return [told[f"{name}.{rank}"] for rank, _ in enumerate(words(legend))]


def _blocks(told: pl.DataFrame, legend: Sequence[str]) -> pl.Series:
    found = [
        _every_block(tuple(some)).gather(bits.cast(pl.UInt32))
        for some, bits in zip(words(legend), _words(told, "blocs", legend), strict=True)
    ]
    if len(found) == 1:
        return found[0]
    parts = [pl.when(texts != "").then(texts.cast(pl.String)) for texts in found]
    return pl.select(pl.concat_str(parts, separator=" ", ignore_nulls=True).cast(pl.Categorical())).to_series()


@functools.lru_cache(maxsize=8)
def _every_block(legend: tuple[str, ...]) -> pl.Series:
    """By mask, the blocks whose bits it has, each text once."""
    return pl.Series(every_text(legend, " "), dtype=pl.Categorical())


def _certainty(told: pl.DataFrame, legend: Sequence[str]) -> pl.Series:
    if len(legend) > WORD:
        named = _said(told, "certitude", legend, ",")
        return pl.select(pl.when(named == "").then(pl.lit("certain")).otherwise("depend_de:" + named)).to_series()
    texts = pl.Enum(["certain", *(f"depend_de:{held}" for held in every_text(legend, ",")[1:])])
    if not legend:
        return pl.repeat("certain", told.height, dtype=texts, eager=True)
    return told["certitude.0"].cast(pl.UInt32).cat.to(texts)


def _said(told: pl.DataFrame, name: str, legend: Sequence[str], separator: str = WARNING_SEPARATOR) -> pl.Series:
    """The legends of the truths that hold, where few do: each distinct set of them is written once."""
    nothing = pl.repeat("", told.height, dtype=pl.String, eager=True)
    if not legend:
        return nothing
    bits = pl.DataFrame(_words(told, name, legend))
    where = bits.select(pl.arg_where(pl.any_horizontal(pl.all() != 0))).to_series()
    held = bits[where]
    distinct = held.unique()
    texts = [separator.join(names_of(row, legend)) for row in distinct.iter_rows()]
    named = distinct.with_columns(pl.Series("texte", texts, dtype=pl.String))
    return nothing.scatter(where, held.join(named, on=held.columns, how="left", maintain_order="left")["texte"])


def names_of(row: Iterable[int], legend: Sequence[str]) -> Iterator[str]:
    """The legends of the truths that hold, of one candidate."""
    for bits, some in zip(row, words(legend), strict=True):
        if bits:
            yield from (name for place, name in enumerate(some) if bits >> place & 1)


def points_of(hundredths: pl.Series) -> pl.Series:
    """Hundredths of a point as decimal numbers, exactly."""

    def exact(numbers: pl.Series) -> pl.Series:
        return (numbers.cast(AVERAGE) / 100).cast(AVERAGE)

    least, most = hundredths.min(), hundredths.max()
    if not isinstance(least, int) or not isinstance(most, int) or most - least > _SPAN:
        return exact(hundredths)
    return exact(pl.int_range(least, most + 1, eager=True)).gather(hundredths - least)
