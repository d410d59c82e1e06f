"""What the assessor signs: a typed mark checked, a computed mark settled, with its margin, its reason, its comment."""

from dataclasses import dataclass
from fractions import Fraction

from laureat.grilles.model import Grid, Mode
from laureat.grilles.result import Outcome, Result
from laureat.grilles.rounding import Direction, Rounding, parse_points, points_text
from laureat.vocabulary import format_hundredths


class NotSettled(Exception):
    """What keeps the mark from being settled, in French: everything at once."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Settled:
    """A mark settled, in hundredths, beside the one computed."""

    mark: int
    computed: int | None
    reason: str
    comment: str


def typed_mark(grid: Grid, text: str, session: int) -> Fraction:
    """The mark that an assessor types on a grid of profiles. ValueError, in French, with the rounded mark offered."""
    mark, total, step = parse_points(text), grid.calculation.total, grid.calculation.typed_step
    if not 0 <= mark <= total:
        raise ValueError(f"la note {text.strip()} n'est pas entre 0 et {total}")
    if (mark / step).denominator != 1:
        named = grid.calculation.rounding_of(session)
        offered = Rounding(step, named.direction if named else Direction.PLUS_PROCHE).apply(mark)
        raise ValueError(
            f"la note {text.strip()} n'est pas un multiple de {points_text(step)} ; l'arrondi de la grille donnerait "
            f"{format_hundredths(offered)} : la saisir, ou en choisir une autre"
        )
    return mark


def settle(result: Result, mark: int, *, reason: str = "", comment: str = "") -> Settled:
    """Settle a mark, in hundredths. Raises NotSettled with all that is missing or refused."""
    grid, reasons = result.grid, list[str]()
    if result.outcome not in (Outcome.NOTE, Outcome.IMPOSEE):
        left = f" ({' ; '.join(result.missing)})" if result.missing else ""
        raise NotSettled(f"Rien à arrêter : {result.outcome.label}{left}.")
    if result.mark is None:
        raise NotSettled("Rien à arrêter : la grille ne donne pas de note.")
    step = result.rounding.step * 100 if result.rounding else Fraction(1)
    set_by_a_text = result.outcome is Outcome.IMPOSEE  # and is then that mark, whatever the step
    if not 0 <= mark <= grid.calculation.total * 100 or (Fraction(mark) % step and not set_by_a_text):
        reasons.append(
            f"La note {format_hundredths(mark)} n'est pas un multiple de {points_text(step / 100)} du barème."
        )
    exact = set_by_a_text or grid.mode is Mode.PROFIL
    margin = Fraction(0) if exact else (grid.settling.margin or Fraction(0)) * 100
    gap = abs(mark - result.mark)
    if gap > margin:
        allowed = f"au plus {points_text(margin / 100)}" if margin else "aucun"
        reasons.append(
            f"La note arrêtée {format_hundredths(mark)} s'écarte de {format_hundredths(gap)} de la note calculée "
            f"{result.mark_text} ; écart permis par la grille : {allowed}."
        )
    elif gap and not reason.strip():
        reasons.append("Une note arrêtée qui n'est pas la note calculée demande un motif.")
    below = grid.settling.comment_below
    if below is not None and mark < below * 100 and not comment.strip():
        reasons.append(f"Sous {points_text(below)}, la grille demande une appréciation.")
    if reasons:
        raise NotSettled(*reasons)
    return Settled(mark, result.mark, reason.strip(), comment.strip())
