"""What the columns of a list of candidates mean, for a given certification and session."""

import functools
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from laureat.deliberation.famille import CONTROLE, ETAT_CIVIL, ETUDES, Famille, Genre
from laureat.deliberation.outcome import Unit
from laureat.deliberation.reading import control_name
from laureat.deliberation.reglement import SessionRules
from laureat.exchange.lookalikes import alike_codes, nearest
from laureat.exchange.tables import normalised_heading
from laureat.people import NAME_ALONE
from laureat.reglements import familles
from laureat.vocabulary import (
    MARK_MAX,
    Cell,
    CellError,
    Forme,
    Grammar,
    Motif,
    UnitStatus,
    VoieAcces,
    french,
    parse_hundredths,
)

IDENTITY = (*ETAT_CIVIL, NAME_ALONE, *ETUDES)
"""The columns that say who a candidate is, in a list of any family; they ride along as text."""

_ALSO = {
    "date_de_naissance": "date_naissance",
    "lieu_de_naissance": "lieu_naissance",
    "pays_de_naissance": "pays_naissance",
    "nom_d_usage": "nom_usage",
    "voie_d_acces": "voie_acces",
    "nom_de_famille": "nom",
    "nom_de_naissance": "nom",
    "prenoms": "prenom",
    "prenom(s)": "prenom",
    "ne_le": "date_naissance",
    "nee_le": "date_naissance",
    "ne(e)_le": "date_naissance",
    "ne_a": "lieu_naissance",
    "ne(e)_a": "lieu_naissance",
    "commune_de_naissance": "lieu_naissance",
    "ville_de_naissance": "lieu_naissance",
    "n°_candidat": "numero",
    "n°_de_candidat": "numero",
    "n°_du_candidat": "numero",
    "numero_candidat": "numero",
    "numero_de_candidat": "numero",
    "numero_du_candidat": "numero",
    "n°_ine": "ine",
    "numero_ine": "ine",
}
"""Headings that people write with their small words, or as the software of schools does."""

FRAUD_COLUMN, CONSENT_COLUMN = "dossier_fraude", "consentement_notes"
PUBLIC_LIST = "liste_publique"
"""Says that a candidate opposes (« non ») the public list of those admitted, or agrees to stand on it."""
ANSWERS = frozenset({FRAUD_COLUMN, CONSENT_COLUMN, PUBLIC_LIST, "livret", "activite_3_ans"})
"""Columns that no rule reads but some door does: oui, non or nothing. They ride along as written."""
BIRTH_CODES = ("code_commune_naissance", "code_postal_naissance")
"""Columns that the declaration to the SI-CPF alone reads (``cpf_complements``)."""
_SHORT = {"fraude": FRAUD_COLUMN}
"""Headings that people shorten."""
Parsed = tuple[int, int, int | None]
"""Status, mark in hundredths, session."""


@dataclass(frozen=True, slots=True)
class CellColumn:
    """One column of marks or codes."""

    name: str
    """The name of its columns in a batch: ``U11``, ``controle_U11``, ``RNCP37674BC01``."""
    grammar: Grammar
    required: bool = False
    also: tuple[str, ...] = ()
    """Other headings under which it may stand."""

    def read(self, text: str) -> Parsed:
        """What a cell says. Raises CellError."""
        cell = self.grammar.parse(text)
        return cell.status, cell.mark, cell.session

    def write(self, status: int, mark: int) -> str:
        """A cell as one would type it, its session left out."""
        return str(Cell(UnitStatus(status), mark))


@dataclass(frozen=True)
class Choice:
    """A column that holds one of a few words; case and accents do not matter."""

    name: str
    values: tuple[str, ...]
    empty: str | None = None
    """What an empty cell means; None where it is an error."""
    aliases: Mapping[str, str] | None = None
    hint: Callable[[str], str] | None = None
    """What else to tell of a text that is none of the words; empty where nothing is."""

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
        meant = dict.fromkeys(f"« {self._known[one]} »" for one in french.near(key, self._known))
        hint = f" (vouliez-vous dire {french.enumeration(meant, 'ou')} ?)" if meant else ""
        if self.hint is not None and (told := self.hint(text)):
            hint = f" : {told}"
        came = f"« {text.strip()} » est inconnu" if key else "la cellule est vide"
        raise CellError(f"{came}{hint} ; attendu : {expected}")


