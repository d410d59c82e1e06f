"""Ce qu'une liste de candidats au titre professionnel peut dire : chaque CCP, la session, ce dont le jury dispose."""

from laureat.deliberation.famille import Colonne, Fictif, Genre
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
_DU_TITRE = {
    "session_de": "titre",
    **dict.fromkeys(("mise_en_situation", "dossier_professionnel", "ecf", "entretien_final"), "oui"),
}
_DE_CCP = {"session_de": "ccp", "mise_en_situation": "oui", "dossier_professionnel": "oui"}
FICTIFS = (
    Fictif(620, {**_DU_TITRE, "titre": "oui"}, {"V": 96, "DI": 4}, {"": 1}),
    Fictif(20, {**_DU_TITRE, "titre": "non"}, {"V": 1}, {"": 1}),
    Fictif(110, {**_DU_TITRE, "titre": "non"}, {"V": 55, "NV": 45}, {"": 1}),
    Fictif(40, {**_DU_TITRE, "titre": "non"}, {"NV": 1}, {"": 1}),
    Fictif(30, _DU_TITRE, {"": 1}, {"": 1}),
    Fictif(15, {**_DU_TITRE, "dossier_professionnel": "non"}, {"": 1}, {"": 1}),
    Fictif(25, {"session_de": "titre", "absent": "oui"}, {"AB": 1}, {"": 1}),
    Fictif(10, {"session_de": "titre", "absent": "oui"}, {"AJ": 1}, {"": 1}),
    Fictif(50, {"session_de": "titre", "entretien_final": "oui", "titre": "oui"}, {"V@1": 80, "V@2": 20}, {"": 1}),
    Fictif(10, {"session_de": "titre"}, {"V@1": 1}, {"": 1}),
    Fictif(50, _DE_CCP, {"V": 55, "NV": 15, "V@1": 10, "": 20}, {"": 1}),
    Fictif(
        20, {**_DE_CCP, "session_de": "ccs", "entretien_final": "oui", "titulaire": "oui"}, {"": 1}, {"V": 8, "NV": 2}
    ),
)
"""La plupart se présentent au titre et l'obtiennent ; quelques-uns ont des CCP seuls, ou un dossier incomplet."""
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
