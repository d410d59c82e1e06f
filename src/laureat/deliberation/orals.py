"""« Que me faut-il à l'oral ? »: for each choice of orals, the marks from which the control test admits.

Where the better of the two marks is kept, what is asked is told as points to gain over the first one. Under a law where
the mark at the oral counts as it is, even lower, there is no gain to speak of: marks alone are told.

The average after the control test is a sum over the orals sat: what each mark adds does not depend on the other. And
what one mark adds is a straight line between a few marks: 0, the first mark of the unit, the threshold, 20. So the rule
of the average is asked at those marks alone, and whole numbers do the rest.
"""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from laureat.deliberation.candidate import answer, decide, evaluate, met
from laureat.deliberation.oral_choices import Choice, Marks, Oral
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.deliberation.reading import MarkView, Scenarios
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, Ruleset, Weight
from laureat.vocabulary import (
    MARK_MAX,
    MARK_STEP,
    Cell,
    Decision,
    UnitStatus,
    format_hundredths,
    french,
    truncated_average,
)

AFTER = "moyenne_apres_controle"
"""The value of the rules that an oral moves."""


@dataclass(frozen=True, slots=True)
class Orals:
    """What the control test asks of one candidate."""

    choices: tuple[Choice, ...]
    """Every pair of orals that the law allows; the pair already begun, where one oral is past."""
    alone: tuple[Choice, ...]
    """Every oral sat without another."""
    without: Outcome
    """The outcome of who sits no oral, or no other one."""
    failed: Outcome
    """The outcome of who sits one oral alone and has 0 there."""
    uncertain: bool
    """Some numbers of the law that nobody could read weigh on it."""
    keeps_best: bool = True
    """A mark below the first one takes nothing away."""
    begun: bool = False
    """An oral was sat already, or missed."""

    def best(self, *, sure: bool = False) -> tuple[Choice, Marks] | None:
        """The choice with the fewest points to gain, an oral alone where a second one spares nothing."""
        found = [
            (choice, marks)
            for choice in (*self.alone, *self.choices)
            if (marks := choice.cheapest(sure=sure)) is not None
        ]
        return min(found, key=lambda pair: pair[0].cost(pair[1])[0], default=None)

    def sentences(self) -> Iterator[str]:
        """The shortest way, then what is left with one oral or none."""
        best, sure = self.best(), self.best(sure=True)
        if best is None:
            yield "Aucune note aux oraux ne permet d'atteindre la moyenne d'admission."
        else:
            choice, marks = best
            yield f"{self._least(choice, marks)} : {choice.told(marks)}."
        if sure is None and best is not None:
            yield (
                "Aucune note ne garantit l'admission : elle dépend aussi de nombres du règlement qui ne sont pas "
                "confirmés."
            )
        elif sure is not None and sure != best:
            choice, marks = sure
            gain = f", {french.points(choice.gain(marks))} en tout" if self.keeps_best else ""
            yield (
                f"Pour être admis à coup sûr, quels que soient les nombres qui ne sont pas confirmés{gain} : "
                f"{choice.told(marks)}."
            )
        if self.alone:
            enough = [
                f"{oral.label}, {format_hundredths(marks[0])}"
                for choice in self.alone
                for oral, marks in zip(choice.orals, choice.assumed, strict=False)
            ]
            one = f"suffit seul à partir de : {' ; '.join(enough)}" if enough else "ne suffit dans aucune unité"
            if self.keeps_best:
                yield (
                    f"En ne passant qu'un oral, toute autre unité garde sa première note ; cet oral {one}. Sans y rien "
                    f"gagner : {_issue(self.failed)}."
                )
            else:
                yield f"En ne passant qu'un oral, cet oral {one}."
        if not self.keeps_best:
            yield (
                "La note d'un oral compte telle quelle, même plus basse que la première : avec 0 au seul oral passé, "
                f"{_issue(self.failed)}."
                if self.alone
                else "La note d'un oral compte telle quelle, même plus basse que la première."
            )
        yield f"{'Sans autre oral' if self.begun else 'Sans aucun oral'} : {_issue(self.without)}."

    def _least(self, choice: Choice, marks: Marks) -> str:
        if self.keeps_best:
            return f"Le moins à gagner, {french.points(choice.gain(marks))} en tout"
        return "Les notes les plus basses qui suffisent" if len(marks) > 1 else "La note la plus basse qui suffit"

    def to_json(self) -> dict[str, Any]:
        """The answer in the names of the files."""

        def plain(best: tuple[Choice, Marks] | None) -> dict[str, Any] | None:
            if best is None:
                return None
            choice, marks = best
            couple = {
                oral.unit: format_hundredths(mark, comma=".") for oral, mark in zip(choice.orals, marks, strict=True)
            }
            gain = choice.gain(marks) // MARK_STEP if self.keeps_best else None
            return {"notes": couple, "demi_points_a_gagner": gain}

        return {
            "choix": [choice.to_json() for choice in self.choices],
            "un_seul_oral": [choice.to_json() for choice in self.alone],
            "le_moins_a_gagner": plain(self.best()),
            "le_moins_a_gagner_certain": plain(self.best(sure=True)),
            "sans_oral": str(self.without.decision),
            "meilleure_note_retenue": self.keeps_best,
            "un_oral_sans_gain": str(self.failed.decision),
            "textes": list(self.sentences()),
        }


