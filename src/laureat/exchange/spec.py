"""What the columns of a list of candidates mean, for a given certification and session."""

import abc
import difflib
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import PROJET, control_name
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.tables import normalised_heading
from laureat.vocabulary import CellError, Forme, UnitStatus, Voie, VoieAcces, french, parse_block_cell, parse_cell
from laureat.vocabulary.cells import Cell

IDENTITY = (
    "nom",
    "prenom",
    "nom_usage",
    "sexe",
    "date_naissance",
    "lieu_naissance",
    "pays_naissance",
    "ine",
    "uai",
    "etablissement",
    "langue",
    "langue_facultative",
    "pfmp",
)
"""The columns that say who a candidate is; they ride along as text."""

_ALSO = {
    "date_de_naissance": "date_naissance",
    "lieu_de_naissance": "lieu_naissance",
    "pays_de_naissance": "pays_naissance",
    "nom_d_usage": "nom_usage",
    "voie_d_acces": "voie_acces",
}
"""Headings that people write with their small words."""

FLAGS = ("derogation", "etalement")
FRAUD_COLUMN, CONSENT_COLUMN = "dossier_fraude", "consentement_notes"
ANSWERS = frozenset({FRAUD_COLUMN, CONSENT_COLUMN, "livret", "activite_3_ans"})
"""Columns that no rule reads but some door does: oui, non or nothing. They ride along as written."""
Parsed = tuple[int, int, int | None]
"""Status, mark in hundredths, session."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a cell reads and writes itself."""

    read: Callable[[str], Parsed]
    """Raises CellError."""
    write: Callable[[int, int, int | None], str]


def _read_mark(text: str) -> Parsed:
    cell = parse_cell(text)
    return cell.status, cell.mark, cell.session


def _write_mark(status: int, mark: int, session: int | None) -> str:
    return str(Cell(UnitStatus(status), mark, session))


def _read_block(text: str) -> Parsed:
    cell = parse_block_cell(text)
    return cell.status, cell.mark, cell.session


MARKS = Grammar(_read_mark, _write_mark)
BLOCKS = Grammar(_read_block, _write_mark)


@dataclass(frozen=True, slots=True)
class CellColumn:
    """One column of marks or codes."""

    name: str
    """The name of its columns in a batch: ``U11``, ``controle_U11``, ``RNCP37674BC01``."""
    grammar: Grammar
    required: bool = False
    also: tuple[str, ...] = ()
    """Other headings under which it may stand."""


@dataclass(frozen=True)
class Choice:
    """A column that holds one of a few words; case and accents do not matter."""

    name: str
    values: tuple[str, ...]
    empty: str | None = None
    """What an empty cell means; None where it is an error."""
    aliases: Mapping[str, str] | None = None

    @functools.cached_property
    def _known(self) -> dict[str, str]:
        return {normalised_heading(value): value for value in self.values} | dict(self.aliases or {})

    def read(self, text: str) -> str:
        """The value meant. Raises CellError with what was expected, and the nearest value."""
        key = normalised_heading(text)
        if key in self._known:
            return self._known[key]
        if not key and self.empty is not None:
            return self.empty
        expected = ", ".join(value for value in self.values if value)
        near = difflib.get_close_matches(key, self._known, n=1)
        hint = f" (vouliez-vous dire « {self._known[near[0]]} » ?)" if near else ""
        came = f"« {text.strip()} » est inconnu" if key else "la cellule est vide"
        raise CellError(f"{came}{hint} ; attendu : {expected}")


VOIES = tuple(voie.value for voie in Voie)
FORMES = Choice("forme", tuple(forme.value for forme in Forme), Forme.GLOBALE.value)
ACCES = Choice("voie_acces", ("", *(acces.value for acces in VoieAcces)), "")
SEXE = Choice("sexe", ("", "M", "F"), "", {"h": "M", "homme": "M", "masculin": "M", "femme": "F", "feminin": "F"})
OUI_NON = Choice(
    "oui ou non",
    french.OUI_NON,
    french.NON,
    dict.fromkeys(french.YES, french.OUI) | dict.fromkeys(french.NO, french.NON),
)


def says_yes(others: Mapping[str, str], name: str) -> bool:
    """Whether a column of ``ANSWERS``, however its heading is written, says yes; ValueError for what is no answer."""
    return any(french.says_yes(text) for heading, text in others.items() if normalised_heading(heading) == name)


