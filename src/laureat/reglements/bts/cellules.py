"""Ce qu'une liste de candidats au brevet de technicien supérieur peut dire, outre la note de chaque unité."""

from laureat.deliberation.famille import Colonne, Genre
from laureat.reglements.bts.textes import ORAUX
from laureat.vocabulary import MARKS

CELLULES = MARKS
LEXIQUE = {
    "0 à 20": "Une note, en points ou demi-points : 13 ou 13,5.",
    "AB": "Absence à une unité obligatoire : le diplôme ne peut pas être délivré.",
    "AJ": "Absence pour un cas de force majeure : compte pour 0 ; son motif se dit dans la colonne motif de l’unité.",
    "DI": "Dispense : l’unité sort de la moyenne ; son motif se dit dans la colonne motif de l’unité.",
    "VA": "Unité validée par la VAE : elle sort de la moyenne.",
    "NU": "Épreuve annulée pour fraude : compte pour 0.",
    "B12,5": "Note conservée d’une session antérieure.",
    "B12,5@2024": "Note conservée, avec l’année de sa session ; elle vaut {duree_conservation}.",
    "(vide)": "Pas encore de note : le dossier est incomplet, ou en cours en forme progressive.",
}
FORMES = True
IDENTITE = ("ine", "uai", "etablissement", "langue", "langue_facultative")
TEXTES = {"controle": ORAUX}
COLONNES = (
    Colonne(
        "derogation",
        Genre.DRAPEAU,
        "oui : le recteur a autorisé la forme progressive à un étudiant ou à un apprenti.",
    ),
)
