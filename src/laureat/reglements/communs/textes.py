"""Les textes cités : leur identifiant à Légifrance, l'état qui en a été lu, et où ; pour toutes les familles.

Un identifiant qui n'a été lu nulle part reste vide : aucun n'est inventé.
"""

import re
from dataclasses import dataclass

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

CODE = "LEGITEXT000006071191"
"""Le code de l'éducation."""
FIN_2014 = "2014-12-31"
_EN_2014 = "https://github.com/etalab/codes-juridiques-francais/tree/2afcea3/codes-en-vigueur/code-de-l-education"
"""Là où la rédaction de la fin de 2014 a été lue."""


@dataclass(frozen=True, slots=True)
class Texte:
    """Un texte lu : son identifiant (vide : inconnu), l'état lu, et l'adresse."""

    identifiant: str = ""
    lu_le: str = ""
    url: str = ""


_DEBUT_DU_BAC_PRO = Texte("LEGISCTA000006182537", "2022-05-29")
_SESSIONS_DU_BAC_PRO = Texte("LEGISCTA000006182539", "2019-05-21")
_DEBUT_DU_CAP = Texte("LEGISCTA000006166834", "2021-12-08")
_DOCTRINE = "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006071191/articles"
ARTICLES = {
    **dict.fromkeys(("D337-51", "D337-52", "D337-53", "D337-54"), _DEBUT_DU_BAC_PRO),
    **dict.fromkeys(("D337-89", "D337-90", "D337-91"), _SESSIONS_DU_BAC_PRO),
    **dict.fromkeys(("D337-2", "D337-3"), _DEBUT_DU_CAP),
    "D337-16": Texte("LEGIARTI000006526779", "2020-01-01", f"{_DOCTRINE}/LEGIARTI000006526779"),
    "D337-78": Texte("LEGIARTI000006526837", "", f"{_DOCTRINE}/LEGIARTI000006526837"),
    "D643-15": Texte("LEGIARTI000027865600", "2022-06-05", f"{_DOCTRINE}/LEGIARTI000027865600"),
    "D643-19": Texte("LEGIARTI000045869030", "2022-06-05"),
    "D643-24": Texte("LEGIARTI000027865618", "2026-02"),
    "D643-31": Texte("LEGIARTI000041444642", "2020-01-01"),
}
"""Les articles du code de l'éducation lus un à un."""

TEXTES = {
    "2016-954": Texte("JORFTEXT000032887451"),
    "2020-726": Texte("JORFTEXT000041996366"),
    "2020-1277": Texte("JORFTEXT000042452152"),
    "2021-940": Texte(url="http://affaires-publiques.org/textof/TO/21/20243-0721.htm"),
    "2022-850": Texte("JORFARTI000045862544"),
    "2024-122": Texte(url="https://anfh.fr/node/61313"),
    "2024-332": Texte("JORFTEXT000049405419"),
    "2024-542": Texte(url="https://voie-professionnelle.ac-versailles.fr/decret-no-2024-542-du-13-juin-2024"),
    "2024-788": Texte("JORFARTI000049926207"),
    "24 juillet 1997": Texte(
        "SCOL9702103A", FIN_2014, "https://github.com/etalab/lois-non-codifiees-et-reglements-francais"
    ),
    "20 novembre 2000": Texte(url="https://juriblio.fr/arretes/arrete-du-20-novembre-2000/134803997"),
    "8 novembre 2012": Texte(url="https://juriblio.fr/arretes/arrete-du-8-novembre-2012/160880922"),
    "21 juillet 2016": Texte(url="https://juriblio.fr/arretes/arrete-du-21-juillet-2016/167156892"),
    "21 novembre 2018": Texte(
        "MENE1831833A", "2019", "http://www.education.gouv.fr/pid285/bulletin_officiel.html?cid_bo=137506"
    ),
    "30 août 2019 (mobilité)": Texte(url="https://juriblio.fr/arretes/arrete-du-30-aout-2019/173219611"),
    "30 août 2019 (unités générales du CAP)": Texte(
        "MENE1921757A", url="https://www.education.gouv.fr/pid285/bulletin_officiel.html?cid_bo=144851"
    ),
    "17 juin 2020, art. 1": Texte("JORFARTI000042080695", "2024-12-11"),
    "17 juin 2020, art. 2": Texte("JORFTEXT000042080678", "2024-12-11"),
    "17 juin 2020 (MENE2011182A)": Texte(
        "MENE2011182A", url="https://juriblio.fr/arretes/arrete-du-17-juin-2020/176263533"
    ),
    "20 octobre 2020": Texte("JORFTEXT000042452287"),
    "25 novembre 2021": Texte(
        url="https://voie-professionnelle.ac-versailles.fr/"
        "arrete-du-25-novembre-2021-relatif-a-l-epreuve-de-controle-au-baccalaureat"
    ),
    "3 juin 2022": Texte("JORFARTI000045862652"),
    "27 juin 2024": Texte("JORFARTI000049871153"),
    "9 mai 2025": Texte(url="https://juriblio.fr/arretes/arrete-du-9-mai-2025/185864957"),
    "transport en commun sur route": Texte("LEGIARTI000049416252"),
    "Expérimentation des sessions à distance": Texte("JORFARTI000050659961"),
    "expérimentation à distance (2024)": Texte("JORFARTI000050659961"),
}
"""Les autres textes, par ce qui les désigne dans une citation : un numéro de décret, la date d'un arrêté."""

RIEN = Texte()
_DU_CODE = re.compile(r"^(?:code de l'éducation, art\.|CE) (.*)$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b[DR]\d{3}-\d+(?:-\d+)?\b")
_NOR = re.compile(r"\b[A-Z]{4}\d{7}[A-Z]\b")


def texte_de(article: str) -> Texte:
    """Ce qui est connu du texte qu'une citation nomme en premier."""
    if du_code := _DU_CODE.match(article):
        seul = _ARTICLE.findall(du_code[1])
        return ARTICLES.get(seul[0], Texte(CODE)) if len(seul) == 1 else Texte(CODE)
    if connu := next((texte for nom, texte in TEXTES.items() if nom in article), None):
        return connu
    nor = _NOR.search(article)
    return Texte(nor[0]) if nor else RIEN


def citer(
    article: str,
    lecture: Reading,
    identifiant: str = "",
    lu_le: str = "",
    url: str = "",
    *,
    depuis: int | None = None,
    avant: Citation | None = None,
) -> Citation:
    """Une citation, avec ce qui est connu de son texte.

    ``depuis`` est la première session que le texte régit, et ``avant`` ce qui régissait celles d'avant.
    """
    connu = texte_de(article)
    if lecture is Reading.LU_2014:
        etat, lien = FIN_2014, connu.url or (_EN_2014 if connu.identifiant.startswith("LEGI") else "")
    else:
        lu = lecture in (Reading.LU, Reading.PARTIEL)
        etat, lien = connu.lu_le if lu else "", connu.url
    return Citation(article, lecture, identifiant or connu.identifiant, lu_le or etat, url or lien, depuis, avant)


def code(articles: str, lecture: Reading, *, depuis: int | None = None, avant: Citation | None = None) -> Citation:
    """Un article du code de l'éducation."""
    return citer(f"Code de l'éducation, art. {articles}", lecture, depuis=depuis, avant=avant)
