"""Les textes que les règles citent, et quelques mots communs à leurs phrases."""

from typing import Any

from laureat.vocabulary import Citation, format_hundredths, truncated_average
from laureat.vocabulary.citations import Reading


def code(articles: str, lecture: Reading = Reading.PARTIEL) -> Citation:
    """Un article du code de l'éducation."""
    return Citation(f"Code de l'éducation, art. {articles}", lecture)


D337_69 = code("D337-69")
D337_71 = code("D337-71")
D337_78 = code("D337-78")
D337_78_80 = code("D337-78 et D337-80")
D337_81 = code("D337-81", Reading.LU_2014)
ARRETE_NOTES = Citation("Arrêté du 24 juillet 1997 (SCOL9702103A), art. 1", Reading.LU_2014)
ARRETE_CONTROLE = Citation("Arrêté du 25 novembre 2021 relatif à l'épreuve de contrôle", Reading.LU)
ARRETE_PROJET = Citation("Arrêté du 20 octobre 2020 (chef-d'œuvre, devenu projet), art. 4", Reading.SECONDAIRE)
DECRET_FELICITATIONS = Citation("Décret n° 2024-122 du 19 février 2024", Reading.SECONDAIRE)


def moyenne_affichee(moyenne: Any) -> str:
    """Une moyenne tronquée à deux décimales, telle qu'elle se lit sur un relevé (digest R-MARK-03)."""
    fraction = moyenne.fraction()
    return format_hundredths(truncated_average(fraction), decimals=2) if fraction is not None else "sans objet"


def somme_ecrite(moyenne: Any) -> str:
    """Le quotient exact derrière une moyenne : ``286,5 / 26``."""
    numerateur = moyenne.points
    entier, reste = divmod(abs(numerateur), 10_000)
    decimales = f",{reste:04d}".rstrip("0").rstrip(",") if reste else ""
    signe = "-" if numerateur < 0 else ""
    return f"{signe}{entier}{decimales} / {format_hundredths(moyenne.coefficients * moyenne.scale)}"
