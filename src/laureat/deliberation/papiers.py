"""The papers of a family: which ones it delivers, their paragraphs and the words that are its own.

They are written by ``papiers.py`` of its package, and filled in by the room of documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from laureat.rules.sentence import fields_of
from laureat.vocabulary import Citation, Decision, UnitStatus
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import capital, noun


@dataclass(frozen=True, slots=True)
class Mot:
    """A noun of a family, to put in a sentence."""

    un: str
    plusieurs: str
    feminin: bool = False

    @property
    def tete(self) -> str:
        """At the head of a column."""
        return capital(self.un)

    @property
    def tous(self) -> str:
        """Before « les » and several of it."""
        return "toutes" if self.feminin else "tous"

    def accord(self, masculin: str, *, pluriel: bool = False) -> str:
        """A participle that goes with it, or an adjective: « validé », « validée », « validés », « facultative »."""
        feminine = f"{masculin[:-1]}ve" if masculin.endswith("f") else f"{masculin}e"
        return noun(2 if pluriel else 1, feminine if self.feminin else masculin)


UNITE = Mot("unité", "unités", feminin=True)
"""What is marked or decided one by one, in the words of most families."""


@dataclass(frozen=True, slots=True)
class Alinea:
    """One paragraph of a paper, as a French template beside the article that it comes from.

    ``{champ}`` stands for a number of the law, a word of the family, or what the papers know (``DES_PAPIERS``). A
    paragraph that names a field with nothing to say is left out. ``{article}`` writes the article in the sentence;
    otherwise it stands after it. Either way how it was read is said.
    """

    texte: str
    citation: Citation | None = None

    @property
    def champs(self) -> frozenset[str]:
        """The fields that it names."""
        return fields_of(self.texte)


@dataclass(frozen=True, kw_only=True)
class Papier:
    """One paper of a candidate, as a family knows it."""

    titre: str
    """« Diplôme », « Parchemin », « Relevé de notes »."""
    decisions: tuple[Decision, ...] = ()
    """The decisions for which it is due; empty: all those that are settled."""
    suppose: str = ""
    """What it supposes beside: ``blocs``, ``certificat``, or a right of the family that the explanation must tell."""
    fichier: str = ""
    """How the name of its file begins; empty: the kind of paper."""
    exige: tuple[str, ...] = ()
    """The settings without which it is refused here, beside those of its kind."""
    visas: tuple[Alinea, ...] = ()
    texte: tuple[Alinea, ...] = ()
    """What it says in its own words: what is certified, what an attestation is worth."""


@dataclass(frozen=True, kw_only=True)
class Annexe:
    """How a cell that is no unit stands in the table of a relevé."""

    titre: str
    """The line above it; it may name numbers of the law."""
    nom: str
    trait: str = ""
    """The trait of a route without which it plays no part; empty: always."""
    calcul: str = ""
    """The value that the rules compute in its place where the cell is empty, in hundredths; below 0: none."""


USAGE = Citation("usage : souveraineté du jury", Reading.USAGE)

DES_PAPIERS = frozenset(
    {
        "article", "fondement", "deliberation", "autorite", "certificateur", "registre", "fiche", "enregistrement_du",
        "enregistrement_decide_du", "effet_de_l_enregistrement", "fiche_seule", "service", "adresses", "tribunal",
        "se_presenter", "absents", "impossibilite", "niveau", "nsf",
    }
)  # fmt: skip
"""The fields that the papers themselves fill in."""


@dataclass(frozen=True, kw_only=True)
class Papiers:
    """The words of a family on papers and credentials, and which papers it delivers."""

    mots: Mapping[str, str] = field(default_factory=dict)
    """Words by name, for sentences: ``autorite_majuscule``, ``de_l_autorite``…"""
    nom: str = ""
    """The kind of certification as papers print it: « Baccalauréat professionnel »; empty: the sheet's own words."""
    bloc: tuple[str, str] = ("bloc de compétences", "blocs de compétences")
    """What an attestation gives, one and several."""
    tete: tuple[str, str] = ("Bloc", "Blocs")
    """The same at the head of a column."""
    unite: Mot = UNITE
    """What is marked or decided one by one: a private certification has blocks alone, a titre professionnel CCP."""
    a_la_certification: str = "à la certification"
    le_present: str = "la présente certification"
    """What the diploma delivers, after « délivre à »."""
    obtenu: str = "Certification obtenue"
    genre_numerique: str = "Certification"
    """What a digital credential calls it (Open Badges 3.0, ``achievementType``)."""
    critere: str = "Avoir satisfait aux évaluations de la certification, par décision du jury."
    """What a digital credential says was asked."""
    autres_autorites: tuple[str, ...] = ()
    """Words, folded, of authorities that never deliver it: ``recteur`` for a titre professionnel."""
    academie: bool = False
    """An académie stands at the head of its papers."""
    professionnelle: bool = False
    """The professional average decides too, and is shown beside the general one."""
    papiers: Mapping[str, Papier] = field(default_factory=dict)
    """By kind of paper, those that it delivers: ``releve``, ``diplome``, ``attestation``, ``certificat``,
    ``mobilite``."""
    grade: Alinea | None = None
    """What the diploma confers beside itself."""
    souverain: Citation = USAGE
    """The article by which the jury decides, and may raise a mark."""
    indications: Mapping[str, Alinea] = field(default_factory=dict)
    """By column of the family, what papers indicate where an officer recorded the decision."""
    facultatives: Alinea = Alinea("Unités facultatives")
    """What stands above the optional units of a relevé."""
    annexes: Mapping[str, Annexe] = field(default_factory=dict)
    """The cells that are no unit, by their heading."""
    codes: Mapping[UnitStatus, Alinea] = field(default_factory=dict)
    """What each thing said beside a mark or in its place means."""
    recours: tuple[Alinea, ...] = ()
    algorithme: tuple[Alinea, ...] = ()
    """The notice due when a decision rests on algorithmic processing."""
    remarques: tuple[Alinea, ...] = ()
    """What the minutes add to the list of the members."""
    cloture: tuple[Alinea, ...] = ()
    """How the minutes end."""

    @property
    def devant_le_juge(self) -> bool:
        """Its decisions go before the administrative court; a private certifier has remedies of its own."""
        return any("tribunal" in alinea.champs for alinea in self.recours)

    @property
    def alineas(self) -> tuple[Alinea, ...]:
        """Every paragraph."""
        papiers = (alinea for papier in self.papiers.values() for alinea in (*papier.visas, *papier.texte))
        annexes = (Alinea(annexe.titre) for annexe in self.annexes.values())
        return (
            *papiers, *annexes, *((self.grade,) if self.grade else ()), *self.indications.values(), self.facultatives,
            *self.codes.values(), *self.recours, *self.algorithme, *self.remarques, *self.cloture,
        )  # fmt: skip

    @property
    def champs(self) -> frozenset[str]:
        """The fields that its paragraphs name, those that the papers fill in left out."""
        return frozenset[str]().union(*(alinea.champs for alinea in self.alineas)) - DES_PAPIERS - self.mots.keys()
