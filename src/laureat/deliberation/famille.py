"""The contract by which a family of règlements answers every question of law.

A family is a package of French modules (``laureat.reglements.bac_pro`` is one; a third party may ship another), which
``laureat.reglements.chargement`` reads into a ``Famille``. What a family does not say is neutral: no control test, no
mention, no piece. The engine, the conduct of a session, the files and the papers ask here, and know no law themselves.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from laureat.deliberation.conduite import Conduite
from laureat.deliberation.papiers import Alinea, Papiers
from laureat.deliberation.periods import as_of
from laureat.rules import Average, Everywhere, Finding, Parameter, Rule, Ruleset
from laureat.vocabulary import (
    MARK_MAX,
    MARKS,
    Citation,
    Decision,
    Grammar,
    Mention,
    VoieAcces,
    format_hundredths,
    french,
    parse_hundredths,
)

NEUTRAL: dict[str, Any] = {
    "decision": Decision.A_DECIDER,
    "mention": Mention.SANS,
    "moyenne": Average.of(()),
    "moyenne_professionnelle": Average.of(()),
    "moyenne_apres_controle": Average.of(()),
    "moyenne_due": False,
    "apprecie": False,
    "controle_pris_en_compte": False,
    "blocs_du_controle": False,
    "notees": Everywhere(),
    "conservees": Everywhere(),
    "comptees": Everywhere(),
    "notes_retenues": Everywhere(),
    "blocs": Everywhere(),
    "ecartees": Everywhere(),
    "bonus": 0,
    "points_projet": 0,
    "certificat": False,
}
"""The values that the engine reads, and what each is worth where a family has no rule for it."""


@dataclass(frozen=True, slots=True)
class EpreuveCommune:
    """An examination that every speciality of a family has, known by its title in a data file."""

    mots: str
    """A regular expression found in the title, folded (``words``): ``\\bmobilite\\b``."""
    trait: str
    """What rules ask of its unit: ``eps``."""
    remplacement: bool = True
    """An absence there may be made good by a replacement test."""
    facultative: bool = False
    """Only where the unit is an optional one."""


@dataclass(frozen=True, slots=True)
class Voie:
    """A route by which a candidate comes to the examination, as a family knows it."""

    code: str
    """The name that stands in files: ``scolaire_public``."""
    label: str
    """The route in words."""
    categorie: str = ""
    """The category that it gives, which drives the form of each test; empty where the family has none."""
    acces: tuple[VoieAcces, ...] = tuple(VoieAcces)
    """The access routes of the register sheet that go with it; one only where it is unambiguous."""
    traits: frozenset[str] = frozenset()
    """What rules may ask about it: ``scolaire``, ``apprenti``…"""
    part: int = 1
    """Its share of a fictitious cohort, out of the sum of the family's."""
    natures: tuple[str, ...] = ()
    """The natures of establishment where it is prepared, the usual one first; none: any."""

    def __str__(self) -> str:
        return self.code


class Genre(StrEnum):
    """What a column of a list of candidates holds, beside the cells of units."""

    DRAPEAU = "drapeau"
    """oui or non; not said: non."""
    CHOIX = "choix"
    """One of a few words; not said: empty."""
    NOMBRE = "nombre"
    """A whole number; not said: -1."""
    MOYENNE = "moyenne"
    """Points from 0 to 20 with two decimals at most, in hundredths; not said: -1."""

    @property
    def unsaid(self) -> Any:
        """What the rules read where nothing is said."""
        return {Genre.DRAPEAU: False, Genre.CHOIX: "", Genre.NOMBRE: -1, Genre.MOYENNE: -1}[self]