def _issue(outcome: Outcome) -> str:
    average = "" if outcome.average is None else format_hundredths(truncated_average(outcome.average), decimals=2)
    return f"{outcome.decision.label}, moyenne {average}" if average else outcome.decision.label


def orals(rules: SessionRules, candidate: Candidate, values: Mapping[str, Any]) -> Orals | None:
    """What the control test asks of a candidate to whom it is open; None for anyone else."""
    if values["decision"] != Decision.CONTROLE:
        return None
    worlds = tuple(_worlds(rules, candidate, values))
    here, *_ = worlds
    past = frozenset(code for code, cell in candidate.controle.items() if cell.status in (NOTE, *_MISSED))
    begun = frozenset(code for code, view in values["controle"].items() if view.filled)
    open_units = [code for code in values["controle"] if code not in past]
    singles = [(code,) for code in open_units if here.allows({code, *begun})]
    pairs = [pair for pair in itertools.combinations(open_units, 2) if here.allows({*pair, *begun})]
    asked = pairs or singles
    return Orals(
        choices=tuple(_choice(worlds, codes) for codes in asked),
        alone=tuple(_choice(worlds, codes) for codes in singles if pairs),
        without=_decided(rules, candidate, dict.fromkeys(asked[0] if asked else (), Cell(UnitStatus.ABSENT))),
        failed=_decided(rules, candidate, {asked[0][0]: Cell(NOTE, 0)} if asked else {}),
        uncertain=len(worlds) > 1,
        keeps_best=here.keeps_best,
        begun=bool(begun),
    )


NOTE = UnitStatus.NOTE
_MISSED = (UnitStatus.ABSENT, UnitStatus.ANNULE)


def _decided(rules: SessionRules, candidate: Candidate, cells: Mapping[str, Cell]) -> Outcome:
    return decide(rules, replace(candidate, controle={**candidate.controle, **cells}))


