"""Les textes que les règles du baccalauréat professionnel citent."""

from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.PARTIEL) -> Citation:
    """Un article du code de l'éducation."""
    return Citation(f"Code de l'éducation, art. {articles}", lecture)


D337_69 = code("D337-69")
D337_78 = code("D337-78")
D337_78_80 = code("D337-78 et D337-80")
D337_81 = code("D337-81", Reading.LU_2014)
D337_86 = code("D337-86", Reading.LU_2014)
ARRETE_NOTES = Citation("Arrêté du 24 juillet 1997 (SCOL9702103A), art. 1", Reading.LU_2014, "SCOL9702103A")
ARRETE_CONTROLE = Citation("Arrêté du 25 novembre 2021 relatif à l'épreuve de contrôle", Reading.LU)
CONTROLE_DEDUIT = Citation("Arrêté du 25 novembre 2021 relatif à l'épreuve de contrôle", Reading.DEDUIT)
ARRETE_PROJET = Citation(
    "Arrêté du 20 octobre 2020 (chef-d'œuvre, devenu projet), art. 4", Reading.SECONDAIRE, "JORFTEXT000042452287"
)
DECRET_FELICITATIONS = Citation("Décret n° 2024-122 du 19 février 2024", Reading.SECONDAIRE)
MOBILITE = Citation("Arrêté du 30 août 2019 (attestation MobilitéPro)", Reading.LU)
SECTION_EUROPEENNE = Citation("Arrêté du 27 juin 2024 (MENE2417889A)", Reading.PARTIEL, "MENE2417889A")
