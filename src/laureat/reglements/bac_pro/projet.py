"""Le projet (ancien chef-d'œuvre) dans la moyenne, le certificat de fin d'études, et la moyenne d'avant 2022."""

from fractions import Fraction
from typing import Any

from laureat.reglements.bac_pro.textes import ARRETE_PROJET, D337_78_80, code
from laureat.reglements.communs.notes import arrondir_note_calculee, termes
from laureat.reglements.communs.statuts import BENEFICE, NOTE
from laureat.rules import Average, Term, Value, calcul, constat, non, si, somme
from laureat.vocabulary import Citation, Decision
from laureat.vocabulary.citations import Reading

PROJET = "PROJET"


def _note(projet: Any) -> Any:
    return (projet.status == NOTE) | (projet.status == BENEFICE)


@calcul("R-AVG-03", ARRETE_PROJET, neutral=0)
def points_projet(annexes: Any, scolaire_ou_apprenti: Any, p: Any) -> Any:
    """Pour les élèves et les apprentis, {poids_projet:nu} fois l'écart du projet à {pivot_projet:nu}, en plus ou en
    moins, s'ajoute aux points.

    Phrase (projet_compte) : Le projet, noté {note_du_projet}, vaut {poids_projet:nu} fois l'écart à
    {pivot_projet:nu} : {points_projet:signe}.
    """
    projet = annexes[PROJET]
    return si(scolaire_ou_apprenti & _note(projet), (projet.mark - p.pivot_projet) * p.poids_projet, 0)


@calcul("R-AVG-01", D337_78_80, neutral=Average.of(()))
def moyenne(obligatoires: Any, comptees: Any, bonus: Any, points_projet: Any) -> Any:
    """La moyenne est celle des unités notées ou conservées, pondérées, plus le bonus et le projet.

    Phrase (moyenne) : La moyenne générale est la somme des notes multipliées par leurs coefficients, bonus et projet
    compris, divisée par la somme des coefficients : {moyenne:somme} = {moyenne} sur 20.
    """
    return Average.of(termes(obligatoires, comptees), bonus + points_projet)


@calcul(
    "R-DIPLOMA-04",
    Citation("Code de l'éducation, art. D337-78 (rédaction antérieure au 1er janvier 2022)", Reading.PARTIEL),
    neutral=Value("moyenne"),
    until=2021,
    gives="moyenne_apres_controle",
)
def moyenne_apres_controle_2021(obligatoires: Any, comptees: Any, controle: Any, bonus: Any, points_projet: Any) -> Any:
    """Jusqu'à la session 2021, la moyenne est celle du premier groupe et de la note de contrôle, à parts égales.

    Phrase (controle_pris_en_compte) : L'épreuve de contrôle et la moyenne du premier groupe comptent à parts égales :
    la moyenne devient {moyenne_apres_controle} sur 20.
    """
    # Une interrogation ou deux : l'échelle 4 garde des entiers, la moyenne des notes de contrôle pesant pour moitié.
    presentes = somme(si(c.present, 1, 0) for c in controle.values())
    total = somme(si(c.present, c.mark, 0) for c in controle.values())
    double = si(presentes == 2, total, total + total)  # deux fois la moyenne des notes de contrôle
    en_moyenne = [
        Term(u.code, u.coefficient, u.low, u.high, si(comptees[u.code], u.mark * 2 + double, 0), comptees[u.code])
        for u in obligatoires
    ]
    return Average.of(en_moyenne, (bonus + points_projet) * 2, scale=4)


@calcul("R-CERT-01", code("D337-87", Reading.LU_2014), neutral=False)
def certificat(decision: Any, moyenne: Any, p: Any) -> Any:
    """Le candidat ajourné dont la moyenne du premier groupe est d'au moins {seuil_certificat:nu} reçoit le certificat
    de fin d'études.

    Phrase (certificat) : La moyenne du premier groupe, {moyenne}, est au moins égale à {seuil_certificat} : le
    certificat de fin d'études professionnelles secondaires est dû.
    """
    return (decision == Decision.AJOURNE) & moyenne.reaches(p.seuil_certificat)


@constat("R-AVG-03", ARRETE_PROJET, "note de projet ignorée : le projet ne concerne que les élèves et les apprentis")
def projet_ignore(annexes: Any, scolaire_ou_apprenti: Any) -> Any:
    """Le projet ne concerne que les élèves et les apprentis."""
    return _note(annexes[PROJET]) & non(scolaire_ou_apprenti)


def note_du_projet(livret: list[int], oral: int, habilite_ccf: bool, p: Any) -> int:
    """La note du projet, en centièmes (arrêté du 20 octobre 2020, art. 1 et 2 ; R-PROJ-01).

    Dans un établissement habilité au CCF, moitié moyenne du livret et moitié oral ; sinon, l'oral seul.
    """
    if not habilite_ccf or not livret:
        return oral
    moyenne_livret = Fraction(sum(livret), len(livret) * 100)
    return arrondir_note_calculee((moyenne_livret + Fraction(oral, 100)) / 2, p)
