"""Le jury du titre professionnel : des professionnels habilités, deux au moins, sans président (code de l'éducation,
art. R338-6 ; arrêté du 22 décembre 2015 relatif aux conditions de délivrance).
"""

import datetime as dt
from collections.abc import Sequence

from laureat.jury.law import Finding, Impartiality, Requirement, Rule, Ruling, Unknown, View, Weight, constat, exigence
from laureat.jury.members import Habilitation, Member, Presence
from laureat.reglements.communs.textes import citer
from laureat.reglements.jury.commun import minimum, noms, preuve_de_la_composition, voix_des_membres
from laureat.reglements.jury.loi import LoiDuJury
from laureat.reglements.jury.parametres import nombres
from laureat.reglements.titre_professionnel.textes import ARRETE_2006, CONFLIT, ENTREE_EN_VIGUEUR
from laureat.rules import ParameterValues
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import plural, short_date

_R338_6 = (
    "https://juriblio.fr/codes/code-de-l-education/partie-reglementaire/livre-iii/titre-iii/chapitre-viii/section-1/"
    "article-r338-6"
)
R338_6 = citer("CE R338-6", Reading.LU, url=_R338_6)
"""Habilitation des membres."""
ARTICLE_5 = citer(
    "Arrêté du 22 décembre 2015, art. 5",
    Reading.SECONDAIRE,
    depuis=ENTREE_EN_VIGUEUR,
    avant=ARRETE_2006,
)
"""Conditions de l'habilitation."""
DEUX = citer("Règlement général des sessions (arrêté du 8 décembre 2008), § 1.2", Reading.LU_2014)
"""Nombre de membres ; abrogé le 1er septembre 2016, repris par le guide du jury."""
PROFESSIONNELS = citer(
    "Arrêté du 22 décembre 2015, modifié (effet au 1er janvier 2017)", Reading.SECONDAIRE, depuis=2017
)
SIGNATURES = citer("Règlement général des sessions (arrêté du 8 décembre 2008), § 3.1 et 3.2", Reading.LU_2014)
DISTANCE = citer("Expérimentation des sessions à distance", Reading.LU, depuis=2024)

DEPUIS_2017 = dt.date(2017, 1, 1)


def _habilitations(m: Member, certification: str, jour: dt.date | None) -> Weight:
    """Un, si une habilitation couvre ce titre ce jour-là ; l'on ne sait pas, si le fichier n'en dit rien."""
    if m.habilitations is None:
        return Unknown(0, 1)
    return int(any(habilitation.covers(certification, jour) for habilitation in m.habilitations))


def habilites(certification: str, jour: dt.date | None) -> tuple[Rule, ...]:
    """Les règles qui dépendent du titre et du jour : l'habilitation de chacun, et le nombre de ceux qui l'ont."""

    def peser(m: Member, p: ParameterValues) -> Weight:
        poids = _habilitations(m, certification, jour)
        return Unknown(-1, 0) if isinstance(poids, Unknown) else poids - 1

    def ecart(membres: Sequence[Member], p: ParameterValues) -> str:
        muets = [m for m in membres if m.habilitations is None]
        sans = [m for m in membres if m.habilitations is not None and peser(m, p)]
        parts = (
            [f"non habilités : {', '.join(f'{m.nom_complet} ({_dite(m.habilitations)})' for m in sans)}"]
            if sans
            else []
        )
        parts += [f"le fichier ne le dit pas : {noms(muets)}"] if muets else []
        return " ; ".join(parts) or "tous habilités"

    def compter(membres: Sequence[Member], p: ParameterValues) -> str:
        surs = sum(_habilitations(m, certification, jour) == 1 for m in membres)
        muets = sum(m.habilitations is None for m in membres)
        texte = minimum(surs, p.membres_habilites_minimum, "membre habilité", "membres habilités")
        return f"{texte} ; {plural(muets, 'habilitation inconnue', 'habilitations inconnues')}" if muets else texte

    pour = f" {certification}" if certification else ""
    return (
        Requirement(
            "TP-JURY-01",
            R338_6,
            f"Chaque membre est habilité pour le titre{pour}, au jour de la session, par le directeur régional.",
            "habilitation des membres",
            peser,
            ecart,
        ),
        Requirement(
            "TP-JURY-03a",
            DEUX,
            "Le jury compte au moins {membres_habilites_minimum:membre habilité}.",
            "nombre de membres habilités",
            lambda m, p: _habilitations(m, certification, jour),
            compter,
            "membres_habilites_minimum",
        ),
    )


def _dite(habilitations: tuple[Habilitation, ...] | None) -> str:
    """Les habilitations d'un membre, en mots."""
    if not habilitations:
        return "aucune"
    return ", ".join(
        " ".join(
            part
            for part in (
                habilitation.certification,
                f"du {short_date(habilitation.depuis)}" if habilitation.depuis else "",
                f"au {short_date(habilitation.jusqu_a)}" if habilitation.jusqu_a else "",
            )
            if part
        )
        or "sans date"
        for habilitation in habilitations
    )


def _annees_apres(jour: dt.date, annees: int) -> dt.date:
    """Le même jour, tant d'années après ; le 29 février devient le 28."""
    try:
        return jour.replace(year=jour.year + annees)
    except ValueError:
        return jour.replace(year=jour.year + annees, day=28)


def _habilitable(m: Member, p: ParameterValues) -> bool:
    """Rien, dans le fichier, ne contredit les conditions de l'habilitation."""
    if m.experience is not None and m.experience < p.experience_minimum:
        return False
    debuts = [h.depuis for h in m.habilitations or () if h.depuis]
    if m.metier_quitte is None or not debuts:
        return True
    return all(debut <= _annees_apres(m.metier_quitte, p.eloignement_maximum) for debut in debuts)


