"""What each row of a list says: an absent column and a blank cell say nothing, a word (« vider ») empties.

A reader of lists that bring changes to what is known needs it; one that decides from the list alone does not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from laureat.exchange.tables import Table, normalised_heading

EMPTIES = "vider"
"""What a cell says to empty what is known."""


@dataclass
class Spoken:
    """Takes the lines ``but`` out of each table, has trade words ``translated``, and notes what each row says."""

    but: frozenset[int] = frozenset()
    translated: Callable[[str, str, str], tuple[str, str]] | None = None
    """From a route, a UAI and a school as written, to the route meant and what there is to tell of it."""
    said: dict[int, frozenset[str]] = field(default_factory=dict)
    """By line, the columns that say something, by our names."""
    emptied: dict[int, frozenset[str]] = field(default_factory=dict)
    """By line, the columns that are to be emptied."""
    told: dict[int, str] = field(default_factory=dict)
    """By line, how a trade word was understood."""

    def __call__(self, table: Table, headings: Mapping[str, str]) -> Table:
        """The table to decode."""
        if self.but:
            kept = ~table.lines.is_in(list(self.but))
            table = replace(table, frame=table.frame.filter(kept), lines=table.lines.filter(kept))
        frame = self._heard(table, headings)
        if self.translated is not None and "voie" in headings:
            frame = self._with_routes(frame, table.lines, headings)
        return replace(table, frame=frame)

    def _heard(self, table: Table, headings: Mapping[str, str]) -> pl.DataFrame:
        """Note what is said, and leave out the words that empty."""
        texts = {name: _text(table.frame, heading) for name, heading in headings.items()}
        speaking = {name: text != "" for name, text in texts.items()}
        emptying = {name: text.str.to_lowercase() == EMPTIES for name, text in texts.items()}
        lines = table.lines.to_list()
        self.said |= dict(zip(lines, _names(speaking, len(lines)), strict=True))
        words = {name: found for name, found in emptying.items() if found.any()}
        self.emptied |= {line: names for line, names in zip(lines, _names(words, len(lines)), strict=True) if names}
        blank = (
            pl.when(found).then(pl.lit("")).otherwise(texts[name]).alias(headings[name])
            for name, found in words.items()
        )
        return table.frame.with_columns(*blank)

    def _with_routes(self, frame: pl.DataFrame, lines: pl.Series, headings: Mapping[str, str]) -> pl.DataFrame:
        assert self.translated is not None
        routes = _text(frame, headings["voie"])
        schools = [_text(frame, headings[name]) if name in headings else None for name in ("uai", "etablissement")]
        meant: list[str] = []
        for rank, (line, route) in enumerate(zip(lines, routes, strict=True)):
            uai, school = (column[rank] if column is not None else "" for column in schools)
            code, told = self.translated(route, uai, school) if route else ("", "")
            meant.append(code or route)
            if told:
                self.told[line] = told
        return frame.with_columns(pl.Series(headings["voie"], meant, pl.String))


def _text(frame: pl.DataFrame, heading: str) -> pl.Series:
    return frame[heading].cast(pl.String).fill_null("").str.strip_chars()


_BITS = 63
"""How many columns a word tells apart."""


def _names(columns: Mapping[str, pl.Series], height: int) -> list[frozenset[str]]:
    """By row, the names of the columns that are true there; most rows of a list say the same columns."""
    names = list(columns)
    words = [pl.repeat(0, height, dtype=pl.UInt64, eager=True).to_list()]
    for first in range(0, len(names), _BITS):
        some = enumerate(names[first : first + _BITS])
        bits = [columns[name].cast(pl.UInt64) * (1 << rank) for rank, name in some]
        words.append(pl.select(pl.sum_horizontal(bits)).to_series().to_list())
    rows = list(zip(*words, strict=True))
    meant = {row: frozenset(_named(names, row[1:])) for row in set(rows)}
    return [meant[row] for row in rows]


def _named(names: list[str], words: Iterable[int]) -> Iterator[str]:
    for rank, word in enumerate(words):
        yield from (name for bit, name in enumerate(names[rank * _BITS : (rank + 1) * _BITS]) if word >> bit & 1)


def empties(text: str) -> bool:
    """Whether a cell that nobody knows asks to be emptied."""
    return normalised_heading(text) == EMPTIES
