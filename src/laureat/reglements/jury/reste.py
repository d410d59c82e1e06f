"""Ce qu'aucune règle n'entend dans une proposition : tout mot doit être lu, sinon la proposition est citée.

Les mots compris sont une liste close. Une négation, une exclusion, une autre possibilité, un verbe inconnu n'y sont
pas : la proposition qui les porte ne donne aucune règle, et quelqu'un la lit. Après un membre, un mot seul n'est lu que
s'il nomme un métier ou un secteur connu (« un référent amiante »), jamais ce qui qualifierait autrement ce membre
(« deux professionnels bénévoles ») ; seuls un nom propre ou un complément n'ont pas à l'être.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from laureat.reglements.jury.lecture import Lecture
from laureat.reglements.jury.lexique import (
    FRACTION,
    HORS_PRESIDENT,
    MEMBRE,
    NOMBRE,
    PERSONNALITE,
    REPRESENTANT,
    Groupe,
    Proposition,
    en_chiffres,
    fractions,
    groupes_ecrits,
    mentions,
    nombre_avant,
)
from laureat.reglements.jury.reserves import reserves
from laureat.vocabulary.french import flat

_LU = "¤"
_PERSONNE = "§"
"""Ce qui remplace, lettre pour lettre, un mot lu, et un mot qui nomme un membre."""
_HOMMES_ET_FEMMES = r"(?:des |les |de |entre )*(?:femmes et (?:des |les |d')?hommes|hommes et (?:des |les |de )?femmes)"
_PART = "".join(("(?:", re.sub(r"\?P<\w+>", "?:", FRACTION.pattern), ")"))
_REFERENCE = r"\(?art(?:icle|\.)? [lrd][. ]?[\d-]+(?: du code [a-z' ]+)?\)?"
_TOURS_ENTIERS = tuple(
    re.compile(motif)
    for motif in (
        _REFERENCE,
        # « nommé pour chaque session par arrêté du recteur d'académie », « habilité par le représentant territorial… »
        r"\b(?:est |sont )?(?:nommes?|designes?|habilites?|agrees?) (?:pour (?:chaque|la) session )?par "
        r"(?:arrete |du |le |la |l'|les )*(?:representants? territoria\w+ )?(?:competents? )?(?:du )?"
        r"(?:recteur|branche|ministere?|ministre|prefet|rectorat|directeur|directrice|organisme|academie|certificateur"
        r"|dreets|president|commission|cpne\w*)(?: (?:d'|de l'|de |charge )*(?:academie|emploi|paritaire|certificateur"
        r"|professionnelle|competente?|l'education))*",
        # « n'ayant pas formé le candidat », « n'ont aucun lien avec le candidat »
        r"\b(?:qui )?n'(?:a|ont|ayant) (?:pas|aucun|jamais) (?:eu )?(?:d[e'] ?|aucun )?"
        r"(?:liens?|participe a la formation|forme|accompagne)(?: (?:personnel|professionnel|direct|familial)s?)*"
        r"(?: (?:avec|d[eu]s?|les?|la|leurs?|aux?))* candidate?s?",
        r"\bsans (?:aucun )?liens? (?:personnel |professionnel |direct )?avec (?:les? |la )?candidate?s?",
        # « sans voix délibérative » : ils ne comptent pas
        r"\bsans voix deliberative|\bvoix consultative|\b(?:avec |a )?voix preponderante"
        r"|\b(?<=peuvent) etre invites?\b|(?<=peut) etre invitee?\b",
        # « de façon à concourir à une représentation équilibrée des femmes et des hommes »
        r"(?:\b(?:de (?:facon|maniere) a|afin d[e']|en) ?)?(?:\b(?:concourir a|assurer|garantir|respecter|respectant"
        rf"|assurant) )?(?:une |la )?\b(?:representation equilibree|parite|mixite) {_HOMMES_ET_FEMMES}",
    )
)
"""Ce qui se reconnaît à sa tournure, d'un bout à l'autre."""
_TOURS = tuple(
    re.compile(motif)
    for motif in (
        # égalités
        r"\b(?:choisie?s |designes |repartis )?(?:en nombre egal|a parite|parite|paritaires?|paritairement"
        r"|a parts? egales?)(?: (?:parmi|entre))?",
        r"(?<!moins )(?<!plus )(?<!pas )(?<!fois )\bautant d['e]",
        rf"\b(?:pour |par |a |en )?(?:au moins )?{_PART}(?: (?:au moins|au minimum|minimum|d[eu']s?|du))*(?![a-z])",
        # présidence
        r"\b(?:y compris|dont) (?:le |la |une? )?presidente?\b",
        r"\b(?:est |sont )?presidee? par\b|\bou par\b(?= (?:une? |le |la )?§)",
        # compter
        rf"\b(?:au moins|au minimum|minimum|a minima|ou plus|ou plusieurs|plusieurs|pas moins d[e'])(?![a-z])"
        rf"|\b(?:au plus|au maximum|maximum|a maxima|pas plus d[e']|jusqu'a)(?![a-z])"
        rf"|\b{NOMBRE}(?: \(\w+\))? (?:a|ou|et) {NOMBRE}\b|\b(?:de|a) (?={NOMBRE}\b)"
        rf"|\b{NOMBRE}\b(?: \({NOMBRE}\))?(?: autres?\b)?",
        r"\bqui (?:en constituent|doivent etre)\b|\bsauf impossibilite\b|\bsuivant l'article\b",
        r"\bcompos\w+ (?:exclusivement|uniquement)\b|\ben activite\b|\bcorps\b",
        r"\bdu (?:titre|diplome|metier)\b|\bpar l[ea] (?:titre|diplome|certification)\b"
        r"|(?<=§) en chef\b|(?<=\brh )et ou(?= du)",
    )
)
_PART_BORNEE = re.compile(
    rf"\b(?:au plus|au maximum|maximum|a maxima|plus d|moins d|jusqu'a)['e]? ?(?:la |une? |le )?{_PART}"
    rf"|{_PART}(?: des? [a-z]+)? (?:au plus|au maximum|maximum|a maxima)\b"
)
"""« Un tiers au plus » : une part n'est lue que comme un minimum."""
_ENTRE_DEUX_PARTS = re.compile(rf"{_PART} ?(?:a|ou|et|-) ?(?:la |le |une? )?{_PART}")
_FOURCHETTE = re.compile(rf"\b({NOMBRE}) (?:a|ou) ({NOMBRE})\b")
_ZERO = re.compile(r"\d[.,]\d|(?<!\d)0+(?![\d%])")
_PRESIDENTS = re.compile(rf"\b(?!une?\b|1\b){NOMBRE}(?: \(\w+\))? (?:co-?)?presidente?s\b")
_SIGNE_ENTRE_NOMBRES = re.compile(r"\d ?[-–—] ?\d|\d ?\+")
_BORNE = r"(?:au moins|au minimum|minimum|a minima|au plus|au maximum|maximum|a maxima)"
_NOMBRE_SEUL = re.compile(
    rf"\b(?!une?\b|1\b)(?<![\d/,.]){NOMBRE}\b(?![\d%/]|[,.]\d)(?: \(\w+\))?+(?: (?:a|ou|et) {NOMBRE}\b)?+(?: \(\w+\))?+"
    rf"(?: autres?\b)?+(?! ?§| presiden| tiers| quarts)"
)
"""Un nombre dont rien ne dit de qui : « cinq au plus », « membres : 3 », « deux d'entre eux », « trois des jurés »."""
_FOURCHETTE_BORNEE = re.compile(
    rf"{_BORNE} (?:de |d')?{NOMBRE} (?:a|ou) {NOMBRE}\b|\b{NOMBRE} (?:a|ou) {NOMBRE} §+ {_BORNE}"
)
"""« Au moins un ou deux professionnels » : ni l'un ni l'autre n'est une borne."""
_AMBIGU = re.compile(
    rf"\bautant\b.*\b{_BORNE}|\+ l[ae] presiden|\b\d/\d §|\bpresidente? (?:du jury )?(?:de l[a']|issue? d)"
)
"""« Autant de X que de Y au moins », « 3 membres + le président », « 3/4 professionnels » : plusieurs lectures ; « un
président de l'organisme » : la maison de qui préside n'est pas vérifiée."""
_PLURIEL = re.compile(r"\b(?:externes|exterieure?s|independante?s)\b")
_QUALIFIE = re.compile(
    rf"(?: (?:du|de) jury\b)?(?:,? {_BORNE},?)? "
    r"(?:est|sont|sera|seront|doi(?:t|vent)|issue?s?|appartenant|relevant|permanents?|d[eu]s?|d'|qui|exerc\w+)(?![a-z])"
)
"""« Deux membres sont des professionnels », « trois membres de la commission » : le jury peut en avoir d'autres."""
_PERSONNE_NULLE = re.compile(r"(?:^|\b(?:par|ou|de|d|et|dont|a) |, ?)personne(?=[ ]*(?:$|[,;.)]|(?:ou|et|ne)\b|d'|n'))")
"""« Présidé par personne », « composé de personne » : nul ne siège."""
_PRESIDENCE = re.compile(r"\bpresiden(?:te?s?|ce)\b(?: (?:du|de) jury\b)?")
_NEUTRE = re.compile(
    r"(?:l|la|les?|une?|d|de|du|des|et|ils?|elles?|est|sont|sera|seront|doit|doivent|etre|se|qui|dont|avec|ainsi|que"
    r"|comprend|comprennent|comprendre|comporte|comportent|compten?t?|reunit|compose[est]*|composent|composition"
    r"|constitue[es]*|jurys?|total|unique|national|tripartite|parmi|suivante?s?|dite?s?|appartenant|a|issue?s?|relevant"
    r"|au|aux|nombre|college|qualifiee?s?|competente?s?|concernee?s?|interessee?s?|experimentee?s?"
    r"|confirmee?s?|agreee?s?|specialisee?s?|certificateur|formation|delivrant|permanents?|ayant|membres?)"
)
"""Les mots dont une composition se fait, hors de tout autre tour."""
_MOTS_OUTILS = """
ou ni ne n non pas point aucun aucune nul nulle jamais sans sauf hors hormis sinon soit defaut faute
plutot mais toutefois cependant si quand lorsque moins trop peu tout toute tous toutes guere seul
seule seuls seules sur sous par pour contre entre chaque chacun chacune selon meme memes lieu place
fois ont en suffit reserve secours rigueur suppleance titre cas pair impair femme femmes homme
hommes mixte quorum presents absents siege siegent
"""
_OUTILS = frozenset(_MOTS_OUTILS.split())
_EXCLURE = re.compile(
    r"exclu|excep|interdi|interdit|remplac|substitu|supple|banni|proscri|prohib|dispens|exempt|exone|refus"
)
_METIER = re.compile(
    r"(?:metiers?|agricoles?|alimentaires?|amiante|artisana\w+|artistiques?|assurances?|automobiles?|bancaires?|banques?"
    r"|batiments?|bois|btp|commerces?|comptables?|comptabilite|culinaires?|design|digital\w*|electri\w+|energie|equestres?"
    r"|ferroviaires?|financ\w+|foncier\w*|gestion|hotel\w+|immobili\w+|industri\w+|informatiques?|interne|juridiques?"
    r"|linguistiques?|logisti\w+|maintenance|maritimes?|marketing|mecaniques?|medica\w+|metallurgi\w+|musica\w+|navires?"
    r"|numeriques?|paramedica\w+|pharmaceutiques?|qualite|rh|restauration|sanitaires?|sante|scientifiques?|securite"
    r"|social|sociale|sociaux|sociales|sport|sportifs?|sportives?|techniques?|textiles?|touris\w+|transports?|web)"
)
"""Les métiers et les secteurs que les fiches écrivent sans article : « un expert technique navires »."""
_UN_AUTRE = re.compile(r"\b(?:et|dont|avec|ainsi que|plus) (?:l[ae]s? |l'|leurs? |sa |son )$")
"""« Deux professionnels et le tuteur » : un autre membre, non un métier."""
_DETERMINANT = re.compile(r"(?:\bd[eu]s?|\bl[ae]s?|\b[dl]'|/) ?$")
_ECART_OU = re.compile(r",? (?:ou|et/ou)(?: bien)?(?: par)?(?: d[eu]s?| d'| de la| une?| le| la)? ?")
_SIMPLE = (REPRESENTANT, PERSONNALITE, MEMBRE)

