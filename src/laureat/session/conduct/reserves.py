"""What is told of a candidate beside the marks, and what settles the reserves that keep a decision from being fixed."""

from dataclasses import replace

from laureat.deliberation.famille import Colonne, Genre
from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, command
from laureat.session.conduct.deliberation import proposal
from laureat.session.conduct.jury import JURY_ALONE, seated, takes_part
from laureat.session.conduct.marks import check_ground
from laureat.session.framework import (
    MOTIF,
    OPTION,
    Accepted,
    Act,
    Framework,
    Phase,
    Refused,
    Reserve,
    cited,
    require,
)
from laureat.session.state import CandidateState, Decide, SessionState
from laureat.vocabulary import Motif, UnitStatus
from laureat.vocabulary.french import enumeration, oui_non


@command(f.ColumnDeclared)
def declare_column(
    state: SessionState, act: Act, *, framework: Framework, candidate: str, column: str, value: str
) -> Accepted:
    """Tell what a column of the family asks of a candidate, while marks are open; the jury's, while it deliberates."""
    standing = candidate_of(state, candidate, with_route=True)
    asked = _column(framework, column)
    value = _read(framework, asked, value)
    if asked.nom in framework.conduite.jury_dit and _under_way(state, standing):
        _by_the_jury(state, act, candidate)
    elif state.phase is not Phase.SAISIE:
        raise Refused("La saisie est close : la rouvrir demande un motif, au service des examens.")
    if standing.columns.get(column, "") == value:
        return Accepted(warnings=("C'est déjà ce qui est dit.",))
    return Accepted((f.ColumnDeclared(**act.on(state.log), candidate=candidate, column=column, value=value),))


@command(f.ReserveSettled)
def settle_reserve(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    decide: Decide,
    candidate: str,
    column: str,
    value: str,
    reason: Commitment,
) -> Accepted:
    """Settle what keeps a decision from being fixed: a ground (``motif_U7``), the option, a column of the family.

    While the jury deliberates on the candidate the rules give their proposal again; after the seal, the candidate being
    left out of it, another deliberation follows.
    """
    standing = candidate_of(state, candidate, with_route=True)
    takes_part(state, act, standing)
    require(reason)
    check_undecided(state, standing)
    article = ""
    if column.startswith(MOTIF):
        article = _check_motif(framework, standing, column.removeprefix(MOTIF), value)
    elif column not in (awaited := _awaited(state, framework, candidate)):
        raise Refused(f"Aucune réserve n'attend « {column} » pour ce candidat.")
    elif column == OPTION:
        if value not in framework.options:
            raise Refused(f"L'option {value or 'vide'} n'existe pas ; connues : {enumeration(framework.options)}.")
    else:
        value = _read(framework, _column(framework, column), value)
        if not value and not awaited[column].refused:
            raise Refused("Une réserve se règle par une réponse, pas par une case vide.")
    if column in framework.conduite.jury_dit:
        if not _under_way(state, standing):
            raise Refused("C'est au jury de le dire, quand il délibère sur ce candidat.")
        _by_the_jury(state, act, candidate)
    if standing.columns.get(column, "") == value:
        raise Refused("C'est déjà ce qui est dit.")
    fact = f.ReserveSettled(
        **act.on(state.log), candidate=candidate, column=column, value=value, article=article, reason=reason
    )
    if not _under_way(state, standing):
        left_out = any(candidate in deliberation.withheld for deliberation in state.deliberations)
        return Accepted((fact,), ("Le jury doit délibérer sur ce candidat.",) if left_out else ())
    assert state.current is not None
    settled = replace(standing, told={**standing.told, column: value})
    again = proposal(act, state.log, state.current.number, settled, decide)
    return Accepted((fact, again), tuple(f"Reste une réserve : {left}." for left in again.reserves))


def _awaited(state: SessionState, framework: Framework, candidate: str) -> dict[str, Reserve]:
    """The columns that the reserves on a candidate wait for."""
    known = framework.reserves
    return {known[reserve].column: known[reserve] for reserve in state.reserves(candidate) if reserve in known}


def _check_motif(framework: Framework, standing: CandidateState, unit: str, value: str) -> str:
    """The article of a ground given for a unit; refused where the law knows none such, or the cell is empty."""
    status = standing.cell(unit).status
    if unit not in standing.presented or status is UnitStatus.VIDE:
        raise Refused(f"Le candidat n'a rien en {framework.unit_label(unit)} : il n'y a pas de motif à dire.")
    motif = next((motif for motif in Motif if value and str(motif) == value), Motif.SANS)
    return cited(check_ground(framework, standing, unit, status, motif))


def check_undecided(state: SessionState, standing: CandidateState) -> None:
    """Refuse to settle anything of a candidate whose decision stands, or under a fraud file."""
    if standing.fraud_open:
        raise Refused("Une procédure pour fraude est ouverte : le jury délibérera à sa fin.")
    if state.last_result(standing.id) is not None and not standing.to_redeliberate and not _under_way(state, standing):
        raise Refused("La décision de ce candidat est arrêtée : aucune réserve ne la tient.")


def _under_way(state: SessionState, standing: CandidateState) -> bool:
    """The jury deliberates on this candidate."""
    return state.current is not None and standing.id in state.current.proposals


def _by_the_jury(state: SessionState, act: Act, candidate: str) -> None:
    """What the jury alone says is said from one of its seats."""
    if state.conduct >= JURY_ALONE:
        seated(state, act, candidate)


def _column(framework: Framework, column: str) -> Colonne:
    for asked in framework.famille.colonnes:
        if asked.nom == column:
            return asked
    known = ", ".join(asked.nom for asked in framework.famille.colonnes) or "aucune"
    raise Refused(framework.without_meaning(f"la colonne « {column} » n'y existe pas ; connues : {known}"))


def _read(framework: Framework, asked: Colonne, value: str) -> str:
    """The word as lists write it."""
    try:
        typed = asked.typed(value)
    except ValueError as error:
        raise Refused(f"{framework.column_label(asked)} : {error}") from None
    return oui_non(typed) if asked.genre is Genre.DRAPEAU and value else value
