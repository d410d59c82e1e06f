"""Work on single candidates, shared between processes: started once for a whole list, and only where it pays."""

import json
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import polars as pl

from laureat.deliberation.reglement import SessionRules
from laureat.exchange import dossier

PARALLEL = 2_000
"""From how many candidates on it pays to start other processes."""
SLICE = 500
"""So many candidates go to a process at a time."""

Work = Callable[[SessionRules, pl.DataFrame], Any]
"""A function of a module, since another process must find it."""


class Processes:
    """One process a core, each with the rules; a context manager, which ends them."""

    def __init__(self, rules: SessionRules) -> None:
        self._rules = rules
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_raised: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(self, work: Work, batch: pl.DataFrame) -> Iterator[Any]:
        """Apply ``work`` to slices of the batch, in order."""
        if batch.height < PARALLEL:
            return iter([work(self._rules, batch)])
        if self._pool is None:
            told = (
                json.dumps(dossier.rules_to_json(self._rules)),
                json.dumps([dossier.parameter_to_json(each) for each in self._rules.parameters.values()]),
            )
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(mp_context=context, initializer=_initialise, initargs=told)
        slices = list(batch.iter_slices(SLICE))
        return self._pool.map(_apply, [work] * len(slices), slices)


_state: dict[str, SessionRules] = {}


def _initialise(rules: str, parameters: str) -> None:
    _state["rules"] = dossier.rules_from_json(json.loads(rules), json.loads(parameters))


def _apply(work: Work, batch: pl.DataFrame) -> Any:
    return work(_state["rules"], batch)
