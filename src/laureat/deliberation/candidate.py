"""One candidate decided exactly, by the rules as they are written."""

from collections.abc import Iterator, Mapping
from typing import Any

from laureat.deliberation import famille as families
from laureat.deliberation.outcome import Candidate, Outcome, RetainedFrom, Unit, UnitResult
from laureat.deliberation.reading import Scenarios, Threshold, control_name, given
from laureat.deliberation.reglement import SessionRules
from laureat.rules import Average, Finding, Weight
from laureat.vocabulary import Cell, Decision, Forme, InputProblem, InvalidInput, Mention, Motif, UnitStatus


def decide(rules: SessionRules, candidate: Candidate) -> Outcome:
    """The outcome proposed to the jury for one candidate.

    Raises InvalidInput when the candidate holds what no candidate may hold (digest R-STRUCT-05, R-UNIT-08, R-CTRL-…).
    """
    return outcome_of(rules, candidate, evaluate(rules, candidate))


def evaluate(rules: SessionRules, candidate: Candidate, decided: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Every value that the rules give for one candidate: what the explanation tells.

    ``decided``: values that the jury fixed (``decision``, ``mention``), from which the others follow.
    """
    values = computed(rules, candidate, decided)
    refusals = [*_still_to_come(rules, candidate), *(said for _, said in findings(rules, values, Weight.REFUSAL))]
    if refusals:
        raise InvalidInput(InputProblem(message, candidate=candidate.numero) for message in refusals)
    return values


def computed(rules: SessionRules, candidate: Candidate, decided: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The same values, whether or not the candidate holds what no candidate may hold."""
    return rules.ruleset.evaluate({**_given(rules, candidate), **(decided or {})}, every_case=False)


def _still_to_come(rules: SessionRules, candidate: Candidate) -> Iterator[str]:
    """What a candidate tells and that did not exist yet at this session."""
    famille = rules.reglement.famille
    told = {name for name, cell in candidate.cells.items() if cell.status}
    told |= {name for name, said in candidate.declare.items() if said not in (False, "", -1)}
    if any(cell.status for cell in candidate.controle.values()):
        told.add(families.CONTROLE)
    if candidate.voie is not None:
        told.add(candidate.voie.code)
    return (famille.not_yet(name, rules.session) for name in famille.a_venir if name in told)


def _given(rules: SessionRules, candidate: Candidate) -> dict[str, Any]:
    cells = {**candidate.cells}
    cells.update({control_name(code): cell for code, cell in candidate.controle.items()})

    def read(name: str) -> tuple[UnitStatus, int, Motif, int]:
        cell = cells.get(name, EMPTY)
        return cell.status, cell.mark, cell.motif, cell.session or 0

    def within(unit: Unit, status: UnitStatus) -> UnitStatus:
        return status if unit.concerns(candidate.option) or status else UnitStatus.HORS_OPTION

    famille = rules.reglement.famille
    held = candidate.voie.traits if candidate.voie is not None else frozenset[str]()
    about: dict[str, Any] = {trait: trait in held for trait in famille.traits}
    about |= {colonne.nom: candidate.declare.get(colonne.nom, colonne.genre.unsaid) for colonne in famille.colonnes}
    about |= {
        "progressive": candidate.forme is Forme.PROGRESSIVE,
        "categorie": candidate.categorie,
        "option": candidate.option,
    }
    return given(rules, read, within, about)


def findings(
    rules: SessionRules, values: Mapping[str, Any], weight: Weight = Weight.WARNING
) -> Iterator[tuple[Finding, str]]:
    """What is refused, reserved or noted about the candidate, in the order of the règlement, unit by unit."""
    for finding in rules.findings:
        if finding.weight is not weight:
            continue
        for code in met(finding, values):
            yield finding, finding.said(rules.fields, code)


def met(finding: Finding, values: Mapping[str, Any]) -> Iterator[str]:
    """The units about which a finding has something to say; the empty text where it is about the candidate."""
    condition = finding.apply(values)
    if isinstance(condition, dict):
        yield from (code for code, holds in condition.items() if holds)
    elif condition:
        yield ""


def outcome_of(rules: SessionRules, candidate: Candidate, values: Mapping[str, Any]) -> Outcome:
    """The outcome that the values of the rules amount to."""
    decision = Decision(values["decision"])
    control_counts = bool(values["controle_pris_en_compte"])
    first_average = values["moyenne"].fraction()
    deciding = values["moyenne_apres_controle"].fraction() if control_counts else first_average
    return Outcome(
        decision=decision,
        mention=Mention(values["mention"]),
        average=deciding if values["moyenne_due"] else None,
        first_average=first_average,
        professional_average=values["moyenne_professionnelle"].fraction(),
        units=tuple(_unit_results(rules, candidate, values, control_counts)),
        bonus=values["bonus"],
        projet=values["points_projet"],
        blocs=tuple(unit.bloc for unit in rules.units if values["blocs"][unit.code]),
        certificat=bool(values["certificat"]),
        depends_on=depends_on(rules, candidate, values),
        warnings=tuple(message for _, message in findings(rules, values)),
        reserves=tuple(message for _, message in findings(rules, values, Weight.RESERVE)),
    )


def _unit_results(
    rules: SessionRules, candidate: Candidate, values: Mapping[str, Any], control_counts: bool
) -> Iterator[UnitResult]:
    noted, kept, counted = values["notees"], values["conservees"], values["comptees"]
    marks, attested, category = values["notes_retenues"], values["blocs"], candidate.categorie
    expired = values.get(EXPIRED, {})
    for unit in rules.units:
        code = unit.code
        cell = candidate.cell(code)
        control = candidate.controle.get(code) if control_counts else None
        origin = SESSION if noted[code] else CONSERVEE if kept[code] else None
        if control is not None and control.status is NOTE and marks[code] > cell.mark:
            origin = CONTROLE
        counts = counted[code] if unit.mandatory else origin is not None
        coefficient = rules.coefficients[code][0] if code in rules.coefficients else None
        mode = unit.modes.get(category)
        retained = marks[code] if counts else None
        acquired, lapsed = bool(attested[code]), bool(expired.get(code))
        yield UnitResult(unit, cell, coefficient, retained, origin, control, acquired, mode, lapsed)


EXPIRED = "perimes"
"""The value that says, by unit, whether what was held of it holds no more, where the law lets a block hold some time
only."""
SESSION, CONSERVEE, CONTROLE = RetainedFrom
NOTE = UnitStatus.NOTE
EMPTY = Cell()


def depends_on(rules: SessionRules, candidate: Candidate, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The hypotheses that may change decision, mention, blocks or certificate; none: the outcome is certain.

    A unit stands for its coefficient, any other number of the law for itself: it is named where it alone changes the
    outcome at some corner of the others.
    """
    if not rules.hypotheses:
        return coefficients_that_matter(rules, values)
    named: set[str] = set()
    outcomes = {}
    for corner, there in rules.corners():
        told = evaluate(there, candidate)
        named.update(coefficients_that_matter(there, told))
        outcomes[tuple(corner.values())] = issue_of(told)
    names = [parameter.name for parameter in rules.hypotheses]
    for rank, parameter in enumerate(rules.hypotheses):
        low, high = parameter.box
        for ends, outcome in outcomes.items():
            other = (*ends[:rank], high, *ends[rank + 1 :])
            if ends[rank] == low and outcomes[other] != outcome:
                named.add(parameter.name)
    return tuple(name for name in (*(unit.code for unit in rules.units), *names) if name in named)


def issue_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an outcome is worth: decision, mention, blocks, certificate."""
    return values["decision"], values["mention"], tuple(values["blocs"].items()), bool(values["certificat"])


def coefficients_that_matter(rules: SessionRules, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The units whose unconfirmed coefficient may change the outcome.

    A unit is named when it moves a threshold that its coefficients leave open and that matters: whose answer alone, the
    others being all at their least or all at their most favourable, changes the outcome. Where the coefficients leave
    open none of the thresholds met on the way to the outcome, every other way is closed.
    """
    met = ((average, threshold) for average in _averages(values) for threshold in average.tested)
    if all(least == most for least, most in (average.at_corners(threshold) for average, threshold in met)):
        return ()
    scenarios = Scenarios(rules.ruleset, values)
    corners = {t: scenarios.averages[t.average].at_corners(t.value) for t in scenarios.thresholds}
    low, high = ({t: pair[stance] for t, pair in corners.items()} for stance in (0, 1))
    at_low, at_high = scenarios.outcome(low), scenarios.outcome(high)
    if at_low == at_high:
        return ()
    undecided = [t for t in scenarios.thresholds if low[t] != high[t]]
    matters = [
        t
        for t in undecided
        if len(undecided) == 1
        or scenarios.outcome({**low, t: True}) != at_low
        or scenarios.outcome({**high, t: False}) != at_high
    ]
    named: set[str] = set()
    for threshold in matters or undecided:
        average = scenarios.averages[threshold.average]
        named.update(t.code for t in average.uncertain_terms if average.sensitivity(t, threshold.value))
    return tuple(unit.code for unit in rules.units if unit.code in named)


def _averages(values: Mapping[str, Any]) -> list[Average]:
    return [value for value in values.values() if isinstance(value, Average)]


def answer(scenarios: Scenarios, threshold: Threshold, stance: int) -> Any:
    """Whether the threshold is reached at the least (-1) or the most (+1) favourable corner of the coefficients."""
    return scenarios.averages[threshold.average].seen_from(stance).reaches(threshold.value)