@functools.lru_cache(maxsize=65_536)
def read_birth_date(text: str, session: int) -> str:
    """``14/03/2008`` or ``2008-03-14`` → ``14/03/2008``; empty stays empty.

    Raises CellError for another form, a day that does not exist, or a year outside 1900 – the year of the session.
    """
    text = text.strip()
    if not text:
        return ""
    try:
        day = french.parse_date(text)
    except ValueError as error:
        raise CellError(str(error)) from None
    if not 1900 <= day.year <= session:
        raise CellError(f"l'année de naissance {day.year} n'est pas entre 1900 et {session}")
    return french.short_date(day)


class Spec(abc.ABC):
    """The columns of a list of candidates."""

    session: int
    route_required: bool

    @property
    @abc.abstractmethod
    def cells(self) -> tuple[CellColumn, ...]:
        """The columns of marks and codes, in order."""

    @property
    @abc.abstractmethod
    def choices(self) -> tuple[Choice, ...]:
        """The columns that hold one of a few words."""

    @property
    @abc.abstractmethod
    def flags(self) -> tuple[str, ...]:
        """The columns that hold oui or non."""

    @abc.abstractmethod
    def year_problem(self, parsed: Parsed) -> str:
        """What is wrong with the year of a kept result; empty when nothing is."""

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that must stand in the file."""
        route = ("voie",) if self.route_required else ()
        return ("numero", *route, *(column.name for column in self.cells if column.required))

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """Normalised heading → name of the column."""
        simple = ("numero", *(choice.name for choice in self.choices), *IDENTITY, *self.flags)
        found = _ALSO | {normalised_heading(name): name for name in simple}
        for column in self.cells:
            found |= {normalised_heading(heading): column.name for heading in (column.name, *column.also)}
        return found


@dataclass(frozen=True)
class CandidateSpec(Spec):
    """The columns for a diploma made of units with marks (bac pro)."""

    units: tuple[Unit, ...]
    options: tuple[str, ...]
    session: int
    kept_years: int = 5
    """How many years a kept mark lives (CE D337-69)."""

    route_required = True
    flags = FLAGS

    @classmethod
    def of(cls, rules: SessionRules) -> "CandidateSpec":
        """The columns that a règlement expects for one of its sessions."""
        years = rules.parameters["duree_conservation"].value
        return cls(rules.units, tuple(rules.reglement.options), rules.session, years)

    @functools.cached_property
    def cells(self) -> tuple[CellColumn, ...]:
        """Units, projet, second-group marks."""
        return (
            *(CellColumn(unit.code, MARKS, required=unit.mandatory) for unit in self.units),
            CellColumn(PROJET, MARKS),
            *(CellColumn(control_name(unit.code), MARKS) for unit in self.units if unit.control_group is not None),
        )

    @functools.cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Route, form, option, access route, sex."""
        return (Choice("voie", VOIES), FORMES, Choice("option", ("", *self.options), ""), ACCES, SEXE)

    def year_problem(self, parsed: Parsed) -> str:
        """A kept mark lives ``kept_years`` years and comes from no session to come (CE D337-69)."""
        _, _, year = parsed
        if year is None or self.session - self.kept_years <= year <= self.session:
            return ""
        if year > self.session:
            return f"la note conservée de la session {year} est postérieure à la session {self.session}"
        return f"la note conservée de la session {year} a plus de {self.kept_years} ans à la session {self.session}"


@dataclass(frozen=True)
class BlockSpec(Spec):
    """The columns for a certification obtained block by block (capitalisation)."""

    blocks: Mapping[str, bool]
    """The code of each block as the sheet gives it → whether it is compulsory; ``{"CERT": True}`` where none."""
    session: int
    numero: str = ""
    """The number of the sheet: ``RNCP37674``; a code may then stand without it (``BC01``), or with it."""

    route_required = False
    flags = ()

    @functools.cached_property
    def cells(self) -> tuple[CellColumn, ...]:
        """One column a block."""
        return tuple(
            CellColumn(code, BLOCKS, required, also=tuple(self._other_headings(code)))
            for code, required in self.blocks.items()
        )

    def _other_headings(self, code: str) -> Iterable[str]:
        if not self.numero:
            return
        if code.startswith(self.numero) and code != self.numero:
            yield code.removeprefix(self.numero).lstrip("/")
        else:
            yield f"{self.numero}{code}"
            yield f"{self.numero}/{code}"

    @functools.cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Route (one of the ten, or none), access route, sex."""
        return (Choice("voie", ("", *VOIES), ""), ACCES, SEXE)

    def year_problem(self, parsed: Parsed) -> str:
        """A block is held for good, but not from a session to come."""
        _, _, year = parsed
        if year is None or 1900 <= year <= self.session:
            return ""
        if year < 1900:
            return f"la session {year} n'est pas une année"
        return f"le bloc validé à la session {year} est postérieur à la session {self.session}"
