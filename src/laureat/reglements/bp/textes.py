"""Les textes que les règles du brevet professionnel citent."""

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.LU_2014) -> Citation:
    """Un article du code de l'éducation."""
    return Citation(f"Code de l'éducation, art. {articles}", lecture)


D337_101 = code("D337-101")
D337_102 = code("D337-102")
D337_105 = code("D337-105", Reading.SECONDAIRE)
D337_106 = code("D337-106")
D337_107 = code("D337-107", Reading.PARTIEL)
D337_108 = code("D337-108 à D337-110")
D337_114 = code("D337-114 et D337-115", Reading.PARTIEL)
D337_115_DERNIER = code("D337-115, dernier alinéa")
D337_116 = code("D337-116")
ARRETE_NOTES = Citation("Arrêté du 24 juillet 1997 (SCOL9702103A)", Reading.LU_2014, "SCOL9702103A")
DECRET_ATTESTATIONS = Citation("Décret n° 2020-726 (notice)", Reading.LU, "JORFTEXT000041996366")
DECRET_MENTIONS = Citation(
    "Décret n° 2024-122 du 19 février 2024",
    Reading.PARTIEL,
    url="https://www.metiers-alimentation.ac-versailles.fr/spip.php?article1038",
)
FRAUDE = Citation("Loi du 23 décembre 1901 (effet sur la moyenne non dit)", Reading.DEDUIT)
MOBILITE = Citation("Arrêté du 30 août 2019 (attestation MobilitéPro)", Reading.SECONDAIRE)
