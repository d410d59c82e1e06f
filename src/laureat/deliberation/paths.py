"""Which program decides a list: the compiled kernel where it pays and is proved, else Polars, with the same results."""

import importlib.util

import polars as pl

from laureat.deliberation import cohort
from laureat.deliberation.reglement import SessionRules
from laureat.deliberation.told import Legends
from laureat.rules.graph import Untraceable

WORTH_COMPILING = 2_000_000
"""From so many rows on, what preparing the kernel costs is won back (measured: docs/reference/mesures.md)."""

AVAILABLE = all(importlib.util.find_spec(name) is not None for name in ("llvmlite", "numpy"))
"""What the extra ``rapide`` brings is installed."""
WITHOUT = "llvmlite n'est pas installé (extra « rapide ») : Polars décide, avec les mêmes résultats, plus lentement"


class Columns:
    """Decides the batches of one list: by Polars, then by the kernel once the list proves long enough to pay for it."""

    legends: Legends
    """What the truths stand for, once a batch was decided."""

    def __init__(self, rules: SessionRules, worth: int | None = None) -> None:
        self.by_kernel = 0
        """How many rows the kernel decided."""
        self._reason = "" if AVAILABLE else WITHOUT
        self._rules, self._worth = rules, WORTH_COMPILING if worth is None else worth
        self._rows = 0

    @property
    def reason(self) -> str:
        """Why Polars alone decided a list that the kernel should have; empty where there is nothing to say."""
        return self._reason if self._rows >= self._worth else ""

    def deliberate(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The decision of every row, as ``cohort.deliberate`` gives it."""
        told = self.told(frame)
        return self.legends.texts(told)

    def told(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The numbers of ``told.py`` for every row, as ``cohort.told`` gives them."""
        self._rows += frame.height
        if self._rows >= self._worth and not self._reason:
            from laureat.deliberation.fast import fast
            from laureat.deliberation.llvm import Unproved

            try:
                told, self.legends = fast(self._rules).told(frame), fast(self._rules).legends
            except (Unproved, Untraceable) as why:
                self._reason = f"pas de calcul rapide ({why}) : Polars décide"
            else:
                self.by_kernel += frame.height
                return told
        self.legends = cohort.legends(self._rules, frame.columns)
        return cohort.told(self._rules, frame)
