"""What stands in one cell of a mark sheet: a mark that knows what it is, or the reason why there is none."""

import re
from dataclasses import dataclass
from enum import IntEnum

from laureat.vocabulary.cell_hints import hint
from laureat.vocabulary.numbers import MARK_MAX, MARK_STEP, format_hundredths, parse_hundredths


class UnitStatus(IntEnum):
    """What a unit holds for a candidate. The numbers are stored in columns: append, never renumber."""

    VIDE = 0
    """Not entered yet."""
    NOTE = 1
    """A mark of this session."""
    BENEFICE = 2
    """``B``: a mark kept from an earlier session."""
    ABSENT = 3
    """``AB``: absence without justification."""
    ABSENT_JUSTIFIE = 4
    """``AJ``: justified absence."""
    DISPENSE = 5
    """``DI``: dispensed of the unit."""
    VALIDE_VAE = 6
    """``VA``: unit validated by a VAE jury."""
    ANNULE = 7
    """``NU``: test annulled for fraud."""
    VALIDE = 8
    """``V``: block validated by its jury; with a session, held from an earlier one."""
    NON_VALIDE = 9
    """``NV``: block assessed, not validated."""
    HORS_OPTION = 10
    """The unit is not of the candidate's option: it plays no part."""


class Motif(IntEnum):
    """On what ground a cell holds what it holds. The numbers are stored in columns: append, never renumber."""

    SANS = 0
    TITRE = 1
    """A title held gives the dispense."""
    UNITE = 2
    """A unit acquired elsewhere gives the dispense."""
    CERTIFICAT = 3
    """A certificate gives the dispense; its cause is never recorded here."""
    DEMANDE = 4
    """Dispensed on the candidate's request, where the law lets them ask."""
    FORCE_MAJEURE = 5
    """Absent by duly noted force majeure."""
    AUTRE = 6
    """Absent for another reason that the authority admits."""
    ADMISE = 7
    """The authority decided that the mark counts."""
    REFUSEE = 8
    """The authority decided that the mark does not count."""
    AUTRE_SPECIALITE = 9
    """The mark was obtained in another speciality."""

    def __str__(self) -> str:
        """The name that stands in files."""
        return "" if self is Motif.SANS else self.name.lower()

    @property
    def label(self) -> str:
        """The ground in words."""
        return _GROUNDS[self]


_GROUNDS = {
    Motif.SANS: "",
    Motif.TITRE: "titre détenu",
    Motif.UNITE: "acquis antérieur",
    Motif.CERTIFICAT: "certificat",
    Motif.DEMANDE: "à sa demande",
    Motif.FORCE_MAJEURE: "force majeure",
    Motif.AUTRE: "autre motif que l'autorité admet",
    Motif.ADMISE: "admise par l'autorité",
    Motif.REFUSEE: "refusée par l'autorité",
    Motif.AUTRE_SPECIALITE: "obtenue dans une autre spécialité",
}
_CODE_OF = {
    UnitStatus.ABSENT: "AB",
    UnitStatus.ABSENT_JUSTIFIE: "AJ",
    UnitStatus.DISPENSE: "DI",
    UnitStatus.VALIDE_VAE: "VA",
    UnitStatus.ANNULE: "NU",
    UnitStatus.VALIDE: "V",
    UnitStatus.NON_VALIDE: "NV",
    UnitStatus.HORS_OPTION: "",
}
_HELD = re.compile(r"V\s*@\s*([0-9]{4})", re.IGNORECASE)
_BENEFICE = re.compile(r"B\s*([0-9][0-9.,]*)\s*(?:@\s*([0-9]{4}))?", re.IGNORECASE)


