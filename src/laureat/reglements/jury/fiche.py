"""La composition du jury telle que la fiche l'écrit : chaque phrase comprise donne une règle, les autres sont dites."""

import re
from collections.abc import Callable
from itertools import pairwise

from laureat.reglements.communs.textes import citer
from laureat.reglements.jury import lexique
from laureat.reglements.jury.demandes import tours_non_lus
from laureat.reglements.jury.lecture import Lecture
from laureat.reglements.jury.lexique import (
    AU_MOINS,
    AU_PLUS,
    EMPLOYEUR,
    INTERNE,
    MEMBRE,
    NOMBRE,
    PROFESSIONNEL,
    SALARIE,
    Mention,
)
from laureat.reglements.jury.reserves import doute_de, la_plus_large, sans_reserves
from laureat.reglements.jury.reserves import reserves as reserves_dites
from laureat.reglements.jury.reste import ABSENCE, MOTS_VIDES, comprises
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import flat


def lire_composition(texte: str, fiche: str, voie: str) -> Lecture:
    """Lire le texte de la colonne « Composition des jurys » d'une fiche, pour une voie d'accès."""
    lecture = Lecture(citer(f"fiche {fiche}, voie {voie}", Reading.FICHE))
    parts = comprises(lexique.propositions(texte), lecture)
    simples = [flat(part) for part in parts]
    lecture.preside = any(
        re.search(rf"{_HORS_DES_COMPTES}\b(?:{NOMBRE}|du|le) presidente?\b", simple) for simple in simples
    )
    nommes = [simple for simple in simples if _nomme(simple) and not ABSENCE.search(simple)]
    seul = len([simple for simple in nommes if not _NOMINATION.search(simple)]) == 1
    for rang, part in enumerate(parts):
        lecture.enumere = rang > 0 and (len(nommes) > 1 or lecture.preside)
        _lire_ou_dire(part, lecture, seul=seul)
    if lecture.vide and any(signe.isalnum() for signe in texte) and not _CONSULTATIVE.search(flat(texte)):
        lecture.incompris.append(texte.strip())  # « 50 », « un jury », « les membres » : rien n'y est demandé
    lecture.conclure()
    return lecture


_HORS_DES_COMPTES = r"(?<!dont )(?<!y compris )"
"""« Deux professionnels, dont un président » : il est l'un d'eux."""


def _nomme(texte: str) -> bool:
    """Au moins un groupe de membres est nommé."""
    return any(True for _ in lexique.mentions(texte))


_NOMINATION = re.compile(r"\b(?:nommes?|designes?|habilites?|agrees?) (?:pour [a-z ]+ )?par\b")
_COMPOSE = re.compile(r"\b(?:est |se )?(?:compos|constitu|compren|compte |reuni)")
_CONSULTATIVE = re.compile(r"sans voix deliberative|voix consultative|voix preponderante")
_PREPONDERANTE = re.compile(r"\(?(?:avec )?voix preponderante\)?")
_SANS_LIEN = re.compile(r"\b(?:aucun|sans|pas de) lien|n'(?:a|ont|ayant) pas (?:participe|forme|accompagne|eu)")
_SEANCE = re.compile(r"quorum|\bpresents?\b|siege\w* |suppleant")
"""Ce qui règle la séance et non la composition."""
_EGAUX = re.compile(r"nombre egal|moitie|parit|parts? egales?|autant d|egalite|50%")
_A_PARITE = re.compile(
    r"\ba parite|\bparitaire(?:ment)?\b|a parts? egales?|\bpar moitie d|\bpar moitie entre|\bautant d['e].* qu(?:e d|')"
)
_DONT_MOITIE = re.compile(
    r"(?:,? ?(?:et )?\b(?:dont )?(?:pour |par )?(?:la )?moitie (?:d'|d[eu]s? )?(?:employeurs?|salaries?))+$"
)
"""« Des professionnels, pour moitié employeurs » : l'autre moitié est salariée."""
_AVANT_EGALITE = re.compile(
    r",? ?(?:choisis? |designes? |et )?(?:en nombre egal|a parite|paritairement|a parts? egales?|autant d"
    r"|(?:pour |par )?moitie (?:d'|d[eu]s? )?(?:employeur|salarie))"
)
_AU_MOINS = re.compile(r"\bau moins\b|\bminim|\bou (?:de )?plus\b|\bplus de\b")
_TANT = rf"(?:au moins |au minimum |minimum |au plus |au maximum )?{NOMBRE}"
_AVANT_SEXES = re.compile(r"(?:,| et)? ?(?:de facon|representation|parite|en respectant)")
_Y_COMPRIS = re.compile(rf"(?:,? ?(?:y compris|dont|et|est|compose|de|du|le|la|les|{NOMBRE}))+ ?$")
_COMPOSITION = re.compile(
    r"^(?:et,? |ainsi que |dont |avec )?(?:sauf impossibilite,? )?(?:au moins |au minimum |minimum )?(?:d[e']s? ?|du )?"
    rf"(?:au moins |minimum )?(?:{NOMBRE}\b|professeurs|enseignants|formateurs|personnels|personnalites|membres"
    r"|represent|professionnels|employeurs|salaries)"
    rf"|\bcompos|constitu|compren|compte |reuni|\bjury\b.*{NOMBRE} |membres"
)


