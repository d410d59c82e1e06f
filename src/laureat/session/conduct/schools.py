"""What a school says of its marks once entry is closed: they are those that it gave, or they are not."""

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import command, opened
from laureat.session.digests import SHORT, digest_of, is_closed, pupils
from laureat.session.framework import Accepted, Act, Refused, require
from laureat.session.state import SessionState


@command(f.MarksConfirmed)
def confirm_marks(state: SessionState, act: Act, *, establishment: str, digest: str, told: bool = False) -> Accepted:
    """A school confirms the digest of its marks. Needs all its candidates, save where the digest is ``told``."""
    _check(state, establishment, digest, told=told)
    word = state.words_of_schools.get(establishment)
    if isinstance(word, f.MarksConfirmed) and word.digest == digest:
        return Accepted(warnings=("Ces notes sont déjà confirmées.",))
    return Accepted((f.MarksConfirmed(**act.on(state.log), establishment=establishment, digest=digest),))


@command(f.MarksContested)
def contest_marks(
    state: SessionState, act: Act, *, establishment: str, digest: str, reason: Commitment, told: bool = False
) -> Accepted:
    """A school contests its marks, and says why: the office sees it. Needs the same."""
    _check(state, establishment, digest, told=told)
    why = require(reason, "dire ce qui n'est pas juste")
    fact = f.MarksContested(**act.on(state.log), establishment=establishment, digest=digest, reason=why)
    return Accepted((fact,), ("Le service des examens le voit ; rien n'est changé à ces notes.",))


def _check(state: SessionState, establishment: str, digest: str, *, told: bool) -> None:
    opened(state)
    if not is_closed(state):
        raise Refused("La saisie est ouverte : un relevé de notes se confirme une fois qu'elle est close.")
    if told:
        return
    if not establishment or not pupils(state, establishment):
        raise Refused(f"Aucun candidat de cette session n'est de l'établissement {establishment or 'sans numéro'}.")
    if (present := digest_of(state, establishment)) != digest:
        raise Refused(
            f"Ce ne sont pas les notes enregistrées : leur empreinte est {present[:SHORT]}…, et non "
            f"{digest[:SHORT]}…. Recharger le relevé et le relire."
        )
