"""The live formulas of a grid's workbook: whole numbers, one guarded rounding, nothing that a blank could turn into 0.

``CEILING(ROUND(x,6),0.5)``: the rounding to six places takes away the noise of binary numbers before the step does.
Where a grid's weights are so fine that it could take away more, it keeps nine places, or there is no formula. A step
that binary numbers do not hold, 0.01, is counted in whole steps: ``CEILING(ROUND(x*100,6),1)/100``, so that nothing
rests on how a spreadsheet divides by it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from laureat.grilles import Direction, Grid, Mode, Rounding, Situation
from laureat.grilles.computing import shares_of
from laureat.grilles.entries import ChosenWeights
from laureat.grilles.model import Composition, Criterion, Missing

GUARDS = (6, 9)
"""The decimal places that the guard may keep: a binary number holds fifteen figures, and a mark takes two."""
INCOMPLETE, WRONG, THIN = "incomplet", "à corriger", "couverture insuffisante"


@dataclass(frozen=True, slots=True)
class Weights:
    """The whole weights of the lines of a situation, and what its levels are worth, whole too."""

    lines: tuple[int, ...]
    levels: tuple[int, ...]


def weights(grid: Grid, situation: Situation, chosen: ChosenWeights | None = None) -> Weights:
    """The shares and the values of a grid over common denominators."""
    shares = list(shares_of(grid, situation, chosen).values())
    values = [level.value for level in grid.levels]
    return Weights(_whole(shares), _whole(values))


def _whole(parts: Sequence[Fraction]) -> tuple[int, ...]:
    scale = math.lcm(*(part.denominator for part in parts)) if parts else 1
    return tuple(int(part * scale) for part in parts)


def has_formulas(grid: Grid) -> bool:
    """The workbook computes as Lauréat does: a mode and a composition that a line of formulas can say exactly."""
    if grid.mode is Mode.BINAIRE or grid.calculation.composition is Composition.MEMOIRE:
        return False
    return places(grid) is not None


def places(grid: Grid) -> int | None:
    """How many decimal places the guard keeps, so that it never takes a result for a multiple of the step; None: so
    many that a binary number does not hold them.
    """
    shared = [one for one in grid.situations if not one.alone] or list(grid.situations)
    finest = max(sum(one.weight for one in shared), 1)
    if grid.mode is Mode.PROFIL:
        finest *= grid.calculation.typed_step.denominator
    else:
        told = [weights(grid, situation) for situation in shared]
        finest *= math.prod(max(sum(one.lines), 1) for one in told)
        finest *= 100 if grid.calculation.typed_points else math.lcm(*(max(one.levels, default=1) for one in told))
    if grid.calculation.bonus_max:
        finest *= 100
    apart = finest * max(map(_between, grid.calculation.roundings), default=1)
    return next((many for many in GUARDS if apart < 2 * 10**many), None)


def _between(rounding: Rounding) -> int:
    """By how much a denominator is multiplied by telling a result from where the rounding turns."""
    if rounding.direction is Direction.PLUS_PROCHE:
        return 2 * rounding.step.numerator
    return rounding.step.denominator if _is_binary(rounding.step) else rounding.step.numerator


def _is_binary(step: Fraction) -> bool:
    """A binary number holds it exactly."""
    return step.denominator & (step.denominator - 1) == 0


def helper(cell: str, grid: Grid, most: Fraction | None, deduced: str = '""') -> str:
    """What the cell of a line is worth: a number, ``NE``, nothing, or ``?`` for what the grid does not know.

    ``deduced``: what it is worth where nothing is chosen in it.
    """
    ne = "0" if grid.calculation.not_assessed is Missing.ZERO else '"NE"'
    if most is not None:
        known = f'IF(AND(ISNUMBER({cell}),N({cell})>=0,N({cell})<={_number(most)}),{cell},"?")'
    else:
        last = len(grid.levels) + 1
        found = f'MATCH(TRIM({cell}&""),Niveaux!$A$2:$A${last},0)'
        known = f'IFERROR(INDEX(Niveaux!$B$2:$B${last},{found}),"?")'
    return f'=IF({cell}="",{deduced},IF(UPPER(TRIM({cell}&""))="NE",{ne},{known}))'


def deduced(grid: Grid, criterion: Criterion, ticks: str) -> str:
    """What a line is worth by how many of its indicators are crossed, in these cells of another sheet."""
    worth = dict(zip((level.code for level in grid.levels), _whole([one.value for one in grid.levels]), strict=True))
    count = f'SUMPRODUCT(--(LOWER(TRIM({ticks}))="x"))'
    text = '""'
    for step in criterion.steps:
        text = f"IF({count}>={max(step.least, 1)},{worth[step.level]},{text})"
    return text


def points(grid: Grid, situation: Situation, spans: tuple[str, str], state: str, bonus: str, ticks: str = "") -> str:
    """The exact points of a situation, before any rounding; or, in words, why there are none.

    ``spans``: what the cells filled are worth, their weights; ``ticks``: those of the indicators, of another sheet.
    """
    worth, heavy = spans
    blank, every = f'SUMPRODUCT(--({worth}=""))', f"COLUMNS({worth})"
    wrong = f'SUMPRODUCT(--({worth}="?"))'
    covered = f"SUMPRODUCT(--ISNUMBER({worth}),{heavy})"
    total = grid.calculation.total
    nothing = [f"{blank}={every}"]
    nothing += [f"N({bonus})=0"] if bonus else []
    nothing += [f'SUMPRODUCT(--({ticks}<>""))=0'] if ticks else []
    unfilled = f"AND({','.join(nothing)})"
    if grid.calculation.typed_points:
        earned = f"SUM({worth})*SUM({heavy})/{covered}"
    else:
        earned = f"SUMPRODUCT({worth},{heavy})*{total}/({covered}*{max(weights(grid, situation).levels, default=1)})"
    mark = f"MIN({total},{earned}+N({bonus}))" if bonus else earned
    thin = f"OR({covered}=0,100*{covered}<{grid.calculation.coverage_min}*SUM({heavy}))"
    return (
        f'=IF({state}<>"",{state},IF({wrong}>0,"{WRONG}",IF({unfilled},"",IF({blank}>0,"{INCOMPLETE}",'
        f'IF({thin},"{THIN}",{mark})))))'
    )


def typed(cell: str, state: str, total: int) -> str:
    """The mark typed on a grid of profiles."""
    known = f'IF(AND(ISNUMBER({cell}),N({cell})>=0,N({cell})<={total}),{cell},"{WRONG}")'
    return f'=IF({state}<>"",{state},IF({cell}="","",{known}))'


def rounded(exact: str, rounding: Rounding, kept: int = 6) -> str:
    """An exact number, guarded then rounded."""
    step = rounding.step
    if rounding.direction is not Direction.PLUS_PROCHE and _is_binary(step):
        return f"{_ROUNDED[rounding.direction]}(ROUND({exact},{kept}),{_number(step)})"
    into, back = (f"*{1 / step}", f"/{1 / step}") if step.numerator == 1 else (f"/{_number(step)}", f"*{_number(step)}")
    steps = f"ROUND({exact}{into},{kept})"
    match rounding.direction:
        case Direction.PLUS_PROCHE:
            return f"ROUND({steps},0){back}"
        case direction:
            return f"{_ROUNDED[direction]}({steps},1){back}"


_ROUNDED = {Direction.SUPERIEUR: "CEILING", Direction.INFERIEUR: "FLOOR"}


def composed(grid: Grid, cells: Sequence[tuple[Situation, str]], session: int) -> str:
    """The mark of the unit out of the points of its situations: one average, one rounding."""
    rounding, kept = grid.calculation.rounding(session), places(grid) or 6
    shared = [(one.weight, cell) for one, cell in cells if not one.alone]
    alone = [cell for one, cell in cells if one.alone]
    text = _average(grid, shared, rounding) if shared else '""'
    for cell in alone:
        filled = f"IF(ISNUMBER({cell}),{rounded(cell, rounding, kept)},{cell})"
        others = "+".join(f'({other}<>"")' for _, other in cells if other != cell)
        clash = f'IF(({others})>0,"{WRONG}",{filled})' if others else filled
        text = f'IF({cell}<>"",{clash},{text})'
    return f"={text}"


def _average(grid: Grid, shared: Sequence[tuple[int, str]], rounding: Rounding) -> str:
    rules = {"": grid.calculation.no_situation, "absent": grid.calculation.absence}

    def counted(cell: str, *known: Missing) -> str:
        """The cell is a number, or one of the states that these rules name."""
        states = (f'{cell}="{state}"' for state, rule in rules.items() if rule in known)
        return ",".join([f"ISNUMBER({cell})", *states])

    above = "+".join(f"IF(ISNUMBER({cell}),{cell}*{weight},0)" for weight, cell in shared)
    below = "+".join(f"IF(OR({counted(cell, Missing.ZERO)}),{weight},0)" for weight, cell in shared)
    fine = [f'OR({counted(cell, Missing.ZERO, Missing.IGNORER)},{cell}="dispensé")' for _, cell in shared]
    bad = "+".join(f"IF({one},0,1)" for one in fine)
    written = "+".join(f'({cell}<>"")' for _, cell in shared)
    numbers = "+".join(f"ISNUMBER({cell})" for _, cell in shared)
    absent = "+".join(f'({cell}="absent")' for _, cell in shared)
    exempt = "+".join(f'({cell}="dispensé")' for _, cell in shared)
    mark = rounded(f"({above})/({below})", rounding, places(grid) or 6)
    left = shared[0][1] if len(shared) == 1 else f'"{INCOMPLETE}"'
    state = f'IF(({absent})=0,"dispensé","absent")'
    known = f"IF(OR(({bad})>0,({numbers})=0),{left},{mark})"
    return f'IF(({written})=0,"",IF(({absent})+({exempt})={len(shared)},{state},{known}))'


def _number(value: Fraction) -> str:
    """A number as formulas write it: 0.5, 1, 20/3."""
    if value.denominator == 1:
        return str(value.numerator)
    hundredths = value * 100
    if hundredths.denominator == 1:
        whole, rest = divmod(int(hundredths), 100)
        return f"{whole}.{rest:02d}".rstrip("0")
    return f"({value.numerator}/{value.denominator})"
