"""The contract by which a family of règlements answers every question of law.

A family is a package of French modules (``laureat.reglements.bac_pro`` is one; a third party may ship another), which
``laureat.reglements.chargement`` reads into a ``Famille``. What a family does not say is neutral: no control test, no
mention, no piece. The engine, the conduct of a session, the files and the papers ask here, and know no law themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from laureat.rules import Average, Everywhere, Finding, Parameter, Rule, Ruleset
from laureat.vocabulary import MARKS, Citation, Decision, Grammar, Mention, Motif, UnitStatus, VoieAcces

NEUTRAL: dict[str, Any] = {
    "decision": Decision.A_DECIDER,
    "mention": Mention.SANS,
    "moyenne": Average.of(()),
    "moyenne_professionnelle": Average.of(()),
    "moyenne_apres_controle": Average.of(()),
    "moyenne_due": False,
    "controle_pris_en_compte": False,
    "blocs_du_controle": False,
    "notees": Everywhere(),
    "conservees": Everywhere(),
    "comptees": Everywhere(),
    "notes_retenues": Everywhere(),
    "blocs": Everywhere(),
    "bonus": 0,
    "points_projet": 0,
    "certificat": False,
}
"""The values that the engine reads, and what each is worth where a family has no rule for it."""


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
    """The age at the end of the year of the session: the date of birth tells it where the column is not there."""


@dataclass(frozen=True, kw_only=True)
class Conduite:
    """What the conduct of a session asks of the law."""

    tours: tuple[str, ...] = ("premier",)
    """The rounds that a session may have: ``premier``, ``controle``, ``remplacement``."""
    decisions: tuple[Decision, ...] = (Decision.ADMIS, Decision.AJOURNE)
    """What a jury may fix."""
    saisissables: tuple[UnitStatus, ...] = (UnitStatus.NOTE, UnitStatus.ABSENT, UnitStatus.ABSENT_JUSTIFIE)
    """What a marker may enter; the rest is granted, kept, carried or decided."""
    pieces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By route, the pieces that a file must hold."""
    habilitations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By route, the scopes of habilitation of its establishment, one of which it supposes."""
    motifs: Mapping[UnitStatus, Mapping[Motif, Citation]] = field(default_factory=dict)
    """By status of a cell, the grounds on which it may stand there, each with its article."""
    articles: Mapping[str, Citation] = field(default_factory=dict)
    """The article that each refusal or act of the conduct cites, by the name of the act."""


@dataclass(frozen=True, kw_only=True)
class Papiers:
    """The words of a family on papers and credentials."""

    mots: Mapping[str, str] = field(default_factory=dict)
    """Words by name: ``autorite`` (« le recteur »), ``unite``, ``diplome``…"""


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


@dataclass(frozen=True, kw_only=True, eq=False)
class Famille:
    """A family of règlements: all that its law says, whatever the speciality."""

    code: str
    """The name of its package: ``bac_pro``."""
    titre: str
    """The kind of certification in words: « baccalauréat professionnel »."""
    abreges: tuple[str, ...] = ()
    """The whole abbreviations under which register sheets name it, folded: ``bac pro``."""
    autorites: tuple[str, ...] = ()
    """Words of the names of the certifiers that deliver it, folded; empty: any certifier but a ministry."""
    regles: Ruleset
    constats: tuple[Finding, ...] = ()
    droits: tuple[Rule, ...] = ()
    parametres: tuple[Parameter, ...] = ()
    """The numbers of its general law, over all sessions."""
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
    conduite: Conduite = Conduite()
    jury: Any = None
    """The law of its juries (``laureat.reglements.jury``)."""
    papiers: Papiers = Papiers()
    digeste: Mapping[str, Entree] = field(default_factory=dict)
    schema: Mapping[str, Any] = field(default_factory=dict)
    """The JSON Schema of the data file of a speciality."""
    en_commun: Callable[[Mapping[str, Any]], Mapping[str, Any]] = dict
    """The data file of a speciality in the words that all families share, from those that are its own."""
    sources: str = ""
    """SHA-256 of the files of its package: what ran."""

    @property
    def traits(self) -> frozenset[str]:
        """All that rules may ask about a route."""
        return frozenset[str]().union(*(voie.traits for voie in self.voies))

    def voie(self, code: str) -> Voie:
        """The route of that name; KeyError where the family has none."""
        for voie in self.voies:
            if voie.code == code:
                return voie
        raise KeyError(f"{self.titre} : voie inconnue « {code} »")

    @property
    def note_des_unites(self) -> bool:
        """Its units are marked, each with a coefficient."""
        return self.cellules.step is not None and not self.par_blocs

    @property
    def par_blocs(self) -> bool:
        """Its units are blocks, each validated or not."""
        return self.cellules.holds
