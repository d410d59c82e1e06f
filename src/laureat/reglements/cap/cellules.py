"""Ce qu'une liste de candidats au certificat d'aptitude professionnelle peut dire, outre la note de chaque unité."""

from laureat.deliberation.famille import Colonne, Genre
from laureat.vocabulary import MARKS

CELLULES = MARKS
LEXIQUE = {
    "0 à 20": "Une note, en points ou demi-points : 13 ou 13,5. Celle d'une unité comprend le chef-d'œuvre s'il y est.",
    "AB": "Absence non justifiée : le diplôme ne peut pas être délivré.",
    "AJ": "Absence justifiée : compte pour 0 ; l’épreuve de remplacement reste possible, sauf en EPS.",
    "DI": "Dispense : l’unité sort des moyennes ; son motif se dit dans la colonne motif de l’unité.",
    "VA": "Unité validée par la VAE : elle sort des moyennes.",
    "NU": "Épreuve annulée pour fraude : compte pour 0.",
    "B12,5": "Note conservée d'une session antérieure, quelle qu'elle soit.",
    "B12,5@2024": "Note conservée, avec l’année de sa session ; elle vaut {duree_conservation}.",
    "(vide)": "Pas encore de note : le dossier est incomplet, ou en cours en forme progressive.",
}
FORMES = True
IDENTITE = ("ine", "uai", "etablissement", "langue", "langue_facultative")
COLONNES = (
    Colonne(
        "derogation", Genre.DRAPEAU, "oui : le recteur a autorisé la forme progressive à un élève ou à un apprenti."
    ),
    Colonne(
        "etalement", Genre.DRAPEAU, "oui : étalement des épreuves sur plusieurs sessions, accordé pour un handicap."
    ),
    Colonne(
        "age",
        Genre.NOMBRE,
        "Âge au 31 décembre de l'année de l'examen, en années ; laissé vide, la date de naissance le dit.",
        exemple="17",
        de_la_naissance=True,
    ),
    Colonne(
        "semaines_secteur",
        Genre.NOMBRE,
        "Candidat sans formation : semaines récentes d'activité ou de stage dans le secteur, prouvées.",
        exemple="16",
    ),
    Colonne("semaines_pfmp", Genre.NOMBRE, "Élève : semaines de formation en milieu professionnel.", exemple="14"),
    Colonne("heures_cfa", Genre.NOMBRE, "Apprenti : heures de formation suivies au CFA.", exemple="800"),
    Colonne("mois_contrat", Genre.NOMBRE, "Apprenti : durée du contrat, en mois.", exemple="24"),
)
