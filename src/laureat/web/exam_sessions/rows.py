"""What a row of a session says of a candidate, from its facts: written after each command, and compared by the audit.

Pure: neither Django nor the base.
"""

from collections.abc import Mapping
from fractions import Fraction

from laureat.records import identity_text
from laureat.session.framework import Framework, Round
from laureat.session.state import CandidateState, SessionState
from laureat.session.todo import lacking
from laureat.vocabulary import UnitStatus

JSON_COLUMNS = ("units", "cells", "told", "control", "control_units", "pieces_missing", "reserves")
"""The columns that are not plain."""


INHERITED = (
    *("certifier", "academy", "authority", "signatory", "signatory_quality"),
    *("place", "service", "service_address", "service_email", "court"),
)
"""What a session takes from its house, by name of field."""
SESSION_FIELDS = ("label", *INHERITED)
"""What the commitment to who holds a session holds."""
JUROR = ("nom", "prenom", "sexe", "establishment", "declared")
"""What the commitment to a juror holds."""


def juror_text(juror: Mapping[str, object]) -> str:
    """The text of a juror, as the log commits to it."""
    told = {name: str(juror[name] or "") for name in JUROR if name != "declared"}
    declared = juror["declared"]
    assert isinstance(declared, Mapping)
    return identity_text(told | {name: str(value) for name, value in declared.items()})


def row(state: SessionState, framework: Framework, standing: CandidateState) -> dict[str, object]:
    """The columns that the facts give, by name, in the order of the table."""
    route = standing.route
    cells = {unit: str(standing.cell(unit)) for unit in {*standing.presented, *standing.cells}}
    current = state.current.result(standing.id) if state.current else None
    decided = current or state.last_result(standing.id)
    public = state.result(standing.id)
    average = decided.proposal.average if decided else ""
    anomalies = len(state.anomalies_of(standing.id)) - len(state.refused_of_all)
    return {
        "establishment": route.establishment if route else "",
        "voie": route.voie if route else "",
        "categorie": route.categorie if route else "",
        "forme": route.forme if route else "",
        "option": route.option if route else "",
        "units": list(standing.presented),
        "cells": {unit: text for unit, text in cells.items() if text},
        "told": standing.columns,
        "control": {unit: str(standing.cell(unit, control=True)) for unit in standing.control},
        "control_units": list(standing.control_units),
        "missing": missing(state, standing),
        "pieces_missing": pieces_missing(state, framework, standing),
        "reserves": list(state.reserves(standing.id)),
        "livret_awaited": standing.livret_awaited,
        "withheld": standing.fraud_open or standing.to_redeliberate or standing.struck is not None or bool(anomalies),
        "withdrawn": standing.withdrawn,
        "proposal": decided.proposal.decision if decided else "",
        "decision": str(decided.decision) if decided else "",
        "mention": str(decided.mention) if decided else "",
        "average": average,
        "distance": distance(average, framework.thresholds),
        "public_decision": str(public.decision) if public else "",
        "public_mention": str(public.mention) if public else "",
        "facts": standing.size,
        "anomalies": anomalies,
    }


def differences(stored: Mapping[str, object], due: Mapping[str, object]) -> list[str]:
    """What a stored row says otherwise than the facts, column by column."""
    return [
        f"{name} : « {stored[name]} » au lieu de « {value} »" for name, value in due.items() if stored[name] != value
    ]


def missing(state: SessionState, standing: CandidateState) -> int:
    """How many marks are awaited in the round under way."""
    if standing.withdrawn:
        return 0
    if state.round is Round.CONTROLE:
        return sum(1 for unit in standing.control_units if unit not in standing.control)
    if state.round is Round.REMPLACEMENT:
        return sum(1 for unit in standing.replacement if unit not in standing.replaced)
    return sum(1 for unit in standing.presented if standing.cell(unit).status is UnitStatus.VIDE)


def pieces_missing(state: SessionState, framework: Framework, standing: CandidateState) -> list[str]:
    """The pieces, and the habilitation, that the file still lacks."""
    return [] if standing.withdrawn else list(lacking(state, framework, standing))


def distance(average: str, thresholds: tuple[int, ...]) -> int | None:
    """Hundredths, up, between an exact average and the nearest threshold; None without an average."""
    if not average or not thresholds:
        return None
    hundredths = Fraction(average) * 100
    return -int(-min(abs(hundredths - threshold) for threshold in thresholds) // 1)
