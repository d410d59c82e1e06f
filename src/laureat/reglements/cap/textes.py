"""Les textes que les règles du certificat d'aptitude professionnelle citent."""

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.LU_2014, identifiant: str = "", url: str = "") -> Citation:
    """Un article du code de l'éducation."""
    return Citation(f"Code de l'éducation, art. {articles}", lecture, identifiant, url=url)


D337_3 = code("D337-3", Reading.LU)
D337_16 = code(
    "D337-16",
    Reading.LU,
    "LEGIARTI000006526779",
    "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006071191/articles/LEGIARTI000006526779",
)
"""Lu dans sa rédaction du 1er janvier 2020 ; celle du 1er janvier 2025 n'a pas été lue."""
D337_16_DEDUIT = code("D337-16", Reading.DEDUIT, "LEGIARTI000006526779")
D337_17 = code("D337-17")
D337_18 = code("D337-18")
D337_19 = code("D337-19")
D337_20 = code("D337-20", Reading.DEDUIT)
D337_21 = code("D337-16 et D337-21")
ARRETE_NOTES = Citation(
    "Arrêté du 20 novembre 2000 (notes du CAP et du BEP)",
    Reading.LU,
    url="https://juriblio.fr/arretes/arrete-du-20-novembre-2000/134803997",
)
ARRETE_GENERAL = Citation("Arrêté du 30 août 2019 (unités générales du CAP)", Reading.LU, "MENE1921757A")
ARRETE_PFMP = Citation(
    "Code de l'éducation, art. D337-4 ; arrêté du 21 novembre 2018, art. 3", Reading.LU, "MENE1831833A"
)
ARRETE_CONSERVATION = Citation(
    "Arrêté du 10 mai 2017 (notes conservées d'une autre spécialité)",
    Reading.LU,
    "JORFTEXT000034676102",
    url="https://www.legifrance.gouv.fr/affichTexte.do?cidTexte=JORFTEXT000034676102",
)
DECRET_ATTESTATIONS = Citation("Décret n° 2020-726", Reading.DEDUIT, "JORFTEXT000041996366")
DECRET_MENTIONS = Citation("Décret n° 2024-122 du 19 février 2024", Reading.PARTIEL)
DECRET_ADULTES = Citation("Code de l'éducation, art. D337-7 ; décret n° 2024-122", Reading.SECONDAIRE)
FRAUDE = Citation("Loi du 23 décembre 1901 (effet sur la moyenne non dit)", Reading.DEDUIT)
AUCUNE_ELIMINATOIRE = Citation(
    "usage : réponse du Sénat, 2001",
    Reading.SECONDAIRE,
    url="https://www.senat.fr/questions/base/2001/qSEQ010130775.html",
)