MOTS_VIDES = re.compile(
    rf"\b(?:les?|jurys?|est|sont|composes?|constitues?|de|du|des|d|et|il|ils|un|la)\b|{_REFERENCE}|[^a-z]"
)
ABSENCE = re.compile(r"(?:absence|defection).*deliberer valablement|deliber\w+ valable.*(?:absence|defection)")


def comprises(propositions: list[Proposition], lecture: Lecture) -> list[str]:
    """Les propositions dont chaque mot est lu ; les autres sont citées, avec celles qu'elles gouvernent.

    « Sont exclus : les formateurs », « À défaut, trois professionnels » : ce qui n'est pas lu change ce qui l'entoure.
    """
    revient = any(_REVIENT.match(flat(proposition.texte)) for proposition in propositions[1:])
    gouverne, comprises = revient, []
    for proposition in propositions:
        for phrase in _incise(proposition.texte):
            reste = _exclure(phrase, lecture) if not gouverne else phrase
            if gouverne or not _tout_est_lu(reste):
                lecture.incompris.append(phrase)
                gouverne |= _change_ce_qui_suit(phrase, proposition.annonce)
            elif reste:
                comprises.append(reste)
        gouverne = revient or (gouverne and not proposition.finale)
    return comprises


_REVIENT = re.compile(
    r"(?:et |mais )?(?:ou|a defaut|sinon|soit|alternativement|en remplacement|faute d|toutefois|cependant|neanmoins"
    r"|(?:par )?derogation|par exception|exceptionnellement|a titre exceptionnel|dans ce cas|en cas d)\b(?!.*deliberer)"
    r"|.*\bsuffi(?:t|sent|ra|ront)\b"
)
"""Une phrase qui revient sur ce que les précédentes demandent."""


