"""The judges of a deliberation in columns: other readings of the same rules, held equal to it at every run.

Whoever is near a threshold is decided again, exactly; a random sample of the run and some of those exactly on a
threshold are decided by the rules as they are written; and where the compiled kernel decided, Polars decides again
everyone who is exactly on a threshold. Any difference stops the run, and nothing is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from laureat.deliberation import cohort
from laureat.deliberation.candidate import decide
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.scalar import Scalar, scalar
from laureat.deliberation.told import Legends
from laureat.exchange.candidates import candidates
from laureat.exchange.processes import Processes
from laureat.rules.graph import Untraceable

COLUMNS = ("numero", "decision", "mention", "moyenne", "blocs", "certificat", "certitude", "reserves", "avertissements")
SAMPLE = 1_000
"""So many candidates of a run, drawn, are decided by the rules as they are written."""
ON_A_THRESHOLD = 200
"""And so many of those whose average is exactly a threshold."""
FEW = 500
"""Up to so many, the rules as they are written decide sooner than they are traced."""


class Divergence(Exception):
    """Two readings of the rules disagree: nothing was written, and this is a defect to report."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A batch decided: the numbers of ``laureat.deliberation.told``, and the columns of a decisions file."""

    legends: Legends
    told: pl.DataFrame
    texts: pl.DataFrame


class Judges:
    """Who decides again. ``look`` sees each batch, ``close`` the samples of the whole run; both raise Divergence."""

    def __init__(self, rules: SessionRules, processes: Processes, *, everyone: bool = False) -> None:
        self._rules, self._processes, self._everyone = rules, processes, everyone
        self._drawn, self._on_a_threshold = _Sample(SAMPLE), _Sample(ON_A_THRESHOLD)

    def look(self, batch: pl.DataFrame, decided: Decided, *, by_kernel: bool = False) -> Iterator[int]:
        """Judge a batch; gives, as it goes, the rank in the batch down to which this is done."""
        if self._everyone:
            yield from self._plain(batch, decided.texts)
            return
        self._drawn.add(batch, decided.texts)
        near = decided.told["proche"].arg_true()
        printed = near.len() > FEW and self._printed()
        if not printed:
            yield from self._plain(batch[near], decided.texts[near])
        else:
            exact, on = printed.told(batch[near])
            _same(decided, near, exact, batch, "seul")
            exactly = near.filter(on)
            self._on_a_threshold.add(batch[exactly], decided.texts[exactly])
            if by_kernel and exactly.len():
                _same(decided, exactly, cohort.told(self._rules, batch[exactly]), batch, "par Polars")
        yield batch.height

    def _printed(self) -> Scalar | None:
        """The exact scalar function; None where a rule cannot be traced."""
        try:
            return scalar(self._rules)
        except Untraceable:
            return None

    def close(self) -> None:
        """Decide the samples by the rules as they are written."""
        for sample in (self._drawn, self._on_a_threshold):
            for batch, texts in sample.pieces:
                for _ in self._plain(batch, texts):
                    pass

    def _plain(self, batch: pl.DataFrame, texts: pl.DataFrame) -> Iterator[int]:
        found = _texts(texts).iter_rows(named=True)
        done = 0
        for rows in self._processes.map(_exact_rows, batch):
            for expected in rows:
                _compare(expected, next(found), "seul, par les règles telles qu'écrites")
            done += len(rows)
            yield done


class _Sample:
    """At most so many rows of a run, drawn alike whatever the batches: those whose hashed numbers are the least."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._most = 2**64 - 1
        """Nothing above it would be drawn any more."""
        self.pieces: list[tuple[pl.DataFrame, pl.DataFrame]] = []
        """The rows drawn so far, and their decisions, batch by batch."""

    def add(self, batch: pl.DataFrame, decisions: pl.DataFrame) -> None:
        """Rows of one more batch, and their decisions."""
        keys = _keys(batch)
        few = (keys <= self._most).arg_true()
        least = few.gather(keys.gather(few).arg_sort()[: self._size])
        self.pieces.append((batch[least], decisions[least]))
        drawn = pl.concat([_keys(rows) for rows, _ in self.pieces]).sort()
        if len(drawn) > self._size:
            self._most = drawn[self._size]
            kept = [(_keys(rows) < self._most, rows, decided) for rows, decided in self.pieces]
            self.pieces = [(rows.filter(few), decided.filter(few)) for few, rows, decided in kept]


def _keys(batch: pl.DataFrame) -> pl.Series:
    return batch["numero"].hash(seed=0)


def _texts(decisions: pl.DataFrame) -> pl.DataFrame:
    return decisions.select(COLUMNS).with_columns(pl.all().cast(pl.String).fill_null(""))


def _same(decided: Decided, rows: pl.Series, expected: pl.DataFrame, batch: pl.DataFrame, by: str) -> None:
    """Some rows hold the numbers that another program gives."""
    found = decided.told[rows]
    if found.equals(expected):
        return
    numeros = batch["numero"].gather(rows)
    both = (decided.legends.texts(told).insert_column(0, numeros) for told in (expected, found))
    for one, got in zip(*(_texts(each).iter_rows(named=True) for each in both), strict=True):
        _compare(one, got, by)
    raise Divergence(f"les nombres calculés {by} diffèrent de ceux des colonnes. Rien n'a été écrit.")


def _compare(expected: dict[str, str], got: dict[str, Any], by: str) -> None:
    different = [name for name in COLUMNS if name != "avertissements" and got[name] != expected[name]]
    if not got["avertissements"].startswith(expected["avertissements"]):
        different.append("avertissements")
    if different:
        told = " ; ".join(f"{name} : « {got[name]} » en colonnes, « {expected[name]} » {by}" for name in different)
        raise Divergence(f"candidat {expected['numero']} : les deux calculs diffèrent ({told}). Rien n'a été écrit.")


def _exact_rows(rules: SessionRules, batch: pl.DataFrame) -> list[dict[str, str]]:
    return [decide(rules, candidate).row(candidate.numero) for candidate in candidates(batch, rules.reglement.famille)]
