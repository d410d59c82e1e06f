"""Ce qu'une liste de candidats au titre professionnel peut dire : chaque CCP, la session, ce dont le jury dispose."""

from laureat.deliberation.famille import Colonne, Genre
from laureat.reglements.titre_professionnel.textes import APPRENTISSAGE
from laureat.vocabulary import BLOCKS, Grammar
from laureat.vocabulary.french import OUI_NON

CELLULES = Grammar(BLOCKS.codes, step=None, keeps=False)
LEXIQUE = {
    "V": "Certificat (CCP ou CCS) accordé par ce jury.",
    "NV": "Certificat présenté, refusé par ce jury.",
    "V@2024": "Certificat détenu d’une session antérieure, avec l’année de cette session.",
    "VA": "Certificat validé par la VAE.",
    "DI": "Équivalence que l’arrêté du titre prévoit ; son motif se dit dans la colonne motif de l’unité.",
    "AB": "Absence : pas de résultat.",
    "AJ": "Absence justifiée : pas de résultat, nouvelle inscription possible.",
    "(vide)": "Non présenté, ou le jury ne s’est pas encore prononcé.",
}
TEXTES = {"apprentissage": APPRENTISSAGE}
COLONNES = (
    Colonne(
        "session_de",
        Genre.CHOIX,
        "Ce que la session évalue : titre (tous les CCP et l’entretien final), ccp, ccs (certificat complémentaire).",
        ("titre", "ccp", "ccs"),
        "titre",
    ),
    Colonne("mise_en_situation", Genre.DRAPEAU, "oui : la mise en situation professionnelle a eu lieu."),
    Colonne("dossier_professionnel", Genre.DRAPEAU, "oui : le jury dispose du dossier professionnel."),
    Colonne("ecf", Genre.DRAPEAU, "oui : le jury dispose des évaluations passées en cours de formation."),
    Colonne("entretien_final", Genre.DRAPEAU, "oui : l’entretien final a eu lieu."),
    Colonne("absent", Genre.DRAPEAU, "oui : le candidat ne s’est pas présenté à la session."),
    Colonne("titulaire", Genre.DRAPEAU, "oui : le candidat détient déjà le titre (il le faut pour un CCS)."),
    Colonne("titre", Genre.CHOIX, "Ce que le jury a dit du titre ; vide : rien encore.", OUI_NON),
    Colonne("presentations", Genre.NOMBRE, "Sessions du titre déjà passées depuis moins d’un an.", exemple="1"),
)
