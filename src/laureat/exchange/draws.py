"""Numbers drawn at random in columns, the same for a seed on every machine and however the rows are cut in batches.

Each number is a pure function of (seed, name of the draw, rank of the row): the finaliser of SplitMix64 (Steele, Lea
and Flood, 2014) in whole 64-bit arithmetic. Not for secrets.
"""

import hashlib
from collections.abc import Iterable

import polars as pl

RANK = "_rang"
"""The column that holds the rank of each row, from 0 (UInt64)."""

_DRAWN = "_tirage "
_STEP = 0x9E3779B97F4A7C15
_MIX = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_WORD = 1 << 64
_PIECE = 1 << 16


def _u64(value: int) -> pl.Expr:
    return pl.lit(value % _WORD, dtype=pl.UInt64)


class Draws:
    """The draws of one seed. An expression made of draws is computed by ``add``, which draws each number once."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._pending: dict[str, pl.Expr] = {}

    def add(self, frame: pl.DataFrame, columns: Iterable[pl.Expr]) -> pl.DataFrame:
        """The frame with more columns."""
        columns = list(columns)
        drawn = frame.with_columns(**self._pending)
        self._pending = {}
        return drawn.with_columns(columns).drop(pl.selectors.starts_with(_DRAWN))

    def bits(self, name: str, rank: pl.Expr | None = None) -> pl.Expr:
        """Sixty-four random bits (UInt64) for each rank."""
        key = int.from_bytes(hashlib.sha256(f"{self._seed}/{name}".encode()).digest()[:8], "big")
        x = (pl.col(RANK) if rank is None else rank.cast(pl.UInt64)) * _u64(_STEP) + _u64(key)
        x = (x ^ (x // _u64(1 << 30))) * _u64(_MIX[0])
        x = (x ^ (x // _u64(1 << 27))) * _u64(_MIX[1])
        self._pending[_DRAWN + name] = x ^ (x // _u64(1 << 31))
        return pl.col(_DRAWN + name)

    def below(self, name: str, limit: int, rank: pl.Expr | None = None) -> pl.Expr:
        """A whole number from 0 to ``limit`` - 1 (Int64)."""
        return ((self.bits(name, rank) // _u64(1 << 32)) % _u64(limit)).cast(pl.Int64)

    def chance(self, name: str, thousandths: int | pl.Expr, rank: pl.Expr | None = None) -> pl.Expr:
        """True for so many rows in a thousand."""
        return self.below(name, 1000, rank) < thousandths

    def normal(self, name: str, deviation: int) -> pl.Expr:
        """A whole number around 0 with this standard deviation, nearly normal: the sum of four uniform draws."""
        bits = self.bits(name)
        total = pl.sum_horizontal(piece(bits, rank) for rank in range(4)) - 2 * (_PIECE - 1)
        return total * deviation // 37_837

    def weighted(self, name: str, weights: list[int], rank: pl.Expr | None = None) -> pl.Expr:
        """The rank of one of the weights, in proportion to them (Int64)."""
        table = pl.Series([choice for choice, weight in enumerate(weights) for _ in range(weight)], dtype=pl.Int64)
        return pl.lit(table).gather(self.below(name, sum(weights), rank))


def piece(bits: pl.Expr, rank: int) -> pl.Expr:
    """One of the four 16-bit pieces of sixty-four bits (Int64, 0 to 65535)."""
    return ((bits // _u64(1 << (16 * rank))) % _u64(_PIECE)).cast(pl.Int64)
