"""Rules in order: each one gives a value, or one case of a choice. The engine never looks inside."""

import functools
import hashlib
import inspect
import itertools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from laureat.rules.logic import si
from laureat.vocabulary import Citation

Phrase = Callable[[Any], str | None]
"""Given all the values of one candidate, the sentence of the rule in French; None where it plays no part."""


@dataclass(frozen=True)
class Rule:
    """A sentence of the law: an identifier of the digest, a citation, and a function on values.

    The function's parameter names are the names of the values it reads. ``text`` (its docstring) says the law in our
    own words. ``since`` and ``until`` are sessions (years), both included.
    """

    id: str
    function: Callable[..., Any]
    citation: Citation
    gives: str
    since: int | None = None
    until: int | None = None
    phrase: Phrase | None = None

    @property
    def text(self) -> str:
        """The legal sentence in our own words."""
        return " ".join((self.function.__doc__ or "").split())

    @functools.cached_property
    def reads(self) -> tuple[str, ...]:
        """The names of the values the rule reads."""
        return tuple(inspect.signature(self.function).parameters)

    @functools.cached_property
    def source(self) -> str:
        """The code of the rule, for the hash that a PV records."""
        return inspect.getsource(self.function)

    def holds_at(self, session: int) -> bool:
        """True when the rule holds for that session."""
        return (self.since is None or self.since <= session) and (self.until is None or session <= self.until)

    def apply(self, values: Mapping[str, Any]) -> Any:
        """Call the function on the values it reads."""
        read = [values[name] for name in self.reads]
        if Value in map(type, read):
            read = [_resolved(value, values) for value in read]
        return self.function(*read)


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
    """Something to say about a candidate's input: a ``refus`` (the whole input is refused) or an ``avertissement``.

    The function gives a condition, or a mapping from unit code to condition; ``message`` may name ``{unite}``.
    """

    message: str = ""
    refusal: bool = False
    column: str = ""
    """The heading of the cell at fault; may name ``{unite}``."""

    @property
    def identity(self) -> str:
        """What the digest of the règlement covers."""
        return f"{self.id}|{self.citation}|{self.message}|{self.refusal}|{self.since}|{self.until}|{self.source}"


@dataclass(frozen=True)
class Value:
    """As the issue or default of a choice: « the value of that name »."""

    name: str


def _resolved(issue: Any, values: Mapping[str, Any]) -> Any:
    return values[issue.name] if isinstance(issue, Value) else issue


def _documented(function: Callable[..., Any], rule_id: str) -> None:
    if not (function.__doc__ or "").strip():
        raise ValueError(f"règle {rule_id} : le texte de la règle (docstring) manque")


def calcul(
    rule_id: str,
    citation: Citation,
    *,
    neutral: Any,
    since: int | None = None,
    until: int | None = None,
    phrase: Phrase | None = None,
    gives: str | None = None,
) -> Callable[[Callable[..., Any]], Computation]:
    """Declare a rule that gives the value named as its function (or ``gives``)."""

    def declare(function: Callable[..., Any]) -> Computation:
        _documented(function, rule_id)
        return Computation(
            rule_id, function, citation, gives or function.__name__, since, until, phrase, neutral=neutral
        )

    return declare


def cas(
    choice: str,
    issue: Any,
    rule_id: str,
    citation: Citation,
    *,
    since: int | None = None,
    until: int | None = None,
    phrase: Phrase | None = None,
) -> Callable[[Callable[..., Any]], Case]:
    """Declare one case of the choice named ``choice``; cases are tried in the order of the règlement."""

    def declare(function: Callable[..., Any]) -> Case:
        _documented(function, rule_id)
        return Case(rule_id, function, citation, choice, since, until, phrase, issue=issue)

    return declare


def constat(
    rule_id: str,
    citation: Citation,
    message: str,
    *,
    refusal: bool = False,
    column: str = "",
    since: int | None = None,
    until: int | None = None,
) -> Callable[[Callable[..., Any]], Finding]:
    """Declare a finding on the input, named as its function."""

    def declare(function: Callable[..., Any]) -> Finding:
        _documented(function, rule_id)
        return Finding(
            rule_id,
            function,
            citation,
            function.__name__,
            since,
            until,
            message=message,
            refusal=refusal,
            column=column,
        )

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
        """The rules that hold for a session."""
        return Ruleset((rule for rule in self.rules if rule.holds_at(session)), self.defaults)

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