def _lire(phrase: str, lecture: Lecture, *, seul: bool = False) -> bool:
    """Reconnaître une proposition ; faux si rien n'en a été compris."""
    texte = flat(phrase)
    if not MOTS_VIDES.sub("", texte):
        return True
    if any(reconnaitre(phrase, texte, lecture, seul) for reconnaitre in _SANS_RESERVE):
        return True
    dehors = lecture.doute, lecture.reserves
    lecture.reserves = reserves_dites(phrase, texte)
    lecture.doute = la_plus_large(lecture.reserves)
    texte = sans_reserves(texte, lecture.reserves)
    avant = len(lecture.regles)
    compris = any(reconnaitre(phrase, texte, lecture, seul) for reconnaitre in _RECONNAISSEURS)
    codes = [regle.id.removeprefix("FICHE-") for regle in lecture.regles[avant:]]
    codes += ["PARITE"] if lecture.attend_une_parite else []
    if compris and tours_non_lus(texte, codes):
        lecture.partielles.append(phrase)
    lecture.doute, lecture.reserves = dehors
    return compris


def _lire_ou_dire(phrase: str, lecture: Lecture, *, seul: bool = False) -> None:
    """Reconnaître une proposition, ou la ranger parmi celles qui n'ont pas été comprises."""
    if not _lire(phrase, lecture, seul=seul):
        lecture.incompris.append(phrase)


def _lire_debut(phrase: str, texte: str, debut: str, lecture: Lecture) -> None:
    """Lire ce qui précède, dans la même proposition, ce qui vient d'être compris."""
    if len(debut) < len(texte) and (_nomme(debut) or "preside" in debut):
        _lire_ou_dire(phrase[: len(debut)], lecture)


def _lire_compte(phrase: str, texte: str, debut: str, lecture: Lecture) -> None:
    """Lire ce qui précède, s'il compte les membres ou dit leur parité : « 2 professionnels, nommés par la branche »."""
    debut = debut.rstrip(" ,")
    comptes = any(lexique.nombre_avant(debut, nomme.debut) is not None for nomme in lexique.mentions(debut))
    if comptes or _EGAUX.search(debut) or lexique.fractions(debut):
        _lire_debut(phrase, texte, debut, lecture)


