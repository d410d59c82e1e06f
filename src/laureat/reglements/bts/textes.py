"""Les textes que les règles du brevet de technicien supérieur citent."""

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.LU_2014) -> Citation:
    """Un article du code de l'éducation."""
    return Citation(f"Code de l'éducation, art. {articles}", lecture)


D643_13 = Citation(
    "Code de l'éducation, art. D643-13, rédaction du décret n° 2024-788 du 8 juillet 2024",
    Reading.LU,
    "JORFARTI000049926207",
)
D643_15 = Citation("Code de l'éducation, art. D643-15", Reading.LU, "LEGIARTI000027865600")
D643_19 = Citation("Code de l'éducation, art. D643-19", Reading.LU, "LEGIARTI000045869030")
D643_17 = code("D643-17")
D643_22 = code("D643-22", Reading.PARTIEL)
D643_23 = code("D643-23")
D643_24 = Citation("Code de l'éducation, art. D643-24", Reading.LU, "LEGIARTI000027865618")
D643_26 = code("D643-26")
ARRETE_NOTES = Citation("Arrêté du 24 juillet 1997 (SCOL9702103A), art. 1", Reading.LU_2014, "SCOL9702103A")
ARRETE_ORAUX = Citation("Arrêté du 3 juin 2022 (épreuves de contrôle du BTS)", Reading.PARTIEL, "JORFARTI000045862652")
ARRETE_MATIERES = Citation("Code de l'éducation, art. D643-15, 2° ; arrêté du 9 mai 2025", Reading.LU)
PRECISIONS = Citation(
    "Précisions académiques sur les épreuves de contrôle du BTS (Créteil, Versailles)", Reading.SECONDAIRE
)
"""Ce que des académies disent de la moyenne professionnelle et de la meilleure des deux notes."""
DECRET_2022 = Citation("Décret n° 2022-850 du 3 juin 2022", Reading.SECONDAIRE, "JORFARTI000045862544")
USAGE_DES_ORAUX = Citation("usage : oraux de contrôle manqués", Reading.USAGE)


def lecture_retenue(articles: str) -> Citation:
    """Une lecture retenue pour le programme, là où le texte lu ne tranche pas."""
    return code(articles, Reading.DEDUIT)
