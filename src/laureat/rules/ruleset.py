"""Rules in order: each one gives a value, or one case of a choice. The engine never looks inside."""

import functools
import hashlib
import inspect
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from laureat.rules import written
from laureat.rules.logic import si
from laureat.rules.sentence import Sentence, docstring_parts, fields_of
from laureat.vocabulary import Citation


@dataclass(frozen=True)
class Rule:
    """A sentence of the law: an identifier of the digest, a citation, and a function on values.

    The function's parameter names are the names of the values it reads. Its docstring says the law in our own words
    (``text``), then how to tell it to a candidate (``sentences``). ``since`` and ``until`` are sessions (years), both
    included.
    """

    id: str
    function: Callable[..., Any]
    citation: Citation
    gives: str
    since: int | None = None
    until: int | None = None

    def __post_init__(self) -> None:
        """No text, no rule."""
        if not self.text:
            raise ValueError(f"règle {self.id} : le texte de la règle (docstring) manque")

    @functools.cached_property
    def _parts(self) -> tuple[str, tuple[Sentence, ...]]:
        return docstring_parts(self.function)

    @property
    def text(self) -> str:
        """The legal sentence in our own words; ``{parametre}`` stands for a number of the law."""
        return self._parts[0]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that tell it to a candidate, the first whose guards hold."""
        return self._parts[1]

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its text and its sentences read."""
        return fields_of(self.text).union(*(sentence.fields for sentence in self.sentences))

    def told(self, fields: Mapping[str, Any]) -> str | None:
        """What it says to one candidate; None where it plays no part."""
        return next((told for sentence in self.sentences if (told := sentence.told(fields)) is not None), None)

    @functools.cached_property
    def reads(self) -> tuple[str, ...]:
        """The names of the values the rule reads."""
        return tuple(inspect.signature(self.function).parameters)

    @functools.cached_property
    def attributes(self) -> frozenset[str]:
        """Every attribute that its function, or a function of its own that it calls, reads: among them the numbers of
        the law (``p.seuil_admission``)."""
        return frozenset(_attributes(self.function, set()))

    @functools.cached_property
    def source(self) -> str:
        """The code of the rule, for the hash that a PV records."""
        return written.source(self.function)

    def holds_at(self, session: int) -> bool:
        """True when the rule holds for that session: neither before its text, nor outside its own dates."""
        within = (self.since is None or self.since <= session) and (self.until is None or session <= self.until)
        return within and self.citation.at(session) is not None

    def at(self, session: int) -> Self | None:
        """The rule as it holds for a session, citing the text of that time; None where it does not."""
        if not self.holds_at(session):
            return None
        cited = self.citation.at(session)
        return self if cited is self.citation or cited is None else replace(self, citation=cited)

    def apply(self, values: Mapping[str, Any]) -> Any:
        """Call the function on the values it reads."""
        read = [values[name] for name in self.reads]
        if Value in map(type, read):
            read = [_resolved(value, values) for value in read]
        return self.function(*read)


class Weight(StrEnum):
    """What a finding does to a candidate."""

    WARNING = "avertissement"
    RESERVE = "reserve"
    REFUSAL = "refus"


@dataclass(frozen=True)
class Computation(Rule):
    """A rule that gives a value; without it the value is ``neutral``."""

    neutral: Any = None


@dataclass(frozen=True)
class Case(Rule):
    """One case of a choice: where its condition holds first, ``issue`` is the value chosen."""

    issue: Any = None


@dataclass(frozen=True)
class Finding(Rule):
    """Something to say about a candidate: a ``refus`` (the whole input is refused), a ``reserve`` (the decision cannot
    be fixed until an act settles it; the other candidates go on) or an ``avertissement``.

    The function gives a condition, or a mapping from unit code to condition; ``message`` may name ``{unite}`` and the
    numbers of the law.
    """

    message: str = ""
    weight: Weight = Weight.WARNING
    column: str = ""
    """The heading of the cell at fault; may name ``{unite}``."""

    @property
    def identity(self) -> str:
        """What the digest of the règlement covers."""
        return f"{self.id}|{self.citation}|{self.message}|{self.weight}|{self.since}|{self.until}|{self.source}"

    @property
    def fields(self) -> frozenset[str]:
        """The fields that its text and its message read, the unit left out."""
        return super().fields | fields_of(self.message) - {"unite"}

    def said(self, fields: Mapping[str, Any], unit: str = "") -> str:
        """The message about one unit, or about the candidate."""
        return self.message.format_map({**fields, "unite": unit})


