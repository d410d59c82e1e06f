"""Les mots des fiches : qui est membre, combien, quelle part. Rien ici ne décide ; ``fiche`` en fait des règles."""

import html
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from laureat.jury.law import Unknown, Weight
from laureat.jury.members import Member, Qualite
from laureat.reglements.jury.commun import PRIVE_OU_CFA, oui_ou_inconnu

Compte = Callable[[Member], Weight]
"""Un membre est-il de ce groupe : 1, 0, ou l'on ne sait pas."""

INCONNU = Unknown(0, 1)
NOMBRES = {
    mot: rang
    for rang, mot in enumerate(
        ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
    )
} | {"une": 1, "tripartite": 3}
NOMBRE = r"(?:\d{1,2}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze)"
AU_PLUS = re.compile(r"\b(?:au plus|au maximum|maximum|a maxima|pas plus de|jusqu'a)\b")
AU_MOINS = re.compile(r"au moins|au minimum|minimum|a minima|ou plus|\bplusieurs\b|moins de")


@dataclass(frozen=True)
class Groupe:
    """Un groupe de membres, tel que les fiches le nomment."""

    code: str
    singulier: str
    pluriel: str
    compte: Compte

    def ou(self, autre: "Groupe") -> "Groupe":
        """L'un ou l'autre."""
        if autre.code == self.code:
            return self
        return Groupe(
            f"{self.code}/{autre.code}",
            f"{self.singulier} ou {autre.singulier}",
            f"{self.pluriel} ou {autre.pluriel}",
            lambda m: _plus_fort(self.compte(m), autre.compte(m)),
        )

    def et(self, autre: "Groupe") -> "Groupe":
        """L'un et l'autre à la fois."""
        if autre.code == self.code:
            return self
        return Groupe(
            f"{self.code}-{autre.code}",
            f"{self.singulier} {autre.singulier.removeprefix('membre ')}",
            f"{self.pluriel} {autre.pluriel.removeprefix('membres ')}",
            lambda m: _plus_faible(self.compte(m), autre.compte(m)),
        )


def bornes(poids: Weight) -> tuple[int, int]:
    """Le moins et le plus que l'on sache."""
    return (poids, poids) if isinstance(poids, int) else (poids.low, poids.high)


def poids(bas: int, haut: int) -> Weight:
    """Un poids connu, ou entre deux bornes."""
    return bas if bas == haut else Unknown(bas, haut)


def _plus_fort(a: Weight, b: Weight) -> Weight:
    (a_bas, a_haut), (b_bas, b_haut) = bornes(a), bornes(b)
    return poids(max(a_bas, b_bas), max(a_haut, b_haut))


def _plus_faible(a: Weight, b: Weight) -> Weight:
    (a_bas, a_haut), (b_bas, b_haut) = bornes(a), bornes(b)
    return poids(min(a_bas, b_bas), min(a_haut, b_haut))


def _qualite(*qualites: Qualite) -> Compte:
    return lambda m: int(m.qualite in qualites)


def _ou_non_precise(qualite: Qualite) -> Compte:
    """De cette qualité, ou professionnel sans plus : le fichier ne dit pas s'il est employeur ou salarié."""
    return lambda m: INCONNU if m.qualite is Qualite.PROFESSIONNEL else int(m.qualite is qualite)


def _interne(m: Member) -> Weight:
    return INCONNU if m.exterieur is None else int(not m.exterieur)


PRIVE = Groupe(
    "PRIVE",
    "enseignant privé sous contrat ou de CFA",
    "enseignants privés sous contrat ou de CFA",
    _qualite(*PRIVE_OU_CFA),
)
PUBLIC = Groupe("PUBLIC", "enseignant public", "enseignants publics", _qualite(Qualite.ENSEIGNANT_PUBLIC))
CHERCHEUR = Groupe("EC", "enseignant-chercheur", "enseignants-chercheurs", _qualite(Qualite.ENSEIGNANT_CHERCHEUR))
EMPLOYEUR = Groupe("EMPL", "employeur", "employeurs", _ou_non_precise(Qualite.EMPLOYEUR))
SALARIE = Groupe("SAL", "salarié", "salariés", _ou_non_precise(Qualite.SALARIE))
PROFESSIONNEL = Groupe("PRO", "professionnel", "professionnels", lambda m: int(m.est_professionnel))
ENSEIGNANT = Groupe("ENS", "enseignant", "enseignants", lambda m: int(m.est_enseignant))
IA_IPR = Groupe(
    "IPR",
    "inspecteur d'académie-inspecteur pédagogique régional",
    "inspecteurs d'académie-inspecteurs pédagogiques régionaux",
    _qualite(Qualite.IA_IPR),
)
IEN = Groupe(
    "IEN", "inspecteur de l'éducation nationale", "inspecteurs de l'éducation nationale", _qualite(Qualite.IEN)
)
INSPECTEUR = Groupe(
    "INSP",
    "inspecteur",
    "inspecteurs",
    _qualite(Qualite.IA_IPR, Qualite.IEN, Qualite.INSPECTEUR_GENERAL),
)
CONSEILLER = Groupe(
    "CET",
    "conseiller de l'enseignement technologique",
    "conseillers de l'enseignement technologique",
    lambda m: oui_ou_inconnu(m.conseiller) if m.est_professionnel else 0,
)
EXTERIEUR = Groupe("EXT", "membre extérieur", "membres extérieurs", lambda m: oui_ou_inconnu(m.exterieur))
INTERNE = Groupe("INT", "membre de l'organisme", "membres de l'organisme", _interne)
PERSONNALITE = Groupe("PERS", "personnalité qualifiée", "personnalités qualifiées", lambda m: INCONNU)
REPRESENTANT = Groupe(
    "REP", "représentant désigné par la fiche", "représentants désignés par la fiche", lambda m: INCONNU
)
MEMBRE = Groupe("MEMBRE", "membre", "membres", lambda m: 1)