@dataclass(frozen=True, slots=True)
class Colonne:
    """Something that a list of candidates may tell, and that the rules of a family read under the same name."""

    nom: str
    genre: Genre
    libelle: str
    """What to write there, in words; it may name numbers of the law."""
    valeurs: tuple[str, ...] = ()
    """The words of a choice."""
    exemple: str = ""
    de_la_naissance: bool = False
    """The age at the end of the year of the session: the date of birth tells it where nothing is said."""
    dit_aussi: str = ""
    """The column of ``ETUDES`` that may tell it in words: « 21 semaines » is read there where nothing is said here."""

    def typed(self, text: str) -> Any:
        """What the rules read of a word of this column. Raises ValueError for what is none of its words."""
        if not text:
            return self.genre.unsaid
        match self.genre:
            case Genre.DRAPEAU:
                return french.says_yes(text)
            case Genre.NOMBRE:
                if not text.isascii() or not text.isdigit():
                    raise ValueError(f"« {text} » n'est pas un nombre entier")
                return int(text)
            case Genre.MOYENNE:
                points = parse_hundredths(text)
                if not 0 <= points <= MARK_MAX:
                    raise ValueError(f"« {text} » n'est pas entre 0 et 20")
                return points
            case Genre.CHOIX:
                if text not in self.valeurs:
                    raise ValueError(f"« {text} » n'est pas connu ; attendu : {', '.join(self.valeurs)}")
                return text

    def written(self, value: Any) -> str:
        """The word of this column for what the rules read; empty where nothing is said."""
        if value == self.genre.unsaid:
            return ""
        match self.genre:
            case Genre.DRAPEAU:
                return french.oui_non(value)
            case Genre.MOYENNE:
                return format_hundredths(value)
            case _:
                return str(value)


ETAT_CIVIL = ("nom", "prenom", "nom_usage", "sexe", "date_naissance", "lieu_naissance", "pays_naissance")
"""Who a candidate is, in the lists of any family."""
ETUDES = ("ine", "uai", "etablissement", "langue", "langue_facultative", "pfmp")
"""What the lists of a family may tell beside: each family says which of them it has (``Famille.identite``)."""


@dataclass(frozen=True, slots=True)
class Fictif:
    """A kind of candidate of a fictitious cohort: what the list tells together of such a one."""

    part: int
    """Its share among the kinds that its route may draw."""
    declare: Mapping[str, str] = field(default_factory=dict)
    """The words of columns, by their name."""
    obligatoires: Mapping[str, int] = field(default_factory=dict)
    """The cells of the compulsory units as one types them, each with its share; ``V@1``: held from one year before.
    None: they are drawn as for any candidate."""
    facultatives: Mapping[str, int] = field(default_factory=dict)
    """The same for the optional ones."""
    voies: frozenset[str] = frozenset()
    """Of a route with one of these traits; none: of any route that no kind names."""


CONTROLE = "controle"
"""The name, among the texts of a family, of the control test."""


