"""What a result owes to the numbers that nobody could read: the values of each at which the result becomes another.

A coefficient moves each average in a straight line, so that the value at which a threshold is met is a fraction, found
exactly. Any other number of the law moves a result one way only, so that its tipping values are found by halving. Each
other result is told with the range of values that gives it, up to the bound. Where no number tips alone, two
coefficients are tried together, one at a bound and the other in between; of each threshold and each result, the nearest
such pair is told, never two.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from laureat.deliberation.candidate import evaluate, issue_of
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.reading import Scenarios, Threshold
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, Parameter
from laureat.vocabulary import Decision, Mention, format_hundredths, french

AVERAGES = {
    "moyenne": "la moyenne générale",
    "moyenne_professionnelle": "la moyenne professionnelle",
    "moyenne_apres_controle": "la moyenne après l'épreuve de contrôle",
}
"""The averages in words, by the name of their value."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """A number supposed to be worth something."""

    name: str
    """A unit, for its coefficient, or the name of the parameter."""
    label: str
    """« le coefficient de U2 », « la note qui atteste un bloc »."""
    value: Fraction
    """In hundredths, or as a count, as the parameter is."""
    text: str
    """The value as a reader writes it: exact in French decimals, or else a fraction and its first decimals."""


@dataclass(frozen=True, slots=True)
class Tipping:
    """The point at which the result tips: the last number moves, the others, if any, being held at a bound."""

    numbers: tuple[Supposed, ...]
    rising: bool
    """The result changes above the value of the last number; else below it."""
    included: bool
    """It changes at that very value already."""
    average: str
    """The name of the average that meets a threshold there; empty where no average does."""
    threshold: int | None
    """The threshold, in hundredths."""
    decision: Decision
    mention: Mention
    blocks_only: bool = False
    """Decision and mention stay: only the blocks attested change, or the certificate of studies."""
    reached: bool = True
    """The average comes to reach the threshold; else it falls below."""
    blocks: bool = False
    """The blocks attested change beside."""
    certificate: bool | None = None
    """The certificate of studies is then due, or not; None where it stays, or goes with the decision."""
    until: Supposed | None = None
    """Where yet another result begins; None: this one holds up to the bound."""
    until_included: bool = False
    """This result holds at that very value still."""

    @property
    def text(self) -> str:
        """« Si le coefficient de U2 dépasse 4,8, la moyenne générale passe sous 10 points : ajourné. »"""
        *held, last = self.numbers
        exactly = self.until == last
        ways = {
            (True, False): f"dépasse {last.text}",
            (True, True): f"vaut au moins {last.text}",
            (False, False): f"est inférieur à {last.text}",
            (False, True): f"vaut au plus {last.text}",
        }
        supposed = [f"{number.label} vaut {number.text}" for number in held]
        way = f"vaut {last.text}" if exactly else ways[self.rising, self.included]
        supposed.append(f"{last.label} {way}{self._as_far}")
        met = ""
        if self.threshold is not None:
            average = AVERAGES.get(self.average, "la moyenne")
            moved = "atteint" if self.reached else "passe sous"
            met = f", {average} {moved} {french.points(self.threshold)}"
        mention = f", mention {self.mention.label}" if self.mention else ""
        issues = [] if self.blocks_only else [f"{self.decision.label}{mention}"]
        if self.blocks_only and self.blocks:
            issues.append("les blocs attestés changent")
        if self.certificate is not None:
            due = "est dû" if self.certificate else "n'est pas dû"
            issues.append(f"le certificat de fin d'études {due}")
        return f"Si {french.enumeration(supposed)}{met} : {', '.join(issues)}."

    @property
    def _as_far(self) -> str:
        """« , sans dépasser 7 »; empty where the result holds up to the bound, or at one value alone."""
        if self.until is None or self.until == self.numbers[-1]:
            return ""
        ends = {
            (True, False): f"sans atteindre {self.until.text}",
            (True, True): f"sans dépasser {self.until.text}",
            (False, False): f"en restant au-dessus de {self.until.text}",
            (False, True): f"sans descendre sous {self.until.text}",
        }
        return f", {ends[self.rising, self.until_included]}"

    def to_json(self) -> dict[str, Any]:
        """The tipping point in the names of the files; a value that no decimal says stands as a fraction."""
        return {
            "nombres": [{"nom": number.name, "valeur": number.text} for number in self.numbers],
            "sens": "au-dessus" if self.rising else "au-dessous",
            "valeur_comprise": self.included,
            "jusqu_a": None if self.until is None else self.until.text,
            "jusqu_a_compris": self.until_included,
            "moyenne": self.average,
            "seuil": None if self.threshold is None else format_hundredths(self.threshold, comma="."),
            "decision": str(self.decision),
            "mention": str(self.mention),
            "blocs_seuls": self.blocks_only,
            "certificat": None if self.certificate is None else french.oui_non(self.certificate),
            "texte": self.text,
        }


def tippings(
    rules: SessionRules, candidate: Candidate, values: Mapping[str, Any], outcome: Outcome
) -> tuple[Tipping, ...]:
    """Where each number that the outcome depends on tips alone; where none does, the coefficients that do together."""
    if not outcome.depends_on:
        return ()
    known = {parameter.name: parameter for parameter in rules.hypotheses}
    coefficients = _Coefficients(rules, values)
    found: list[Tipping] = []
    for name in outcome.depends_on:
        found += _of_a_number(rules, candidate, values, known[name]) if name in known else coefficients.alone(name)
    if found:
        return tuple(found)
    nearest: dict[tuple[Any, ...], Tipping] = {}
    for name in outcome.depends_on:
        if name not in known and name not in {number.name for told in nearest.values() for number in told.numbers}:
            for told in coefficients.together(name):
                nearest.setdefault((told.average, told.threshold, told.decision, told.mention), told)
    return tuple(nearest.values())


Moved = Mapping[str, int | Fraction]
"""The coefficients that leave their assumed values, in hundredths."""


class _Coefficients:
    """The coefficients that nobody could read, moved within their bounds, for one candidate."""

    def __init__(self, rules: SessionRules, values: Mapping[str, Any]) -> None:
        self._scenarios = Scenarios(rules.ruleset, values)
        averages = self._scenarios.averages
        terms = [term for average in averages.values() for term in average.uncertain_terms]
        self._assumed = {term.code: term.coefficient for term in terms}
        self._bounds = {term.code: (term.low, term.high) for term in terms}
        self._margins = {t: int(averages[t.average].margin(t.value)) for t in self._scenarios.thresholds}
        self._slopes = {
            (term.code, t): int(averages[t.average].sensitivity(term, t.value))
            for t in self._scenarios.thresholds
            for term in averages[t.average].uncertain_terms
        }
        """By how much the margin of a threshold moves for one hundredth more of a coefficient."""

    def alone(self, code: str) -> list[Tipping]:
        """Where one coefficient tips the result, the others at their assumed values."""
        return list(self._along(code, {})) if code in self._bounds else []

    def together(self, code: str) -> list[Tipping]:
        """Where as few coefficients as possible tip the result, one of them that one; the nearest such point alone."""
        for size in range(2, len(self._bounds) + 1):
            tried = [
                ways
                for names in itertools.combinations(self._bounds, size)
                if code in names
                for moved in names
                for ways in self._with_the_others_at_a_bound(moved, [name for name in names if name != moved])
            ]
            if tried:
                return min(tried, key=lambda ways: self._distance(ways[0]))
        return []

    def _with_the_others_at_a_bound(self, code: str, others: list[str]) -> Iterator[list[Tipping]]:
        for ends in itertools.product(*(self._bounds[other] for other in others)):
            found = list(self._along(code, dict(zip(others, ends, strict=True))))
            ways = ([tipping for tipping in found if tipping.rising is rising] for rising in (False, True))
            yield from filter(None, ways)

    def _distance(self, tipping: Tipping) -> Fraction:
        """How far the coefficient that moves goes from its assumed value, as a share of its bounds."""
        last = tipping.numbers[-1]
        low, high = self._bounds[last.name]
        return abs(last.value - self._assumed[last.name]) / (high - low)

    def _along(self, code: str, held: Moved) -> Iterator[Tipping]:
        """Each other outcome and its range, as one coefficient leaves its assumed value, down then up to its bounds.

        None where the coefficients held change it by themselves.
        """
        here = self._outcome({})
        if held and self._outcome(held) != here:
            return
        for rising in (False, True):
            starts = list(self._starts(code, held, rising, here))
            yield from _told(starts, here, rising, lambda value: _coefficients({**held, code: value}))

    def _starts(self, code: str, held: Moved, rising: bool, here: tuple[Any, ...]) -> Iterator["_Start"]:
        """Where each outcome but the first begins, from the nearest to the bound."""
        before = here
        for value in self._crossings(code, held, rising):
            for included in (True, False):
                if not included and value == self._bounds[code][rising]:
                    continue  # beyond the bound
                there = {**held, code: value}
                issue = self._outcome(there, code, 0 if included else 1 if rising else -1)
                if _said(issue, here) != _said(before, here):
                    met = self._met(there, code, 1 if rising is included else -1)
                    # A threshold is reached on the spot: where the change begins at the value itself, it now is.
                    crossed = (met.average, met.value, included) if met else _NONE_CROSSED
                    yield _Start(value, included, issue, *crossed)
                before = issue

    def _crossings(self, code: str, held: Moved, rising: bool) -> list[Fraction]:
        """The values of a coefficient at which some threshold is exactly met, from the nearest to the bound."""
        start, (low, high) = self._assumed[code], self._bounds[code]
        low, high = (start, high) if rising else (low, start)
        found = set()
        for threshold, slope in self._moved_by(code):
            value = start - Fraction(self._margin(held, threshold)) / slope
            if low <= value <= high:
                found.add(value)
        return sorted(found, reverse=not rising)

    def _moved_by(self, code: str) -> Iterator[tuple[Threshold, int]]:
        """The thresholds whose margin a coefficient moves, and by how much."""
        for threshold in self._scenarios.thresholds:
            if slope := self._slopes.get((code, threshold), 0):
                yield threshold, slope

    def _met(self, there: Moved, code: str, way: int) -> Threshold | None:
        """The threshold that is exactly met there, and whose margin goes that way as the coefficient grows."""
        met = (t for t, slope in self._moved_by(code) if slope * way > 0 and not self._margin(there, t))
        return next(met, None)

    def _margin(self, moved: Moved, threshold: Threshold) -> int | Fraction:
        shifts = (self._slopes.get((code, threshold), 0) * (v - self._assumed[code]) for code, v in moved.items())
        return sum(shifts, self._margins[threshold])

    def _outcome(self, moved: Moved, code: str = "", side: int = 0) -> tuple[Any, ...]:
        """The outcome at some coefficients; ``side``: just above (1) or just below (-1) the value of one of them."""
        answers = {}
        for threshold in self._scenarios.thresholds:
            margin = self._margin(moved, threshold)
            near = side * self._slopes.get((code, threshold), 0)
            answers[threshold] = margin >= 0 if margin or not side else near >= 0
        return self._scenarios.outcome(answers)


def _coefficients(moved: Moved) -> tuple[Supposed, ...]:
    worth = {code: Fraction(value) for code, value in moved.items()}
    return tuple(Supposed(code, f"le coefficient de {code}", value, exact(value)) for code, value in worth.items())


def exact(hundredths: Fraction) -> str:
    """A number of hundredths in French decimals: ``4,8``; where no decimal says it, ``14/3 (environ 4,667)``."""
    value = hundredths / 100
    thousandths = value * 1000
    if thousandths.denominator == 1:
        whole, rest = divmod(int(thousandths), 1000)
        return f"{whole},{rest:03d}".rstrip("0").rstrip(",")
    near, rest = divmod(round(thousandths), 1000)
    return f"{value.numerator}/{value.denominator} (environ {near},{rest:03d})"


def _of_a_number(
    rules: SessionRules, candidate: Candidate, values: Mapping[str, Any], number: Parameter
) -> Iterator[Tipping]:
    """The nearest values, down then up, at which a number of the law other than a coefficient changes the outcome."""
    start = number.known
    here = issue_of(values)

    def told(value: int) -> Mapping[str, Any]:
        return evaluate(rules.with_parameters(rules.parameters.with_values({number.name: value})), candidate)

    def begun(value: int, rising: bool) -> _Start:
        before, there = told(value - 1 if rising else value + 1), told(value)
        return _Start(Fraction(value), True, issue_of(there), *next(_moved(before, there), _NONE_CROSSED))

    def supposed(value: Fraction) -> tuple[Supposed, ...]:
        return (Supposed(number.name, f"le nombre « {number.words} »", value, number.written(int(value))),)

    for end, rising in zip(number.box, (False, True), strict=True):
        changes = _changes(lambda value: _said(issue_of(told(value)), here), start, end)
        yield from _told([begun(value, rising) for value in changes], here, rising, supposed)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where another outcome begins, as a number goes from its assumed value to a bound."""

    value: Fraction
    included: bool
    """It holds at that very value already; else just beyond."""
    issue: tuple[Any, ...]
    average: str
    threshold: int | None
    reached: bool


