"""From what is ticked to the mark: exact fractions all along, one rounding at the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from laureat.grilles.entries import BLANK, ChosenWeights, Filled, Standing, as_written
from laureat.grilles.model import NE, NO_ROUNDING, Calculation, Competence, Composition, Grid, Missing, Mode, Situation
from laureat.grilles.result import Line, Outcome, Result, SituationResult

ZERO = Fraction(0)
COMPUTATION = 3
"""The edition of the computation. A mark is judged by the one in force when it was settled.

2: a competence of which nothing that weighs is in scope leaves its weight to the others; memory counts the bonus, and
leaves aside what is left out. 3: a mark that one text alone sets, to the hundredth, is not rounded.
"""
WORDS = {
    "arrondi": NO_ROUNDING,
    "choix": "la répartition des points choisie par le candidat",
    "remplace": "la situation {0} remplace les autres : elle ne se remplit pas avec elles",
    "absent": "{0} : absent, et la grille ne dit pas ce qui en suit",
    "imposee": "{0} : note fixée par un texte, et la mémoire d'une situation à l'autre ne dit pas ce qui en suit",
    "note": "{0} : la note",
    "vide": "{0} : rien n'est saisi",
    "lignes": "{0} : {1}",
    "plancher": "{0}, {1} : critère indispensable sous le niveau {2}",
    "indicateurs": "{0}, {1} : les indicateurs observés ({2} sur {3}) donnent le niveau {4}, et {5} est coché",
    "points": "{0}, {1} : les points ne sont pas entre 0 et ceux de la question",
    "niveau": "{0}, {1} : « {2} » n'est pas un niveau de la grille",
    "rempli": "{0} : {1}, et des lignes sont remplies : elles ne comptent pas",
    "absence": "absent",
    "dispense": "dispensé",
    "bonus": "le bonus sort de ce que la grille permet",
}
"""What a computation says, wherever it is made."""


def editions_of(told: int) -> tuple[int, ...]:
    """The editions of the computation that may have given a mark which tells this one; 0, from the first facts, tells
    none. The last first.
    """
    return (told,) if told else tuple(range(COMPUTATION, 0, -1))


def compute(
    grid: Grid,
    sheets: Mapping[str, Filled],
    session: int,
    chosen: ChosenWeights | None = None,
    *,
    edition: int = COMPUTATION,
) -> Result:
    """The result of a candidate for a session (year). ValueError, in French, for what the grid does not know.

    ``edition``: of the computation, the last one unless a mark settled by another is looked at again.
    """
    used = situations_used(grid, sheets)
    weights = _weights(grid, chosen)
    results = tuple(_situation(grid, one, sheets.get(one.code, BLANK), weights, edition) for one in used)
    if grid.mode is Mode.BINAIRE:
        return _binary(grid, results)
    missing = tuple(_missing(grid, results, edition))
    if grid.choice is not None and chosen is None:
        missing = (WORDS["choix"], *missing)
    alerts = tuple(_alerts(grid, results))
    coverage = average([(one.situation.weight, one.coverage) for one in results if _counted(one)]) or ZERO
    raw, whole = _composed(grid, results, edition)
    rounding = grid.calculation.rounding_of(session)
    if rounding is None:
        missing = (WORDS["arrondi"].format(session), *missing)
    outcome = _outcome(grid.calculation, results, missing, whole)
    mark = None
    if raw is not None and outcome is Outcome.IMPOSEE and edition >= 3 and _set_alone(results):
        mark = int(raw * 100)
    elif raw is not None and rounding is not None and outcome in (Outcome.NOTE, Outcome.IMPOSEE):
        mark = rounding.apply(raw)
    return Result(grid, outcome, results, raw, mark, rounding, coverage, missing, alerts)


def _set_alone(results: Iterable[SituationResult]) -> bool:
    """One text alone sets the mark, to the hundredth: it is not rounded."""
    raws = [one.raw for one in results if one.raw is not None]
    return len(raws) == 1 and (raws[0] * 100).denominator == 1


def situations_used(grid: Grid, sheets: Mapping[str, Filled]) -> tuple[Situation, ...]:
    """The situations that make the result: the one that replaces the others where it is filled, else all the others.

    ValueError where both are filled.
    """
    unknown = sheets.keys() - {situation.code for situation in grid.situations}
    if unknown:
        raise ValueError(f"situation inconnue de la grille : {', '.join(sorted(unknown))}")
    written = {code for code, sheet in sheets.items() if not sheet.is_blank}
    alone = [one for one in grid.situations if one.alone]
    shared = tuple(one for one in grid.situations if not one.alone)
    filled = [one for one in alone if one.code in written]
    if len(filled) > 1 or (filled and written - {filled[0].code}):
        raise ValueError(WORDS["remplace"].format(filled[0].code))
    return (filled[0],) if filled else shared or tuple(alone[:1])


def _weights(grid: Grid, chosen: ChosenWeights | None) -> dict[str, int]:
    weights = {competence.code: competence.weight for competence in grid.competences}
    if grid.choice is not None and chosen is not None:
        if chosen.share not in grid.choice.shares:
            offered = " ; ".join("-".join(map(str, share)) for share in grid.choice.shares)
            raise ValueError(f"répartition inconnue : {'-'.join(map(str, chosen.share))} ; offertes : {offered}")
        weights.update(zip(grid.choice.competences, chosen.share, strict=True))
    return weights


def _situation(
    grid: Grid, situation: Situation, sheet: Filled, weights: Mapping[str, int], edition: int
) -> SituationResult:
    known = grid.lines(situation)
    if unknown := sheet.values.keys() - set(known):
        raise ValueError(f"{situation.code} : ligne inconnue ou hors champ : {', '.join(sorted(unknown))}")
    named = set(as_written(Filled(observed=sheet.observed)))
    if unknown := named - {name for name, *_rest in grid.indicators(situation)}:
        raise ValueError(f"{situation.code} : indicateur inconnu ou hors champ : {', '.join(sorted(unknown))}")
    bare = grid.mode is Mode.BAREME
    shares = _question_shares(grid, situation) if bare else _shares(grid, situation, weights, edition)
    lines = tuple(_line(grid, situation, code, share, sheet) for code, share in shares.items())
    present = sheet.standing is Standing.PRESENT
    missing = tuple(line.code for line in lines if not line.value) if present else ()
    coverage = _coverage(grid, lines)
    raw = _raw(grid, sheet, lines, coverage)
    return SituationResult(
        situation,
        sheet.standing,
        _with_points(grid, lines, coverage),
        coverage,
        raw,
        missing,
        sheet.is_blank,
        sheet.text,
        sheet.bonus,
    )


def _coverage(grid: Grid, lines: Sequence[Line]) -> Fraction:
    """The part that was assessed: of the weights, or of the lines where nothing is weighed."""
    each = [(line.share if grid.mode.computed else Fraction(1, len(lines)), line.worth) for line in lines]
    return sum((part for part, worth in each if worth is not None), ZERO)


def _shares(grid: Grid, situation: Situation, weights: Mapping[str, int], edition: int) -> dict[str, Fraction]:
    """By criterion in scope, its part of the whole; the weights of a situation of its own come first.

    A competence of which no criterion that weighs is in scope leaves its weight to the others.
    """
    own = situation.weights or weights
    scope = [
        (own.get(one.code, 0), [line for line in one.criteria if line.code not in situation.outside])
        for one in grid.competences
        if grid.in_scope(situation, one.code)
    ]
    weighed = [(weight, held, sum(line.weight for line in held)) for weight, held in scope]
    total = sum(weight for weight, _, inner in weighed if inner or edition < 2)
    return {
        line.code: Fraction(weight * line.weight, total * inner) if total and inner else ZERO
        for weight, held, inner in weighed
        for line in held
    }


def shares_of(grid: Grid, situation: Situation, chosen: ChosenWeights | None = None) -> dict[str, Fraction]:
    """By line of a situation, in order, its part of the whole."""
    if grid.mode is Mode.BAREME:
        return _question_shares(grid, situation)
    return _shares(grid, situation, _weights(grid, chosen), COMPUTATION)


def _question_shares(grid: Grid, situation: Situation) -> dict[str, Fraction]:
    total = sum((question.points for question in situation.questions), ZERO)
    return {question.code: question.points / total for question in situation.questions} if total else {}


def _line(grid: Grid, situation: Situation, code: str, share: Fraction, sheet: Filled) -> Line:
    observed, criterion = tuple(sorted(sheet.observed.get(code, ()))), grid.criterion(code)
    deduced = criterion.deduced(len(observed)) if criterion else ""
    value = sheet.values.get(code, "") or deduced
    competence = _competence_of(grid, situation, code)
    return Line(competence, code, share, value, _worth(grid, situation, code, value), None, observed, deduced)


def _competence_of(grid: Grid, situation: Situation, code: str) -> str:
    if grid.mode is Mode.BAREME:
        return situation.question(code).competence
    return next(one.code for one in grid.competences if any(line.code == code for line in one.criteria))


def _worth(grid: Grid, situation: Situation, code: str, value: str) -> Fraction | None:
    """What a value is worth, 0 to 1 of the best; None where nothing is assessed."""
    if not value:
        return None
    if value == NE:
        return ZERO if grid.calculation.not_assessed is Missing.ZERO else None
    if grid.calculation.typed_points:
        most = situation.question(code).points
        got = Fraction(value)
        if not 0 <= got <= most:
            raise ValueError(WORDS["points"].format(situation.code, code))
        return got / most
    try:
        worth = grid.level(value).value
    except KeyError:
        raise ValueError(WORDS["niveau"].format(situation.code, code, value)) from None
    best = max(level.value for level in grid.levels)
    return worth / best if best else ZERO


def _raw(grid: Grid, sheet: Filled, lines: Sequence[Line], coverage: Fraction) -> Fraction | None:
    """The exact points of a situation; None where nothing was assessed."""
    total = Fraction(grid.calculation.total)
    match sheet.standing:
        case Standing.IMPOSED:
            return sheet.imposed
        case Standing.ABSENT:
            return ZERO if grid.calculation.absence is Missing.ZERO else None
        case Standing.EXEMPT:
            return None
    if not grid.mode.computed:
        return sheet.mark
    if not coverage:
        return ZERO if sheet.is_blank and grid.calculation.no_situation is Missing.ZERO else None
    if not 0 <= sheet.bonus <= grid.calculation.bonus_max:
        raise ValueError(WORDS["bonus"])
    earned = sum((line.share * line.worth for line in lines if line.worth is not None), ZERO) / coverage
    return min(total, earned * total + sheet.bonus)


def _with_points(grid: Grid, lines: Iterable[Line], coverage: Fraction) -> tuple[Line, ...]:
    """Each line with the points that it brings, once those not assessed have given their weight to the others."""
    if not grid.mode.computed or not coverage:
        return tuple(lines)
    total = grid.calculation.total
    return tuple(
        line if line.worth is None else replace(line, points=line.share * line.worth * total / coverage)
        for line in lines
    )


def _counted(one: SituationResult) -> bool:
    """The situation counts in the coverage of the whole."""
    return one.standing is Standing.PRESENT


def average(weighted: Sequence[tuple[int, Fraction]]) -> Fraction | None:
    """The weighted average, exact; None where nothing weighs."""
    total = sum(weight for weight, _ in weighted)
    return sum((weight * value for weight, value in weighted), ZERO) / total if total else None


def _composed(grid: Grid, results: Sequence[SituationResult], edition: int) -> tuple[Fraction | None, bool]:
    """The exact points of all situations, and whether each of those due gives some."""
    if grid.calculation.composition is Composition.MEMOIRE:
        return _remembered(grid, results) if edition >= 2 else _remembered_at_first(grid, results)
    due = [one for one in results if not _left_out(grid.calculation, one)]
    known = [(one.situation.weight, one.raw) for one in due if one.raw is not None]
    return average(known), bool(due) and len(known) == len(due)


def _left_out(calculation: Calculation, one: SituationResult) -> bool:
    """The situation leaves its weight to the others: exempt, or what is missing is said to be ignored."""
    if one.standing is Standing.EXEMPT:
        return True
    if one.standing is Standing.ABSENT:
        return calculation.absence is Missing.IGNORER
    return one.blank and calculation.no_situation is Missing.IGNORER


def _remembered(grid: Grid, results: Sequence[SituationResult]) -> tuple[Fraction | None, bool]:
    """By competence, the best of what a situation shows and of the share kept from the one before; then the bonus.

    A situation left out (exempt, or what is missing is said to be ignored) changes nothing of what was kept.
    """
    due = [(place, one) for place, one in enumerate(results) if not _left_out(grid.calculation, one)]
    known = [(place, one) for place, one in due if one.raw is not None]
    if not known:
        return None, False
    if all(one.standing is Standing.IMPOSED for _, one in known):
        return average([(one.situation.weight, one.raw or ZERO) for _, one in known]), len(known) == len(due)
    assessed = [
        one for one in grid.competences if any(line.competence == one.code for _, held in due for line in held.lines)
    ]
    weights, earned = sum(competence.weight for competence in assessed), ZERO
    for competence in assessed:
        kept = ZERO
        for place, one in known:
            share = grid.calculation.kept[place - 1] if place else ZERO
            kept = max(one.competence_worth(competence.code) or ZERO, kept * share)
        earned += Fraction(competence.weight, weights) * kept
    total = grid.calculation.total
    bonus = min(grid.calculation.bonus_max, sum((one.bonus for _, one in known), ZERO))
    return min(Fraction(total), earned * total + bonus), len(known) == len(due)


def _remembered_at_first(grid: Grid, results: Sequence[SituationResult]) -> tuple[Fraction | None, bool]:
    """The same by the first edition of the computation, which counted no bonus and left nothing aside."""
    filled = [one for one in results if not one.blank]
    if not filled:
        return None, False
    last, total = results.index(filled[-1]), ZERO
    weights = sum(competence.weight for competence in grid.competences)
    for competence in grid.competences:
        kept = ZERO
        for place, one in enumerate(results[: last + 1]):
            share = grid.calculation.kept[place - 1] if place else ZERO
            kept = max(one.competence_worth(competence.code) or ZERO, kept * share)
        total += Fraction(competence.weight, weights) * kept
    return total * grid.calculation.total, last == len(results) - 1


def _outcome(
    calculation: Calculation, results: Sequence[SituationResult], missing: Sequence[str], whole: bool
) -> Outcome:
    states = {one.standing for one in results}
    if states == {Standing.EXEMPT}:
        return Outcome.DISPENSE
    if states <= {Standing.ABSENT, Standing.EXEMPT}:
        return Outcome.ABSENT
    if states <= {Standing.IMPOSED, Standing.EXEMPT}:
        return Outcome.IMPOSEE
    least = Fraction(calculation.coverage_min, 100)
    thin = (one.coverage < least or not one.coverage for one in results if _assessed(calculation, one))
    if not missing and any(thin):
        return Outcome.COUVERTURE
    nothing = all(one.blank or one.standing in (Standing.ABSENT, Standing.EXEMPT) for one in results)
    return Outcome.INCOMPLET if nothing or missing or not whole else Outcome.NOTE


def _assessed(calculation: Calculation, one: SituationResult) -> bool:
    return calculation.mode.computed and one.standing is Standing.PRESENT and not one.blank


def _missing(grid: Grid, results: Sequence[SituationResult], edition: int) -> Iterable[str]:
    mixed = len({one.standing for one in results} - {Standing.EXEMPT}) > 1
    remembered = grid.calculation.composition is Composition.MEMOIRE and edition >= 2
    for one in results:
        if one.standing is Standing.IMPOSED and mixed and remembered:
            yield WORDS["imposee"].format(one.situation.code)
        if one.standing is Standing.ABSENT and mixed and grid.calculation.absence is Missing.PAS_DE_NOTE:
            yield WORDS["absent"].format(one.situation.code)
        if one.standing is not Standing.PRESENT or (
            one.blank and grid.calculation.no_situation is not Missing.PAS_DE_NOTE
        ):
            continue
        if grid.mode is Mode.PROFIL and one.raw is None:
            yield WORDS["note"].format(one.situation.code)
        if one.blank and grid.mode is not Mode.PROFIL:
            yield WORDS["vide"].format(one.situation.code)
        elif one.missing and not one.blank:
            yield WORDS["lignes"].format(one.situation.code, ", ".join(one.missing))


def _alerts(grid: Grid, results: Sequence[SituationResult]) -> Iterable[str]:
    floors = {one.code: one.floor for one in grid.criteria if one.floor}
    for one in results:
        if one.standing in (Standing.ABSENT, Standing.EXEMPT) and (one.bonus or any(line.value for line in one.lines)):
            state = WORDS["absence" if one.standing is Standing.ABSENT else "dispense"]
            yield WORDS["rempli"].format(one.situation.code, state)
        for line in one.lines:
            floor = floors.get(line.code)
            if line.deduced and line.value != line.deduced:
                held = grid.criterion(line.code)
                most = len(held.indicators) if held else 0
                seen = len(line.observed)
                yield WORDS["indicateurs"].format(one.situation.code, line.code, seen, most, line.deduced, line.value)
            if floor and line.value and line.value != NE and grid.level(line.value).value < grid.level(floor).value:
                yield WORDS["plancher"].format(one.situation.code, line.code, floor)


def _binary(grid: Grid, results: tuple[SituationResult, ...]) -> Result:
    """Acquired where every criterion of every competence is, in all that was assessed."""
    acquired = {one.code: _acquired(grid, one, results) for one in grid.competences}
    coverage = average([(one.situation.weight, one.coverage) for one in results if _counted(one)]) or ZERO
    missing = tuple(_missing(grid, results, COMPUTATION))
    states = {one.standing for one in results}
    if states == {Standing.EXEMPT}:
        outcome = Outcome.DISPENSE
    elif states <= {Standing.ABSENT, Standing.EXEMPT}:
        outcome = Outcome.ABSENT
    elif missing or None in acquired.values():
        outcome = Outcome.INCOMPLET
    else:
        outcome = Outcome.ACQUIS if all(acquired.values()) else Outcome.NON_ACQUIS
    return Result(grid, outcome, results, None, None, None, coverage, missing, tuple(_alerts(grid, results)), acquired)


def _acquired(grid: Grid, competence: Competence, results: Sequence[SituationResult]) -> bool | None:
    lines = [line for one in results for line in one.lines if line.competence == competence.code]
    known = [line.worth for line in lines if line.worth is not None]
    if not known:
        return None
    return all(worth == 1 for worth in known)
