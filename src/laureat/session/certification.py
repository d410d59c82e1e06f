"""From the rules of a session to what its conduct needs: the frame, and the decision."""

import functools
from collections.abc import Mapping
from dataclasses import replace

from laureat import __version__
from laureat.deliberation.candidate import decide
from laureat.deliberation.reglement import SessionRules
from laureat.records.facts import CoefficientConfirmed
from laureat.rules import ParameterStatus
from laureat.session.framework import Decide, Framework, Piece
from laureat.vocabulary import Citation


def confirmed_rules(rules: SessionRules, confirmed: Mapping[str, CoefficientConfirmed]) -> SessionRules:
    """The rules with the coefficients that someone confirmed, no longer hypotheses."""
    changes = [
        replace(
            rules.parameters[name],
            value=fact.value,
            status=ParameterStatus.VERIFIE,
            bounds=None,
            citation=Citation(f"texte du {fact.text_date}, lu et confirmé pour la session le {fact.at[:10]}"),
        )
        for name, fact in sorted(confirmed.items())
    ]
    return rules.with_parameters(rules.parameters.replaced(changes))


def framework_of(
    rules: SessionRules,
    confirmed: Mapping[str, CoefficientConfirmed],
    *,
    state_diploma: bool = True,
    registered_from: str = "",
    registered_until: str = "",
    projet: bool | None = None,
    required_pieces: Mapping[str, tuple[Piece, ...]] | None = None,
) -> Framework:
    """The frame of a session: its rules, the coefficients confirmed so far, what the sheet says of its dates.

    Without any coefficient the certification is obtained block by block; ``projet`` is true of the others by default.
    """
    reglement = rules.reglement
    coefficients = {unit.coefficient_name for unit in rules.mandatory} & rules.parameters.keys()
    return Framework(
        certification=reglement.id,
        units={unit.code: unit for unit in rules.units},
        edition=reglement.edition,
        rules=confirmed_rules(rules, confirmed).digest,
        engine=__version__,
        hypotheses=frozenset(p.name for p in rules.parameters.hypotheses if p.name in coefficients),
        state_diploma=state_diploma,
        registered_from=registered_from,
        registered_until=registered_until,
        first_session=reglement.first_session,
        options=tuple(reglement.options),
        projet=bool(coefficients) if projet is None else projet,
        by_blocks=not coefficients,
        required_pieces=required_pieces or {},
    )


def decider(rules: SessionRules, confirmed: Mapping[str, CoefficientConfirmed]) -> Decide:
    """The decision of one candidate by these rules."""
    return functools.partial(decide, confirmed_rules(rules, confirmed))
