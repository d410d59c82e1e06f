"""Ce que toutes les règles de jury partagent, et les règles qui valent sans autre texte."""

from collections.abc import Callable, Iterable, Sequence

from laureat.jury.law import Finding, Ruling, Unknown, View, Weight, constat, exigence
from laureat.jury.members import Fonction, Member, Qualite
from laureat.reglements.jury.parametres import COLLEGIALITE, IMPARTIALITE
from laureat.rules import ParameterValues
from laureat.vocabulary.french import plural

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
    employeurs = sum(m.qualite is Qualite.EMPLOYEUR for m in membres if compte(m, p))
    salaries = sum(m.qualite is Qualite.SALARIE for m in membres if compte(m, p))
    texte = f"{plural(employeurs, 'employeur')} et {plural(salaries, 'salarié')}"
    if employeurs == salaries:
        return texte
    de_trop = "employeur" if employeurs > salaries else "salarié"
    return f"{texte} : {plural(abs(employeurs - salaries), de_trop)} de trop"


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
    """Un jury délibère à plusieurs : là où aucun texte ne dit rien d'autre, il compte au moins deux membres."""
    return 1


@constat("R-JURY-LIENS", IMPARTIALITE)
def liens_declares(vue: View) -> Finding:
    """Un membre lié à un candidat ou à son accompagnateur ne prend pas part à ce qui concerne ce candidat."""
    lies = [m for m in vue.jury.seats if m.lien]
    if not lies:
        return Finding(Ruling.TIENT, "aucun lien déclaré")
    ecart = " ; ".join(f"{m.nom_complet} : {m.lien}" for m in lies)
    return Finding(Ruling.INDETERMINE, ecart, "les membres liés se déportent, ou sont remplacés", avertissement=True)


def equilibre(vue: View) -> Finding:
    """L'équilibre des sexes est un objectif sans seuil : on dit l'écart, on avertit, on n'annule pas."""
    femmes = sum(m.sexe == "F" for m in vue.jury.seats)
    hommes = sum(m.sexe == "M" for m in vue.jury.seats)
    texte = f"{plural(femmes, 'femme')} et {plural(hommes, 'homme')}"
    if muets := len(vue.jury.seats) - femmes - hommes:
        return Finding(Ruling.INDETERMINE, f"{texte}, {muets} sans mention", "renseigner la colonne sexe", True)
    if abs(femmes - hommes) <= vue.p.ecart_femmes_hommes_admis:
        return Finding(Ruling.TIENT, texte)
    vers = "une femme" if femmes < hommes else "un homme"
    return Finding(
        Ruling.INDETERMINE, f"{texte} : représentation déséquilibrée", f"au prochain changement, nommer {vers}", True
    )