_PROFESSEURS = r"(?:professeurs?|enseignants?|formateurs?)"
_INSPECTEUR = r"inspect(?:eur|rice)s?"
_COLLEGE = r"(?:(?:representants? |membres? )(?:des |d[eu] |d'|du college (?:des |d[eu] |d')?)?)?"
LEXIQUE: tuple[tuple[Groupe, str], ...] = (
    (
        IA_IPR,
        rf"{_INSPECTEUR} d'academie[ /-]*{_INSPECTEUR} pedagogiques? region\w+(?: de la specialite(?: du diplome)?)?"
        rf"|{_INSPECTEUR} pedagogiques? region\w+|ia[- ]?ipr",
    ),
    (IEN, rf"{_INSPECTEUR} de l'education nationale|ien"),
    (INSPECTEUR, _INSPECTEUR),
    (CONSEILLER, r"conseill(?:er|ere)s? (?:de |d')(?:l')?enseignement technologique"),
    (
        PRIVE,
        rf"{_PROFESSEURS} (?:appartenant a |de |du )?(?:l'enseignement )?prive sous contrat"
        r"(?: ou exercant en (?:centre de formation d'apprentis|cfa))?(?: ou en section d'apprentissage)?",
    ),
    (PRIVE, rf"{_PROFESSEURS} (?:exercant )?(?:de|en) (?:cfa|centres? de formation d'apprentis)"),
    (PUBLIC, rf"{_PROFESSEURS} (?:appartenant a |de )?l'enseignement public"),
    (PUBLIC, rf"{_PROFESSEURS} publics?"),
    (CHERCHEUR, r"(?:un )?corps d'enseignants[- ]chercheurs"),
    (CHERCHEUR, r"enseignants?[- ]chercheurs?|professeurs? des universites|maitres? de conferences?|universitaires?"),
    (EMPLOYEUR, rf"{_COLLEGE}employeurs?|chefs? d'entreprises?|dirigeants? d'entreprises?"),
    (SALARIE, rf"{_COLLEGE}salaries?"),
    (
        PROFESSIONNEL,
        r"(?:membres? de |representants?(?: qualifies?)? (?:de |du )?)(?:la |des )?professions?"
        r"(?: interessees?(?: par le diplome)?| concernees?| correspondant au champ du diplome)?",
    ),
    (
        PROFESSIONNEL,
        r"(?:personnalites? qualifiees?|representants?|membres?|personnes?)(?: issue?s)? du (?:monde|milieu) "
        r"(?:economique|professionnel|de l'entreprise|du travail)",
    ),
    (PROFESSIONNEL, r"representants?(?: d'| de l'| des )entreprises?|representants? (?:du |des )secteurs?"),
    (PROFESSIONNEL, r"membres? du college (?:dit )?[«\" ]*professionnels?[» \"]*"),
    (ENSEIGNANT, r"membres? du college (?:dit )?[«\" ]*(?:formateurs?|enseignants?)[» \"]*"),
    (
        PROFESSIONNEL,
        r"(?:(?:membres?|representants?|personnalites?|experts?|jures?|evaluateurs?) )?"
        r"professionnels?(?: qualifies?| experimentes?| en activite)?(?! du jury)",
    ),
    (PROFESSIONNEL, r"(?:experts?|referents?)(?: techniques?| metiers?| du metier| du secteur)?|praticiens?"),
    (
        INTERNE,
        r"representants?(?: du service [a-z' ]+?)? de l'(?:organisme|etablissement|ecole|institut|autorite)"
        r"(?: certificateur| de certification| de formation| delivrant la certification)?",
    ),
    (INTERNE, r"representants? (?:du (?:centre|certificateur|service)|de la (?:cci|direction|structure|formation))"),
    (INTERNE, r"representants? d[e'] ?[a-z]+ formation|responsables?(?: pedagogiques?| de formation)?"),
    (PERSONNALITE, r"(?:personnalites?|personnes?) (?:qualifiees?|competentes?)"),
    (EXTERIEUR, r"(?:personnalites?|membres?|personnes?|intervenants?) (?:externes?|exterieure?s?)"),
    (REPRESENTANT, r"representants?(?! (?:la|le|les|au moins|plus|pres|environ|\d))"),
    (ENSEIGNANT, rf"(?:personnels? )?{_PROFESSEURS}(?: permanents?)?(?: de l'equipe pedagogique)?"),
    (ENSEIGNANT, r"membres? de l'equipe pedagogique"),
    (MEMBRE, r"membres?|personnes?|jures?|evaluateurs?|examinateurs?|assesseurs?"),
    (EXTERIEUR, r"externes?|exterieure?s?"),
)
_TROUVER = re.compile("|".join(rf"(?P<g{rang}>\b(?:{motif})(?![a-z]))" for rang, (_, motif) in enumerate(LEXIQUE)))
_DEHORS = re.compile(r"\b(?:externes?|exterieure?s?|independante?s?)\b")
_DEDANS = re.compile(r"\binternes?\b")
FRACTION = re.compile(
    r"(?P<pc>\d{1,3}) ?%|(?P<num>\d)/(?P<den>\d)(?!\d)"
    r"|(?P<mot>(?:deux|2) tiers|(?:trois|3) quarts|(?:un |le |d'un )?tiers|(?:un |le )?quart"
    r"|(?:la |une |pour |par )?moitie|majorite|majoritairement)\b"
)
_MOTSFRACTION = {
    "deux tiers": (2, 3),
    "2 tiers": (2, 3),
    "trois quarts": (3, 4),
    "3 quarts": (3, 4),
    "tiers": (1, 3),
    "quart": (1, 4),
    "moitie": (1, 2),
}