FORMES = Choice("forme", tuple(forme.value for forme in Forme), Forme.GLOBALE.value)
ACCES = Choice("voie_acces", ("", *(acces.value for acces in VoieAcces)), "")
SEXE = Choice("sexe", ("", "M", "F"), "", {"h": "M", "homme": "M", "masculin": "M", "femme": "F", "feminin": "F"})
YES_NO = dict.fromkeys(french.YES, french.OUI) | dict.fromkeys(french.NO, french.NON)
"""The ways of writing oui and non."""
OUI_NON = Choice("oui ou non", french.OUI_NON, french.NON, YES_NO)
ALONE = Choice(NAME_ALONE, ("", french.OUI), "", dict.fromkeys(french.YES, french.OUI) | dict.fromkeys(french.NO, ""))


def says_yes(others: Mapping[str, str], name: str) -> bool:
    """Whether a column of ``ANSWERS``, however its heading is written, says yes; ValueError for what is no answer."""
    return any(french.says_yes(text) for heading, text in others.items() if normalised_heading(heading) == name)


def answer(others: Mapping[str, str], name: str) -> bool | None:
    """What a column of ``ANSWERS`` says; None for nothing. Raises ValueError as ``says_yes`` does."""
    told = (french.yes_no(text) for heading, text in others.items() if normalised_heading(heading) == name)
    return next((said for said in told if said is not None), None)


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


MOTIF = "motif_"
"""Begins the heading of the column that says on what ground a cell stands: ``motif_U7``."""
MOTIFS = Choice("motif", ("", *(str(motif) for motif in Motif if motif)), "")


