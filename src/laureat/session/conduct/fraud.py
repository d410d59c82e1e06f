"""Fraud files: the result and every paper are withheld until the end, then the jury deliberates again."""

from collections.abc import Iterable

from laureat.records import Commitment
from laureat.records import facts as f
from laureat.session.conduct.common import candidate_of, command, known_unit
from laureat.session.framework import Accepted, Act, Framework, Refused, Sanction, require
from laureat.session.state import SessionState


@command(f.FraudFileOpened)
def open_fraud_file(state: SessionState, act: Act, *, candidate: str, reason: Commitment) -> Accepted:
    """Begin a prosecution, at any time, even after delivery."""
    if candidate_of(state, candidate).fraud_open:
        raise Refused("Une procédure est déjà ouverte pour ce candidat.")
    return Accepted((f.FraudFileOpened(**act.on(state.log), candidate=candidate, reason=require(reason)),))


@command(f.FraudFileEnded)
def end_fraud_file(
    state: SessionState,
    act: Act,
    *,
    framework: Framework,
    candidate: str,
    sanction: Sanction,
    annulled: Iterable[str] = (),
    reason: Commitment,
) -> Accepted:
    """End it: any sanction annuls at least the test concerned; the jury deliberates again."""
    standing = candidate_of(state, candidate, with_route=True)
    if not standing.fraud_open:
        raise Refused("Aucune procédure n'est ouverte pour ce candidat.")
    units = tuple(dict.fromkeys(annulled))
    for unit in units:
        known_unit(framework, standing, unit)
    if (sanction is Sanction.AUCUNE) == bool(units):
        raise Refused("Toute sanction emporte la nullité d'au moins une épreuve ; sans sanction, aucune n'est annulée.")
    fact = f.FraudFileEnded(
        **act.on(state.log), candidate=candidate, sanction=sanction, annulled=units, reason=require(reason)
    )
    return Accepted((fact,), ("Le jury doit délibérer de nouveau sur ce candidat.",))