def _absence(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« Si cette proportion n'est pas atteinte en raison de l'absence…, le jury peut délibérer valablement »."""
    compris = bool(ABSENCE.search(texte))
    lecture.tolere_absences |= compris
    return compris


def _consultative(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« Des experts, sans voix délibérative » : ils ne comptent pas ; la voix prépondérante ne compose rien."""
    if not _CONSULTATIVE.search(texte):
        return False
    for morceau, simple in _morceaux(phrase, texte):
        reste = _PREPONDERANTE.sub("", simple).strip(" ,")
        if simple != texte and not _CONSULTATIVE.search(reste) and (_nomme(reste) or "preside" in reste):
            _lire_ou_dire(morceau if reste == simple else reste, lecture)
    return True


def _sexes(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« De façon à concourir à une représentation équilibrée des femmes et des hommes »."""
    if not ("femme" in texte and "homme" in texte):
        return False
    lecture.equilibre_des_sexes(phrase)
    _lire_debut(phrase, texte, _AVANT_SEXES.split(texte, maxsplit=1)[0], lecture)
    return True


def _independance(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« Les membres n'ont aucun lien avec le candidat »."""
    trouve = _SANS_LIEN.search(texte)
    if trouve is None:
        return False
    if dont := re.search(r",? ?\bdont\b[^,;]*$", texte[: trouve.start()]):
        lecture.partielles.append(phrase)  # « dont un au moins n'a pas formé le candidat » : pas tous
        _lire_compte(phrase, texte, texte[: dont.start()], lecture)
        return True
    lecture.sans_lien(phrase)
    _lire_compte(phrase, texte, texte[: trouve.start()], lecture)
    return True


def _nomination(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« Le jury est nommé par le recteur »."""
    if not _NOMINATION.search(texte) or _SEANCE.search(texte):
        return False
    lecture.nomination(phrase)
    if "preside" in texte:
        _presidence(phrase, texte, lecture, seul)
    elif trouve := _NOMINATION.search(texte):
        _lire_compte(phrase, texte, texte[: trouve.start()], lecture)
        if compose := _COMPOSE.search(texte, trouve.end()):
            _lire_ou_dire(phrase[compose.start() :], lecture)
    return True


def _egalite(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« En nombre égal parmi les employeurs et les salariés », « moitié employeurs, moitié salariés »."""
    moitie = _DONT_MOITIE.search(texte)
    if moitie and any(nomme.groupe is PROFESSIONNEL for nomme in lexique.mentions(texte[: moitie.start()])):
        lecture.employeurs_et_salaries(phrase)
        _lire_debut(phrase, texte, texte[: moitie.start()], lecture)
        return True
    egaux = _EGAUX.search(texte)
    if egaux is None or not ("employeur" in texte and "salarie" in texte):
        return False
    suite = texte[egaux.end() :]
    nommes = {n.groupe.code for n in lexique.mentions(suite) if lexique.nombre_avant(suite, n.debut) is None}
    if {EMPLOYEUR.code, SALARIE.code} < nommes:
        return False  # « à parts égales des enseignants, des employeurs et des salariés »
    lecture.employeurs_et_salaries(phrase)
    _lire_debut(phrase, texte, _AVANT_EGALITE.split(texte, maxsplit=1)[0], lecture)
    return True


def _parite(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« Composé à parité » d'enseignants et de professionnels, ou de ceux que la suite énumère ; « autant
    d'inspecteurs que de formateurs »."""
    if not _A_PARITE.search(texte):
        return False
    nommes = list(lexique.mentions(texte))
    groupes = [nomme.groupe for nomme in nommes if nomme.groupe is not MEMBRE]
    if not groupes:
        lecture.parite_annoncee(phrase)
    elif not lecture.egaux(groupes, phrase):
        lecture.incompris.append(phrase)
        return True
    for nomme in nommes:
        if lexique.nombre_avant(texte, nomme.debut) is not None:
            _compter(nomme, phrase, texte, lecture)
    return True


def _presidence(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« Présidé par un enseignant-chercheur », « un président appartenant à… », « 1 Président (…) »."""
    if "preside" not in lexique.HORS_PRESIDENT.sub("", texte) or _SEANCE.search(texte):
        return False
    for rang, (morceau, simple) in enumerate(_morceaux(phrase, texte)):
        lecture.enumere |= rang > 0
        position = simple.find("preside")
        if position < 0:
            _lire_ou_dire(morceau, lecture)
            continue
        lecture.doute = la_plus_large(reserves_dites(morceau, flat(morceau)))
        lecture.president(
            phrase, parmi=bool(re.search(r"(?:\bdont|\by compris) (?:le |la |une? )?$", simple[:position]))
        )
        _lire_debut(morceau, simple, _Y_COMPRIS.sub("", simple[:position]), lecture)
        qualites = [nomme.groupe for nomme in lexique.mentions(simple[position:]) if nomme.groupe is not MEMBRE]
        if "interne" in simple:
            qualites.append(INTERNE)
        if qualites:
            groupe = qualites[0]
            for autre in qualites[1:]:
                groupe = groupe.ou(autre)
            lecture.qualite_du_president(groupe, phrase)
    return True


def _morceaux(phrase: str, texte: str) -> list[tuple[str, str]]:
    """Une énumération, coupée devant chaque nombre et chaque verbe : « 1 président … et 6 membres … »."""
    verbe = r"(?:comprend|compte|reunit|(?:est )?(?:compos|constitu)|se compose)"
    devant = rf"(?:,| et) (?:de |d')?(?={_TANT} |{verbe})|(?=\bdont (?:de |d')?{_TANT} )"
    return _coupee(phrase, texte, [trouve.end() for trouve in re.finditer(devant, _sans_parentheses(texte))])


def _coupee(phrase: str, texte: str, coupes: list[int]) -> list[tuple[str, str]]:
    bords = pairwise([0, *coupes, len(texte)])
    return [(phrase[a:b].strip(" ,"), texte[a:b].strip(" ,")) for a, b in bords if a < b]


def _sans_parentheses(texte: str) -> str:
    """Le même texte, lettre pour lettre, où ce qui est entre parenthèses est blanc."""
    return re.sub(r"\([^)]*\)", lambda trouve: " " * len(trouve[0]), texte)


def _part(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« Pour un tiers au moins, de membres de la profession », « 50 % de professionnels »."""
    parts = lexique.fractions(texte)
    if not parts or _SEANCE.search(texte):
        return False
    if len(parts) > 1:
        for morceau, _ in _coupee(phrase, texte, [part.debut for part in parts[1:]]):
            _lire_ou_dire(morceau, lecture)
        return True
    nommes = list(lexique.mentions(texte))
    avant = [nomme for nomme in nommes if nomme.debut < parts[0].debut and nomme.groupe is not MEMBRE]
    apres = [nomme for nomme in nommes if nomme.debut > parts[0].debut and nomme.groupe is not MEMBRE]
    if not (avant or apres):
        return False
    # « … des enseignants-chercheurs, qui en constituent la majorité » : le groupe précède ; sinon il suit.
    choisi = avant[-1] if avant and (not apres or "qui en constituent" in texte) else apres[0]
    lecture.doute = doute_de(choisi, texte, lecture.reserves)
    hors = bool(lexique.HORS_PRESIDENT.search(texte))
    moitie = not parts[0].stricte and parts[0].denominateur == 2 * parts[0].numerateur
    juste = moitie and not _AU_MOINS.search(texte)
    lecture.part(choisi.groupe, parts[0], phrase, hors_president=hors, juste=juste)
    for nomme in nommes:
        if nomme is not choisi and not (nomme.groupe is MEMBRE and nomme.debut > parts[0].debut):
            _compter(nomme, phrase, texte, lecture)
    return True


def _enumeration(phrase: str, texte: str, lecture: Lecture, seul: bool) -> bool:
    """« De professeurs appartenant à l'enseignement public et d'au moins un… », « 7 membres dont 2 professionnels »."""
    if _SEANCE.search(texte) or not _COMPOSITION.search(texte):
        return False
    if "tripartite" in texte:
        lecture.effectif(3, phrase, au_moins=False)
        return True
    hors = _sans_parentheses(texte)
    nommes = list(lexique.mentions(hors))
    if [nomme.groupe for nomme in nommes] == [MEMBRE] and "(" in texte[nommes[0].fin :]:
        precision = [nomme.groupe for nomme in lexique.mentions(texte)][1:]  # « une personne (dite employeur) »
        nommes = [Mention(precision[-1], nommes[0].debut, nommes[0].fin)] if precision else nommes
    if not nommes:
        return False
    seul_groupe = nommes[0].groupe if len(nommes) == 1 and nommes[0].groupe is not MEMBRE else None
    if seul and seul_groupe and re.search(r"compos\w+ (?:exclusivement |uniquement )?(?:de |d')", texte):
        lecture.tous(seul_groupe, phrase)
        if fourchette := lexique.fourchette_avant(hors, nommes[0].debut):
            lecture.effectif(fourchette[0], phrase, au_moins=True)
            lecture.effectif_maximal(fourchette[1], phrase)
        elif (nombre := lexique.nombre_avant(hors, nommes[0].debut)) is not None:
            lecture.effectif(nombre, phrase, au_moins=bool(AU_MOINS.search(hors)))
        return True
    for nomme in _sans_glose(nommes, hors):
        _compter(nomme, phrase, hors, lecture)
    return True


def _sans_glose(nommes: list[Mention], texte: str) -> list[Mention]:
    """« De membres de la profession, employeurs et salariés » : les deux derniers mots disent qui sont les premiers."""
    precises = any(nomme.groupe is PROFESSIONNEL for nomme in nommes)
    return [
        nomme
        for nomme in nommes
        if not (precises and nomme.groupe in (EMPLOYEUR, SALARIE) and _GLOSE.search(texte[: nomme.debut]))
    ]


_GLOSE = re.compile(r"(?:, ?|\bsalaries? et |\bemployeurs? et |\()$")


def _compter(nomme: Mention, phrase: str, texte: str, lecture: Lecture) -> None:
    """Un groupe et le nombre qui le précède."""
    dehors = lecture.doute
    lecture.doute = doute_de(nomme, texte, lecture.reserves)
    _compter_sous_reserve(nomme, phrase, texte, lecture)
    lecture.doute = dehors


def _compter_sous_reserve(nomme: Mention, phrase: str, texte: str, lecture: Lecture) -> None:
    precedents = [autre.fin for autre in lexique.mentions(texte[: nomme.debut])]
    avant = texte[(precedents[-1] if precedents else 0) : nomme.debut]
    nombre = lexique.nombre_avant(texte, nomme.debut)
    apres = texte[nomme.fin : nomme.fin + 25].lstrip(" ,(")
    sauf, parmi = "sauf impossibilite" in avant, bool(_PARMI.search(avant))
    au_plus = bool(AU_PLUS.search(avant) or AU_PLUS.match(apres))
    fourchette = lexique.fourchette_avant(texte, nomme.debut)
    if nomme.groupe is not MEMBRE and fourchette:
        lecture.denombrer(nomme.groupe, fourchette[0], phrase, sauf_impossibilite=sauf, parmi=parmi)
        lecture.maximum(nomme.groupe, fourchette[1], phrase)
    elif au_plus and nombre is not None:
        if nomme.groupe is MEMBRE:
            lecture.effectif_maximal(nombre, phrase)
        else:
            lecture.maximum(nomme.groupe, nombre, phrase)
    elif nomme.groupe is not MEMBRE:
        lecture.denombrer(nomme.groupe, nombre, phrase, sauf_impossibilite=sauf, parmi=parmi)
    elif fourchette:
        lecture.effectif(fourchette[0], phrase, au_moins=True)
        lecture.effectif_maximal(fourchette[1], phrase)
    elif nombre is not None and lecture.enumere and _ARTICLE.match(texte):
        lecture.autres(nombre, phrase)
    elif nombre is not None:
        lecture.effectif(nombre, phrase, au_moins=bool(AU_MOINS.search(avant) or AU_MOINS.match(apres)))


_PARMI = re.compile(r"\b(?:dont|y compris)\b")
_ARTICLE = re.compile(
    rf"(?:et )?(?:d[e'] ?)?{_TANT} (?:autres? )?(?:membre|personne|jure|evaluateur|examinateur|assesseur)"
)
"""L'un des articles d'une énumération : « Un président ; 2 membres qualifiés » ne dit pas que le jury en a deux."""
_Reconnaisseur = Callable[[str, str, Lecture, bool], bool]
_SANS_RESERVE: tuple[_Reconnaisseur, ...] = (_absence, _consultative, _sexes, _independance, _nomination)
"""Ce qui se reconnaît à sa tournure, et qu'une réserve ne change pas."""
_RECONNAISSEURS: tuple[_Reconnaisseur, ...] = (
    _egalite,
    _parite,
    _presidence,
    _part,
    _enumeration,
)