@dataclass(frozen=True, slots=True)
class Entree:
    """A numbered rule of the digest of a family: what carries it, or why nothing does.

    The rules, findings and rights of the family, and those of its juries, carry the entry of their identifier without
    being named.
    """

    id: str
    texte: str
    """In our own words; ``{parametre}`` stands for a number of the law."""
    citation: Citation
    code: tuple[str, ...] = ()
    """What carries it and is no rule: « module:nom », « parametre:nom », « coefficients »."""
    avec: tuple[str, ...] = ()
    """The entries whose rules carry this one too."""
    hors_champ: str = ""
    """Why nothing carries it."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Famille:
    """A family of règlements: all that its law says, whatever the speciality."""

    code: str
    """The name of its package: ``bac_pro``."""
    titre: str
    """The kind of certification in words: « baccalauréat professionnel »."""
    abreges: tuple[str, ...] = ()
    """The whole abbreviations under which register sheets name it, folded: ``bac pro``."""
    autorites: tuple[str, ...] = ()
    """The certifiers that deliver it, each by words that its name holds; empty: any certifier but a ministry."""
    regles: Ruleset
    constats: tuple[Finding, ...] = ()
    droits: tuple[Rule, ...] = ()
    parametres: tuple[Parameter, ...] = ()
    """The numbers of its general law, over all sessions."""
    propres: tuple[str, ...] = ()
    """The numbers of its general law that the text of a speciality may say otherwise; any other that it changes is told
    on every output."""
    planchers: tuple[str, ...] = ()
    """The numbers of its general law that are a least one, whose exact figure the text of a speciality says: told on
    every output only where that figure is below."""
    ordres: tuple[tuple[str, ...], ...] = ()
    """The numbers that go one before the other: the smaller, ``<`` or ``<=``, the greater."""
    champs: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    """What its sentences may tell of a candidate, by the name of the field."""
    cellules: Grammar = MARKS
    lexique: Mapping[str, str] = field(default_factory=dict)
    """What each thing that a cell may hold means, as typed: ``AB``, ``0 à 20``, ``(vide)``; it may name numbers."""
    annexes: Mapping[str, str] = field(default_factory=dict)
    """The cells that are no unit, by the heading of their column, each in words: ``PROJET``."""
    voies: tuple[Voie, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    """The categories of candidates, in words."""
    formes: bool = False
    """A candidate chooses the global or the progressive form."""
    colonnes: tuple[Colonne, ...] = ()
    identite: tuple[str, ...] = ("etablissement",)
    """What its lists tell of who a candidate is, beside the civil status: names of ``ETUDES``."""
    fictifs: tuple[Fictif, ...] = ()
    """The kinds of candidates of a fictitious cohort; none: the common life of those who have marks."""
    conduite: Conduite = field(default_factory=Conduite)
    jury: Any = None
    """The law of its juries (``laureat.reglements.jury``)."""
    papiers: Papiers = field(default_factory=Papiers)
    digeste: Mapping[str, Entree] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    """The JSON Schema of the data file of a speciality."""
    en_commun: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    """The data file of a speciality in the words that all families share, from those that are its own."""
    exige_des_unites: tuple[str, ...] = ()
    """What each compulsory unit of a data file must say, beyond what the schema requires."""
    epreuves: tuple[EpreuveCommune, ...] = ()
    """The examinations that every speciality has, and of which rules ask something."""
    traits_dus: Mapping[str, str] = field(default_factory=dict)
    """What rules ask of one unit at least of every speciality, with the words for that unit."""
    sources: str = ""
    """SHA-256 of the files of its package: what ran."""
    textes: Mapping[str, Citation] = field(default_factory=dict)
    """The text by which a column, an annex, a route or the control test (``CONTROLE``) exists, by its name; what is not
    there always did."""
    a_venir: Mapping[str, int] = field(default_factory=dict)
    """For a session: what a text still to come will bring, by its name, with the first session of that text."""
    entiere: "Famille | None" = None
    """For a session: the family over all its sessions."""

    def __repr__(self) -> str:
        return f"Famille({self.code})"

    def at(self, session: int) -> "Famille":
        """The family as it stood for a session: its articles, its columns, its routes, its papers."""
        return _at(self.entiere or self, session)

    def not_yet(self, name: str, session: int) -> str:
        """That something did not exist at a session, in words, and what to do."""
        what = "l'épreuve de contrôle" if name == CONTROLE else f"« {name} »"
        return (
            f"{what} n'existe pas à la session {session}, mais seulement depuis la session {self.a_venir[name]} : "
            "laisser la case vide"
        )

    @property
    def traits(self) -> frozenset[str]:
        """All that rules may ask about a route."""
        return frozenset[str]().union(*(voie.traits for voie in (self.entiere or self).voies))

    def route_label(self, code: str) -> str:
        """A route in words; empty for none that the family knows."""
        return next((voie.label for voie in self.voies if voie.code == code), "")

    def voie(self, code: str) -> Voie:
        """The route of that name; KeyError where the family has none."""
        for voie in self.voies:
            if voie.code == code:
                return voie
        raise KeyError(f"{self.titre} : voie inconnue « {code} »")

    def declared(self, told: Mapping[str, str]) -> dict[str, Any]:
        """What its columns tell of a candidate, as the rules read it, from words by the name of the column."""
        return {c.nom: c.typed(told[c.nom]) for c in self.colonnes if told.get(c.nom)}

    @property
    def note_des_unites(self) -> bool:
        """Its units are marked, each with a coefficient."""
        return self.cellules.step is not None and not self.par_blocs

    @property
    def par_blocs(self) -> bool:
        """Its units are blocks, each validated or not."""
        return self.cellules.holds


@functools.lru_cache(maxsize=256)
def _at(famille: Famille, session: int) -> Famille:
    later = {name: int(text.since or 0) for name, text in famille.textes.items() if (text.at(session)) is None}
    conduite = as_of(famille.conduite, session)
    papiers = as_of(famille.papiers, session, (Alinea,))
    if not later and conduite is famille.conduite and papiers is famille.papiers:
        return famille
    held = {name: label for name, label in famille.annexes.items() if name not in later}
    return replace(
        famille,
        conduite=replace(
            conduite,
            tours=tuple(name for name in conduite.tours if name not in later),
            annexes={name: traits for name, traits in conduite.annexes.items() if name in held},
            libelles={name: label for name, label in conduite.libelles.items() if name not in later},
        ),
        papiers=replace(
            papiers,
            annexes={name: annexe for name, annexe in papiers.annexes.items() if name in held},
            indications={name: alinea for name, alinea in papiers.indications.items() if name not in later},
        ),
        annexes=held,
        colonnes=tuple(colonne for colonne in famille.colonnes if colonne.nom not in later),
        voies=tuple(voie for voie in famille.voies if voie.code not in later),
        a_venir=later,
        entiere=famille,
    )
