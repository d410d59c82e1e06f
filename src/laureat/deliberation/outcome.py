"""What a deliberation takes and gives: plain values, the same for one candidate and for a row of a cohort."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from laureat.deliberation.famille import Voie
from laureat.vocabulary import (
    Cell,
    Decision,
    Forme,
    Mention,
    VoieAcces,
    format_hundredths,
    french,
    truncated_average,
)

EMPTY_CELL = Cell()
UNDECIDED = frozenset({Decision.A_DECIDER, Decision.NON_DECIDABLE})
"""The decisions that are none yet."""


@dataclass(frozen=True, slots=True)
class Mode:
    """How a unit is assessed for one category: ``ccf``, ``ponctuel`` or ``non_precise``, and the test's natures."""

    mode: str
    natures: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The form in words: « contrôle en cours de formation », « ponctuel écrit et pratique »…"""
        if self.mode == "ccf":
            return "contrôle en cours de formation"
        natures = french.enumeration(self.natures)
        return f"ponctuel {natures}".strip() if self.mode == "ponctuel" else natures


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a certification: a block of competences, assessed by an épreuve or a sous-épreuve."""

    code: str
    bloc: str
    """The full code of its block: ``RNCP35697BC01``; the code of the unit where the block is not known."""
    epreuve: str
    label: str
    mandatory: bool
    professional: bool = False
    control_group: int | None = None
    """The group of the control test in which it may be chosen; None where it may not."""
    replacement: bool = True
    """A replacement test may be authorised for it."""
    excluded_by_dispense: str = ""
    """The compulsory unit whose dispense closes this optional one."""
    options: tuple[str, ...] = ()
    """The options of the certification to which it belongs; empty: to all."""
    traits: frozenset[str] = frozenset()
    """What rules may ask about it: ``eps``, ``pse``, ``pfmp``…"""
    modes: Mapping[str, Mode | None] = field(default_factory=dict)
    """By category, how it is assessed; None where it is not offered."""

    @property
    def shown(self) -> str:
        """Its code as people read it: ``UF LV`` for ``UF_LV``."""
        return self.code.replace("_", " ")

    @property
    def coefficient_name(self) -> str:
        """The name of the parameter that holds its coefficient."""
        return f"coefficient_{self.code}"

    def concerns(self, option: str) -> bool:
        """It belongs to that option (to all, where no option is said)."""
        return not self.options or option in self.options


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate of a session, as entered. Identity and unknown columns ride along untouched."""

    numero: str
    voie: Voie | None
    """None only where the family knows no routes, or the list does not say which."""
    cells: Mapping[str, Cell]
    """By unit code; a unit that is not there is empty."""
    controle: Mapping[str, Cell] = field(default_factory=dict)
    """Second-group marks, by unit code."""
    forme: Forme = Forme.GLOBALE
    option: str = ""
    voie_acces: VoieAcces | None = None
    declare: Mapping[str, Any] = field(default_factory=dict)
    """What the columns of the family tell of the candidate, by name: ``derogation``, ``etalement``…"""
    identite: Mapping[str, str] = field(default_factory=dict)
    """``nom prenom nom_usage sexe date_naissance lieu_naissance pays_naissance ine uai etablissement``…, as text."""
    autres: Mapping[str, str] = field(default_factory=dict)
    """The columns nobody knows, passed through."""

    @property
    def categorie(self) -> str:
        """The category that the route gives; empty where none is known."""
        return self.voie.categorie if self.voie is not None else ""

    def cell(self, code: str) -> Cell:
        """What the candidate holds in a unit."""
        return self.cells.get(code, EMPTY_CELL)


class RetainedFrom(StrEnum):
    """Where the retained mark of a unit comes from."""

    SESSION = "session"
    CONSERVEE = "conservee"
    CONTROLE = "controle"


class UnitResult(NamedTuple):
    """What one unit brought to a result."""

    unit: Unit
    cell: Cell
    coefficient: int | None
    """In hundredths; None for a unit that has none."""
    retained: int | None
    """The mark that counts, in hundredths (0 for a justified absence or an annulled test); None where none counts."""
    retained_from: RetainedFrom | None
    control: Cell | None
    """The second-group mark, where the candidate had the right to it."""
    bloc_acquis: bool
    mode: Mode | None
    expired: bool = False
    """What was held of it from an earlier session holds no more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The proposal to the jury for one candidate (the program computes, the jury fixes)."""

    decision: Decision
    mention: Mention
    average: Fraction | None
    """In points, exact: the average that decides (after control where there was one); None where none is due."""
    first_average: Fraction | None
    """In points, exact: the average of the first group; None where no unit counts."""
    professional_average: Fraction | None
    units: tuple[UnitResult, ...]
    bonus: int
    """Points of the optional units above 10, in hundredths."""
    projet: int
    """Points of the projet, in hundredths, positive or negative."""
    blocs: tuple[str, ...]
    """Full codes of the blocks attested, in the order of the units."""
    certificat: bool
    """The certificat de fin d'études professionnelles secondaires is due."""
    depends_on: tuple[str, ...] = ()
    """The hypotheses that may change decision, mention, blocks or certificate: a unit for its coefficient, else the
    name of the parameter; empty: certain."""
    warnings: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()
    """What keeps the decision from being fixed until an act settles it."""

    @property
    def is_open(self) -> bool:
        """An act is awaited, or the jury has not decided: no paper tells it, no title is signed of it."""
        return bool(self.reserves) or self.decision in UNDECIDED

    @property
    def average_text(self) -> str:
        """Two decimals, cut toward zero, with a point (files); empty where no average is due."""
        if self.average is None:
            return ""
        return format_hundredths(truncated_average(self.average), decimals=2, comma=".")

    @property
    def certitude(self) -> str:
        """``certain``, or ``depend_de:U31,…``."""
        return f"depend_de:{','.join(self.depends_on)}" if self.depends_on else "certain"

    def row(self, numero: str) -> dict[str, str]:
        """The row of ``decisions.csv``."""
        return {
            "numero": numero,
            "decision": str(self.decision),
            "mention": str(self.mention),
            "moyenne": self.average_text,
            "blocs": " ".join(self.blocs),
            "certificat": french.oui_non(self.certificat),
            "certitude": self.certitude,
            "reserves": " | ".join(self.reserves),
            "avertissements": " | ".join(self.warnings),
        }


def why_provisional(candidate: Candidate, outcome: Outcome) -> str:
    """What of the law, not read yet, a decision depends on; empty where it is certain."""
    if not outcome.depends_on:
        return ""
    units = [name for name in outcome.depends_on if name in candidate.cells or not name.islower()]
    on = [f"du coefficient de {', '.join(units)}"] if units else []
    on += ["d'un nombre du règlement non confirmé"] if len(units) < len(outcome.depends_on) else []
    return f"décision provisoire : elle dépend {french.enumeration(on)}"