_NONE_CROSSED = ("", None, True)
"""No average meets a threshold there."""


def _told(
    starts: Sequence[_Start], here: tuple[Any, ...], rising: bool, numbers: Callable[[Fraction], tuple[Supposed, ...]]
) -> Iterator[Tipping]:
    """Each other outcome and its range: from where it begins to where the next one does, or to the bound."""
    issues = [here, *(start.issue for start in starts)]
    for start, following in zip(starts, [*starts[1:], None], strict=False):
        if start.issue == here:
            continue
        decision, mention, blocks, _ = start.issue
        yield Tipping(
            numbers=numbers(start.value),
            rising=rising,
            included=start.included,
            average=start.average,
            threshold=start.threshold,
            decision=Decision(decision),
            mention=Mention(mention),
            blocks_only=(decision, mention) == here[:2],
            reached=start.reached,
            blocks=blocks != here[2],
            certificate=_told_apart(start.issue, issues),
            until=None if following is None else numbers(following.value)[-1],
            until_included=following is not None and not following.included,
        )


def _said(issue: tuple[Any, ...], here: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is said of an outcome: the blocks, only where they alone may change, and only whether they do."""
    decision, mention, blocks, certificate = issue
    return decision, mention, certificate, (decision, mention) == here[:2] and blocks != here[2]


def _told_apart(issue: tuple[Any, ...], others: Iterable[tuple[Any, ...]]) -> bool | None:
    """Whether the certificate is due, where it is what tells this outcome from another of the same decision."""
    apart = any(other[:2] == issue[:2] and other[3] != issue[3] for other in others)
    return bool(issue[3]) if apart else None


def _changes(issue: Callable[[int], tuple[Any, ...]], start: int, end: int) -> Iterator[int]:
    """The values at which the outcome becomes another, from the start to the end: it never comes back to one."""
    here, last = issue(start), issue(end)
    while here != last:
        same, other = start, end
        while abs(other - same) > 1:
            middle = (same + other) // 2
            same, other = (middle, other) if issue(middle) == here else (same, middle)
        yield other
        start, here = other, issue(other)


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, int, bool]]:
    """The averages that come to reach a threshold, or to miss it, a number of the law having changed: the threshold
    itself, perhaps."""
    for name in AVERAGES:
        was, now = before.get(name), after.get(name)
        if not isinstance(was, Average) or not isinstance(now, Average):
            continue
        alike = [t for t in now.tested if t in was.tested]
        own = ([t for t in average.tested if t not in alike] for average in (was, now))
        for old, new in (*zip(alike, alike, strict=True), *zip(*own, strict=False)):
            if was.reaches(old) != now.reaches(new):
                yield name, new, bool(now.reaches(new))
