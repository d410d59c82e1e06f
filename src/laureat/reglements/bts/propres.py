"""Ce que le brevet de technicien supérieur compte et refuse à sa façon : bonus, annulation, forme, conservation."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from laureat.reglements.bts.textes import D643_22, EPREUVES, code, lecture_retenue
from laureat.reglements.communs.notes import termes
from laureat.reglements.communs.statuts import ANNULE, BENEFICE
from laureat.rules import Average, Everywhere, Weight, calcul, constat, maximum, non, si, somme
from laureat.vocabulary import format_hundredths


@calcul("BTS-ABS-02", lecture_retenue("D643-32-1 et suivants"), neutral=Everywhere())
def annulees(obligatoires: Any, facultatives: Any, p: Any) -> Any:
    """L'épreuve annulée pour fraude compte pour zéro dans la moyenne.

    Phrase (annulees) : {annulees:L'épreuve annulée|Les épreuves annulées} pour fraude en {annulees}
    {annulees:compte pour zéro|comptent chacune pour zéro}.
    """
    compte = p.annulee_compte == 1
    return {u.code: (u.status == ANNULE) & compte for u in obligatoires} | {u.code: False for u in facultatives}


@calcul("BTS-AVG-01", D643_22, neutral=0)
def points_facultatifs(facultatives: Any, notees: Any, conservees: Any, p: Any) -> Any:
    """Les points au-dessus de {seuil_bonus:nu} de l'unité facultative se multiplient par {coefficient_bonus}, le
    coefficient que le règlement de la spécialité imprime pour eux."""
    # En dix-millièmes de point, comme la somme des notes pondérées : exacts quel que soit le coefficient.
    return somme(
        si(notees[u.code] | conservees[u.code], maximum(u.mark - p.seuil_bonus, 0) * p.coefficient_bonus, 0)
        for u in facultatives
    )


@calcul("BTS-AVG-01", D643_22, neutral=0)
def bonus(points_facultatifs: Any) -> Any:
    """Les points de l'unité facultative s'ajoutent au total des points.

    Phrase (bonus) : Les points au-dessus de {seuil_bonus:nu} de l'unité facultative{coefficient_du_bonus} s'ajoutent au
    total des points : {bonus}.

    Phrase (facultatives_notees) : L'unité facultative n'apporte aucun point : sa note ne dépasse pas {seuil_bonus:nu}.
    """
    return points_facultatifs // 100


@calcul("BTS-AVG-01", D643_22, neutral=Average.of(()))
def moyenne(obligatoires: Any, comptees: Any, points_facultatifs: Any) -> Any:
    """La moyenne est celle des unités notées ou conservées, pondérées, les points facultatifs ajoutés au total.

    Phrase (moyenne, toutes_presentees) : La moyenne générale est la somme des notes multipliées par leurs coefficients,
    bonus compris, divisée par la somme des coefficients : {moyenne:somme} = {moyenne} sur 20.
    """
    sans = Average.of(termes(obligatoires, comptees))
    return replace(sans, points=sans.points + points_facultatifs)


@constat(
    "BTS-KEEP-02",
    code("D643-23"),
    "note conservée inférieure à {seuil_conservation:nu} en {unite}, en forme globale : l'ajourné y représente toute "
    "unité sous {seuil_conservation:nu} ; écrire la nouvelle note",
    Weight.REFUSAL,
    column="{unite}",
)
def conservee_sous_le_seuil(obligatoires: Any, facultatives: Any, progressive: Any, p: Any) -> Any:
    """En forme globale, seules les notes d'au moins {seuil_conservation:nu} se conservent : l'ajourné présente toutes
    les autres unités."""
    return {
        u.code: (u.status == BENEFICE) & (u.mark < p.seuil_conservation) & non(progressive)
        for u in (*obligatoires, *facultatives)
    }


@constat("BTS-FORM-01", D643_22, "forme progressive sans dérogation : pour cette voie, la forme globale est la règle")
def progressive_sans_derogation(progressive: Any, forme_globale: Any, derogation: Any) -> Any:
    """Les étudiants et les apprentis passent l'examen en forme globale, sauf dérogation du recteur."""
    return progressive & forme_globale & non(derogation)


@constat(
    "BTS-ROUTE-02",
    code("D643-16"),
    "candidat d'expérience : vérifier qu'il justifie de {experience_requise} d'activité de technicien dans le domaine",
    until=2021,
)
def experience_lue(experience: Any) -> Any:
    """Jusqu'à la session 2021, un candidat d'expérience justifie de {experience_requise} d'activité dans un emploi de
    niveau technicien au moins, dans le domaine du diplôme."""
    return experience


@constat(
    "BTS-ROUTE-02",
    code("D643-16"),
    "candidat d'expérience : la durée d'activité exigée depuis la session 2022 n'a pas été lue (une page académique "
    "dit un an, des règlements trois) ; la vérifier",
    since=2022,
)
def experience_a_verifier(experience: Any) -> Any:
    """Depuis le décret n° 2022-850, la durée d'activité d'un candidat d'expérience n'est plus celle qui a été lue."""
    return experience


@constat(
    "BTS-STRUCT-03",
    EPREUVES,
    "la spécialité compte plus de {epreuves_max:épreuve obligatoire|épreuves obligatoires}, ou plus de "
    "{epreuves_facultatives_max:facultative|facultatives} : vérifier son arrêté",
)
def trop_d_epreuves(obligatoires: Any, facultatives: Any, p: Any) -> Any:
    """Une spécialité a {epreuves_max:épreuve obligatoire|épreuves obligatoires} au plus, et
    {epreuves_facultatives_max:facultative|facultatives} ; la date d'effet de ces nombres n'a pas été lue."""
    # E31 et E32 sont deux sous-épreuves de E3.
    obligees = len({u.unit.epreuve[:2] for u in obligatoires})
    offertes = len({u.unit.epreuve for u in facultatives})
    return obligees > p.epreuves_max or offertes > p.epreuves_facultatives_max


def _coefficient_du_bonus(v: Any) -> str:
    k = v.p.coefficient_bonus
    return "" if k == 100 else f", multipliés par {format_hundredths(k)},"


CHAMPS: Mapping[str, Callable[[Any], Any]] = {"coefficient_du_bonus": _coefficient_du_bonus}
