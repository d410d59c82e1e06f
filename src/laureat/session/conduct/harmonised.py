"""A mark that the jury harmonises with others: the act of someone who sits in it, and what gives it back."""

from laureat.session.candidate_state import CandidateState
from laureat.session.conduct.jury import JURY_ALONE, accounts_of, seated
from laureat.session.framework import Act, Refused
from laureat.session.state import SessionState
from laureat.vocabulary import Cell


def check_harmonised(
    state: SessionState,
    act: Act,
    standing: CandidateState,
    unit: str,
    cell: Cell,
    harmonised: str,
    undoes: str,
    *,
    elsewhere: bool,
) -> None:
    """One act at a time moves a mark; what undoes it names it, and gives back the mark that it moved.

    ``elsewhere``: the mark is said to come from a grid, or is that of the control, which no jury harmonises.
    """
    if elsewhere or not harmonised:
        raise Refused("Une harmonisation dit par quel acte du jury, et ne porte que sur une note déjà arrêtée.")
    if state.conduct >= JURY_ALONE:
        seated(state, act, standing.id)
    elif act.author not in accounts_of(state.jurors, state.jury.jurors if state.jury is not None else ()):
        raise Refused("Une harmonisation est un acte du jury : elle est de qui y siège.")
    held = standing.harmonised.get(unit)
    if not undoes and held is not None:
        raise Refused("Cette note est déjà harmonisée : annuler d'abord ce qui tient.")
    if undoes and (held is None or held.act != undoes):
        raise Refused("L'harmonisation que celle-ci annule ne tient pas.")
    if undoes and held is not None and held.before != cell:
        raise Refused(f"Annuler une harmonisation rend la note qu'elle a changée : « {held.before} ».")
