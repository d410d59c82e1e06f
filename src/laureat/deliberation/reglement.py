"""A règlement as the engine sees it: units, dated parameters and rules. The law itself is passed in, never imported."""

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from laureat.deliberation.outcome import Unit
from laureat.rules import Finding, Parameter, Parameters, ParameterStatus, ParameterValues, Rule, Ruleset
from laureat.vocabulary import Citation, InputProblem, InvalidInput

NO_COEFFICIENT = Parameter(
    "sans_coefficient",
    0,
    "centièmes de coefficient",
    ParameterStatus.VERIFIE,
    Citation("usage : unité sans coefficient"),
)


@dataclass(frozen=True)
class Reglement:
    """The règlement of one certification, over all its sessions.

    ``edition`` names the state of our reading of the law; a PV records it with ``digest``.
    """

    id: str
    title: str
    edition: str
    units: tuple[Unit, ...]
    options: Mapping[str, str]
    ruleset: Ruleset
    findings: tuple[Finding, ...]
    history: tuple[Parameter, ...]
    first_session: int
    last_session: int
    founding: Citation
    """The text that creates the certification and sets its first session."""
    kind: str = "bac_pro"
    """Which family of rules: ``bac_pro``, with marks and coefficients, or ``capitalisation``, block by block."""
    rights: tuple[Rule, ...] = ()
    """What a candidate may do with a result: a condition, and the sentence that says it."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The data file it was built from: with the code of the rules, all that is needed to build it again."""
    former_diplomas: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Former diploma → {its unit → our unit}; an empty table means that the correspondence is not known."""

    def at(self, session: int | None = None, parameters: Parameters | None = None) -> "SessionRules":
        """The règlement for one session (default: the latest known).

        Raises InvalidInput for a session before the first one, citing the founding text.
        """
        session = self.last_session if session is None else session
        if session < self.first_session:
            raise InvalidInput(
                [
                    InputProblem(
                        f"la session {session} précède la première session de {self.id}, "
                        f"{self.first_session} ({self.founding})"
                    )
                ]
            )
        return SessionRules(
            reglement=self,
            session=session,
            parameters=parameters or Parameters.at(session, self.history),
            ruleset=self.ruleset.at(session),
            findings=tuple(finding for finding in self.findings if finding.holds_at(session)),
            rights=tuple(right for right in self.rights if right.holds_at(session)),
        )


@dataclass(frozen=True)
class SessionRules:
    """The rules and numbers in force for one session: all that a deliberation needs."""

    reglement: Reglement
    session: int
    parameters: Parameters
    ruleset: Ruleset
    findings: tuple[Finding, ...]
    rights: tuple[Rule, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        """All units, compulsory then optional, in the order of the règlement."""
        return self.reglement.units

    @functools.cached_property
    def mandatory(self) -> tuple[Unit, ...]:
        """The compulsory units."""
        return tuple(unit for unit in self.units if unit.mandatory)

    @functools.cached_property
    def optional(self) -> tuple[Unit, ...]:
        """The optional units."""
        return tuple(unit for unit in self.units if not unit.mandatory)

    @functools.cached_property
    def control_units(self) -> tuple[Unit, ...]:
        """The units that may be chosen for the épreuve de contrôle."""
        return tuple(unit for unit in self.units if unit.control_group is not None)

    def coefficient(self, unit: Unit) -> Parameter:
        """The coefficient of a compulsory unit, in hundredths; 0 under a règlement that has none."""
        return self.parameters.get(unit.coefficient_name, NO_COEFFICIENT)

    @functools.cached_property
    def coefficients(self) -> dict[str, tuple[int, int, int]]:
        """By compulsory unit, the coefficient and its least and greatest value, in hundredths."""
        found = {}
        for unit in self.mandatory:
            coefficient = self.coefficient(unit)
            found[unit.code] = (coefficient.value, *(coefficient.bounds or (coefficient.value, coefficient.value)))
        return found

    @functools.cached_property
    def numbers(self) -> ParameterValues:
        """The parameters as the rules see them."""
        return self.parameters.values_only

    def without(self, *rule_ids: str) -> "SessionRules":
        """The same rules less some, for « what if »."""
        return replace(
            self,
            ruleset=self.ruleset.without(*rule_ids),
            findings=tuple(finding for finding in self.findings if finding.id not in rule_ids),
            rights=tuple(right for right in self.rights if right.id not in rule_ids),
        )

    def with_parameters(self, parameters: Parameters) -> "SessionRules":
        """The same rules with other numbers."""
        return replace(self, parameters=parameters)

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 over rules, units and parameters: the same digest decides the same way."""
        body: dict[str, Any] = {
            "regles": self.ruleset.digest,
            "constats": [finding.identity for finding in self.findings],
            "unites": [repr(unit) for unit in self.units],
            "parametres": {name: repr(parameter) for name, parameter in sorted(self.parameters.items())},
            "session": self.session,
        }
        return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
