"""What a file still lacks when the jury deliberates: each piece is decided, for or against, before the seal."""

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, command
from laureat.session.conduct.reserves import check_undecided
from laureat.session.framework import Accepted, Act, Framework, Refused, require
from laureat.session.state import SessionState
from laureat.session.todo import lacking


@command(f.IncompleteFileDecided)
def decide_incomplete_file(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    piece: str,
    accepted: bool,
    reason: Commitment,
) -> Accepted:
    """Decide of a piece that a file lacks: the candidate is judged without it, or left out of the seal until it comes.

    ``piece``: one of ``laureat.session.todo.lacking``, or one already decided. Accepted after a seal that left the
    candidate out, another deliberation follows.
    """
    standing = candidate_of(state, candidate, with_route=True)
    require(reason)
    check_undecided(state, standing)
    before = standing.incomplete.get(piece)
    if piece not in lacking(state, framework, standing) and (before is None or piece in standing.pieces):
        raise Refused(f"Rien de tel ne manque à ce dossier : {framework.piece_label(piece)}.")
    if before is not None and before.accepted == accepted:
        raise Refused("C'est déjà ce qui est décidé.")
    fact = f.IncompleteFileDecided(
        **act.on(state.log), candidate=candidate, piece=piece, accepted=accepted, reason=reason
    )
    if accepted and state.was_left_out(candidate):
        return Accepted((fact,), ("Le jury doit délibérer sur ce candidat.",))
    told = "Ce candidat reste hors du procès-verbal jusqu'à ce que la pièce soit reçue ou que la décision change."
    return Accepted((fact,), () if accepted else (told,))