@dataclass(frozen=True)
class Spec:
    """The columns of a list of candidates under the rules of a session."""

    rules: SessionRules

    @property
    def famille(self) -> Famille:
        """The family of the règlement."""
        return self.rules.reglement.famille

    @property
    def session(self) -> int:
        """The year of the session."""
        return self.rules.session

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns of ``IDENTITY`` that the lists of the family have; another one that stands there is read too."""
        return tuple(name for name in IDENTITY if name in (*ETAT_CIVIL, *self.famille.identite))

    @property
    def route_required(self) -> bool:
        """Each candidate comes by a route that the family knows."""
        return bool(self.famille.voies)

    @functools.cached_property
    def cells(self) -> tuple[CellColumn, ...]:
        """Units, annexes, second-group marks, in order."""
        grammar = self.famille.cellules
        return (
            *(
                CellColumn(unit.code, grammar, unit.mandatory and not unit.options, tuple(self._other_headings(unit)))
                for unit in self.rules.units
            ),
            *(CellColumn(name, grammar) for name in self.famille.annexes),
            *(CellColumn(control_name(unit.code), grammar) for unit in self.rules.control_units),
        )

    def _other_headings(self, unit: Unit) -> Iterable[str]:
        """A block may also stand under its full code: ``RNCP37674BC01``, ``RNCP37674/BC01``."""
        if numero := self.rules.reglement.numero:
            yield unit.bloc
            yield f"{numero}{unit.code}"
            yield f"{numero}/{unit.code}"
        else:
            yield unit.bloc

    @functools.cached_property
    def motifs(self) -> dict[str, str]:
        """The heading of the column that says on what ground the cell of a unit stands, by its code."""
        return {unit.code: f"{MOTIF}{unit.code}" for unit in self.rules.units}

    @functools.cached_property
    def choices(self) -> tuple[Choice, ...]:
        """Route, form, option, what the family asks, access route, sex."""
        options = tuple(self.rules.reglement.options)
        asked = (c for c in self.famille.colonnes if c.genre is Genre.CHOIX)
        return (
            *((Choice("voie", tuple(voie.code for voie in self.famille.voies)),) if self.route_required else ()),
            *((FORMES,) if self.famille.formes else ()),
            *((Choice("option", ("", *options), ""),) if options else ()),
            *(Choice(c.nom, ("", *c.valeurs), "", YES_NO if c.valeurs == french.OUI_NON else None) for c in asked),
            ACCES,
            SEXE,
        )

    @functools.cached_property
    def flags(self) -> tuple[str, ...]:
        """The columns that hold oui or non."""
        return tuple(c.nom for c in self.famille.colonnes if c.genre is Genre.DRAPEAU)

    @functools.cached_property
    def numbers(self) -> Mapping[str, Callable[[str], int]]:
        """The columns that hold a number, each with how its cells read."""
        readers = {Genre.NOMBRE: read_count, Genre.MOYENNE: read_average}
        return {c.nom: readers[c.genre] for c in self.famille.colonnes if c.genre in readers}

    @functools.cached_property
    def ages(self) -> tuple[str, ...]:
        """The columns that the date of birth tells where nothing is said there."""
        return tuple(c.nom for c in self.famille.colonnes if c.de_la_naissance)

    @functools.cached_property
    def told_beside(self) -> dict[str, str]:
        """The column of identity that tells a number too, by the column that the rules read."""
        return {c.nom: c.dit_aussi for c in self.famille.colonnes if c.dit_aussi in self.identity}

    @property
    def kept_years(self) -> int | None:
        """How many years a kept mark lives; None: the law sets no limit."""
        kept = self.rules.number("duree_conservation")
        return None if kept is None else kept.value

    def year_problem(self, parsed: Parsed) -> str:
        """What is wrong with the year of a kept mark or a held block; empty when nothing is."""
        status, _, year = parsed
        if year is None:
            return ""
        what = "la note conservée" if status == UnitStatus.BENEFICE else "le bloc validé"
        if year > self.session:
            return (
                f"{what} de la session {year} est postérieur{'e' * what.startswith('la')} à la session {self.session}"
            )
        if status == UnitStatus.BENEFICE and year == self.session:
            return (
                f"une note conservée vient d'une session antérieure, et {year} est celle-ci ; si la note est de cette "
                "session, l'écrire sans B"
            )
        years = self.kept_years
        if status == UnitStatus.BENEFICE and years is not None and year < self.session - years:
            return f"{what} de la session {year} a plus de {french.plural(years, 'an')} à la session {self.session}"
        return f"la session {year} n'est pas une année" if year < 1900 else ""

    @functools.cached_property
    def to_come(self) -> Mapping[str, str]:
        """Normalised heading → why nothing may stand under it: it did not exist yet at this session."""
        found: dict[str, str] = {}
        for name in self.famille.a_venir:
            units = (unit.code for unit in self.rules.units if unit.control_group is not None)
            headings = map(control_name, units) if name == CONTROLE else (name,)
            found |= {normalised_heading(heading): self.famille.not_yet(name, self.session) for heading in headings}
        return found

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that must stand in the file."""
        route = ("voie",) if self.route_required else ()
        return ("numero", *route, *(column.name for column in self.cells if column.required))

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """Normalised heading → name of the column."""
        choices = (choice.name for choice in self.choices)
        simple = ("numero", *choices, *IDENTITY, *self.flags, *self.numbers, *self.motifs.values())
        found = _ALSO | {normalised_heading(name): name for name in simple}
        for column in self.cells:
            found |= {normalised_heading(heading): column.name for heading in (column.name, *column.also)}
        return found

    def strange(self, heading: str, present: Collection[str]) -> tuple[str, bool]:
        """Why a heading that nobody reads looks like one of ours, and whether a decision may hang on it.

        Empty where it is someone's own. ``present`` are our columns that the file has: it does not stand for those.
        """
        key = normalised_heading(heading)
        if key in ANSWERS or key in BIRTH_CODES or key in self.to_come:
            return "", False
        meant = dict.fromkeys(self._ours[one] for one in nearest(key, self._ours))
        if absent := [name for name in meant if name not in present]:
            told = f"personne ne lit cette colonne ; vouliez-vous {french.enumeration(absent, 'ou')} ?"
            return told, any(name not in _HARMLESS for name in absent)
        if not meant and (alike := self._alike_codes(key)) is not None:
            absent = [name for name in alike if name not in present]
            if alike and not absent and key.isalpha():
                return "", False  # « UG », beside UG1 and UG2
            told = f" ; vouliez-vous {french.enumeration(absent, 'ou')} ?" if absent else ""
            told = told or (f", et {french.enumeration(alike)} y sont déjà" if alike else ", ni d'autre de ce genre")
            return f"ce règlement n'a pas de colonne de ce nom{told}", True
        if key in _of_families():
            return f"cette colonne est d'un autre diplôme : {self.rules.reglement.title} ne la lit pas", False
        return "", False

    def _alike_codes(self, key: str) -> list[str] | None:
        """Of our columns, those built as the code that an unknown heading is; None where it is no code of this kind.

        What stands before the code counts: ``controle_UG1`` is alike the second-group columns alone.
        """
        known = {normalised_heading(unit.code): unit.code for unit in self.rules.units}
        second = {column.name for column in self.cells}
        prefix, _, code = key.partition("_")
        for wanted, named in ((CONTROLE, control_name), (MOTIF.strip("_"), self.motifs.__getitem__)):
            if code and nearest(prefix, [wanted]) and (alike := alike_codes(code, known)):
                ours = [named(known[one]) for one in alike]
                return [name for name in ours if wanted != CONTROLE or name in second]
        codes = {normalised_heading(text): c.name for c in self.cells for text in (c.name, *c.also)}
        return list(dict.fromkeys(codes[one] for one in alike_codes(key, codes))) or None

    @functools.cached_property
    def _ours(self) -> dict[str, str]:
        """Normalised heading → the column of ours that it names, for whoever looks for one that is misspelt."""
        return self.names | {name: name for name in (*ANSWERS, *BIRTH_CODES)} | _SHORT