class CellError(ValueError):
    """A cell that says nothing lawful; the message says, in French, what was expected."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A status and a mark in hundredths of a point (0 where there is none)."""

    status: UnitStatus = UnitStatus.VIDE
    mark: int = 0
    session: int | None = None
    """The year of the session that gave a kept mark or a held block, when the sheet says it."""
    motif: Motif = Motif.SANS
    """On what ground it stands there, where one is due."""

    def __str__(self) -> str:
        """The cell as one would type it: ``12,5``, ``B12,5@2023``, ``AB``, or nothing."""
        match self.status:
            case UnitStatus.VIDE:
                return ""
            case UnitStatus.NOTE:
                return format_hundredths(self.mark)
            case UnitStatus.BENEFICE:
                year = f"@{self.session}" if self.session else ""
                return f"B{format_hundredths(self.mark)}{year}"
            case UnitStatus.VALIDE if self.session:
                return f"V@{self.session}"
            case _:
                return _CODE_OF[self.status]


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a cell of a mark sheet may hold under a family of règlements, and how it reads."""

    codes: tuple[UnitStatus, ...]
    """The codes that may stand there."""
    step: int | None = MARK_STEP
    """The step of marks, in hundredths of a point; None: no marks."""
    keeps: bool = True
    """``B12,5`` and ``B12,5@2023``: a mark kept from an earlier session."""

    @property
    def known(self) -> dict[str, UnitStatus]:
        """The codes as they are typed, each with what it means."""
        return {_CODE_OF[status]: status for status in self.codes}

    @property
    def holds(self) -> bool:
        """``V@2023``: a block held from an earlier session."""
        return UnitStatus.VALIDE in self.codes

    @property
    def marks(self) -> str:
        """The marks that may stand there, in words; empty where there are none."""
        if self.step is None:
            return ""
        return "une note de 0 à 20" + (", en points ou demi-points" if self.step == MARK_STEP else "")

    @property
    def expected(self) -> str:
        """What may stand in a cell, in words."""
        examples = (("V@2023",) if self.holds else ()) + (("B12,5", "B12,5@2023") if self.keeps else ())
        marks = "" if self.step is None else "une note de 0 à 20 ou "
        return f"{marks}un code connu ({', '.join((*self.known, *examples))})"

    @property
    def neither(self) -> str:
        """« ni une note de 0 à 20, ni un code connu (AB…) »."""
        if self.step is None:
            return f"pas connu ici ; attendu : {self.expected}"
        return f"ni {self.expected.replace(' ou un code', ', ni un code')}"

    def parse(self, text: str) -> Cell:
        """Read one cell: a mark, a code, what was kept or held, or nothing. Case does not matter.

        Raises CellError with a French message naming what came, what was expected, and what may have been meant.
        """
        try:
            return self._parsed(text.strip())
        except CellError as error:
            raise CellError(f"{error}{hint(text, self.accepts)}") from None

    def accepts(self, text: str) -> bool:
        """True where a cell that says something is read from this text."""
        try:
            return self._parsed(text.strip()).status is not UnitStatus.VIDE
        except CellError:
            return False

    def _parsed(self, text: str) -> Cell:
        if not text:
            return Cell()
        if (code := text.upper()) in (known := self.known):
            return Cell(known[code])
        if self.holds and (held := _HELD.fullmatch(text)):
            return Cell(UnitStatus.VALIDE, session=int(held[1]))
        try:
            if self.keeps and (kept := _BENEFICE.fullmatch(text)):
                return Cell(UnitStatus.BENEFICE, self._mark(kept[1]), int(kept[2]) if kept[2] else None)
            if self.step is not None and (text[0].isdigit() or text[0] in "+-,."):
                return Cell(UnitStatus.NOTE, self._mark(text))
        except ValueError as error:
            raise CellError(f"{error} ; attendu : {self.expected}") from None
        raise CellError(f"« {text} » n'est {self.neither}")

    def _mark(self, text: str) -> int:
        value = parse_hundredths(text)
        if not 0 <= value <= MARK_MAX:
            raise ValueError(f"la note {text} n'est pas entre 0 et 20")
        if value % (self.step or 1):
            raise ValueError(f"la note {text} n'est ni un point entier ni un demi-point")
        return value


MARKS = Grammar(
    (
        UnitStatus.ABSENT,
        UnitStatus.ABSENT_JUSTIFIE,
        UnitStatus.DISPENSE,
        UnitStatus.VALIDE_VAE,
        UnitStatus.ANNULE,
    )
)
"""The cells of a diploma made of marks, in whole or half points."""

BLOCKS = Grammar(
    (
        UnitStatus.VALIDE,
        UnitStatus.NON_VALIDE,
        UnitStatus.VALIDE_VAE,
        UnitStatus.DISPENSE,
        UnitStatus.ABSENT,
        UnitStatus.ABSENT_JUSTIFIE,
    ),
    step=1,
    keeps=False,
)
"""The cells of a certification made of blocks: each validated or not, or marked as its certifier likes."""


def parse_cell(text: str) -> Cell:
    """Read one cell of a diploma made of marks. Raises CellError."""
    return MARKS.parse(text)