def _incise(phrase: str) -> list[str]:
    """« Le jury, présidé par un professionnel, ne comprend aucun formateur » : deux choses, dont une défense."""
    texte = flat(phrase)
    coupe = re.search(r", (?=(?:il )?n(?:e |'))", texte) if re.search(r"\bpresidee? par\b", texte) else None
    return [phrase[: coupe.start()], phrase[coupe.end() :]] if coupe else [phrase]


def _exclure(phrase: str, lecture: Lecture) -> str:
    """Ce qui reste d'une proposition dont les exclusions simples ont donné leur règle."""
    for exclusion in _exclusions(flat(phrase)):
        reste = phrase[: exclusion.debut]
        if not reste or _tout_est_lu(reste):
            lecture.maximum(exclusion.groupe, 0, phrase)
            return reste
    return phrase


def _tout_est_lu(phrase: str) -> bool:
    texte = flat(phrase)
    return bool(ABSENCE.search(texte)) or not MOTS_VIDES.sub("", texte) or not mot_non_lu(phrase)


def mot_non_lu(phrase: str) -> str:
    """Le premier mot de la proposition qu'aucune règle n'entend, tel qu'il s'écrit ; vide : tout est lu."""
    texte = flat(phrase)
    for tour in _TOURS_ENTIERS:
        texte = tour.sub(lambda trouve: _LU * len(trouve[0]), texte)
    lu = _sans_reserves_sures(phrase, texte)
    if lu is None or _PART_BORNEE.search(lu) or _aucun_sens(lu) or _signe_non_lu(phrase) or _PERSONNE_NULLE.search(lu):
        return phrase
    lu = _sans_groupes(lu)
    if any(tour.search(lu) for tour in (_NOMBRE_SEUL, _FOURCHETTE_BORNEE, _AMBIGU)) or _mal_comptes(texte):
        return phrase
    if FRACTION.search(lu):
        lu = HORS_PRESIDENT.sub(lambda trouve: _LU * len(trouve[0]), lu)
    for tour in _TOURS:
        lu = tour.sub(lambda trouve: _LU * len(trouve[0]), lu)
    lu = _PRESIDENCE.sub(lambda trouve: _PERSONNE * len(trouve[0]), lu)
    for trouve in re.finditer(r"[a-z0-9%°/+&-]+", lu):
        mot = trouve[0]
        if _NEUTRE.fullmatch(mot) or not re.search(r"[a-z0-9]", mot):
            continue
        if not _nomme_un_metier(phrase, lu, trouve):
            return phrase[trouve.start() : trouve.end()]
    return ""


