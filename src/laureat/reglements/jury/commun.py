"""Ce que toutes les règles de jury partagent, et les règles qui valent sans autre texte."""

from collections.abc import Callable, Iterable, Sequence

from laureat.jury.law import (
    Doubt,
    Finding,
    Impartiality,
    JuryRule,
    Requirement,
    Ruling,
    Unknown,
    View,
    Weight,
    constat,
    exigence,
)
from laureat.jury.members import Fonction, Jury, Member, Qualite
from laureat.reglements.jury.parametres import COLLEGIALITE, IMPARTIALITE, PREUVE
from laureat.rules import ParameterValues
from laureat.vocabulary.french import plural, words

PRIVE_OU_CFA = (Qualite.ENSEIGNANT_PRIVE_SOUS_CONTRAT, Qualite.ENSEIGNANT_CFA)


def compte(m: Member, p: ParameterValues) -> bool:
    """Le membre entre dans les proportions : le président aussi, si le paramètre le dit."""
    return m.fonction is not Fonction.PRESIDENT or bool(p.president_compte_comme_membre)


def noms(membres: Iterable[Member]) -> str:
    """Les noms, à la suite."""
    return ", ".join(m.nom_complet for m in membres)


def part(
    membres: Sequence[Member],
    p: ParameterValues,
    quoi: Callable[[Member], bool],
    singulier: str,
    plusieurs: str,
    fraction: tuple[int, int],
) -> str:
    """L'écart d'une part : combien il y en a, sur combien de membres, combien il en faudrait, combien il en manque."""
    comptes = [m for m in membres if compte(m, p)]
    trouves = sum(map(quoi, comptes))
    numerateur, denominateur = fraction
    requis = -(-numerateur * len(comptes) // denominateur)
    texte = f"{plural(trouves, singulier, plusieurs)} sur {plural(len(comptes), 'membre')}, il en faut {requis}"
    return texte + (f" : il en manque {requis - trouves}" if trouves < requis else "")


def minimum(trouves: int, requis: int, singulier: str, plusieurs: str) -> str:
    """L'écart d'un nombre minimal."""
    texte = f"{plural(trouves, singulier, plusieurs)}, il en faut au moins {requis}"
    return texte + (f" : il en manque {requis - trouves}" if trouves < requis else "")


def egalite(membres: Sequence[Member], p: ParameterValues) -> str:
    """L'écart entre employeurs et salariés."""
    muets = [m for m in membres if m.qualite is Qualite.PROFESSIONNEL and compte(m, p)]
    if muets:
        return f"employeur ou salarié ? le fichier ne le dit pas : {noms(muets)}"
    employeurs = sum(m.qualite is Qualite.EMPLOYEUR for m in membres if compte(m, p))
    salaries = sum(m.qualite is Qualite.SALARIE for m in membres if compte(m, p))
    texte = f"{plural(employeurs, 'employeur')} et {plural(salaries, 'salarié')}"
    if employeurs == salaries:
        return texte
    de_trop = "employeur" if employeurs > salaries else "salarié"
    return f"{texte} : {plural(abs(employeurs - salaries), de_trop)} de trop"


def employeur_moins_salarie(m: Member, p: ParameterValues) -> Weight:
    """Plus un pour un employeur, moins un pour un salarié ; l'un ou l'autre quand le fichier ne le dit pas."""
    if not compte(m, p) or not m.est_professionnel:
        return 0
    if m.qualite is Qualite.PROFESSIONNEL:
        return Unknown(-1, 1)
    return 1 if m.qualite is Qualite.EMPLOYEUR else -1


def enseignant_moins_professionnel(m: Member, p: ParameterValues) -> int:
    """Plus un pour un enseignant, moins un pour un professionnel ; les autres ne sont d'aucune moitié."""
    return int(compte(m, p)) * (int(m.est_enseignant) - int(m.est_professionnel))


def moities(membres: Sequence[Member], p: ParameterValues) -> str:
    """L'écart entre enseignants et professionnels."""
    enseignants = sum(m.est_enseignant for m in membres if compte(m, p))
    professionnels = sum(m.est_professionnel for m in membres if compte(m, p))
    texte = f"{plural(enseignants, 'enseignant')} et {plural(professionnels, 'professionnel')}"
    return texte if enseignants == professionnels else f"{texte} : écart de {abs(enseignants - professionnels)}"


def impossibilite(jury: Jury) -> str:
    """Le motif consigné, tel qu'il paraît au procès-verbal."""
    return f"impossibilité consignée : {jury.impossibilite}" if jury.impossibilite else ""


def oui_ou_inconnu(valeur: bool | None) -> Weight:
    """Un membre compte pour un si l'on sait que oui, pour zéro si l'on sait que non."""
    return Unknown(0, 1) if valeur is None else int(valeur)


@exigence(
    "R-JURY-MIN",
    COLLEGIALITE,
    objet="nombre de membres",
    borne="membres_minimum",
    ecart=lambda membres, p: minimum(len(membres), p.membres_minimum, "membre", "membres"),
)
def deux_membres_au_moins(m: Member, p: ParameterValues) -> int:
    """Un jury délibère à plusieurs : là où aucun texte ne dit rien d'autre, il compte au moins
    {membres_minimum:membre}."""
    return 1


TEXTE_NON_TENU = Requirement(
    "R-JURY-TEXTE",
    COLLEGIALITE,
    "Le texte de la certification règle son jury ; il n'est pas tenu ici.",
    "texte du jury",
    lambda m, p: 0,
    lambda membres, p: "seul ce que dit la fiche est vérifié",
    1,
    doubt=Doubt("", loosens=True),
)
"""Le jury d'une famille non tenue n'est jamais dit régulier : rien d'ici ne le prouve."""


UNE_SEULE_PLACE = JuryRule(
    "R-JURY-PERSONNE", COLLEGIALITE, "Une personne compte une fois, en une seule qualité et une seule fonction."
)

CONFLITS = Impartiality(
    "R-JURY-CONFLITS",
    IMPARTIALITE,
    "Un membre ne juge ni ses propres élèves, ni un proche, ni un candidat formé dans son entreprise.",
)


@constat("R-JURY-LIENS", IMPARTIALITE)
def liens_declares(vue: View) -> Finding:
    """Un membre lié à un candidat ou à son accompagnateur ne prend pas part à ce qui concerne ce candidat."""
    lies = [m for m in vue.jury.seats if m.lien]
    if not lies:
        return Finding(Ruling.TIENT, "aucun lien déclaré")
    ecart = " ; ".join(f"{m.nom_complet} : {m.lien}" for m in lies)
    return Finding(Ruling.INDETERMINE, ecart, "les membres liés se déportent, ou sont remplacés", avertissement=True)


@constat("R-JURY-VOIX", COLLEGIALITE)
def voix_des_membres(vue: View) -> Finding:
    """Les examinateurs adjoints ne délibèrent pas : ils ne comptent jamais parmi les membres."""
    nombre = len(vue.jury.adjuncts)
    if not nombre:
        return Finding(Ruling.TIENT, "aucun examinateur adjoint")
    return Finding(
        Ruling.TIENT, plural(nombre, "examinateur adjoint, non compté", "examinateurs adjoints, non comptés")
    )


_PERSONNE = frozenset({"a nommer", "a designer", "a confirmer", "a preciser", "a venir", "nn", "n n", "inconnu"})


@constat("R-JURY-09", PREUVE)
def preuve_de_la_composition(vue: View) -> Finding:
    """Le procès-verbal prouve qui a siégé : nom, prénom, qualité, secteur, collège, présence, distance, signature."""
    if a_nommer := sum(words(m.nom) in _PERSONNE for m in vue.jury.members):
        texte = plural(a_nommer, "membre n'est pas encore nommé", "membres ne sont pas encore nommés")
        return Finding(Ruling.INDETERMINE, texte, "nommer chacun : un jury incomplet ne délibère pas", True)
    if sans_prenom := [m for m in vue.jury.members if not m.prenom]:
        return Finding(Ruling.INDETERMINE, f"prénom manquant : {noms(sans_prenom)}", "donner le prénom de chacun", True)
    if not vue.jury.sits:
        return Finding(Ruling.TIENT, "nom et qualité de chacun connus ; présence et signature à porter en séance")
    muets = [m for m in vue.jury.members if m.presence is None]
    if muets:
        return Finding(Ruling.INDETERMINE, f"présence non renseignée : {noms(muets)}", "renseigner la présence", True)
    signatures = sum(m.assiste for m in vue.jury.members)
    return Finding(Ruling.TIENT, f"présence de chacun connue ; {plural(signatures, 'signature')} à recueillir")


def equilibre(vue: View) -> Finding:
    """L'équilibre des sexes est un objectif sans seuil : on dit l'écart, on avertit, on n'annule pas."""
    femmes = sum(m.sexe == "F" for m in vue.jury.seats)
    hommes = sum(m.sexe == "M" for m in vue.jury.seats)
    texte = f"{plural(femmes, 'femme')} et {plural(hommes, 'homme')}"
    if muets := len(vue.jury.seats) - femmes - hommes:
        return Finding(Ruling.INDETERMINE, f"{texte}, {muets} sans mention", "renseigner la colonne sexe", True)
    if abs(femmes - hommes) <= vue.p.ecart_femmes_hommes_admis:
        return Finding(Ruling.TIENT, texte)
    ecart = f"{texte} : représentation déséquilibrée"
    if vue.jury.impossibilite:
        return Finding(Ruling.TIENT, f"{ecart} ; impossibilité consignée : {vue.jury.impossibilite}", "", True)
    vers = "une femme" if femmes < hommes else "un homme"
    remede = f"au prochain changement, nommer {vers}, ou consigner pourquoi c'est impossible (--impossibilite)"
    return Finding(Ruling.INDETERMINE, ecart, remede, True)
