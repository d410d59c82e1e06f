"""Les textes que les règles du baccalauréat professionnel citent : l'article, comment il a été lu, et depuis quand."""

from laureat.reglements.communs import textes
from laureat.reglements.communs.textes import citer
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

LU, LU_2014, PARTIEL, SECONDAIRE = Reading.LU, Reading.LU_2014, Reading.PARTIEL, Reading.SECONDAIRE
DEDUIT = Reading.DEDUIT


def code(articles: str, lecture: Reading = PARTIEL) -> Citation:
    """Un article du code de l'éducation."""
    return textes.code(articles, lecture)


D337_64 = citer(
    "Code de l'éducation, art. D337-64 ; décret n° 2024-542 du 13 juin 2024",
    SECONDAIRE,
    depuis=2025,
    avant=code("D337-64", SECONDAIRE),
)
D337_65 = code("D337-65", LU_2014)
D337_66_1 = code("D337-66-1", SECONDAIRE)
D337_69 = code("D337-69")
BLOCS_DE_LA_FPC = citer(
    "Code de l'éducation, art. D337-69, rédaction du décret n° 2016-771 du 10 juin 2016", SECONDAIRE, depuis=2017
)
"""L'attestation de blocs, d'abord pour la formation continue et la VAE."""
BLOCS = citer("Code de l'éducation, art. D337-69", PARTIEL, depuis=2020)
"""L'attestation de blocs pour tout candidat (décret n° 2020-726)."""
BLOCS_SELON_LA_SESSION = citer("Code de l'éducation, art. D337-69", PARTIEL, depuis=2020, avant=BLOCS_DE_LA_FPC)
DISPENSE_PAR_BLOC = citer("Code de l'éducation, art. D337-71", PARTIEL, depuis=2017)
D337_70 = code("D337-70", LU_2014)
D337_78 = code("D337-78")
D337_78_80 = code("D337-78 et D337-80")
D337_81 = code("D337-81", LU_2014)
D337_83 = code("D337-83", LU_2014)
D337_84 = code("D337-84", LU_2014)
D337_86 = code("D337-86", LU_2014)
ARRETE_NOTES = citer("Arrêté du 24 juillet 1997 (SCOL9702103A), art. 1", LU_2014)

_CONTROLE = "Arrêté du 25 novembre 2021 relatif à l'épreuve de contrôle"
AVANT_2022 = citer("Code de l'éducation, art. D337-78, rédaction alors en vigueur", PARTIEL)
AVANT_2022_DEDUIT = citer("Code de l'éducation, art. D337-78, rédaction alors en vigueur", DEDUIT)
ARRETE_CONTROLE = citer(_CONTROLE, LU, depuis=2022)
"""Ce que cet arrêté a créé : les groupes, le meilleur des deux résultats."""
EPREUVE_DE_CONTROLE = citer(_CONTROLE, LU, depuis=2022, avant=AVANT_2022)
"""L'épreuve elle-même, que le code connaissait déjà."""
CONTROLE_DEDUIT = citer(_CONTROLE, DEDUIT, depuis=2022, avant=AVANT_2022_DEDUIT)
MOYENNE_PROFESSIONNELLE = citer(
    "Arrêté du 25 novembre 2021 ; précisions académiques", SECONDAIRE, depuis=2022, avant=AVANT_2022_DEDUIT
)
ARRETE_PROJET = citer("Arrêté du 20 octobre 2020 (chef-d'œuvre, devenu projet), art. 4", SECONDAIRE, depuis=2021)
NOTE_DE_PROJET = citer("Arrêté du 20 octobre 2020 (chef-d'œuvre, devenu projet), art. 1 et 2", LU, depuis=2021)
ARRONDI = citer("Arrêté du 20 novembre 2000 (CAP et BEP), par analogie", DEDUIT)
DECRET_FELICITATIONS = citer("Décret n° 2024-122 du 19 février 2024", SECONDAIRE, depuis=2024)
UNITES_DE_LA_SPECIALITE = citer("Arrêté de la spécialité (unités facultatives)", DEDUIT)
MOBILITE = citer("Arrêté du 30 août 2019 (mobilité)", LU, depuis=2020)
UNITES_OFFERTES = citer("Arrêté du 30 août 2019 (mobilité)", LU, depuis=2020, avant=UNITES_DE_LA_SPECIALITE)
ARRETE_EPS = citer("Arrêté du 7 juillet 2015", PARTIEL, depuis=2016)
ARRETE_DISPENSES = citer(
    "Code de l'éducation, art. D337-71 ; arrêté du 8 novembre 2012",
    PARTIEL,
    depuis=2013,
    avant=code("D337-71", LU_2014),
)
ARRETE_CONSERVATION = citer(
    "Arrêté de mai 2017 (notes conservées d'une spécialité à l'autre)",
    SECONDAIRE,
    url="https://www.aprotect.fr/?p=1687",
    depuis=2017,
)
SECTION_EUROPEENNE = citer(
    "Arrêté du 27 juin 2024 (MENE2417889A)",
    PARTIEL,
    url="https://legal.tricoteuses.fr/articles/JORFARTI000049871153",
    depuis=2025,
    avant=citer("Arrêté du 4 août 2000 (section européenne)", SECONDAIRE),
)
MAJORITE = citer(
    "Usage : page du ministère sur le baccalauréat professionnel",
    SECONDAIRE,
    lu_le="2025-04",
    url="http://eduscol.education.fr/cid47640/le-baccalaureat-professionnel.html",
)