def _mal_comptes(texte: str) -> bool:
    """Un nombre de membres qui n'est pas celui du jury, ou que des parenthèses partagent (« 2 (un X, un Y) ») ; un
    pluriel qui suit un seul (« deux professionnels et un formateur extérieurs ») : on ne sait lesquels il qualifie."""
    nommes = list(mentions(texte))
    for rang, nomme in enumerate(nommes):
        fin = nommes[rang + 1].debut if rang + 1 < len(nommes) else len(texte)
        nombre, suite = nombre_avant(texte, nomme.debut), texte[nomme.fin :]
        if nombre == 1 and nomme.groupe.code.endswith("-EXT") and _PLURIEL.search(texte, nomme.debut, fin):
            return True
        if nomme.groupe is not MEMBRE or nombre is None:
            continue
        entre_parentheses = re.match(r" ?\(([^)]*)\)", suite)
        partages = {autre.groupe.code for autre in mentions(entre_parentheses[1])} if entre_parentheses else set()
        if _QUALIFIE.match(suite) or len(partages) > 1:
            return True
    return False


def _signe_non_lu(phrase: str) -> bool:
    """Un signe qui change le nombre, et qu'aucune règle n'entend : « −3 », « ≥ 3 », « 3 × 2 », « 3-5 », « ½ »."""
    return bool(_SIGNE_ENTRE_NOMBRES.search(phrase)) or any(
        (categorie := unicodedata.category(signe)) in ("No", "Nl")
        or (categorie == "Nd" and not signe.isascii())
        or (categorie == "Sm" and signe != "+" and not "\u2190" <= signe <= "\u21ff")
        for signe in phrase
    )


