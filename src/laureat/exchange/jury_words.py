"""The words that people write in the columns of a jury; keys are normalised headings (no case, no accents)."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from laureat.exchange.tables import normalised_heading
from laureat.jury.members import Fonction, Presence, Qualite
from laureat.vocabulary.french import NO


class Labelled(Protocol):
    """A word that has a label, said of a woman or of a man."""

    def label_for(self, sexe: str) -> str:
        """The label."""


L = TypeVar("L", bound=Labelled)


def labelled(words: Iterable[L]) -> dict[str, L]:
    """By key, each word from its label: whatever a page shows is read in a list."""
    return {normalised_heading(word.label_for(sexe)): word for word in words for sexe in ("M", "F")}


NO_LINK = NO | {"aucun", "aucune", "neant", "sans", "ras"}
SEXES = {"f": "F", "femme": "F", "mme": "F", "madame": "F", "": ""}
SEXES |= {"m": "M", "h": "M", "homme": "M", "mr": "M", "monsieur": "M"}
FONCTIONS: dict[str, Fonction] = {
    "": Fonction.MEMBRE,
    "president_du_jury": Fonction.PRESIDENT,
    "presidente_du_jury": Fonction.PRESIDENT,
    "vice_president": Fonction.PRESIDENT_ADJOINT,
    "vice_presidente": Fonction.PRESIDENT_ADJOINT,
    "membre_du_jury": Fonction.MEMBRE,
}
PRESENCES: dict[str, Presence | None] = {
    "": None,
    "presente": Presence.PRESENT,
}
_WORDS = {
    Qualite.ENSEIGNANT_PUBLIC: "prof_public prof_du_public enseignant_du_public enseignante_du_public "
    "professeur_public professeure_publique professeur_du_public professeure_du_public plp prof_de_lycee_pro "
    "professeur_de_lycee_professionnel professeure_de_lycee_professionnel prof_de_lycee_professionnel "
    "prof_certifie prof_certifiee professeur_certifie professeure_certifiee certifie certifiee "
    "prof_agrege prof_agregee professeur_agrege professeure_agregee agrege agregee",
    Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT: "enseignante_privee_sous_contrat enseignant_prive enseignante_privee "
    "enseignant_du_prive enseignante_du_prive enseignant_du_prive_sous_contrat prof_prive prof_du_prive "
    "professeur_prive professeure_privee professeur_du_prive professeure_du_prive professeur_prive_sous_contrat",
    Qualite.ENSEIGNANT_CFA: "enseignante_cfa enseignant_de_cfa enseignante_de_cfa enseignant_en_cfa enseignante_en_cfa "
    "prof_cfa prof_de_cfa prof_en_cfa formateur_cfa formatrice_cfa formateur_de_cfa formatrice_de_cfa formateur_en_cfa "
    "formatrice_en_cfa formateur_d_apprentis formatrice_d_apprentis",
    Qualite.ENSEIGNANT_CHERCHEUR: "maitre_de_conferences maitresse_de_conferences mcf "
    "professeur_des_universites professeure_des_universites prof_des_universites universitaire",
    Qualite.EMPLOYEUR: "employeure chef_d_entreprise cheffe_d_entreprise chef_de_l_entreprise dirigeant dirigeante "
    "dirigeant_d_entreprise dirigeante_d_entreprise gerant gerante gerant_de_societe gerante_de_societe "
    "artisan artisane entrepreneur entrepreneuse entrepreneure pdg",
    Qualite.SALARIE: "employe employee ouvrier ouvriere salarie_d_entreprise salariee_d_entreprise",
    Qualite.PROFESSIONNEL: "conseiller_de_l_enseignement_technologique conseillere_de_l_enseignement_technologique "
    "ingenieur ingenieure technicien technicienne technicien_superieur technicienne_superieure agent_de_maitrise "
    "contremaitre chef_d_atelier cheffe_d_atelier chef_d_equipe cheffe_d_equipe compagnon compagnonne",
    Qualite.INSPECTEUR_GENERAL: "ig igesr",
    Qualite.IA_IPR: "ia-ipr ipr inspecteur_pedagogique_regional inspectrice_pedagogique_regionale",
    Qualite.IEN: "ien_et ien_et_eg",
    Qualite.PERSONNALITE: "principal principale proviseur proviseure chef_d_etablissement cheffe_d_etablissement",
}
"""Beside the capacities themselves and their labels, which the form shows. An engineer or a technician is of the
profession, and does not say of which side; the head of a school neither teaches nor belongs to the profession."""
QUALITES = labelled(Qualite) | {word: qualite for qualite, words in _WORDS.items() for word in words.split()}
FONCTIONS |= labelled(Fonction)
PRESENCES |= labelled(Presence)
_TEACHER = "enseignant public, enseignant privé sous contrat ou enseignant de CFA"
_INSPECTOR = "inspecteur général, IA-IPR ou IEN"
TEACHERS = ("prof", "professeur", "professeure", "enseignant", "enseignante", "formateur", "formatrice")
"""Who teaches, without a word of where: the sector, or the name of the establishment, may say it."""
TOO_VAGUE = {
    **dict.fromkeys(TEACHERS[:5], _TEACHER),
    **dict.fromkeys(TEACHERS[5:], "enseignant de CFA"),
    **dict.fromkeys(("inspecteur", "inspectrice"), _INSPECTOR),
    **dict.fromkeys(("patron", "patronne"), "employeur"),
}
"""What people write and does not say enough, and what they may have meant."""
_PLACES = (
    (Qualite.ENSEIGNANT_CFA, ("cfa", "apprentissage")),
    (Qualite.ENSEIGNANT_CHERCHEUR, ("universite", "superieur")),
    (Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT, ("prive", "privee")),
    (Qualite.ENSEIGNANT_PUBLIC, ("public", "publique")),
)


def teaches_in(place: str) -> Qualite | None:
    """The capacity of whoever teaches there, where its name or its sector says it: « CFA », « enseignement public »."""
    words = set(normalised_heading(place).split("_"))
    return next((qualite for qualite, told in _PLACES if words.intersection(told)), None)
