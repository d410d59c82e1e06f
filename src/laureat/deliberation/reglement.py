"""A règlement as the engine sees it: units, dated parameters and rules. The law itself is passed in, never imported."""

import functools
import hashlib
import itertools
import json
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from laureat.deliberation.famille import CONTROLE, Famille
from laureat.deliberation.outcome import Outcome, Unit
from laureat.rules import Finding, Parameter, Parameters, ParameterStatus, ParameterValues, Rule, Ruleset
from laureat.vocabulary import Citation, InputProblem, InvalidInput, french

OF_A_NUMBER = "AVIS-NOMBRE"
"""The notices of a number of the general law that a speciality changes."""


@dataclass(frozen=True)
class Reglement:
    """The règlement of one certification, over all its sessions: its family, and the data of its speciality.

    ``edition`` names the state of our reading of the law; a PV records it with the digests.
    """

    id: str
    """Its name in the library: the number of its register sheet, or ``cap_electricien`` where none is known."""
    title: str
    edition: str
    famille: Famille
    units: tuple[Unit, ...]
    history: tuple[Parameter, ...]
    """All its numbers, over all sessions: those of the family, and its own."""
    first_session: int
    founding: Citation
    """The text that creates the certification and sets its first session."""
    last_session: int | None = None
    """The last session under this text, later ones are refused; None: not read."""
    read_until: int | None = None
    """The last session that the text is known to govern, where it was read in a former state only; None: no limit."""
    aged: Finding | None = None
    """What is said of every candidate of a later session than that."""
    default_session: int | None = None
    """The session meant where none is said; None: it is asked."""
    numero: str = ""
    """The number of its register sheet; empty where it was not read."""
    options: Mapping[str, str] = field(default_factory=dict)
    option_codes: Mapping[str, str] = field(default_factory=dict)
    """The code of each option in the national nomenclature of diplomas (BCN)."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The data file it was built from: with its family, all that is needed to build it again."""
    former_diplomas: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Former diploma → {its unit → our unit}; an empty table means that the correspondence is not known."""
    former_options: Mapping[str, str] = field(default_factory=dict)
    """Former diploma → the option that succeeds it; absent: any."""
    own_rule: Citation | None = None
    """Where the certifier wrote its own rule; None: it wrote none in its data file."""
    notices: tuple[Finding, ...] = ()
    """What is said of every candidate: that someone imposed this family on a sheet of another law."""

    @property
    def sessions(self) -> str:
        """The sessions that it governs, in words: « 2015 – 2019 », « 2012 – 2014, à vérifier ensuite », « 2024 – »."""
        last = self.last_session or self.read_until
        doubt = ", à vérifier ensuite" if self.last_session is None and self.read_until is not None else ""
        return f"{self.first_session} – {max(self.first_session, last) if last else ''}".rstrip() + doubt

    @property
    def imposed(self) -> bool:
        """Someone imposed it on the sheet of another family, whose words are not those of this one."""
        return bool(self.data.get("impose_a"))

    @property
    def avis(self) -> tuple[str, ...]:
        """The notices in words: what every output says of the law that applies, however it came to."""
        return tuple(notice.said({}) for notice in self.notices)

    @property
    def avis_of_a_title(self) -> tuple[str, ...]:
        """The same, but for what is said of numbers: a title shows no computation."""
        return tuple(notice.said({}) for notice in self.notices if notice.id != OF_A_NUMBER)

    def at(self, session: int | None = None, parameters: Parameters | None = None) -> "SessionRules":
        """The règlement for one session.

        Raises InvalidInput for a session before the first or after the last, citing the founding text, and where no
        session is said and none goes without saying.
        """
        session = self.default_session if session is None else session
        if session is None:
            raise self._refused(
                f"indiquer la session (--session ANNÉE) : le texte de « {self.title} » n'a pas "
                f"été lu dans un état en vigueur, aucune session ne va donc de soi ({self.sessions} ; {self.founding})"
            )
        if session < self.first_session:
            raise self._refused(
                f"la session {session} précède la première session de {self.id}, {self.first_session} ({self.founding})"
            )
        if self.last_session is not None and session > self.last_session:
            raise self._refused(
                f"la session {session} suit la dernière session de {self.id}, {self.last_session} ({self.founding})"
            )
        famille = self.famille.at(session)
        if self.aged is not None and self.read_until is not None and session > self.read_until:
            return replace(self, notices=(*self.notices, self.aged), aged=None).at(session, parameters)
        return SessionRules(
            reglement=self if famille is self.famille else replace(self, famille=famille),
            session=session,
            parameters=parameters or Parameters.at(session, self.history),
            ruleset=famille.regles.at(session),
            findings=tuple(_held((*self.notices, *famille.constats), session)),
            rights=tuple(_held(famille.droits, session)),
        )

    @staticmethod
    def _refused(message: str) -> InvalidInput:
        return InvalidInput([InputProblem(message)])


R = TypeVar("R", bound=Rule)


def _held(rules: Iterable[R], session: int) -> Iterator[R]:
    """The rules that hold for a session, each citing the text of that time."""
    for rule in rules:
        if (held := rule.at(session)) is not None:
            yield held


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
        """The units that may be chosen for the control test."""
        if CONTROLE in self.reglement.famille.a_venir:
            return ()
        return tuple(unit for unit in self.units if unit.control_group is not None)

    def coefficient(self, unit: Unit) -> Parameter | None:
        """The coefficient of a unit, in hundredths; None where the règlement gives it none."""
        return self.parameters.get(unit.coefficient_name)

    def number(self, question: str) -> Parameter | None:
        """The number of the law that answers a question of the conduct (``NOMBRES``); None where the law has none."""
        return self.parameters.get(self.reglement.famille.conduite.nombres.get(question, ""))

    def possible(self, parameter: Parameter) -> tuple[int, int]:
        """The least and the greatest value that a number could have here: no more blocks required than there are."""
        low, high = parameter.possible
        return (low, len(self.mandatory)) if parameter == self.number("blocs_exiges") else (low, high)

    @property
    def block_years(self) -> int:
        """How many years a block holds from the session that gave it; 0: no limit."""
        found = self.number("duree_bloc")
        return (found.value or 0) if found else 0

    @functools.cached_property
    def coefficients(self) -> dict[str, tuple[int, int, int]]:
        """By unit that has one, the coefficient and its least and greatest value, in hundredths.

        Raises InvalidInput where a number of the law has no value: nothing is decided without it.
        """
        if unknown := self.parameters.unknown:
            raise InvalidInput(
                InputProblem(
                    f"un nombre n'est pas connu : {p.asked.replace(p.words, self._plain(p), 1)}, que le texte lu ne "
                    f"donne pas ({p.citation}) ; le lire dans l'arrêté, puis l'écrire dans un fichier (--parametres "
                    f"FICHIER), sur une ligne : {p.as_read} ; ou l'entrer parmi les textes à confirmer (laureat texte, "
                    "ou leur écran)"
                )
                for p in unknown
            )
        found = {}
        for unit in self.units:
            coefficient = self.coefficient(unit)
            if coefficient is not None and coefficient.value is not None:
                found[unit.code] = (coefficient.value, *coefficient.box)
        return found

    def _plain(self, parameter: Parameter) -> str:
        """A number in plain words: the coefficient of a unit by the title of the unit."""
        named = (unit for unit in self.units if unit.coefficient_name == parameter.name)
        return next((f"le coefficient de « {unit.label} » ({unit.code})" for unit in named), parameter.words)

    @functools.cached_property
    def given(self) -> tuple[str, ...]:
        """Each number that is not the one of the règlement but was given for this session, in words.

        One that was given without a text is on trial, and no text is named beside it.
        """
        own = Parameters.at(self.session, self.reglement.history)
        return tuple(
            f"nombre à l'essai pour cette délibération, sans texte qui le donne : {p.words} = {p.text}"
            if p.status is ParameterStatus.HYPOTHESE
            else f"nombre donné pour cette délibération : {p.words} = {p.text}, {p.citation}"
            for p in self.parameters.values()
            if (was := own.get(p.name)) and (p.value, p.citation) != (was.value, was.citation)
        )

    @functools.cached_property
    def hypotheses(self) -> tuple[Parameter, ...]:
        """The numbers that nobody could read and that a rule reads, the coefficients of units left out."""
        read = frozenset[str]().union(*(rule.attributes for rule in self.ruleset.rules))
        return tuple(p for p in self.parameters.hypotheses if p.name in read)

    def corners(self) -> Iterator[tuple[dict[str, int], "SessionRules"]]:
        """The same rules at each corner of the box of its hypotheses, the coefficients of units left as they are.

        Each number of the law moves a result one way only, so that what is the same at all corners is the same over
        the whole box. Without such hypotheses: the rules themselves, once.
        """
        return ((values, self._at_corner(tuple(sorted(values.items())))) for values in self._corner_values)

    @functools.cached_property
    def _corner_values(self) -> list[dict[str, int]]:
        names = [p.name for p in self.hypotheses]
        return [dict(zip(names, ends, strict=True)) for ends in itertools.product(*(p.box for p in self.hypotheses))]

    @functools.cached_property
    def _known_corners(self) -> dict[tuple[tuple[str, int], ...], "SessionRules"]:
        return {}

    def _at_corner(self, values: tuple[tuple[str, int], ...]) -> "SessionRules":
        if not values:
            return self
        if values not in self._known_corners:
            known = [
                replace(self.parameters[name], value=value, bounds=None, status=ParameterStatus.DEDUIT)
                for name, value in values
            ]
            self._known_corners[values] = self.with_parameters(self.parameters.replaced(known))
        return self._known_corners[values]

    def cited(self, rule: Rule) -> Citation:
        """The text of a rule: where it is the certifier's own, the article that its data file gives."""
        own = self.reglement.own_rule
        return own if own and rule.citation == self.reglement.famille.conduite.articles.get("regle") else rule.citation

    @functools.cached_property
    def numbers(self) -> ParameterValues:
        """The parameters as the rules see them."""
        return self.parameters.values_only

    @functools.cached_property
    def known_outcomes(self) -> OrderedDict[Hashable, Outcome]:
        """What these rules, and no others, gave of a file: who reads a session again need not ask again."""
        return OrderedDict()

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
        """SHA-256 over what decides: rules, units and numbers as the engine sees them."""
        body: dict[str, Any] = {
            "famille": self.reglement.famille.code,
            "regles": self.ruleset.digest,
            "constats": [finding.identity for finding in self.findings],
            "unites": [repr(unit) for unit in self.units],
            "parametres": {name: repr(parameter) for name, parameter in sorted(self.parameters.items())},
            "session": self.session,
        }
        return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @functools.cached_property
    def fields(self) -> Mapping[str, "Nombre"]:
        """The numbers of the law as sentences write them, by name."""
        return {name: Nombre(parameter) for name, parameter in self.parameters.items()}


class Nombre:
    """A number of the law as a sentence writes it: with its unit, bare with the format ``nu``, or with the noun that
    the format gives, one and several: ``unité|unités``."""

    def __init__(self, parameter: Parameter) -> None:
        self._parameter = parameter

    def __bool__(self) -> bool:
        return bool(self._parameter.value)

    def __str__(self) -> str:
        return format(self, "")

    def __format__(self, spec: str) -> str:
        return f"{self._said(spec)} (à l'essai)" if self._parameter.on_trial else self._said(spec)

    def _said(self, spec: str) -> str:
        text, what = self._parameter.text, self._parameter.unit
        if self._parameter.value is None:
            return "(nombre non lu)"
        if "|" in spec:
            return french.plural(self._parameter.value, *spec.split("|"))
        if spec == "nu" or what in ("nombre", "sens", "centièmes de coefficient"):
            return text
        if what == "centièmes de point":
            return french.points(self._parameter.value or 0)
        return french.plural(self._parameter.value or 0, what.removesuffix("s") if what != "mois" else what)
