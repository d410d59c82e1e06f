"""What a rule is given to read, the same names for one candidate and for a cohort."""

import functools
import weakref
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from laureat.deliberation.outcome import Unit
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, ParameterValues, Ruleset
from laureat.vocabulary import UnitStatus


def control_name(code: str) -> str:
    """The name of the second-group cell of a unit, as a file heads it."""
    return f"controle_{code}"


VIDE, NOTE = UnitStatus.VIDE, UnitStatus.NOTE


class UnitView(NamedTuple):
    """One unit as a rule sees it: whole numbers for one candidate, columns for a cohort. Marks are hundredths."""

    unit: Unit
    code: str
    status: Any
    mark: Any
    motif: Any
    session: Any
    """The year of the session that gave what is kept or held; 0 where it is not said."""
    coefficient: int
    low: int
    high: int

    @property
    def shown(self) -> str:
        """Its code as people read it."""
        return self.unit.shown

    @property
    def label(self) -> str:
        """The unit in words."""
        return self.unit.label

    @property
    def professional(self) -> bool:
        """True where it counts in the professional average."""
        return self.unit.professional


class MarkView(NamedTuple):
    """A cell that is not a unit: a second-group mark, or an annex of the family."""

    status: Any
    mark: Any

    @property
    def filled(self) -> Any:
        """Something was entered."""
        return self.status != VIDE

    @property
    def present(self) -> Any:
        """A mark was entered."""
        return self.status == NOTE


CellReader = Callable[[str], tuple[Any, Any, Any, Any]]
"""From the heading of a cell to its status, mark, ground and session."""
OptionReader = Callable[[Unit, Any], Any]
"""From a unit of some options and its status to its status for the candidate: ``HORS_OPTION`` where not concerned."""


def given(rules: SessionRules, cell: CellReader, within: OptionReader, about: Mapping[str, Any]) -> dict[str, Any]:
    """The values from which the rules start; ``annee`` is the year of the session.

    ``about`` holds the traits of the family's routes and ``progressive`` (booleans), ``categorie`` and ``option``, and
    whatever the columns of the family tell.
    """
    famille = rules.reglement.famille

    def view(unit: Unit) -> UnitView:
        status, mark, motif, session = cell(unit.code)
        status = within(unit, status) if unit.options else status
        coefficient, low, high = rules.coefficients.get(unit.code, (0, 0, 0))
        return UnitView(unit, unit.code, status, mark, motif, session, coefficient, low, high)

    return {
        **about,
        "p": rules.numbers,
        "annee": rules.session,
        "obligatoires": tuple([view(unit) for unit in rules.mandatory]),
        "facultatives": tuple([view(unit) for unit in rules.optional]),
        "annexes": {name: MarkView(*cell(name)[:2]) for name in famille.annexes},
        "controle": {unit.code: MarkView(*cell(control_name(unit.code))[:2]) for unit in rules.control_units},
    }


GIVEN = frozenset(
    {"p", "annee", "obligatoires", "facultatives", "annexes", "controle", "progressive", "categorie", "option"}
)
"""The names that ``given`` always gives, beside the traits of routes and the columns of a family."""


OUTCOME = ("decision", "mention", "blocs_du_controle", "certificat")
"""What an outcome is worth, whose certainty is told; a control mark alone makes blocks depend on an average."""


class Threshold(NamedTuple):
    """A threshold that the rules compare an average with, in hundredths."""

    average: str
    value: int


_THRESHOLDS: weakref.WeakKeyDictionary[ParameterValues, dict[Ruleset, tuple[Threshold, ...]]]
_THRESHOLDS = weakref.WeakKeyDictionary()
"""What some rules compare with depends on the numbers of the law alone, not on the candidate: asked once."""


class Scenarios:
    """« Suppose that this threshold is reached »: the outcome under other answers than the assumed coefficients give.

    Every threshold is linear in the coefficients, so its answers at the least and the most favourable corner bound all
    the others; and the outcome never worsens when a threshold is reached. Hence: the outcome is certain when it is the
    same with every threshold at its least and at its most favourable answer.
    """

    def __init__(self, ruleset: Ruleset, values: Mapping[str, Any]) -> None:
        self.averages = {
            name: value for name, value in values.items() if isinstance(value, Average) and value.uncertain_terms
        }
        self._ruleset = _redone(ruleset, tuple(self.averages))
        redone = {rule.gives for rule in self._ruleset.rules}
        redone |= {name for name, target in ruleset.aliases.items() if target in redone}
        read = {name for rule in self._ruleset.rules for name in rule.reads}
        read.update(ruleset.aliases[name] for name in OUTCOME if name in ruleset.aliases)
        self._given = {name: values[name] for name in (read | set(OUTCOME)) - redone}
        known = _THRESHOLDS.setdefault(values["p"], {})
        if self._ruleset not in known:
            known[self._ruleset] = self._tested()
        self.thresholds = known[self._ruleset]

    def _tested(self) -> tuple[Threshold, ...]:
        """The thresholds that the outcome compares an average with, found by asking the rules."""
        noted = {name: average.supposing({}) for name, average in self.averages.items()}
        self._ruleset.evaluate({**self._given, **noted})
        return tuple(Threshold(name, value) for name, average in noted.items() for value in average.tested)

    def outcome(self, answers: Mapping[Threshold, Any]) -> tuple[Any, ...]:
        """The outcome, the answer for each threshold being given."""
        known: dict[str, dict[int, Any]] = {name: {} for name in self.averages}
        for threshold, answer in answers.items():
            known[threshold.average][threshold.value] = answer
        supposed = {name: average.supposing(known[name]) for name, average in self.averages.items()}
        values = self._ruleset.evaluate({**self._given, **supposed}, every_case=False)
        return tuple(values[name] for name in OUTCOME)


@functools.lru_cache(maxsize=64)
def _redone(ruleset: Ruleset, averages: tuple[str, ...]) -> Ruleset:
    """The rules through which some averages lead to the outcome."""
    needed = {*OUTCOME, *(ruleset.aliases[name] for name in OUTCOME if name in ruleset.aliases)}
    for rule in reversed(ruleset.rules):
        if rule.gives in needed:
            needed.update(rule.reads)
    return ruleset.giving((ruleset.depending_on(averages) | set(OUTCOME)) & needed)