@exigence(
    "TP-JURY-02",
    ARTICLE_5,
    objet="conditions de l'habilitation",
    ecart=lambda membres, p: (
        " ; ".join(
            f"{m.nom_complet} : expérience ou éloignement du métier contraires à l'arrêté"
            for m in membres
            if not _habilitable(m, p)
        )
        or "rien ne contredit les habilitations"
    ),
)
def conditions_de_l_habilitation(m: Member, p: ParameterValues) -> int:
    """Un membre habilité a au moins {experience_minimum:an} d'expérience du métier, et ne l'a pas quitté depuis plus de
    {eloignement_maximum:an} quand il est habilité."""
    return -int(not _habilitable(m, p))


@exigence(
    "TP-JURY-03b",
    DEUX,
    objet="quorum",
    borne="presents_minimum",
    ecart=lambda membres, p: minimum(
        sum(m.assiste for m in membres), p.presents_minimum, "membre présent", "membres présents"
    ),
    seance=True,
)
def quorum(m: Member, p: ParameterValues) -> Weight:
    """À moins de {presents_minimum:membre présent}, aucune délibération n'est valable : aucune absence ne
    l'excuse."""
    return Unknown(0, 1) if m.presence is None else int(m.assiste)


@exigence(
    "TP-JURY-04",
    PROFESSIONNELS,
    objet="tous professionnels",
    ecart=lambda membres, p: (
        f"pas de la profession : {noms(autres)}"
        if (autres := [m for m in membres if not m.est_professionnel])
        else "tous de la profession"
    ),
    depuis=DEPUIS_2017,
)
def tous_professionnels(m: Member, p: ParameterValues) -> int:
    """Tous les membres sont des professionnels du métier, pour le titre, les CCP et les CCS."""
    return int(m.est_professionnel) - 1


@constat("TP-JURY-06", CONFLIT)
def liens_avec_un_candidat(vue: View) -> Finding:
    """Un membre qui travaille, a travaillé ou s'est formé dans la même entreprise ou le même organisme qu'un candidat
    ne délibère pas sur lui ; un formateur ne juge jamais ses candidats."""
    lies = [m for m in vue.jury.seats if m.lien]
    if not lies:
        return Finding(Ruling.TIENT, "aucun lien déclaré")
    ecart = " ; ".join(f"{m.nom_complet} : {m.lien}" for m in lies)
    restent = len(vue.jury.seats) - len(lies)
    if restent < vue.p.presents_minimum:
        ecart += f" ; {plural(restent, 'membre sans lien', 'membres sans lien')}, "
        ecart += f"il en faut {vue.p.presents_minimum} pour chaque candidat"
    return Finding(Ruling.INDETERMINE, ecart, "les membres liés se déportent, ou sont remplacés", avertissement=True)


@constat("TP-JURY-03c", DEUX, seance=True)
def absences_consignees(vue: View) -> Finding:
    """Les absences se consignent ; seul le quorum décide."""
    absents = vue.jury.absentees
    if not absents:
        return Finding(Ruling.TIENT, "aucune absence")
    return Finding(
        Ruling.TIENT, f"{plural(len(absents), 'absent')}, à consigner au procès-verbal : {noms(absents)}", "", True
    )


@constat("TP-PV-01", SIGNATURES, seance=True)
def signe_par_tous(vue: View) -> Finding:
    """Le procès-verbal est signé par tous les membres qui ont siégé."""
    signataires = sum(m.assiste for m in vue.jury.seats)
    return Finding(Ruling.TIENT, f"{plural(signataires, 'signature')} à recueillir")


@constat("TP-PV-03", DISTANCE, seance=True)
def distance(vue: View) -> Finding:
    """Une session à distance est dite au procès-verbal, avec la modalité de chaque candidat ; sinon les résultats ne
    sont pas validés."""
    loin = [m for m in vue.jury.seats if m.presence is Presence.DISTANCE]
    if not loin:
        return Finding(Ruling.TIENT, "personne à distance")
    return Finding(
        Ruling.INDETERMINE, f"à distance : {noms(loin)}", "porter la modalité de chacun au procès-verbal", True
    )


REGLES: tuple[Rule, ...] = (
    conditions_de_l_habilitation,
    quorum,
    absences_consignees,
    tous_professionnels,
    liens_avec_un_candidat,
    signe_par_tous,
    distance,
    voix_des_membres,
    preuve_de_la_composition,
)

HORS_CHAMP: dict[str, str] = {
    "TP-JURY-05": "aucun texte lu ne demande de président, d'égalité des employeurs et des salariés ni de livret : il "
    "n'y a rien à vérifier",
    "TP-JURY-07": "une spécialité peut déroger (experts d'un ministère, catégories de permis…) : la règle s'écarte "
    "par --derogation REGLE=TEXTE",
    "TP-JURY-08": "la formation ou l'information avant l'habilitation et le congé du salarié précèdent la "
    "composition du jury",
}
"""Les règles du jury que ce module ne vérifie pas, et pourquoi."""

CONFLITS = Impartiality(
    "TP-JURY-06b",
    CONFLIT,
    "Pour chaque candidat, les membres qui délibèrent ne sont ni de son entreprise, ni de son organisme, ni ses "
    "formateurs.",
    same_body=True,
    minimum="presents_minimum",
)

LOI = LoiDuJury(
    "titre professionnel",
    REGLES,
    nombres("laureat.reglements.titre_professionnel"),
    HORS_CHAMP,
    CONFLITS,
    regles_propres=habilites,
    reserve_vae="Le droit propre à la VAE des titres professionnels n'a pas été lu : le code du travail s'applique.",
)
droit = LOI.droit
