"""Les textes que les règles du baccalauréat professionnel citent : l'article, comment il a été lu, et d'où."""

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

LU_2014, PARTIEL, SECONDAIRE = Reading.LU_2014, Reading.PARTIEL, Reading.SECONDAIRE

_CODE = "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006071191"
"""Le code de l'éducation."""
_EN_2014 = (
    "https://github.com/etalab/codes-juridiques-francais/tree/2afcea3/codes-en-vigueur/code-de-l-education/"
    "partie-reglementaire/livre-iii/titre-iii/chapitre-vii/section-3"
)
"""Là où la rédaction de la fin de 2014 a été lue."""


def code(articles: str, lecture: Reading = PARTIEL) -> Citation:
    """Un article du code de l'éducation ; ce qui n'a été lu que dans l'état de la fin de 2014 le dit."""
    etat, lien = ("2014-12-31", _EN_2014) if lecture is LU_2014 else ("", _CODE)
    return Citation(f"Code de l'éducation, art. {articles}", lecture, "LEGITEXT000006071191", etat, lien)


def journal(identifiant: str) -> str:
    """Le lien d'un texte du Journal officiel."""
    return f"https://www.legifrance.gouv.fr/jorf/id/{identifiant}"


D337_64 = code("D337-64 ; décret n° 2024-542 du 13 juin 2024", SECONDAIRE)
D337_65 = code("D337-65", LU_2014)
D337_69 = code("D337-69")
D337_70 = code("D337-70", LU_2014)
D337_78 = Citation(
    "Code de l'éducation, art. D337-78",
    PARTIEL,
    "LEGIARTI000006526837",
    url="https://www.doctrine.fr/l/texts/codes/LEGITEXT000006071191/articles/LEGIARTI000006526837",
)
D337_78_80 = code("D337-78 et D337-80")
D337_81 = code("D337-81", LU_2014)
D337_83 = code("D337-83", LU_2014)
D337_84 = code("D337-84", LU_2014)
D337_86 = code("D337-86", LU_2014)
ARRETE_NOTES = Citation(
    "Arrêté du 24 juillet 1997 (SCOL9702103A), art. 1",
    LU_2014,
    "SCOL9702103A",
    "2014-12-31",
    "https://github.com/etalab/lois-non-codifiees-et-reglements-francais",
)
_CONTROLE = (
    "Arrêté du 25 novembre 2021 relatif à l'épreuve de contrôle",
    "https://voie-professionnelle.ac-versailles.fr/"
    "arrete-du-25-novembre-2021-relatif-a-l-epreuve-de-controle-au-baccalaureat",
)
ARRETE_CONTROLE = Citation(_CONTROLE[0], Reading.LU, url=_CONTROLE[1])
CONTROLE_DEDUIT = Citation(_CONTROLE[0], Reading.DEDUIT, url=_CONTROLE[1])
_PROJET = ("JORFTEXT000042452287", "", journal("JORFTEXT000042452287"))
ARRETE_PROJET = Citation("Arrêté du 20 octobre 2020 (chef-d'œuvre, devenu projet), art. 4", SECONDAIRE, *_PROJET)
NOTE_DE_PROJET = Citation("Arrêté du 20 octobre 2020 (chef-d'œuvre, devenu projet), art. 1 et 2", Reading.LU, *_PROJET)
ARRONDI = Citation(
    "Arrêté du 20 novembre 2000 (CAP et BEP), par analogie",
    Reading.DEDUIT,
    url="https://juriblio.fr/arretes/arrete-du-20-novembre-2000/134803997",
)
DECRET_FELICITATIONS = Citation("Décret n° 2024-122 du 19 février 2024", SECONDAIRE, url="https://anfh.fr/node/61313")
MOBILITE = Citation(
    "Arrêté du 30 août 2019 (mobilité)",
    Reading.LU,
    url="https://juriblio.fr/arretes/arrete-du-30-aout-2019/173219611",
)
ARRETE_DISPENSES = Citation(
    "Code de l'éducation, art. D337-71 ; arrêté du 8 novembre 2012",
    PARTIEL,
    url="https://juriblio.fr/arretes/arrete-du-8-novembre-2012/160880922",
)
ARRETE_CONSERVATION = Citation(
    "Arrêté de mai 2017 (notes conservées d'une spécialité à l'autre)",
    SECONDAIRE,
    url="https://www.aprotect.fr/?p=1687",
)
SECTION_EUROPEENNE = Citation(
    "Arrêté du 27 juin 2024 (MENE2417889A)",
    PARTIEL,
    "MENE2417889A",
    url="https://legal.tricoteuses.fr/articles/JORFARTI000049871153",
)
MAJORITE = Citation(
    "Usage : page du ministère sur le baccalauréat professionnel, avril 2025",
    SECONDAIRE,
    read_on="2025-04",
    url="http://eduscol.education.fr/cid47640/le-baccalaureat-professionnel.html",
)
