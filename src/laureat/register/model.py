"""What a sheet of the register says, whole: values only, the same whether it was printed or exported.

The parts of a sheet, and what an absent value means, are in ``parts``.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from laureat.register import json_form
from laureat.register.comparison import compare_competences
from laureat.register.deferred import Deferred
from laureat.register.parts import (
    Anomalie,
    AutreFiche,
    BaseLegale,
    Bloc,
    Certificateur,
    CodeLibelle,
    Correspondance,
    Dates,
    GroupeCompetences,
    Lien,
    NonReconnu,
    Partenaire,
    Statistique,
    ValiditeOutreMer,
    VoiesAcces,
)


@dataclass(frozen=True, slots=True)
class Fiche(Deferred):
    """A sheet of the RNCP or of the RS."""

    _DERIVES: ClassVar = ("ecarts_competences",)

    numero: str
    intitule: str
    """As on the sheet: the printed one opens it with the abbreviation of the diploma."""
    niveau: int | None
    """1 to 8; None for « aucun » and for the RS."""
    actif: bool | None
    certificateurs: tuple[Certificateur, ...]
    codes_nsf: tuple[CodeLibelle, ...] | None
    formacodes: tuple[CodeLibelle, ...] | None
    codes_rome: tuple[CodeLibelle, ...] | None
    voies_acces: VoiesAcces
    anciennes_certifications: tuple[AutreFiche, ...] | None
    dates: Dates
    blocs: tuple[Bloc, ...]
    non_reconnu: tuple[NonReconnu, ...]
    anomalies: tuple[Anomalie, ...] = ()
    source: str = ""
    """Which reader read it: ``fiche imprimée`` or ``export XML 4.1``."""
    id_fiche: int | None = None
    abrege: CodeLibelle | None = None
    options: tuple[str, ...] = ()
    niveau_libelle: str | None = None
    etat_fiche: str | None = None
    type_enregistrement: str | None = None
    duree_enregistrement: int | None = None
    """In years."""
    objectifs_contexte: str | None = None
    activites_visees: str | None = None
    competences_attestees: tuple[GroupeCompetences, ...] | None = None
    niveau_maitrise: str | None = None
    modalites_evaluation: str | None = None
    modalites_acquisition: str | None = None
    """How blocks are acquired, kept and put together."""
    secteurs_activite: str | None = None
    types_emplois: str | None = None
    codes_idcc: tuple[CodeLibelle, ...] | None = None
    conventions_collectives: tuple[CodeLibelle, ...] | None = None
    reglementations_activites: str | None = None
    prerequis_entree_formation: str | None = None
    prerequis_validation: str | None = None
    prerequis_distincts_blocs: bool | None = None
    validite_composantes: str | None = None
    validation_partielle: bool | None = None
    perimetre_validation_partielle: str | None = None
    duree_validite: str | None = None
    modalites_renouvellement: str | None = None
    validite_outre_mer: ValiditeOutreMer = ValiditeOutreMer()  # noqa: RUF009  # frozen
    correspondances: tuple[Correspondance, ...] | None = None
    base_legale: BaseLegale = BaseLegale()  # noqa: RUF009  # frozen
    premiere_session: int | None = None
    nouvelles_certifications: tuple[AutreFiche, ...] | None = None
    statistiques: tuple[Statistique, ...] | None = None
    annees_promotions: tuple[int, ...] | None = None
    existence_partenaires: bool | None = None
    partenaires: tuple[Partenaire, ...] | None = None
    lien_description: str | None = None
    """The words of the heading; the addresses found in them are in ``liens``."""
    liens: tuple[str, ...] = ()
    referentiel: Lien | None = None

    @property
    def repertoire(self) -> str:
        """``RNCP`` or ``RS``."""
        return "RS" if self.numero.startswith("RS") else "RNCP"

    def bloc(self, code: str) -> Bloc:
        """The block with this code; KeyError when there is none."""
        for bloc in self.blocs:
            if bloc.code == code:
                return bloc
        raise KeyError(code)

    def to_json(self) -> dict[str, Any]:
        """The whole model as plain JSON values, with ``ecarts_competences`` (schema: ``fiche.schema.json``)."""
        form: dict[str, Any] = json_form.dump(self)
        form["ecarts_competences"] = json_form.dump(compare_competences(self))
        return form

    @classmethod
    def from_json(cls, form: dict[str, Any]) -> Self:
        """The sheet back from its JSON form. Raises InvalidInput, in French, when the form is not one."""
        return json_form.load(cls, form)