_HARMLESS = frozenset({*IDENTITY, *BIRTH_CODES, "voie_acces", CONSENT_COLUMN, "livret", "activite_3_ans"})
"""The columns without which nothing is decided, issued or published otherwise."""


@functools.cache
def _of_families() -> frozenset[str]:
    """The headings that the lists of some family have beside the marks of units."""
    asked = {"forme", "option"}
    for famille in familles():
        asked |= {*famille.annexes, *(colonne.nom for colonne in famille.colonnes)}
    return frozenset(map(normalised_heading, asked))


def read_count(text: str) -> int:
    """A whole number, 0 or more; -1 where nothing is said. Raises CellError."""
    text = text.strip()
    if not text:
        return -1
    if not re.fullmatch(r"[0-9]{1,5}", text):
        raise CellError(f"« {text} » n'est pas un nombre entier ; attendu : 0, 12, 36…")
    return int(text)


def read_average(text: str) -> int:
    """Points from 0 to 20 with two decimals at most, in hundredths; -1 where nothing is said. Raises CellError."""
    text = text.strip()
    if not text:
        return -1
    try:
        value = parse_hundredths(text)
    except ValueError as error:
        raise CellError(f"{error} ; attendu : un nombre de 0 à 20, deux décimales au plus, comme 13,25") from None
    if not 0 <= value <= MARK_MAX:
        raise CellError(f"« {text} » n'est pas entre 0 et 20")
    return value


def read_motif(text: str) -> int:
    """The ground that a cell names; what follows its first word is a precision for people. Raises CellError."""
    word = MOTIFS.read(text.split(" ")[0]) if text.strip() else ""
    return int(Motif[word.upper()]) if word else int(Motif.SANS)


def read_age(text: str, session: int) -> int:
    """The age at the end of the year of the session, from a date of birth; -1 where none is said. Raises CellError."""
    day = read_birth_date(text, session)
    return session - int(day[-4:]) if day else -1
