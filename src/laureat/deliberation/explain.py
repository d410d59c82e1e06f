"""Why: the derivation of one outcome, sentence by sentence, each carrying the rule it comes from."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from laureat.deliberation.candidate import answer, evaluate, findings, outcome_of
from laureat.deliberation.outcome import Candidate, Outcome, Unit
from laureat.deliberation.reading import Scenarios
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Parameter, ParameterStatus, Rule, Weight
from laureat.vocabulary import MARK_MAX, MARK_STEP, Cell, Decision, Mention, UnitStatus, format_hundredths, french

COEFFICIENT_RULE = "R-UNIT-04"
"""The rule that says which coefficients nobody could read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation, the rule it owes its being to, and the article."""

    rule_id: str
    article: str
    text: str
    gives: str = ""
    """The value that its rule gives, or the right that it tells."""


@dataclass(frozen=True, slots=True)
class JuryAct:
    """What the jury did with a proposal: the decision that it gave, and the marks that it raised."""

    decision: Decision | None = None
    """None: as proposed."""
    mention: Mention = Mention.SANS
    raised: Mapping[str, Cell] = field(default_factory=dict)
    """By unit, what was entered before the jury raised it; the candidate holds the raised mark."""


@dataclass(frozen=True, slots=True)
class Change:
    """The least change of the mark of one unit that alters the outcome, all else being equal."""

    unit: str
    label: str
    half_points: int
    """Up (positive) or down (negative)."""
    mark: int
    """The mark that would be needed, in hundredths."""
    decision: Decision
    mention: Mention

    @property
    def text(self) -> str:
        """« 0,5 point de plus en U31 : admis »."""
        size = french.points(abs(self.half_points) * MARK_STEP)
        way = "de plus" if self.half_points > 0 else "de moins"
        result = self.decision.label
        mention = f", mention {self.mention.label}" if self.mention else ""
        return f"{size} {way} en {self.unit} ({self.label}) : {result}{mention}."


@dataclass(frozen=True, slots=True)
class Tipping:
    """The coefficient at which a threshold tips, the other coefficients keeping their assumed values."""

    unit: str
    threshold: int
    value: Fraction
    """In hundredths, within the bounds of the coefficient."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything there is to say of one outcome."""

    candidate: Candidate
    outcome: Outcome
    steps: tuple[Step, ...]
    """The derivation, in the order of the règlement."""
    certainty: tuple[Step, ...]
    """What the result owes to unconfirmed coefficients."""
    changes: tuple[Change, ...]
    """The least change in each unit, nearest first."""
    rights: tuple[Step, ...]
    """What is left to obtain, what can be kept, what can be contested."""
    act: JuryAct = JuryAct()

    def to_json(self) -> dict[str, Any]:
        """The explanation as plain data, in the names of the files."""

        def told(steps: tuple[Step, ...]) -> list[dict[str, str]]:
            return [{"regle": step.rule_id, "article": step.article, "texte": step.text} for step in steps]

        return {
            **self.outcome.row(self.candidate.numero),
            "etapes": told(self.steps),
            "certitude_expliquee": told(self.certainty),
            "changements": [
                {
                    "unite": change.unit,
                    "demi_points": change.half_points,
                    "note": format_hundredths(change.mark, comma="."),
                    "decision": str(change.decision),
                    "mention": str(change.mention),
                    "texte": change.text,
                }
                for change in self.changes
            ],
            "droits": told(self.rights),
        }


def explain(
    rules: SessionRules, candidate: Candidate, *, with_changes: bool = True, act: JuryAct | None = None
) -> Explanation:
    """Derive the outcome of one candidate again, and say why. Raises InvalidInput as ``decide`` does.

    ``act``: what the jury did, when it did not simply approve; everything then follows from its decision.
    """
    act = act or JuryAct()
    computed = evaluate(rules, candidate)
    given = {} if act.decision is None else {"decision": act.decision, "mention": act.mention}
    decided = bool(given) and any(computed[name] != value for name, value in given.items())
    values = {**computed, **evaluate(rules, candidate, given)} if decided else computed
    outcome = outcome_of(rules, candidate, values)
    if decided:
        outcome = replace(outcome, depends_on=())  # The jury decided, whatever the unconfirmed numbers are worth.
    fields = Fields(rules, SimpleNamespace(**values, session=rules.session, candidat=candidate, reglement=rules))
    applied = rules.ruleset.applied(values)
    if decided:
        fixed = {*given, *(rules.ruleset.aliases[name] for name in given if name in rules.ruleset.aliases)}
        applied = [rule for rule in applied if rule.gives not in fixed]
    steps = [*_told(applied, fields), *_of_the_jury(rules, outcome, act, decided)]
    steps += [
        Step(finding.id, str(finding.citation), f"{before} : {message}.")
        for weight, before in ((Weight.RESERVE, "À régler avant toute décision"), (Weight.WARNING, "À noter"))
        for finding, message in findings(rules, values, weight)
    ]
    return Explanation(
        candidate,
        outcome,
        tuple(steps),
        () if decided else tuple(_certainty(rules, values, outcome)),
        nearest_changes(rules, candidate, outcome) if with_changes and not decided else (),
        tuple(_told((right for right in rules.rights if right.apply(values)), fields)),
        act,
    )


