"""The parts of a sheet of the register: blocks, routes, codes, texts, bodies (``model.Fiche`` is the whole).

The names are those of the JSON form (``laureat fiche --json``), in French like the register. ``None`` is a heading
that the sheet does not have; an empty text or list, a heading that it has and leaves empty. Dates are ISO 8601.
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

Mode = Literal["ccf", "ponctuel", "non_precise"]


@dataclass(frozen=True, slots=True)
class CodeLibelle:
    """A code of a nomenclature (NSF, Formacode, ROME, IDCC, convention collective, abrégé) and its label."""

    code: str
    libelle: str | None = None


@dataclass(frozen=True, slots=True)
class Certificateur:
    """A certifying body."""

    nom: str
    siret: str | None = None
    siret_valide: bool | None = None
    """False: the number is kept as written, and told in ``anomalies``."""
    nom_commercial: str | None = None
    site_internet: str | None = None
    etat: str | None = None
    """``Actif`` or ``Inactif`` in the export."""
    date_etat: str | None = None


@dataclass(frozen=True, slots=True)
class Partenaire:
    """A body entitled by the certifier to train, to assess, or both."""

    nom: str
    siret: str | None = None
    siret_valide: bool | None = None
    habilitation: str | None = None
    """``HABILITATION_FORMER``, ``HABILITATION_ORGANISER`` or ``HABILITATION_ORGA_FORM``."""
    etat: str | None = None
    date_actif: str | None = None
    date_etat: str | None = None


@dataclass(frozen=True, slots=True)
class ModeEvaluation:
    """How a category of candidates is assessed on a block."""

    _FACULTATIFS: ClassVar = ("natures", "duree")

    mode: Mode
    """``non_precise`` where the sheet names the nature of the test only."""
    natures: tuple[str, ...] = ()
    duree: str | None = None


@dataclass(frozen=True, slots=True)
class Modes:
    """The mode of each category of candidates (CE D337-74, D337-77); None: not offered to it."""

    A: ModeEvaluation | None = None
    B: ModeEvaluation | None = None
    C: ModeEvaluation | None = None


@dataclass(frozen=True, slots=True)
class Bloc:
    """A block of competences; its key is its code and its sheet, for some sheets have a block ``01``."""

    fiche: str
    code: str
    intitule: str
    competences: tuple[str, ...]
    facultatif: bool
    modalites: str | None
    modes: Modes | None
    """None where the sheet knows no such categories: ``modalites`` holds its words."""
    niveau_cecrl: str | None = None
    niveau_eps: int | None = None
    textes_associes: tuple[str, ...] = ()
    """What the list of competences holds besides competences: levels, headings, introductions."""
    prerequis_entree_formation: str | None = None
    prerequis_validation: str | None = None

    @property
    def cle(self) -> tuple[str, str]:
        """The key of the block: its sheet and its code."""
        return (self.fiche, self.code)


@dataclass(frozen=True, slots=True)
class GroupeCompetences:
    """A part of the summary of attested competences, under the title that the sheet gives it, if any."""

    titre: str | None
    competences: tuple[str, ...]
    textes_associes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoieAccesFiche:
    """One access route: open or not (None: the sheet does not speak of it), and the words on its jury."""

    ouverte: bool | None = None
    jury: str | None = None
    date_modification: str | None = None


@dataclass(frozen=True, slots=True)
class VoiesAcces:
    """The six access routes, named as in ``laureat.vocabulary.VoieAcces``."""

    FI: VoieAccesFiche = VoieAccesFiche()
    CA: VoieAccesFiche = VoieAccesFiche()
    FC: VoieAccesFiche = VoieAccesFiche()
    CQ: VoieAccesFiche = VoieAccesFiche()
    CL: VoieAccesFiche = VoieAccesFiche()
    VAE: VoieAccesFiche = VoieAccesFiche()


@dataclass(frozen=True, slots=True)
class ValiditeOutreMer:
    """Whether the certification is inscribed in the frames of these territories."""

    nouvelle_caledonie: bool | None = None
    polynesie_francaise: bool | None = None


@dataclass(frozen=True, slots=True)
class TexteOfficiel:
    """A decree, an order, an article; the date is that of the Journal officiel or the Bulletin officiel."""

    titre: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class BaseLegale:
    """The texts behind the certification, under the three headings of the register."""

    generaux: tuple[TexteOfficiel, ...] | None = None
    creation: tuple[TexteOfficiel, ...] | None = None
    autres: tuple[TexteOfficiel, ...] | None = None


@dataclass(frozen=True, slots=True)
class AutreFiche:
    """A former or new certification."""

    numero: str
    intitule: str | None = None


@dataclass(frozen=True, slots=True)
class Correspondance:
    """Blocks of this sheet (none named: the whole) recognised as blocks of another."""

    numero: str | None
    blocs: tuple[str, ...] = ()
    blocs_correspondants: tuple[str, ...] = ()
    intitule: str | None = None


@dataclass(frozen=True, slots=True)
class Statistique:
    """The figures of one promotion; rates in percent."""

    annee: int | None
    certifies: int | None = None
    certifies_vae: int | None = None
    insertion_globale_6_mois: int | None = None
    insertion_metier_6_mois: int | None = None
    insertion_metier_2_ans: int | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of the sheet, ISO 8601."""

    publication: str | None = None
    debut_parcours: str | None = None
    effet: str | None = None
    decision: str | None = None
    dernier_jo: str | None = None
    echeance_enregistrement: str | None = None
    limite_delivrance: str | None = None


@dataclass(frozen=True, slots=True)
class Lien:
    """A link and the words that carry it."""

    intitule: str | None
    adresse: str | None


@dataclass(frozen=True, slots=True)
class NonReconnu:
    """Something that the reader did not understand: kept as it stands, with its place on the sheet."""

    emplacement: str
    texte: str


@dataclass(frozen=True, slots=True)
class Anomalie:
    """Something that was read and is wrong (a SIRET, a date): kept as written, and told."""

    champ: str
    valeur: str
    message: str
