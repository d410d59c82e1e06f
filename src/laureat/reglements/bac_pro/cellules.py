"""Ce qu'une liste de candidats au baccalauréat professionnel peut dire, outre la note de chaque unité."""

from laureat.deliberation.famille import Colonne, Genre
from laureat.reglements.bac_pro.textes import NOTE_DE_PROJET
from laureat.vocabulary import MARKS
from laureat.vocabulary.french import OUI, OUI_NON

CELLULES = MARKS
LEXIQUE = {
    "0 à 20": "Une note, en points ou demi-points : 13 ou 13,5.",
    "AB": "Absence non justifiée : le diplôme ne peut pas être délivré.",
    "AJ": "Absence justifiée : compte pour 0 ; l’épreuve de remplacement reste possible.",
    "DI": "Dispense : l’unité sort de la moyenne ; son motif se dit dans la colonne motif de l’unité.",
    "VA": "Unité validée par la VAE : elle sort de la moyenne.",
    "NU": "Épreuve annulée pour fraude : compte pour 0.",
    "B12,5": "Note conservée d’une session antérieure.",
    "B12,5@2024": "Note conservée, avec l’année de sa session ; elle vaut {duree_conservation}.",
    "(vide)": "Pas encore de note : le dossier est incomplet, ou en cours en forme progressive.",
}
ANNEXES = {"PROJET": "Note de projet ; élèves et apprentis seulement."}
FORMES = True
IDENTITE = ("ine", "uai", "etablissement", "langue", "langue_facultative", "pfmp")
TEXTES = dict.fromkeys(("PROJET", "projet_livret", "projet_oral"), NOTE_DE_PROJET)
COLONNES = (
    Colonne(
        "derogation", Genre.DRAPEAU, "oui : le recteur a autorisé la forme progressive à un élève ou à un apprenti."
    ),
    Colonne(
        "etalement", Genre.DRAPEAU, "oui : étalement des épreuves sur plusieurs sessions, accordé pour un handicap."
    ),
    Colonne(
        "section_europeenne",
        Genre.DRAPEAU,
        "oui : un agent a enregistré la décision qui accorde l'indication « section européenne ».",
    ),
    Colonne(
        "preparation_achevee",
        Genre.CHOIX,
        "La préparation a-t-elle la durée requise ? À dire quand le candidat présente tout, ou sa dernière unité.",
        OUI_NON,
        OUI,
    ),
    Colonne(
        "mois_activite",
        Genre.NOMBRE,
        "Candidat d'expérience : mois d'activité en rapport avec le diplôme ; il faut {annees_experience}.",
        exemple="40",
    ),
    Colonne(
        "age",
        Genre.NOMBRE,
        "Âge au 31 décembre de l'année de l'examen, en années ; laissé vide, la date de naissance le dit.",
        exemple="19",
        de_la_naissance=True,
    ),
    Colonne(
        "semaines_pfmp",
        Genre.NOMBRE,
        "Élève : semaines suivies en milieu professionnel ; {semaines_pfmp_scolaire} sont dues.",
        exemple="21",
        dit_aussi="pfmp",
    ),
    Colonne(
        "semaines_accordees",
        Genre.NOMBRE,
        "Élève : semaines en milieu professionnel que le positionnement a fixées, si elles ont été réduites.",
        exemple="14",
    ),
    Colonne(
        "epreuve_pratique",
        Genre.CHOIX,
        "Ce que le jury dit de l'épreuve pratique : à dire là où elle est restée sans note ; non validée, elle "
        "interdit le diplôme, même noté.",
        ("validee", "non_validee"),
        "validee",
    ),
    Colonne(
        "projet_livret",
        Genre.MOYENNE,
        "Moyenne des notes de projet du livret, deux décimales au plus ; avec l'oral, elle remplace la colonne PROJET.",
        exemple="13,25",
    ),
    Colonne("projet_oral", Genre.MOYENNE, "Note de l'oral de projet ; elle remplace la colonne PROJET.", exemple="14"),
)