def _attributes(function: Callable[..., Any], seen: set[Any]) -> Iterator[str]:
    """The names that a function reads by attribute, and those of the functions of this project that it calls."""
    if function in seen or not inspect.isfunction(function):
        return
    seen.add(function)
    codes = [function.__code__]
    while codes:
        code = codes.pop()
        codes += [inner for inner in code.co_consts if inspect.iscode(inner)]
        for name in code.co_names:
            yield name
            called = function.__globals__.get(name)
            if inspect.isfunction(called) and called.__module__ != "laureat.rules.logic":
                yield from _attributes(called, seen)


@dataclass(frozen=True)
class Value:
    """As the issue or default of a choice: « the value of that name »."""

    name: str


def _resolved(issue: Any, values: Mapping[str, Any]) -> Any:
    return values[issue.name] if isinstance(issue, Value) else issue


@dataclass(frozen=True)
class Uncited:
    """A rule of several families: its function and what it gives, before any of them cites its own article."""

    function: Callable[..., Any]
    make: Callable[..., Rule]

    def __call__(self, rule_id: str, citation: Citation, **changes: Any) -> Any:
        """The rule of one family: its identifier, its article, and the sessions for which it holds there."""
        return self.make(rule_id, self.function, citation, **changes)


def calcul(
    rule_id: str,
    citation: Citation,
    *,
    neutral: Any,
    since: int | None = None,
    until: int | None = None,
    gives: str | None = None,
) -> Callable[[Callable[..., Any]], Computation]:
    """Declare a rule that gives the value named as its function (or ``gives``)."""

    def declare(function: Callable[..., Any]) -> Computation:
        return Computation(rule_id, function, citation, gives or function.__name__, since, until, neutral=neutral)

    return declare


def cas(
    choice: str,
    issue: Any,
    rule_id: str,
    citation: Citation,
    *,
    since: int | None = None,
    until: int | None = None,
) -> Callable[[Callable[..., Any]], Case]:
    """Declare one case of the choice named ``choice``; cases are tried in the order of the règlement."""

    def declare(function: Callable[..., Any]) -> Case:
        return Case(rule_id, function, citation, choice, since, until, issue=issue)

    return declare


def constat(
    rule_id: str,
    citation: Citation,
    message: str,
    weight: Weight = Weight.WARNING,
    *,
    column: str = "",
    since: int | None = None,
    until: int | None = None,
) -> Callable[[Callable[..., Any]], Finding]:
    """Declare a finding on the input, named as its function."""

    def declare(function: Callable[..., Any]) -> Finding:
        return Finding(
            rule_id, function, citation, function.__name__, since, until, message=message, weight=weight, column=column
        )

    return declare


def calcul_commun(*, neutral: Any, gives: str | None = None) -> Callable[[Callable[..., Any]], Uncited]:
    """Declare a rule that several families share, each with its own citation: it gives a value."""

    def declare(function: Callable[..., Any]) -> Uncited:
        def make(rule_id: str, function: Callable[..., Any], citation: Citation, **changes: Any) -> Rule:
            return Computation(rule_id, function, citation, gives or function.__name__, neutral=neutral, **changes)

        return Uncited(function, make)

    return declare


def cas_commun(choice: str, issue: Any) -> Callable[[Callable[..., Any]], Uncited]:
    """Declare a rule that several families share: one case of a choice (``choice=`` and ``issue=`` may be changed)."""

    def declare(function: Callable[..., Any]) -> Uncited:
        def make(rule_id: str, function: Callable[..., Any], citation: Citation, **changes: Any) -> Rule:
            told = {"gives": changes.pop("choice", choice), "issue": changes.pop("issue", issue)}
            return Case(rule_id, function, citation, **told, **changes)

        return Uncited(function, make)

    return declare


def constat_commun(
    message: str, weight: Weight = Weight.WARNING, *, column: str = ""
) -> Callable[[Callable[..., Any]], Uncited]:
    """Declare a finding that several families share."""

    def declare(function: Callable[..., Any]) -> Uncited:
        def make(rule_id: str, function: Callable[..., Any], citation: Citation, **changes: Any) -> Rule:
            told: dict[str, Any] = {"message": message, "weight": weight, "column": column, **changes}
            return Finding(rule_id, function, citation, function.__name__, **told)

        return Uncited(function, make)

    return declare


Store = Callable[[str, Any], Any]
"""Called with each value named; returns the value as later rules will read it (a column reading stores it)."""


