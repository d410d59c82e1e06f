"""The names of the elements of the export V4.1, and what each becomes in the model."""

WORDS = {
    "NUMERO_FICHE": "numero",
    "INTITULE": "intitule",
    "ETAT_FICHE": "etat_fiche",
    "TYPE_ENREGISTREMENT": "type_enregistrement",
}
TEXTS = {
    "NIVEAU_MAITRISE_COMPETENCES": "niveau_maitrise",
    "ACTIVITES_VISEES": "activites_visees",
    "SECTEURS_ACTIVITE": "secteurs_activite",
    "TYPE_EMPLOI_ACCESSIBLES": "types_emplois",
    "REGLEMENTATIONS_ACTIVITES": "reglementations_activites",
    "OBJECTIFS_CONTEXTE": "objectifs_contexte",
    "PREREQUIS_ENTREE_FORMATION": "prerequis_entree_formation",
    "PREREQUIS_VALIDATION_CERTIFICATION": "prerequis_validation",
    "VALIDATION_PARTIELLE_PERIMETRE": "perimetre_validation_partielle",
    "DUREE_VALIDITE": "duree_validite",
    "MODALITES_RENOUVELLEMENT": "modalites_renouvellement",
    "LIEN_URL_DESCRIPTION": "lien_description",
}
BOOLEANS = {
    "ACTIF": "actif",
    "EXISTENCE_PARTENAIRES": "existence_partenaires",
    "VALIDATION_PARTIELLE": "validation_partielle",
    "ACCESSIBLE_NOUVELLE_CALEDONIE": "nouvelle_caledonie",
    "ACCESSIBLE_POLYNESIE_FRANCAISE": "polynesie_francaise",
}
INTEGERS = {"ID_FICHE": "id_fiche", "DUREE_ENREGISTREMENT": "duree_enregistrement"}
DATES = {
    "DATE_DE_PUBLICATION": "publication",
    "DATE_EFFET": "effet",
    "DATE_DECISION": "decision",
    "DATE_DERNIER_JO": "dernier_jo",
    "DATE_FIN_ENREGISTREMENT": "echeance_enregistrement",
    "DATE_LIMITE_DELIVRANCE": "limite_delivrance",
}
CODES = {
    "FORMACODES": ("FORMACODE", "formacodes"),
    "CODES_NSF": ("NSF", "codes_nsf"),
    "CODES_ROME": ("ROME", "codes_rome"),
    "CODES_IDCC": ("IDCC", "codes_idcc"),
}
ROUTES = {f"SI_JURY_{route}": route for route in ("FI", "CA", "FC", "CQ", "CL", "VAE")}
DECREES = {
    "PUBLICATION_DECRET_GENERAL": "generaux",
    "PUBLICATION_DECRET_CREATION": "creation",
    "PUBLICATION_DECRET_AUTRE": "autres",
}
OTHERS = {
    "ANCIENNES_CERTIFICATIONS": (
        "ANCIENNE_CERTIFICATION",
        "ID_FICHE_ANCIENNE_CERTIFICATION",
        "anciennes_certifications",
    ),
    "NOUVELLES_CERTIFICATIONS": (
        "NOUVELLE_CERTIFICATION",
        "ID_FICHE_NOUVELLE_CERTIFICATION",
        "nouvelles_certifications",
    ),
}

CODE = frozenset({"CODE", "LIBELLE"})
CCN = frozenset({"NUMERO", "LIBELLE"})
LEVEL = frozenset({"NIVEAU", "LIBELLE"})
CERTIFIER = frozenset(
    {
        "SIRET_CERTIFICATEUR",
        "NOM_CERTIFICATEUR",
        "ETAT_CERTIFICATEUR",
        "DATE_DERNIERE_MODIFICATION_ETAT",
        "NOM_COMMERCIAL",
        "SITE_INTERNET",
    }
)
PARTNER = frozenset(
    {
        "NOM_PARTENAIRE",
        "SIRET_PARTENAIRE",
        "HABILITATION_PARTENAIRE",
        "ETAT_HABILITATION",
        "DATE_ACTIF",
        "DATE_DERNIERE_MODIFICATION_ETAT",
    }
)
ROUTE = frozenset({"ACTIF", "COMPOSITION", "DATE_DERNIERE_MODIFICATION"})
DECREE = frozenset({"TITRE", "DATE_PUBLICATION_JO"})
FIGURES = {
    "NOMBRE_CERTIFIES": "certifies",
    "NOMBRE_CERTIFIES_VAE": "certifies_vae",
    "TAUX_INSERTION_GLOBAL_6MOIS": "insertion_globale_6_mois",
    "TAUX_INSERTION_METIER_6MOIS": "insertion_metier_6_mois",
    "TAUX_INSERTION_METIER_2ANS": "insertion_metier_2_ans",
}
PROMOTION = frozenset({"ANNEE", *FIGURES})
BLOCK = frozenset(
    {
        "CODE",
        "LIBELLE",
        "LISTE_COMPETENCES",
        "MODALITES_EVALUATION",
        "PREREQUIS_ENTREE_FORMATION_BLOC",
        "PREREQUIS_VALIDATION_BLOC",
    }
)