@dataclass(frozen=True)
class Mention:
    """Un groupe nommé dans une proposition : où, et ce qui le précède."""

    groupe: Groupe
    debut: int
    fin: int


def groupes_ecrits(texte: str) -> Iterator[tuple[int, int]]:
    """Où chaque groupe est écrit, un par un."""
    return (trouve.span() for trouve in _TROUVER.finditer(texte))


def mentions(texte: str) -> Iterator[Mention]:
    """Les groupes nommés, dans l'ordre ; « X ou Y » n'en fait qu'un, « X extérieurs » est X et extérieur."""
    trouves = [
        Mention(LEXIQUE[int((trouve.lastgroup or "g0")[1:])][0], trouve.start(), trouve.end())
        for trouve in _TROUVER.finditer(texte)
    ]
    trouves = _sans_membre_de_trop(texte, trouves)
    rang = 0
    while rang < len(trouves):
        mention = trouves[rang]
        suivant = rang + 1
        while suivant < len(trouves) and re.fullmatch(
            r",? (?:ou|et/ou)(?: bien)?(?: par)?(?: d[eu]s?| d'| de la| un| une| le| la)? ?",
            texte[mention.fin : trouves[suivant].debut],
        ):
            mention = Mention(mention.groupe.ou(trouves[suivant].groupe), mention.debut, trouves[suivant].fin)
            suivant += 1
        limite = trouves[suivant].debut if suivant < len(trouves) else len(texte)
        if (
            suivant < len(trouves)
            and trouves[suivant].groupe is EXTERIEUR
            and _adjectif(texte, mention, trouves[suivant])
        ):
            mention = Mention(mention.groupe.et(EXTERIEUR), mention.debut, trouves[suivant].fin)
            suivant += 1
        elif _DEHORS.search(texte, mention.fin, limite):
            mention = Mention(mention.groupe.et(EXTERIEUR), mention.debut, mention.fin)
        elif _DEDANS.search(texte, mention.fin, limite):
            mention = Mention(mention.groupe.et(INTERNE), mention.debut, mention.fin)
        yield mention
        rang = suivant


def _sans_membre_de_trop(texte: str, trouves: list[Mention]) -> list[Mention]:
    """« 2 membres salariés », « 2 professionnels salariés » : le premier mot ne compte que ceux qu'il annonce."""
    gardes: list[Mention] = []
    for mention in trouves:
        avant = gardes[-1] if gardes else None
        annonce = avant is not None and (
            (avant.groupe is MEMBRE and mention.groupe is not EXTERIEUR)
            or (avant.groupe is PROFESSIONNEL and mention.groupe in (EMPLOYEUR, SALARIE))
        )
        if avant and annonce and texte[avant.fin : mention.debut] == " ":
            gardes[-1] = Mention(mention.groupe, avant.debut, mention.fin)
        else:
            gardes.append(mention)
    return gardes


