"""Les textes que les règles du titre professionnel citent."""

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def arrete_2015(articles: str, lecture: Reading = Reading.LU) -> Citation:
    """Un article de l'arrêté qui fixe les conditions de délivrance."""
    return Citation(f"Arrêté du 22 décembre 2015, art. {articles}", lecture)


R338_5 = Citation("Code de l'éducation, art. R338-5", Reading.PARTIEL)
R338_7 = Citation("Code de l'éducation, art. R338-7", Reading.LU_2014)
R338_8 = Citation("Code de l'éducation, art. R338-8 ; arrêté du 21 juillet 2016, art. 1", Reading.LU)
SESSIONS = Citation("Site officiel des responsables de session ; code de l'éducation, art. R338-5", Reading.SECONDAIRE)
"""Ce dont le jury dispose, et quand il en manque."""
SESSION_DE_CCP = Citation("Arrêté du 9 mars 2006, art. 6, II et III", Reading.LU_2014)
CAPITALISATION = Citation("Arrêté du 9 mars 2006, art. 6, I, b ; code de l'éducation, art. R338-5", Reading.LU_2014)
REGLEMENT_GENERAL = Citation("Règlement général des sessions de 2008, § 3", Reading.LU_2014)
ABSENCES = Citation("Règlement général des sessions de 2008, § 5 ; arrêté du 15 septembre 2016", Reading.LU_2014)
ENTRETIEN_REFUSE = Citation("Guide des sessions (édition ancienne)", Reading.SECONDAIRE)
RETOUR = arrete_2015("10", Reading.SECONDAIRE)
USAGE_DES_SESSIONS = Citation("usage : page d'un organisme de formation", Reading.SECONDAIRE)
LECTURE_RETENUE = Citation("Code de l'éducation, art. R338-5, lecture retenue", Reading.DEDUIT)