class _World:
    """One candidate under rules whose numbers are given, the coefficients of units at their assumed values or (-1) at
    those least favourable to the threshold."""

    def __init__(self, rules: SessionRules, values: Mapping[str, Any], threshold: int, stance: int = 0) -> None:
        self._rules, self._values, self._threshold, self._stance = rules, values, threshold, stance
        self._known: dict[tuple[tuple[str, int], ...], Average] = {}
        self._ruleset = _leading_to_after(rules.ruleset)

    def at_least(self) -> "_World":
        """The same numbers, the coefficients at the least favourable corner."""
        least = _World(self._rules, self._values, self._threshold, -1)
        least._known = self._known
        return least

    def oral(self, code: str) -> Oral:
        """The oral of a unit."""
        unit = next(unit for unit in self._values["obligatoires"] if unit.code == code)
        return Oral(code, unit.label, unit.mark)

    @functools.cached_property
    def keeps_best(self) -> bool:
        """An oral that is missed by much takes nothing away: with 0, the average stays that of the first marks.

        Asked of the rules as if nothing else had been sat.
        """
        first = self._values["moyenne"].fraction()
        for code in self._values["controle"]:
            if self.oral(code).first > 0:
                return bool(self._after({code: 0}, alone=True).fraction() == first)
        return True

    def allows(self, units: set[str]) -> bool:
        """Nothing is refused to a candidate who sits these orals."""
        supposed = self._with(dict.fromkeys(units, 0))
        return not any(
            True
            for finding in self._rules.findings
            if finding.weight is Weight.REFUSAL and "controle" in finding.reads
            for _ in met(finding, supposed)
        )

    def _with(self, marks: Mapping[str, int], *, alone: bool = False) -> dict[str, Any]:
        sat = {code: MarkView(NOTE, mark) for code, mark in marks.items()}
        controle = self._values["controle"]
        begun = dict.fromkeys(controle, MarkView(UnitStatus.VIDE, 0)) if alone else controle
        return {**self._values, "controle": {**begun, **sat}}

    def _after(self, marks: Mapping[str, int], *, alone: bool = False) -> Average:
        """The average after the control test with these marks."""
        supposed = self._with(marks, alone=alone)
        for rule in self._ruleset.rules:
            supposed[rule.gives] = rule.apply(supposed)
        after: Average = supposed[AFTER]
        return after

    def _margin(self, marks: Mapping[str, int]) -> int:
        key = tuple(marks.items())
        if key not in self._known:
            self._known[key] = self._after(marks)
        return int(self._known[key].seen_from(self._stance).margin(self._threshold))

    @functools.cached_property
    def open(self) -> bool:
        """The control test is open, or the diploma obtained without it, at these numbers."""
        if self._stance == 0:
            return True
        scenarios = Scenarios(self._rules.ruleset, self._values)
        worst = {threshold: answer(scenarios, threshold, self._stance) for threshold in scenarios.thresholds}
        return scenarios.outcome(worst)[0] in (Decision.CONTROLE, Decision.ADMIS)

    def least(self, orals: Sequence[Oral]) -> list[int | None]:
        """By mark at the first oral, in steps, the least mark at the second that admits, in steps; None: none does.

        With one oral, a list of one.
        """
        if not self.open:
            return [None] * (len(_MARKS) if len(orals) == 2 else 1)
        base = self._margin({oral.unit: 0 for oral in orals})
        added = [self._added(orals, oral, base) for oral in orals]
        *before, last = added
        starts = before[0] if before else [0]
        found: list[int | None] = []
        rank = len(last)
        for start in starts:
            while rank and base + start + last[rank - 1] >= 0:
                rank -= 1
            found.append(rank if rank < len(last) else None)
        return found

    def _added(self, orals: Sequence[Oral], moved: Oral, base: int) -> list[int]:
        """What each mark at one oral adds to the margin, from 0 to 20 by steps, the others being 0."""
        knots = sorted({0, moved.first, min(self._threshold, MARK_MAX), MARK_MAX})
        at = {knot: self._margin({oral.unit: knot if oral is moved else 0 for oral in orals}) - base for knot in knots}
        added: list[int] = []
        for low, high in itertools.pairwise(knots):
            rise, run = at[high] - at[low], high - low
            added += [at[low] + rise * (mark - low) // run for mark in _MARKS if low <= mark < high]
        return [*added, at[MARK_MAX]]


_MARKS = range(0, MARK_MAX + MARK_STEP, MARK_STEP)


def _worlds(rules: SessionRules, candidate: Candidate, values: Mapping[str, Any]) -> Iterator[_World]:
    """The numbers as they are assumed, then, where some are not known, the least favourable that they may be."""
    here = _World(rules, values, _threshold(rules, candidate, values))
    yield here
    if rules.hypotheses:
        for _, there in rules.corners():
            told = evaluate(there, candidate)
            yield _World(there, told, _threshold(there, candidate, told), -1)
    elif any(term.uncertain for term in values["moyenne"].terms):
        yield here.at_least()


def _threshold(rules: SessionRules, candidate: Candidate, values: Mapping[str, Any]) -> int:
    """What the rules compare the average after the control test with, found by sitting one oral."""
    tested = values[AFTER].tested
    if not tested:
        sat = replace(candidate, controle={next(iter(values["controle"])): Cell(NOTE, 0)})
        tested = evaluate(rules, sat)[AFTER].tested
    return int(max(tested))


@functools.lru_cache(maxsize=64)
def _leading_to_after(ruleset: Ruleset) -> Ruleset:
    """The rules through which a control mark moves the average."""
    needed = {AFTER}
    for rule in reversed(ruleset.rules):
        if rule.gives in needed:
            needed.update(rule.reads)
    return ruleset.giving(needed & ruleset.depending_on(["controle"]))


def _choice(worlds: Sequence[_World], codes: Sequence[str]) -> Choice:
    here, *others = worlds
    sat = tuple(here.oral(code) for code in codes)
    assumed = _least_couples(here.least(sat))
    if not others:
        return Choice(sat, assumed, assumed, here.keeps_best)
    worst = [_worst(found) for found in zip(*(world.least(sat) for world in others), strict=True)]
    return Choice(sat, assumed, _least_couples(worst), here.keeps_best)


def _worst(found: tuple[int | None, ...]) -> int | None:
    return None if None in found else max(rank for rank in found if rank is not None)


def _least_couples(least: Sequence[int | None]) -> tuple[Marks, ...]:
    """Of the marks that admit, those that no other beats: by first mark, each strictly lower second mark."""
    if len(least) == 1:
        return () if least[0] is None else ((_MARKS[least[0]],),)
    couples = []
    lowest: int | None = None
    for first, second in enumerate(least):
        if second is not None and (lowest is None or second < lowest):
            couples.append((_MARKS[first], _MARKS[second]))
            lowest = second
    return tuple(couples)