def _adjectif(texte: str, mention: Mention, exterieur: Mention) -> bool:
    """« Professionnels extérieurs », « membres qui doivent être extérieurs » : le second mot qualifie le premier."""
    entre = texte[mention.fin : exterieur.debut]
    return (
        len(entre) < 40
        and not re.search(r"[;:]| et (?:de|d'|un|\d)", entre)
        and not {"ou", "dont"} & set(entre.split())
    )


@dataclass(frozen=True)
class Fraction:
    """Une part demandée, et où elle est écrite."""

    numerateur: int
    denominateur: int
    stricte: bool
    """« La majorité » : plus de la moitié."""
    debut: int


def fractions(texte: str) -> list[Fraction]:
    """Les parts demandées : un tiers, 50 %, 2/3, la moitié, la majorité."""
    return [_fraction(trouve) for trouve in FRACTION.finditer(texte)]


def _fraction(trouve: re.Match[str]) -> Fraction:
    if trouve["pc"]:
        commun = math.gcd(int(trouve["pc"]), 100)
        return Fraction(int(trouve["pc"]) // commun, 100 // commun, False, trouve.start())
    if trouve["num"]:
        return Fraction(int(trouve["num"]), int(trouve["den"]), False, trouve.start())
    if trouve["mot"].startswith("majorit"):
        return Fraction(1, 2, True, trouve.start())
    mot = next(cle for cle in _MOTSFRACTION if trouve["mot"].endswith(cle))
    return Fraction(*_MOTSFRACTION[mot], False, trouve.start())


HORS_PRESIDENT = re.compile(r"\(?\bhors (?:le |la )?presidente?\b(?: du jury)?\)?")


def nombre_avant(texte: str, debut: int) -> int | None:
    """Le nombre écrit juste avant un groupe, en chiffres ou en lettres."""
    trouve = re.search(rf"(?:\b|d')({NOMBRE})(?: \(\w+\))?(?: ou plusieurs| autres?)? $", texte[:debut])
    return en_chiffres(trouve[1]) if trouve else None


def fourchette_avant(texte: str, debut: int) -> tuple[int, int] | None:
    """« 3 à 5 », « deux ou trois », écrits juste avant un groupe."""
    trouve = re.search(rf"\b({NOMBRE}) (?:a|ou|et) ({NOMBRE}) $", texte[:debut])
    return (en_chiffres(trouve[1]), en_chiffres(trouve[2])) if trouve else None


def en_chiffres(mot: str) -> int:
    """« trois » ou « 3 »."""
    return int(mot) if mot.isdigit() else NOMBRES[mot]


_BLOCS = re.compile(r"<\s*(?:br|/?p|/?li|/?ul|/?ol|/?div)\b[^>]*>", re.IGNORECASE)
_COUPURES = re.compile(
    rf"\s*(?:\n|;|:(?!\s*{NOMBRE}\s*(?:$|[\n;,.]))|•|\*|\s\+\s(?!l[ae] pr[ée]siden)"
    r"|(?<!\d)\s[-–—]\s|\s[-–—]\s(?!\d)"
    r"|(?:^|(?<!\d)\s)[-–—]\s*(?=\S)|(?<!\bart)(?<!\bArt)(?<!\b[A-Z])\.(?=\s|$)|(?<![\w(])\d\s?[°)]|(?:^|\s)[a-e]\)\s)\s*"
)


_PRESIDENCE = re.compile(r"(?i)\b(pr[ée]siden(?:te?|ce)(?: du jury)?)\s*:\s*")
"""« Présidence : un professionnel » dit qui préside, et non un membre de plus."""


@dataclass(frozen=True)
class Proposition:
    """Un morceau du texte d'une fiche, s'il est le dernier de sa phrase, et s'il annonce la suite (« : »)."""

    texte: str
    finale: bool
    annonce: bool


def propositions(texte: str) -> list[Proposition]:
    """Le texte d'une fiche, sans balises, coupé là où une idée en suit une autre."""
    propre = re.sub(r"<[^>]+>", " ", _BLOCS.sub("\n", html.unescape(html.unescape(texte))))
    propre = _PRESIDENCE.sub(r"\1 ", propre)
    propre = propre.replace("’", "'").replace("''", "'").replace("\u00a0", " ").replace("\u202f", " ")
    propre = re.sub(r"[ \t]+", " ", propre).replace(" %", "%")
    coupures = [*(trouve.span() for trouve in _COUPURES.finditer(propre)), (len(propre), len(propre))]
    parts, debut = [], 0
    for coupe, reprise in coupures:
        if part := propre[debut:coupe].strip(" .,-–"):
            signe = propre[coupe:reprise].strip()[:1]
            parts.append(Proposition(part, signe == "." or coupe == len(propre), signe == ":"))
        debut = reprise
    return parts
