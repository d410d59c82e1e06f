"""Ce qu'une phrase de la fiche demande au-delà des règles qui en sont sorties : le dire plutôt que le taire."""

import re

from laureat.reglements.jury.lexique import FRACTION, NOMBRE, fractions, mentions

_TOURS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(?:im)?pairs?\b", ()),
    (r"\bautant d|\bnombre egal", ("EGALITE", "PARITE", "SEXES")),
    (r"\bparit", ("EGALITE", "PARITE", "SEXES", "PART")),
    (r"\bfemmes?\b|\bhommes?\b", ("SEXES",)),
    (
        FRACTION.pattern.replace("?P<pc>", "").replace("?P<num>", "").replace("?P<den>", "").replace("?P<mot>", ""),
        ("PART", "EGALITE", "PARITE", "SEXES", "TOUS"),
    ),
)
"""Des tours qui demandent quelque chose, et les règles dont l'une au moins doit être sortie de la phrase."""
_PRECISION = re.compile(rf"\([^)]*\b{NOMBRE} [^)]*\)")


_DONT = re.compile(rf"\bdont (?:au moins |au minimum )?{NOMBRE}\b(?! (?:tiers|quarts?)\b)(?! ?%)")


def tours_non_lus(texte: str, regles: list[str]) -> bool:
    """La phrase demande quelque chose que les règles qui en sont sorties (leurs codes) ne disent pas."""
    lu = any(
        re.search(motif, texte) and not any(regle.startswith(codes) for regle in regles) for motif, codes in _TOURS
    )
    lu |= any(not _nomme_ensuite(texte, trouve.end()) for trouve in _DONT.finditer(texte))
    precisions = [len(list(mentions(trouve[0]))) for trouve in _PRECISION.finditer(texte)]
    return lu or any(nombre > 1 for nombre in precisions)


def _nomme_ensuite(texte: str, fin: int) -> bool:
    """Le nombre compte un groupe, ou le président : « dont deux professionnels », et non « dont deux n'ayant pas… »."""
    suivi = next((mention.debut for mention in mentions(texte[fin:])), len(texte))
    return suivi < 12 or texte[fin:].lstrip().startswith("preside")


def demande(texte: str) -> bool:
    """La phrase nomme des membres, ou dit un nombre, une part, une parité : elle paraît composer un jury."""
    return (
        any(True for _ in mentions(texte))
        or bool(re.search(rf"\b{NOMBRE}\b|\bparit|\bpresid|\bfemme|\bhomme|exclu|interdi", texte))
        or bool(fractions(texte))
    )
