"""What the unconfirmed coefficients leave open, for a whole cohort (``depends_on`` of candidate.py, in columns).

The outcome looks at an average only to ask which thresholds it reaches. So all that can be said of a row hangs on its
*state*: how many thresholds each average reaches at the least and at the most favourable corner of the coefficients,
and the few conditions that the rules read beside them. The rules answer for every state, once; a row looks its own up.
A rule that reads an average may hence read, beside it, only conditions and numbers of the law.
"""

import math
import weakref
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

import polars as pl

from laureat.deliberation.masks import looked_up, mask
from laureat.deliberation.reading import OUTCOME, Scenarios, Threshold
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, Case, Term, non, ou, si, somme
from laureat.rules.ruleset import condition_name
from laureat.vocabulary import Mention

STATE = "etat"
"""The column of a row's state."""


_TRIED: weakref.WeakValueDictionary[tuple[Any, ...], pl.Series] = weakref.WeakValueDictionary()
"""By what is asked of every state, the answers: lists that do not have the same columns often ask the same."""


class Certainty:
    """Built once for some rules, from their values in columns.

    ``columns`` are what each row must tell; once ``looked_up``, ``moved`` says which coefficients may change it.
    """

    def __init__(self, rules: SessionRules, values: Mapping[str, Any]) -> None:
        scenarios = Scenarios(rules.ruleset, values)
        self._averages, self._thresholds = scenarios.averages, scenarios.thresholds
        uncertain = {term.code for average in self._averages.values() for term in average.uncertain_terms}
        self._codes = [unit.code for unit in rules.units if unit.code in uncertain]
        if self._codes:
            self._rules, self._known = rules, self._still(rules, values)
            self._sizes = self._state_sizes()
            self._matters = self._try_every_state()

    def _still(self, rules: SessionRules, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values that no average moves; of the choices, the conditions of their cases alone."""
        moved = {*self._averages, *rules.ruleset.depending_on(self._averages)}
        self._firm = {name: firm for name, firm in values.items() if name not in moved and _in_columns(firm)}
        again = set(moved)
        for position, rule in enumerate(rules.ruleset.rules):
            if isinstance(rule, Case):
                again.add(rule.gives)
                if moved.intersection(rule.reads):
                    again.add(condition_name(rule, position))
        again |= {name for name, target in rules.ruleset.aliases.items() if target in again}
        still = {name: value for name, value in values.items() if name not in again}
        return still | {name: _asked(name, firm) for name, firm in self._firm.items()}

    def _state_sizes(self) -> dict[str, int]:
        """What a state is made of, and how many values each part may take."""
        low, high = self._tabled_answers()
        read = {name for expression in (self._issue(low), self._issue(high)) for name in _columns_of(expression)}
        sizes = dict.fromkeys(sorted(read), 2)
        for name in self._averages:
            reached = sum(threshold.average == name for threshold in self._thresholds)
            sizes |= dict.fromkeys(_levels(name), reached + 1)
        return sizes

    @property
    def _weights(self) -> dict[str, int]:
        sizes = list(self._sizes.values())
        return {name: math.prod(sizes[:position]) for position, name in enumerate(self._sizes)}

    @property
    def codes(self) -> list[str]:
        """The units whose coefficient is not confirmed; none: every row is certain."""
        return self._codes

    @property
    def matters(self) -> pl.Series:
        """By state, a bit for each threshold that matters there."""
        return self._matters

    def state(self, averages: Mapping[str, Average], read: Callable[[str], Any]) -> Any:
        """A row's state, from its averages and from the conditions read by name."""
        weights = self._weights
        parts = []
        for threshold in self._thresholds:
            answers = corner_answers(averages[threshold.average], threshold.value)
            levels = _levels(threshold.average)
            parts += [si(answer, weights[level], 0) for answer, level in zip(answers, levels, strict=True)]
        told = {_empty(name): averages[name].is_empty for name in (*self._averages, *self._firm)}
        told |= {
            _reached(name, threshold): averages[name].margin(threshold) >= 0
            for name, firm in self._firm.items()
            for threshold in firm.tested
        }
        asked = self._sizes.keys() - {level for name in self._averages for level in _levels(name)}
        parts += [si(told[name] if name in told else read(name), weights[name], 0) for name in sorted(asked)]
        return somme(parts)

    def moves(self, averages: Mapping[str, Average]) -> Iterator[tuple[int, str, Any]]:
        """By rank of threshold and by unit, whether the coefficient of the unit moves the margin of the threshold."""
        for rank, threshold in enumerate(self._thresholds):
            average = averages[threshold.average]
            for term in average.uncertain_terms:
                yield rank, term.code, term.counts & (term.mark != threshold.value * average.scale)

    def columns(self) -> Iterator[pl.Expr]:
        """A row's state, and which units move which thresholds."""
        if not self._codes:
            return
        yield self.state({**self._averages, **self._firm}, pl.col).alias(STATE)
        for rank, code, holds in self.moves(self._averages):
            yield holds.alias(_move(code, self._thresholds[rank]))

    def looked_up(self) -> list[pl.Expr]:
        """In place of a row's state, the thresholds that matter there."""
        return [looked_up(STATE, self._matters)] if self._codes else []

    def moved(self) -> dict[str, pl.Expr]:
        """By unit, whether its coefficient may change the outcome of a row, once its state is looked up."""
        return {
            code: ou(
                (pl.col(STATE) & (1 << rank) != 0) & pl.col(_move(code, threshold))
                for rank, threshold in enumerate(self._thresholds)
                if code in {term.code for term in self._averages[threshold.average].uncertain_terms}
            )
            for code in self._codes
        }

    def _try_every_state(self) -> pl.Series:
        """By state, a bit for each threshold that matters: whose answer alone, the others being all at their least or
        all at their most favourable, changes the outcome; where none does alone, those that are left open.
        """
        low, high = self._tabled_answers()
        undecided = {t: low[t] != high[t] for t in self._thresholds}
        at_ends = {"bas": self._issue(low), "haut": self._issue(high)}
        alone = {
            f"{rank}": undecided[t]
            & (
                (self._issue({**low, t: pl.lit(True)}) != pl.col("bas"))
                | (self._issue({**high, t: pl.lit(False)}) != pl.col("haut"))
            )
            for rank, t in enumerate(self._thresholds)
        }
        none_alone = non(ou(pl.col(name) for name in alone))
        matters = mask(pl.col(f"{rank}") | (none_alone & undecided[t]) for rank, t in enumerate(self._thresholds))
        asked = (*at_ends.values(), *alone.values(), _number(matters))
        key = (*self._sizes.items(), *(sha256(each.meta.serialize()).digest() for each in asked))
        if (known := _TRIED.get(key)) is not None:
            return known
        weights, total = self._weights, math.prod(self._sizes.values())
        states = pl.select(pl.int_range(total, dtype=pl.Int32).alias(STATE)).lazy()
        told = states.with_columns(
            (pl.col(STATE) // weights[name] % size).cast(pl.Int8 if size > 2 else pl.Boolean).alias(name)
            for name, size in self._sizes.items()
        )
        # What the least corner reaches, the most favourable one does.
        possible = told.filter(*(pl.col(low) <= pl.col(high) for low, high in map(_levels, self._averages)))
        is_open = possible.with_columns(**at_ends).filter(pl.col("bas") != pl.col("haut")).collect()
        found = is_open.lazy().with_columns(**alone).select(STATE, matters=_number(matters)).collect()
        nothing = pl.repeat(0, total, dtype=pl.Int32, eager=True).alias(STATE)
        _TRIED[key] = tried = nothing.scatter(found[STATE], found["matters"].cast(pl.Int32))
        return tried

    def _tabled_answers(self) -> tuple[dict[Threshold, Any], dict[Threshold, Any]]:
        """In a state, the answers at the two corners: an average reaches its lowest thresholds first."""
        low: dict[Threshold, Any] = {}
        high: dict[Threshold, Any] = {}
        for name in self._averages:
            ordered = sorted(t for t in self._thresholds if t.average == name)
            for answers, level in zip((low, high), _levels(name), strict=True):
                answers.update({threshold: pl.col(level) > rank for rank, threshold in enumerate(ordered)})
        return low, high

    def _issue(self, answers: Mapping[Threshold, Any]) -> Any:
        """The outcome as one number, where the thresholds are so answered."""
        supposed = {}
        for name, average in self._averages.items():
            known = {t.value: answer for t, answer in answers.items() if t.average == name}
            supposed[name] = _supposed(name, average, known)
        values = self._rules.ruleset.evaluate({**self._known, **supposed})
        decision, mention, blocks, certificate = (values[name] for name in OUTCOME)
        return (_wide(decision) * len(Mention) + _wide(mention)) * 4 + si(blocks, 2, 0) + si(certificate, 1, 0)


def _in_columns(value: Any) -> bool:
    return isinstance(value, Average) and isinstance(value.points, pl.Expr)


def _supposed(name: str, average: Average, known: Mapping[int, Any]) -> Average:
    """An average of which only is known which thresholds it reaches, and whether it is empty."""
    return replace(average.supposing(known), coefficients=si(pl.col(_empty(name)), 0, 1))


def _asked(name: str, firm: Average) -> Average:
    """An average that no unconfirmed coefficient moves: whether a row reaches each threshold is a condition."""
    return _supposed(name, firm, {threshold: pl.col(_reached(name, threshold)) for threshold in firm.tested})


def _number(value: Any) -> pl.Expr:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def _wide(value: Any) -> Any:
    return value.cast(pl.Int32) if isinstance(value, pl.Expr) else int(value)


class Answers(NamedTuple):
    """Whether a threshold is reached, at the least and at the most favourable corner of the coefficients."""

    low: Any
    high: Any


def corner_answers(average: Average, threshold: int) -> Answers:
    """The answers at the corners.

    At the least favourable one, a unit has its lowest coefficient where its mark is at the threshold or above, its
    highest where it is below: the margin is that of the lowest coefficients, less what the units below lose from
    lowest to highest. The most favourable corner mirrors it.
    """
    level = threshold * average.scale

    def lost(term: Term) -> Any:
        spread = term.high - term.low
        return si(term.counts & (term.mark < level), spread * level - term.mark * spread, 0)

    def margin(ends: Mapping[str, int]) -> Any:
        shifts = [(term, ends[term.code] - term.coefficient) for term in average.uncertain_terms]
        points = average.points + somme(term.mark * shift for term, shift in shifts)
        return points - level * (average.coefficients + somme(si(term.counts, shift, 0) for term, shift in shifts))

    lowest = {term.code: term.low for term in average.uncertain_terms}
    highest = {term.code: term.high for term in average.uncertain_terms}
    losses = somme(lost(term) for term in average.uncertain_terms)
    return Answers(margin(lowest) - losses >= 0, margin(highest) + losses >= 0)


def _columns_of(value: Any) -> list[str]:
    return value.meta.root_names() if isinstance(value, pl.Expr) else []


def _levels(average: str) -> tuple[str, str]:
    """The names of how many thresholds are reached at the least and at the most favourable corner."""
    return f"{average}.bas", f"{average}.haut"


def _empty(average: str) -> str:
    return f"{average}.vide"


def _reached(average: str, threshold: int) -> str:
    """The name of: an average that no unconfirmed coefficient moves reaches a threshold."""
    return f"{average}.atteint.{threshold}"


def _move(code: str, threshold: Threshold) -> str:
    """The name of: the coefficient of a unit moves the margin of a threshold."""
    return f"{code}.{threshold.average}.{threshold.value}"
