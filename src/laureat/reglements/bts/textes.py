"""Les textes que les règles du brevet de technicien supérieur citent : l'article, sa lecture, et depuis quand."""

from laureat.reglements.communs import textes
from laureat.reglements.communs.textes import citer
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.LU_2014) -> Citation:
    """Un article du code de l'éducation."""
    return textes.code(articles, lecture)


def lecture_retenue(articles: str) -> Citation:
    """Une lecture retenue pour le programme, là où le texte lu ne tranche pas."""
    return code(articles, Reading.DEDUIT)


D643_13 = citer(
    "Code de l'éducation, art. D643-13, rédaction du décret n° 2024-788 du 8 juillet 2024",
    Reading.LU,
    "JORFARTI000049926207",
    depuis=2025,
    avant=code("D643-13"),
)
D643_15 = code("D643-15", Reading.LU)
EPREUVES = citer(
    "Code de l'éducation, art. D643-15, rédaction du décret n° 2024-788 du 8 juillet 2024",
    Reading.LU,
    "JORFARTI000049926207",
    depuis=2025,
    avant=code("D643-15"),
)
BLOCS_DE_LA_FPC = citer(
    "Code de l'éducation, art. D643-15, rédaction du décret n° 2016-1037 du 28 juillet 2016",
    Reading.LU,
    url="https://www.lexbase.fr/index/source/33568483",
    depuis=2017,
)
"""L'attestation de blocs, d'abord pour la formation continue et la VAE."""
BLOCS = textes.code("D643-15", Reading.LU, depuis=2022)
"""L'attestation de blocs pour tout candidat (décret n° 2022-850)."""
BLOCS_SELON_LA_SESSION = textes.code("D643-15", Reading.LU, depuis=2022, avant=BLOCS_DE_LA_FPC)
D643_19 = code("D643-19", Reading.LU)
D643_17 = code("D643-17")
D643_22 = code("D643-22", Reading.PARTIEL)
D643_23 = code("D643-23")
D643_24 = code("D643-24", Reading.LU)
D643_26 = code("D643-26")
ARRETE_NOTES = citer("Arrêté du 24 juillet 1997 (SCOL9702103A), art. 1", Reading.LU_2014)
ORAUX = textes.code("D643-22", Reading.PARTIEL, depuis=2022)
"""Les oraux de contrôle, que le code connaît depuis la session 2022."""
ORAUX_DEDUITS = textes.code("D643-22", Reading.DEDUIT, depuis=2022)
PROGRESSIVE = textes.code("D643-23", Reading.DEDUIT, depuis=2022)
"""L'article lu date d'avant ces oraux."""
ARRETE_ORAUX = citer("Arrêté du 3 juin 2022 (épreuves de contrôle du BTS)", Reading.PARTIEL, depuis=2022)
ORAUX_DES_DISPENSES = citer("Arrêté du 3 juin 2022 (épreuves de contrôle du BTS)", Reading.DEDUIT, depuis=2022)
ARRETE_MATIERES = citer(
    "Code de l'éducation, art. D643-15, 2° ; arrêté du 9 mai 2025",
    Reading.LU,
    url="https://juriblio.fr/arretes/arrete-du-9-mai-2025/185864957",
    depuis=2025,
    avant=citer("Code de l'éducation, art. D643-15, 2° ; arrêté du 3 juin 2022", Reading.PARTIEL, depuis=2022),
)
PRECISIONS = citer(
    "Précisions académiques sur les épreuves de contrôle du BTS (Créteil, Versailles)",
    Reading.SECONDAIRE,
    url="https://creg.ac-versailles.fr/les-modalites-du-rattrapage-en-bts",
    depuis=2022,
)
"""Ce que des académies disent de la moyenne professionnelle et de la meilleure des deux notes."""
SANS_ORAUX = code("D643-22", Reading.DEDUIT)
"""Avant le décret n° 2022-850, qui a créé les oraux de contrôle."""
USAGE_DES_ORAUX = citer("usage : oraux de contrôle manqués", Reading.USAGE, depuis=2022)
