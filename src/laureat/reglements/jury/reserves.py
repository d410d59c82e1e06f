"""Les réserves d'une phrase : ce qui peut excuser (« s'il y a lieu »), ce qui demande plus que le fichier ne prouve."""

import re
from dataclasses import dataclass

from laureat.jury.law import Doubt
from laureat.reglements.jury.lexique import Mention, mentions

_FACULTATIF = re.compile(
    r"\bs'il y (?:a lieu|en a)\b|\b(?:le|les) cas echeants?\b|\b(?:en tant que de|en cas de|au) besoin\b"
    r"|\bdans (?:la mesure du possible|certains cas|toute la mesure du possible)\b|\bautant que (?:de )?possible\b"
    r"|\beventuel\w*|\b(?:de )?preferen\w+|\bidealement\b|\bnotamment\b|\bpar exemple\b|\ben (?:principe|general)\b"
    r"|\b(?:generalement|habituellement|usuellement|si possible|si necessaire)\b"
    r"|\b(?:selon|suivant|en fonction d(?:e|u|es)) (?!l'article|les articles|le code)[^,;]*"
    r"|\b(?:lorsqu'|lorsque |quand |en l'absence d(?:e |u |es |'))[^,;]*|\b(?:si|s'ils?) [^,;]*"
    r"|\b(?:peut|peuvent|pourra|pourront|pourrait|pourraient)\b(?: etre)?|\b(?:facultati|optionnel|souhait)\w*"
)
"""Ce qui rend une demande facultative ou conditionnelle : elle peut ne pas obliger."""
_SUITE = r"(?:(?! dont | et (?:de |d'|une? |deux |trois |\d))[^,;()])*"
_EXIGEANT = re.compile(
    rf"\brepresentant (?:la|le|les|au moins|plus|pres|environ|\d){_SUITE}"
    rf"|\b(?:la |en )?(?:majorite|majoritairement|moitie|tiers|quart|\d{{1,3}} ?%) d(?:es |u |e la |e l')"
    rf"(?!membres?\b|jury\b){_SUITE}"
    rf"|\b(?:ayant(?! voix)|justifiant|disposant|possedant|titulaires? d|detenteurs? d){_SUITE}"
    rf"|\b(?:avec|d')? ?(?:au moins |un minimum de |plus de |minimum )?\w+ (?:ans|annees)\b{_SUITE}"
    rf"|\bchoisie?s en raison {_SUITE}"
)
"""Ce qui demande plus que ce que le fichier d'un jury peut prouver."""


@dataclass(frozen=True)
class Reserve:
    """Des mots qui qualifient ce qui les entoure, et que le programme ne comprend pas."""

    doute: Doubt
    debut: int
    fin: int


def reserves(phrase: str, texte: str) -> list[Reserve]:
    """Les réserves d'une proposition, dans l'ordre ; ``phrase`` la donne telle qu'elle s'écrit, lettre pour lettre."""
    trouvees = [
        Reserve(Doubt(phrase[trouve.start() : trouve.end()].strip(), facultatif), trouve.start(), trouve.end())
        for motif, facultatif in ((_FACULTATIF, True), (_EXIGEANT, False))
        for trouve in motif.finditer(texte)
    ]
    gardees: list[Reserve] = []
    for reserve in sorted(trouvees, key=lambda reserve: (reserve.debut, -reserve.fin)):
        if not gardees or reserve.debut >= gardees[-1].fin:
            gardees.append(reserve)
    return gardees


def sans_reserves(texte: str, trouvees: list[Reserve]) -> str:
    """Le même texte, lettre pour lettre, où les réserves sont blanches."""
    for reserve in trouvees:
        texte = texte[: reserve.debut] + " " * (reserve.fin - reserve.debut) + texte[reserve.fin :]
    return texte


def la_plus_large(reserves: list[Reserve]) -> Doubt | None:
    """Une réserve qui excuse l'emporte : jamais un faux « irrégulier »."""
    doutes = [reserve.doute for reserve in reserves]
    return next((doute for doute in doutes if doute.loosens), doutes[0] if doutes else None)


def doute_de(nomme: Mention, texte: str, reserves: list[Reserve]) -> Doubt | None:
    """La réserve qui porte sur un groupe.

    Celle qui excuse, après « et » (« et, s'il y a lieu, un formateur »), ne porte que sur ce qui la suit ; ailleurs,
    rien ne dit où elle s'arrête, et elle porte sur tous. Celle qui exige porte sur ce qui la précède.
    """
    portees = []
    for reserve in reserves:
        precede = any(True for _ in mentions(texte[: reserve.debut]))
        avant = texte[: reserve.debut].rstrip(" ,")
        apres = reserve.fin <= nomme.debut
        if reserve.doute.loosens:
            suivis = any(True for _ in mentions(texte[reserve.fin :]))
            dans_le_membre = avant.rfind(",") < nomme.debut < reserve.debut
            porte = apres or not (_COORDONNE.search(avant) if suivis else not dans_le_membre)
        else:
            porte = avant.rfind(",") < nomme.debut < reserve.debut or (not precede and apres)
        if porte:
            portees.append(reserve)
    return la_plus_large(portees)


_COORDONNE = re.compile(r"\b(?:et|dont|ainsi que|avec)$")
