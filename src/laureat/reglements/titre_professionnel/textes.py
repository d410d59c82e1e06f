"""Les textes que les règles du titre professionnel citent : l'article, sa lecture, et depuis quand."""

from laureat.reglements.communs.textes import citer
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

ARRETE_2006 = citer("Arrêté du 9 mars 2006, art. 3 à 6", Reading.LU_2014)
"""Le prédécesseur de l'arrêté de 2015 ; ce qu'il dit de chaque voie est déduit de ses articles 3 à 6."""
ENTREE_EN_VIGUEUR = 2016
"""L'arrêté du 22 décembre 2015 est en vigueur depuis le 1er juin 2016."""


def arrete_2015(articles: str, lecture: Reading = Reading.LU) -> Citation:
    """Un article de l'arrêté qui fixe les conditions de délivrance ; avant lui, celui de 2006."""
    return citer(f"Arrêté du 22 décembre 2015, art. {articles}", lecture, depuis=ENTREE_EN_VIGUEUR, avant=ARRETE_2006)


R338_5 = citer("Code de l'éducation, art. R338-5", Reading.PARTIEL)
R338_7 = citer("Code de l'éducation, art. R338-7", Reading.LU_2014)
R338_8 = citer(
    "Code de l'éducation, art. R338-8 ; arrêté du 21 juillet 2016, art. 1",
    Reading.LU,
    url="https://juriblio.fr/arretes/arrete-du-21-juillet-2016/167156892",
    depuis=2017,
    avant=citer("Code de l'éducation, art. R338-8", Reading.LU_2014),
)
APPRENTISSAGE = citer(
    "Code de l'éducation, art. R338-5, rédaction du décret n° 2016-954 du 11 juillet 2016",
    Reading.PARTIEL,
    "JORFTEXT000032887451",
    depuis=2017,
)
SESSIONS = citer(
    "Site officiel des responsables de session ; code de l'éducation, art. R338-5",
    Reading.SECONDAIRE,
    url="http://www.responsabledesession.fr/les-types-de-sessions/",
)
"""Ce dont le jury dispose, et quand il en manque."""
SESSION_DE_CCP = citer("Arrêté du 9 mars 2006, art. 6, II et III", Reading.LU_2014)
CAPITALISATION = citer("Arrêté du 9 mars 2006, art. 6, I, b ; code de l'éducation, art. R338-5", Reading.LU_2014)
REGLEMENT_GENERAL = citer("Règlement général des sessions de 2008, § 3", Reading.LU_2014)
CONFLIT = citer("Règlement général des sessions (arrêté du 8 décembre 2008), § 3.1", Reading.LU_2014)
ABSENCES = citer(
    "Règlement général des sessions de 2008, § 5 ; arrêté du 15 septembre 2016",
    Reading.LU_2014,
    depuis=2017,
    avant=citer("Règlement général des sessions de 2008, § 5", Reading.LU_2014),
)
ENTRETIEN_REFUSE = citer("Guide des sessions (édition ancienne)", Reading.SECONDAIRE)
RETOUR = citer("Arrêté du 22 décembre 2015, art. 10", Reading.SECONDAIRE, depuis=ENTREE_EN_VIGUEUR)
USAGE_DES_SESSIONS = citer(
    "usage : page d'un organisme de formation",
    Reading.SECONDAIRE,
    url="https://atlantique-ibs.net/certificate-of-competence-2/",
    depuis=ENTREE_EN_VIGUEUR,
)
"""Ce qui se lit de l'article 10 de l'arrêté de 2015."""
LECTURE_RETENUE = citer("Code de l'éducation, art. R338-5, lecture retenue", Reading.DEDUIT)
