"""Les textes que les règles du certificat d'aptitude professionnelle citent, et depuis quand."""

from laureat.reglements.communs import textes
from laureat.reglements.communs.textes import citer
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.LU_2014) -> Citation:
    """Un article du code de l'éducation."""
    return textes.code(articles, lecture)


D337_3 = textes.code("D337-3", Reading.LU, depuis=2018, avant=code("D337-3"))
D337_16 = code("D337-16", Reading.LU)
"""Lu dans sa rédaction du 1er janvier 2020 ; celle du 1er janvier 2025 n'a pas été lue."""
D337_16_DEDUIT = code("D337-16", Reading.DEDUIT)
D337_17 = code("D337-17")
D337_18 = code("D337-18")
D337_19 = code("D337-19")
D337_20 = code("D337-20", Reading.DEDUIT)
D337_21 = code("D337-16 et D337-21")
ARRETE_NOTES = citer("Arrêté du 20 novembre 2000 (notes du CAP et du BEP)", Reading.LU)
ARRETE_GENERAL = citer(
    "Arrêté du 30 août 2019 (unités générales du CAP)",
    Reading.LU,
    depuis=2021,
    avant=citer("Arrêté de la spécialité (unités facultatives)", Reading.DEDUIT),
)
ARRETE_PFMP = citer(
    "Code de l'éducation, art. D337-4 ; arrêté du 21 novembre 2018, art. 3",
    Reading.LU,
    "MENE1831833A",
    depuis=2019,
    avant=code("D337-4"),
)
ARRETE_CONSERVATION = citer(
    "Arrêté du 10 mai 2017 (notes conservées d'une autre spécialité)",
    Reading.LU,
    "JORFTEXT000034676102",
    "2024-03-28",
    depuis=2018,
)
BLOCS_DE_LA_FPC = citer("Décret n° 2016-772 (attestation de blocs)", Reading.SECONDAIRE, depuis=2017)
"""L'attestation de blocs, d'abord pour la formation continue et la VAE."""
DECRET_ATTESTATIONS = citer("Décret n° 2020-726", Reading.DEDUIT, depuis=2020)
ATTESTATIONS_SELON_LA_SESSION = citer("Décret n° 2020-726", Reading.DEDUIT, depuis=2020, avant=BLOCS_DE_LA_FPC)
DECRET_MENTIONS = citer(
    "Décret n° 2024-122 du 19 février 2024",
    Reading.PARTIEL,
    url="https://www.metiers-alimentation.ac-versailles.fr/spip.php?article1038",
    depuis=2024,
)
DECRET_ADULTES = citer("Code de l'éducation, art. D337-7 ; décret n° 2024-122", Reading.SECONDAIRE, depuis=2024)
MOBILITE = citer("Arrêté sur l'attestation MobilitéPro du CAP", Reading.SECONDAIRE, depuis=2020)
FRAUDE = citer("Loi du 23 décembre 1901 (effet sur la moyenne non dit)", Reading.DEDUIT)
AUCUNE_ELIMINATOIRE = citer(
    "usage : réponse du Sénat, 2001",
    Reading.SECONDAIRE,
    url="https://www.senat.fr/questions/base/2001/qSEQ010130775.html",
)
