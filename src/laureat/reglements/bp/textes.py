"""Les textes que les règles du brevet professionnel citent : l'article, sa lecture, et depuis quand."""

from laureat.reglements.communs import textes
from laureat.reglements.communs.textes import citer
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.LU_2014) -> Citation:
    """Un article du code de l'éducation."""
    return textes.code(articles, lecture)


D337_101 = code("D337-101")
D337_102 = code("D337-102")
D337_105 = code("D337-105", Reading.SECONDAIRE)
D337_106 = code("D337-106")
D337_107 = code("D337-107", Reading.PARTIEL)
BLOCS_DE_LA_FPC = citer(
    "Code de l'éducation, art. D337-107, rédaction du décret n° 2017-790 du 5 mai 2017", Reading.SECONDAIRE, depuis=2017
)
"""L'attestation de blocs, d'abord pour la formation continue et la VAE."""
BLOCS = textes.code("D337-107", Reading.PARTIEL, depuis=2020)
"""L'attestation de blocs pour tout candidat (décret n° 2020-726)."""
BLOCS_SELON_LA_SESSION = textes.code("D337-107", Reading.PARTIEL, depuis=2020, avant=BLOCS_DE_LA_FPC)
D337_108 = code("D337-108 à D337-110")
D337_114 = code("D337-114 et D337-115", Reading.PARTIEL)
D337_115_DERNIER = code("D337-115, dernier alinéa")
D337_116 = code("D337-116")
ARRETE_NOTES = citer("Arrêté du 24 juillet 1997 (SCOL9702103A)", Reading.LU_2014)
DECRET_ATTESTATIONS = citer("Décret n° 2020-726 (notice)", Reading.LU, depuis=2020)
DECRET_MENTIONS = citer(
    "Décret n° 2024-122 du 19 février 2024",
    Reading.PARTIEL,
    url="https://www.metiers-alimentation.ac-versailles.fr/spip.php?article1038",
    depuis=2024,
)
FRAUDE = citer("Loi du 23 décembre 1901 (effet sur la moyenne non dit)", Reading.DEDUIT)
MOBILITE = citer("Arrêté du 30 août 2019 (attestation MobilitéPro)", Reading.SECONDAIRE, depuis=2020)