def _keep(_name: str, value: Any) -> Any:
    return value


class Ruleset:
    """Rules in the order in which they apply.

    Computations come as they are listed. The cases of a choice stand together; the choice takes the issue of the first
    case that holds, else ``defaults[choice]``. The condition of each case is a value too, named ``choice.position``.
    """

    def __init__(self, rules: Iterable[Rule], defaults: Mapping[str, Any]) -> None:
        self.rules = tuple(rules)
        self.defaults = dict(defaults)

    def at(self, session: int) -> "Ruleset":
        """The rules that hold for a session; a value that no rule of that time gives is neutral."""
        held = [rule.at(session) for rule in self.rules]
        kept = [rule for rule in held if rule is not None]
        given = {rule.gives for rule in kept}
        absent = (rule for rule in self.rules if isinstance(rule, Computation) and rule.gives not in given)
        return Ruleset(kept, {**self.defaults, **{rule.gives: rule.neutral for rule in absent}})

    def without(self, *rule_ids: str) -> "Ruleset":
        """The same rules less some; each value they gave becomes neutral."""
        neutral = {
            rule.gives: rule.neutral for rule in self.rules if rule.id in rule_ids and isinstance(rule, Computation)
        }
        return Ruleset((rule for rule in self.rules if rule.id not in rule_ids), {**self.defaults, **neutral})

    def giving(self, names: Collection[str]) -> "Ruleset":
        """The rules that give the values named, alone."""
        return Ruleset((rule for rule in self.rules if rule.gives in names), self.defaults)

    @functools.cached_property
    def _groups(self) -> list[tuple[str, list[tuple[str, Rule]]]]:
        """The rules that give each value, in order, each with the name of its condition (empty: a computation)."""
        named = [
            (rule.gives, (condition_name(rule, position) if isinstance(rule, Case) else "", rule))
            for position, rule in enumerate(self.rules)
        ]
        grouped = itertools.groupby(named, key=lambda pair: pair[0])
        return [(choice, [rule for _, rule in rules]) for choice, rules in grouped]

    def evaluate(self, given: Mapping[str, Any], store: Store = _keep, *, every_case: bool = True) -> dict[str, Any]:
        """All the values, from those given. A rule whose value or condition is given is not applied: given wins.

        With ``every_case`` false, the cases of a choice that follow the first to hold are not even asked.
        """
        values: dict[str, Any] = {**self.defaults, **given}
        for choice, rules in self._groups:
            if choice in given:
                continue
            conditions: list[tuple[Any, Any]] = []
            for name, rule in rules:
                value = given[name] if name in given else rule.apply(values)
                if not name:
                    values[choice] = store(choice, value)
                    continue
                values[name] = value = store(name, value)
                conditions.append((value, rule.issue))  # type: ignore[attr-defined]
                if value is True and not every_case:
                    break
            if conditions:
                chosen = _resolved(self.defaults[choice], values)
                for condition, issue in reversed(conditions):
                    chosen = si(condition, _resolved(issue, values), chosen)
                values[choice] = store(choice, chosen)
        for name, target in self.aliases.items():
            if target in values and isinstance(values[name], Value):
                values[name] = values[target]
        return values

    @functools.cached_property
    def aliases(self) -> dict[str, str]:
        """The values that stand for another one wherever no rule gives them."""
        return {name: default.name for name, default in self.defaults.items() if isinstance(default, Value)}

    def depending_on(self, names: Iterable[str]) -> set[str]:
        """The names of the values that depend on those named, near or far, themselves left out."""
        changed, found = set(names), set()
        for rule in self.rules:
            if rule.gives not in changed and changed.intersection(rule.reads):
                changed.add(rule.gives)
                found.add(rule.gives)
        return found

    def applied(self, values: Mapping[str, Any]) -> list[Rule]:
        """Of the rules, for one candidate's values: every computation, and of each choice the case that held first."""
        applied: list[Rule] = []
        chosen: set[str] = set()
        for position, rule in enumerate(self.rules):
            if isinstance(rule, Case):
                if rule.gives in chosen or not values[condition_name(rule, position)]:
                    continue
                chosen.add(rule.gives)
            applied.append(rule)
        return applied

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 over the identity, dates and code of the rules, in order: what a PV records."""
        parts = (f"{r.id}|{r.citation}|{r.gives}|{r.since}|{r.until}|{r.source}" for r in self.rules)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def condition_name(rule: Rule, position: int) -> str:
    """The name under which a case keeps its condition."""
    return f"{rule.gives}.{position}"