def _aucun_sens(texte: str) -> bool:
    """Un nombre qu'aucune règle ne dit : une part plus grande que le tout, ou entre deux parts ; « 0,5 », « 3 à 2 »,
    « 0 membre », « deux présidents »."""
    if _ENTRE_DEUX_PARTS.search(texte) or _ZERO.search(texte) or _PRESIDENTS.search(texte):
        return True
    if any(not 0 < part.numerateur <= part.denominateur for part in fractions(texte)):
        return True
    return any(en_chiffres(un) > en_chiffres(autre) for un, autre in _FOURCHETTE.findall(texte))


def _change_ce_qui_suit(phrase: str, annonce: bool) -> bool:
    """Une proposition non lue qui annonce la suite, ou qui défend, excepte ou oppose."""
    texte = flat(phrase)
    mots = re.findall("[a-z]+", texte)
    return annonce or "n'" in texte or bool(_EXCLURE.search(texte)) or not _OUTILS.isdisjoint(mots)


def _nomme_un_metier(phrase: str, lu: str, trouve: re.Match[str]) -> bool:
    """Le mot suit un membre, dans la même énumération, et nomme un métier, un secteur, une maison."""
    mot, avant = trouve[0], lu[: trouve.start()]
    membre = avant.rfind(_PERSONNE)
    if membre < 0 or re.search(r"[,;:]", avant[membre:]) or mot in _OUTILS or _EXCLURE.search(mot):
        return False
    if _UN_AUTRE.search(avant[membre:]):
        return False
    if phrase[trouve.start()].isupper() and not _a_des_capitales_partout(phrase, avant, membre):
        return True
    if _DETERMINANT.search(avant):
        return True
    return bool(_METIER.fullmatch(mot))


