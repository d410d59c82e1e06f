"""What a deliberation takes and gives: plain values, the same for one candidate and for a row of a cohort."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from laureat.vocabulary import (
    CATEGORIE_OF,
    Categorie,
    Cell,
    Decision,
    Forme,
    Mention,
    Voie,
    VoieAcces,
    format_hundredths,
    french,
    truncated_average,
)

EMPTY_CELL = Cell()


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
    """One unit of a diploma (CE D337-52, D337-69): a block of competences, assessed by an épreuve or a sous-épreuve."""

    code: str
    bloc: str
    """The full code of its block: ``RNCP35697BC01``."""
    epreuve: str
    label: str
    mandatory: bool
    professional: bool = False
    control_group: int | None = None
    """The group of the épreuve de contrôle in which it may be chosen (arrêté du 25 novembre 2021)."""
    replacement: bool = True
    """A replacement test exists for it: not for EPS nor for optional units (CE D337-92)."""
    excluded_by_dispense: str = ""
    """The compulsory unit whose dispense closes this optional one (arrêté du 7 juillet 2015)."""
    modes: Mapping[Categorie, Mode | None] = field(default_factory=dict)

    @property
    def coefficient_name(self) -> str:
        """The name of the parameter that holds its coefficient."""
        return f"coefficient_{self.code}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate of a session, as entered. Identity and unknown columns ride along untouched."""

    numero: str
    voie: Voie | None
    """None only where the certification knows no such routes (capitalisation)."""
    cells: Mapping[str, Cell]
    """By unit code; a unit that is not there is empty."""
    projet: Cell = EMPTY_CELL
    controle: Mapping[str, Cell] = field(default_factory=dict)
    """Second-group marks, by unit code."""
    forme: Forme = Forme.GLOBALE
    option: str = ""
    voie_acces: VoieAcces | None = None
    derogation: bool = False
    etalement: bool = False
    identite: Mapping[str, str] = field(default_factory=dict)
    """``nom prenom nom_usage sexe date_naissance lieu_naissance pays_naissance ine uai etablissement``…, as text."""
    autres: Mapping[str, str] = field(default_factory=dict)
    """The columns nobody knows, passed through."""

    @property
    def categorie(self) -> Categorie | None:
        """The category that the route gives (CE D337-74, D337-77)."""
        return CATEGORIE_OF[self.voie] if self.voie is not None else None

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
    """In hundredths; None for an optional unit, which has none (CE D337-78)."""
    retained: int | None
    """The mark that counts, in hundredths (0 for a justified absence or an annulled test); None where none counts."""
    retained_from: RetainedFrom | None
    control: Cell | None
    """The second-group mark, where the candidate had the right to it."""
    bloc_acquis: bool
    mode: Mode | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The proposal to the jury for one candidate (CE D337-88: the program computes, the jury fixes)."""

    decision: Decision
    mention: Mention
    average: Fraction | None
    """In points, exact: the average that decides (after control where there was one); None where none is due."""
    first_average: Fraction | None
    """In points, exact: the average of the first group; None where no unit counts."""
    professional_average: Fraction | None
    units: tuple[UnitResult, ...]
    bonus: int
    """Points of the optional units above 10, in hundredths (CE D337-78)."""
    projet: int
    """Points of the projet, in hundredths, positive or negative (arrêté du 20 octobre 2020, art. 4)."""
    blocs: tuple[str, ...]
    """Full codes of the blocks attested, in the order of the units."""
    certificat: bool
    """The certificat de fin d'études professionnelles secondaires is due (CE D337-87)."""
    depends_on: tuple[str, ...] = ()
    """Units whose unconfirmed coefficient may change decision or mention; empty: certain."""
    warnings: tuple[str, ...] = ()

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
            "avertissements": " | ".join(self.warnings),
        }
