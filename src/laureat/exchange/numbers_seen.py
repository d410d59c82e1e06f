"""Which candidate numbers were met, and which of them twice."""

import polars as pl

from laureat.exchange.problems import Problems


class NumbersSeen:
    """Remembers the numbers of all batches (sixteen bytes a row); sorted lists, the common case, cost a comparison."""

    def __init__(self) -> None:
        self._numbers: list[pl.Series] = []
        self._lines: list[pl.Series] = []
        self._increasing = True

    def add(self, numbers: pl.Series, lines: pl.Series) -> None:
        """Remember the numbers of one batch."""
        if self._increasing:
            last = self._numbers[-1].tail(1) if self._numbers else numbers.clear()
            follows = last.len() == 0 or numbers.len() == 0 or last.item() < numbers[0]
            self._increasing = follows and (numbers.slice(1) > numbers.slice(0, numbers.len() - 1)).all()
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
            problems.add(f"le numéro {numero} figure déjà à la ligne {earlier}", line=line, column=heading)
        problems.extend((), uncounted=repeated.height - told.height)