def _a_des_capitales_partout(phrase: str, avant: str, membre: int) -> bool:
    """« DEUX PROFESSIONNELS », « Deux Professionnels » : une capitale ne dit pas alors un nom propre."""
    debut = len(avant[: membre + 1].rstrip(_PERSONNE))
    return phrase.isupper() or (debut > 0 and phrase[debut].isupper())


def _sans_reserves_sures(phrase: str, texte: str) -> str | None:
    """Le texte sans les réserves déjà dites de ses règles ; None si l'une emporte un membre, ou ce qui le change."""
    for reserve in reserves(phrase, texte):
        mots = texte[reserve.debut : reserve.fin]
        emporte = any(True for _ in mentions(mots)) if reserve.doute.loosens else _CHANGE.search(mots)
        if emporte:
            return None
        texte = texte[: reserve.debut] + _LU * len(mots) + texte[reserve.fin :]
    return texte


_CHANGE = re.compile(
    r"\b(?:ou(?! (?:choisi|ayant|justifi|dispos|titul|exerc))"
    r"|sans|non|pas|aucune?|ne|sauf|hors|ni|sinon|soit)\b|\bn'|exclu"
)


def _sans_groupes(texte: str) -> str:
    """Le texte sans les groupes nommés, ni le « ou » qui en fait un seul des deux."""
    ecrits = list(groupes_ecrits(texte))
    lu = texte
    for rang, (debut, fin) in enumerate(ecrits):
        lu = lu[:debut] + _PERSONNE * (fin - debut) + lu[fin:]
        if rang == 0:
            continue
        precedent, apres = ecrits[rang - 1], texte[fin:]
        entre = texte[precedent[1] : debut]
        si_et = re.match(r"[^,;]* et (?:d[eu']s? ?)?(?:une?|\d|deux|trois|quatre)\b", apres)
        un_seul = _ECART_OU.fullmatch(entre) and _meme_nombre(texte, precedent[0], entre) and not si_et
        paritaires = re.fullmatch(r" ?/ ?", entre) and re.search("parit|egal", texte)
        if un_seul or paritaires:
            lu = lu[: precedent[1]] + _PERSONNE * len(entre) + lu[debut:]
    return lu


def _meme_nombre(texte: str, debut: int, entre: str) -> bool:
    """« Un professionnel ou un formateur » : autant de l'un que de l'autre ; « deux … ou un … » : non."""
    return not re.search(r"\bune?\b", entre) or nombre_avant(texte, debut) in (None, 1)


@dataclass(frozen=True)
class Exclusion:
    """« Aucun formateur » : un groupe dont nul ne siège, et où c'est écrit."""

    groupe: Groupe
    debut: int
    fin: int


_AUCUN = re.compile(
    r"(?:^|,? )(?:et )?(?:(?:le jury |il )?ne (?:comprend|comporte|compte|contient|reunit) "
    r"(?:pas d[e'] ?|aucune? )|(?:sans |a l'exclusion d[e'] ?)(?:aucune? |tout(?:e)? |tous (?:les )?)?"
    r"|(?:aucune?|pas d[e']) ?)"
)


def _exclusions(texte: str) -> Iterable[Exclusion]:
    """Les exclusions simples d'une proposition : un groupe sans complément, que rien ne suit."""
    for trouve in _AUCUN.finditer(texte):
        nomme = next(iter(mentions(texte[trouve.end() :])), None)
        if nomme is None or nomme.debut or nomme.groupe in _SIMPLE:
            continue
        fin = trouve.end() + nomme.fin
        if not texte[fin:].strip(" ."):
            yield Exclusion(nomme.groupe, trouve.start(), fin)
