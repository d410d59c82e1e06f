"""Ce qu'une liste de candidats au brevet professionnel peut dire, outre la note de chaque unité."""

from laureat.deliberation.famille import Colonne, Fictif, Genre
from laureat.vocabulary import MARKS

CELLULES = MARKS
LEXIQUE = {
    "0 à 20": "Une note, en points ou demi-points : 13 ou 13,5.",
    "AB": "Absence : le diplôme ne peut pas être délivré.",
    "AJ": "Absence pour force majeure, à dire dans la colonne motif de l’unité : compte pour 0.",
    "DI": "Dispense : l’unité sort de la moyenne ; son motif se dit dans la colonne motif de l’unité.",
    "VA": "Unité validée par la VAE : elle sort de la moyenne.",
    "NU": "Épreuve annulée pour fraude : compte pour 0.",
    "B12,5": "Note conservée d’une session antérieure.",
    "B12,5@2024": "Note conservée, avec l’année de sa session ; elle vaut {duree_conservation}.",
    "(vide)": "Pas encore de note : le dossier est incomplet, ou en cours en forme progressive.",
}
FORMES = True
IDENTITE = ("ine", "uai", "etablissement", "langue", "langue_facultative")
SANS_NOTE = frozenset({"sans_note"})
CONSTATES = {"formation_constatee": "oui", "pratique_constatee": "oui"}
FICTIFS = (
    Fictif(965, CONSTATES),
    Fictif(10, {"formation_constatee": "oui"}),
    Fictif(10, {"pratique_constatee": "oui"}),
    Fictif(15),
    Fictif(700, {**CONSTATES, "appreciation": "admis"}, {"": 1}, {"": 1}, SANS_NOTE),
    Fictif(200, {**CONSTATES, "appreciation": "ajourne"}, {"": 1}, {"": 1}, SANS_NOTE),
    Fictif(100, CONSTATES, {"": 1}, {"": 1}, SANS_NOTE),
)
"""D'ordinaire les conditions de formation et de pratique sont constatées ; sans notes, le jury apprécie."""
COLONNES = (
    Colonne("derogation", Genre.DRAPEAU, "oui : le recteur a autorisé la forme progressive à un apprenti."),
    Colonne(
        "etalement", Genre.DRAPEAU, "oui : étalement des épreuves sur plusieurs sessions, accordé pour un handicap."
    ),
    Colonne("formation_constatee", Genre.DRAPEAU, "oui : un acte constate que la condition de formation est remplie."),
    Colonne("pratique_constatee", Genre.DRAPEAU, "oui : un acte constate la pratique professionnelle exigée."),
    Colonne(
        "titre_detenu",
        Genre.CHOIX,
        "Le diplôme détenu qui abrège la pratique exigée : niveau_3 (de la liste de la spécialité) ou bac_pro (même "
        "secteur).",
        ("niveau_3", "bac_pro"),
    ),
    Colonne("heures_formation", Genre.NOMBRE, "Heures de formation suivies, au CFA ou en centre.", exemple="420"),
    Colonne("heures_positionnement", Genre.NOMBRE, "Heures exigées par la décision de positionnement.", exemple="200"),
    Colonne("mois_contrat", Genre.NOMBRE, "Durée du contrat à la date de l'examen, en mois.", exemple="24"),
    Colonne("mois_pratique", Genre.NOMBRE, "Mois d'emploi en rapport avec le diplôme.", exemple="60"),
    Colonne(
        "appreciation",
        Genre.CHOIX,
        "CCF sans notes (catégorie C) : ce que le jury a décidé au vu de l'ensemble des unités.",
        ("admis", "ajourne"),
    ),
)
