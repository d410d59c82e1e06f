"""The words that people write in the columns of a jury; keys are normalised headings (no case, no accents)."""

from laureat.jury.members import Fonction, Presence, Qualite
from laureat.vocabulary.french import NO

NO_LINK = NO | {"aucun", "aucune", "neant", "sans", "ras"}
SEXES = {"f": "F", "femme": "F", "mme": "F", "madame": "F", "": ""}
SEXES |= {"m": "M", "h": "M", "homme": "M", "mr": "M", "monsieur": "M"}
FONCTIONS = {
    "": Fonction.MEMBRE,
    "presidente": Fonction.PRESIDENT,
    "presidente_adjointe": Fonction.PRESIDENT_ADJOINT,
    "vice_president": Fonction.PRESIDENT_ADJOINT,
    "vice_presidente": Fonction.PRESIDENT_ADJOINT,
    "examinatrice_adjointe": Fonction.EXAMINATEUR_ADJOINT,
}
PRESENCES: dict[str, Presence | None] = {
    "": None,
    "presente": Presence.PRESENT,
    "absente": Presence.ABSENT,
    "a_distance": Presence.DISTANCE,
}
_WORDS = {
    Qualite.ENSEIGNANT_PUBLIC: "enseignante_publique professeur_public professeure_publique prof_public plp "
    "professeur_de_lycee_professionnel professeure_de_lycee_professionnel professeur_certifie professeur_agrege",
    Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT: "enseignante_privee_sous_contrat enseignant_prive enseignante_privee "
    "professeur_prive professeure_privee prof_prive professeur_prive_sous_contrat",
    Qualite.ENSEIGNANT_CFA: "enseignante_cfa enseignant_de_cfa enseignante_de_cfa prof_cfa formateur_cfa "
    "formatrice_cfa formateur_de_cfa formatrice_de_cfa",
    Qualite.ENSEIGNANT_CHERCHEUR: "enseignante_chercheuse maitre_de_conferences maitresse_de_conferences "
    "professeur_des_universites professeure_des_universites universitaire",
    Qualite.EMPLOYEUR: "employeuse employeure chef_d_entreprise cheffe_d_entreprise dirigeant dirigeante gerant "
    "gerante artisan artisane",
    Qualite.SALARIE: "salariee employe employee ouvrier ouvriere",
    Qualite.PROFESSIONNEL: "professionnelle conseiller_de_l_enseignement_technologique "
    "conseillere_de_l_enseignement_technologique",
    Qualite.INSPECTEUR_GENERAL: "inspectrice_generale ig",
    Qualite.IA_IPR: "ia-ipr inspecteur_pedagogique_regional inspectrice_pedagogique_regionale "
    "inspecteur_d_academie_inspecteur_pedagogique_regional inspectrice_d_academie_inspectrice_pedagogique_regionale",
    Qualite.IEN: "inspecteur_de_l_education_nationale inspectrice_de_l_education_nationale",
    Qualite.PERSONNALITE: "personnalite_qualifiee",
}
QUALITES = {word: qualite for qualite, words in _WORDS.items() for word in words.split()}
_TEACHER = "enseignant_public, enseignant_prive_sous_contrat ou enseignant_cfa"
_INSPECTOR = "inspecteur_general, ia_ipr ou ien"
TOO_VAGUE = {
    **dict.fromkeys(("prof", "professeur", "professeure", "enseignant", "enseignante"), _TEACHER),
    **dict.fromkeys(("formateur", "formatrice"), "enseignant_cfa"),
    **dict.fromkeys(("inspecteur", "inspectrice"), _INSPECTOR),
    **dict.fromkeys(("patron", "patronne"), "employeur"),
}
"""What people write and does not say enough, and what they may have meant."""
