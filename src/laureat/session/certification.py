"""From the rules of a session to what its conduct needs: the frame, and the decision."""

import functools
from collections.abc import Mapping
from dataclasses import replace

from laureat import __version__
from laureat.deliberation.reglement import SessionRules
from laureat.records.facts import CoefficientConfirmed, CoefficientCorrectionAsked
from laureat.reglements.empreinte import empreinte_de_ce_qui_tourne, versions
from laureat.rules import ParameterStatus
from laureat.session.deciding import decided
from laureat.session.framework import Framework
from laureat.session.state import Decide
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import written_date


def confirmed_rules(
    rules: SessionRules, confirmed: Mapping[str, CoefficientConfirmed | CoefficientCorrectionAsked]
) -> SessionRules:
    """The rules with the numbers that someone confirmed, or asks to put right, no longer hypotheses."""
    changes = [
        replace(
            rules.parameters[name],
            value=fact.value,
            status=ParameterStatus.VERIFIE,
            bounds=None,
            citation=Citation(
                f"texte du {written_date(fact.text_date)}, lu et confirmé le {written_date(fact.at[:10])}", Reading.LU
            ),
        )
        for name, fact in sorted(confirmed.items())
    ]
    return rules.with_parameters(rules.parameters.replaced(changes)) if changes else rules


def framework_of(
    rules: SessionRules,
    confirmed: Mapping[str, CoefficientConfirmed],
    *,
    sheet: str = "",
    registered_from: str = "",
    registered_until: str = "",
) -> Framework:
    """The frame of a session: its rules, the numbers confirmed so far, what the sheet says of its dates."""
    return Framework(
        law=confirmed_rules(rules, confirmed),
        engine=__version__,
        ran=empreinte_de_ce_qui_tourne(rules.reglement.famille),
        versions=tuple(f"{name} {version}" for name, version in versions().items()),
        to_confirm={parameter.name: parameter for parameter in rules.parameters.hypotheses},
        sheet=sheet,
        registered_from=registered_from,
        registered_until=registered_until,
    )


def decider(rules: SessionRules, confirmed: Mapping[str, CoefficientConfirmed]) -> Decide:
    """The decision of one candidate by these rules; whoever they refuse is held back."""
    return functools.partial(decided, confirmed_rules(rules, confirmed))
