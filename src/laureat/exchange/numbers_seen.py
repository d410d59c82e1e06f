"""Which candidate numbers were met, and which of them twice."""

import polars as pl

from laureat.exchange.problems import Problems
from laureat.vocabulary.characters import shown

_MAY_BE_WRITTEN_OTHERWISE = r"^0|[^0-9]"
_DIGITS_MAY_BE = "0"
"""The same of numbers that are digits: what they begin with."""


class NumbersSeen:
    """Remembers the numbers of all batches (sixteen bytes a row); sorted lists, the common case, cost a comparison."""

    def __init__(self) -> None:
        self._numbers: list[pl.Series] = []
        self._lines: list[pl.Series] = []
        self._increasing = True
        self._alike = False

    def add(self, numbers: pl.Series, lines: pl.Series, *, digits: bool = False) -> None:
        """Remember the numbers of one batch; ``digits`` says that they hold nothing else."""
        if self._increasing:
            last = self._numbers[-1].tail(1) if self._numbers else numbers.clear()
            follows = last.len() == 0 or numbers.len() == 0 or last.item() < numbers[0]
            self._increasing = follows and (numbers.slice(1) > numbers.slice(0, numbers.len() - 1)).all()
        if not self._alike:
            starts, holds = numbers.str.starts_with, numbers.str.contains
            self._alike = bool((starts(_DIGITS_MAY_BE) if digits else holds(_MAY_BE_WRITTEN_OTHERWISE)).any())
        self._numbers.append(numbers)
        self._lines.append(lines)

    def note_duplicates(self, problems: Problems, heading: str) -> None:
        """Tell every number that already stands on an earlier line."""
        if self._increasing:
            return
        first = pl.col("ligne").min().over("numero")
        repeated = (
            pl.DataFrame({"numero": pl.concat(self._numbers), "ligne": pl.concat(self._lines)})
            .filter((pl.col("numero") != "") & pl.col("numero").is_duplicated())
            .with_columns(first.alias("premiere"))
            .filter(pl.col("ligne") != pl.col("premiere"))
        )
        told = repeated.head(problems.room)
        for numero, line, earlier in told.iter_rows():
            told_at = f"le numéro {shown(numero)} figure déjà à la ligne {earlier}"
            problems.add(told_at, line=line, column=heading, candidate=shown(numero))
        problems.extend((), uncounted=repeated.height - told.height)

    def note_lookalikes(self, problems: Problems, heading: str) -> None:
        """Warn of numbers that differ only by zeros before them, case or separators: « 1 » and « 01 »."""
        if not self._alike:
            return
        key = (
            pl.col("numero")
            .str.normalize("NFKC")
            .str.to_uppercase()
            .str.replace_all(r"[^\p{L}\p{N}]+", "")
            .str.strip_chars_start("0")
        )
        first = (pl.col("numero").first().over("cle"), pl.col("ligne").first().over("cle"))
        found = (
            pl.DataFrame({"numero": pl.concat(self._numbers), "ligne": pl.concat(self._lines)})
            .with_columns(key.alias("cle"))
            .filter(pl.col("cle").is_duplicated() & (pl.col("numero") != ""))
            .with_columns(first[0].alias("premier"), first[1].alias("premiere"))
            .filter(pl.col("numero") != pl.col("premier"))
            .unique("numero", keep="first", maintain_order=True)
        )
        for numero, line, _, other, earlier in found.iter_rows():
            near = f"{shown(other)} (ligne {earlier})"
            told = f"le numéro {shown(numero)} ressemble à {near} : vérifier que ce sont deux candidats"
            problems.warn(told, line=line, column=heading, candidate=shown(numero))