def _of_the_jury(rules: SessionRules, outcome: Outcome, act: JuryAct, decided: bool) -> Iterator[Step]:
    """What the jury did, with the article by which the family lets it."""
    article = str(rules.reglement.famille.papiers.souverain)
    for result in outcome.units:
        if (before := act.raised.get(result.unit.code)) is not None:
            text = f"Le jury a relevé la note de {result.unit.label} : {result.cell} au lieu de {before}."
            yield Step("", article, text, "acte_du_jury")
    if decided:
        mention = f", mention {outcome.mention.label}" if outcome.mention else ""
        text = f"Le jury, souverain, a arrêté la décision : {outcome.decision.label}{mention}."
        yield Step("", article, text, "acte_du_jury")


class Fields(Mapping[str, Any]):
    """The fields that sentences read: numbers of the law, words of the family, and what she tells of one candidate."""

    def __init__(self, rules: SessionRules, scene: SimpleNamespace) -> None:
        self._known = {**rules.reglement.famille.papiers.mots, **rules.fields}
        self._champs = rules.reglement.famille.champs
        self._scene = scene

    def __getitem__(self, name: str) -> Any:
        return self._champs[name](self._scene) if name in self._champs else self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._champs})

    def __len__(self) -> int:
        return len({**self._known, **self._champs})


def _told(rules: Iterable[Rule], fields: Fields) -> Iterator[Step]:
    for rule in rules:
        if text := rule.told(fields):
            yield Step(rule.id, str(rule.citation), text, rule.gives)


def _certainty(rules: SessionRules, values: Mapping[str, Any], outcome: Outcome) -> Iterator[Step]:
    hypotheses = [*_hypothetical_coefficients(rules), *((p.name, p) for p in rules.hypotheses)]
    if not hypotheses:
        return
    source = str(hypotheses[0][1].citation)
    names = ", ".join(f"{name} = {parameter.text} ({_bounds(parameter)})" for name, parameter in hypotheses)
    if not outcome.depends_on:
        text = f"Les nombres {names} ne sont pas confirmés ; quels qu'ils soient, le résultat est le même."
        yield Step(COEFFICIENT_RULE, source, text)
        return
    text = f"Les nombres {names} ne sont pas confirmés, et ce résultat en dépend ({', '.join(outcome.depends_on)})."
    yield Step(COEFFICIENT_RULE, source, text)
    for tipping in tipping_points(rules, values):
        value = format_hundredths(round(tipping.value))
        text = (
            f"À coefficients par ailleurs inchangés, le seuil de {format_hundredths(tipping.threshold)} bascule "
            f"quand le coefficient de {tipping.unit} vaut environ {value}."
        )
        yield Step(COEFFICIENT_RULE, source, text)


def _hypothetical_coefficients(rules: SessionRules) -> Iterator[tuple[str, Parameter]]:
    for unit in rules.units:
        coefficient = rules.coefficient(unit)
        if coefficient is not None and coefficient.status is ParameterStatus.HYPOTHESE:
            yield unit.code, coefficient


def _bounds(parameter: Parameter) -> str:
    if parameter.bounds_text is None:
        return "sans borne connue"
    return f"entre {french.enumeration(parameter.bounds_text)}"


def tipping_points(rules: SessionRules, values: Mapping[str, Any]) -> tuple[Tipping, ...]:
    """Where, within its bounds, one coefficient alone makes a threshold tip."""
    scenarios = Scenarios(rules.ruleset, values)
    found = []
    for threshold in scenarios.thresholds:
        if answer(scenarios, threshold, -1) == answer(scenarios, threshold, 1):
            continue
        average = scenarios.averages[threshold.average]
        for term in average.uncertain_terms:
            sensitivity = average.sensitivity(term, threshold.value)
            if not sensitivity:
                continue
            value = term.coefficient - Fraction(average.margin(threshold.value), sensitivity)
            if term.low <= value <= term.high:
                found.append(Tipping(term.code, threshold.value, value))
    return tuple(dict.fromkeys(found))


def nearest_changes(rules: SessionRules, candidate: Candidate, outcome: Outcome) -> tuple[Change, ...]:
    """For each unit with a mark of this session, the least number of half points, up and down, that alters the outcome.

    The outcome never worsens when a mark rises, so the least change is found by halving, and is checked by deciding
    again at it and just below it.
    """
    changes = []
    for unit in rules.units:
        cell = candidate.cell(unit.code)
        if cell.status is not UnitStatus.NOTE:
            continue

        for step, room in ((MARK_STEP, MARK_MAX - cell.mark), (-MARK_STEP, cell.mark)):
            issue = functools.partial(_issue_with, rules, candidate, unit, step)
            count = _least(issue, room // MARK_STEP)
            if count:
                change = Change(
                    unit.code, unit.label, count * step // MARK_STEP, cell.mark + count * step, *issue(count)
                )
                changes.append(change)
    return tuple(sorted(changes, key=lambda change: (abs(change.half_points), -change.half_points)))


def _issue_with(
    rules: SessionRules, candidate: Candidate, unit: Unit, step: int, count: int
) -> tuple[Decision, Mention]:
    """Decision and mention, were the mark of one unit ``count`` steps higher."""
    cell = candidate.cell(unit.code)
    cells = {**candidate.cells, unit.code: replace(cell, mark=cell.mark + count * step)}
    values = evaluate(rules, replace(candidate, cells=cells))
    return Decision(values["decision"]), Mention(values["mention"])


def _least(issue: Callable[[int], Any], room: int) -> int:
    """The least n ≤ room at which the issue is not that of 0; 0 when there is none."""
    here = issue(0)
    if room <= 0 or issue(room) == here:
        return 0
    same, other = 0, room
    while other - same > 1:
        middle = (same + other) // 2
        if issue(middle) == here:
            same = middle
        else:
            other = middle
    return other
