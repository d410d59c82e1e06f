"""Qui peut se présenter : une formation et une pratique, toutes deux exigées (CE D337-100 à D337-106)."""

from typing import Any

from laureat.reglements.bp.textes import D337_101, D337_102, D337_106
from laureat.reglements.communs.constats import manquent
from laureat.reglements.communs.decision import incomplet
from laureat.reglements.communs.statuts import DISPENSE, HORS_OPTION, VALIDE_VAE
from laureat.rules import Weight, calcul, constat, non, ou, si

MOIS_PAR_AN = 12


@calcul("BP-ROUTE-03", D337_106, neutral=False)
def se_presente(obligatoires: Any, progressive: Any) -> Any:
    """Les conditions se vérifient quand le candidat présente le diplôme entier ou sa dernière unité, non à
    l'inscription ; qui tient toutes les unités de la VAE ou de dispenses ne se présente à aucune épreuve."""
    sans_epreuve = (DISPENSE, VALIDE_VAE, HORS_OPTION)
    a_passer = ou(non(ou(u.status == status for status in sans_epreuve)) for u in obligatoires)
    return a_passer & non(progressive & incomplet(obligatoires))


@constat(
    "BP-ROUTE-03",
    D337_106,
    "condition de formation à constater avant toute décision (colonne formation_constatee)",
    Weight.RESERVE,
    column="formation_constatee",
)
def formation_a_constater(se_presente: Any, formation_constatee: Any) -> Any:
    """Qui ne remplit pas la condition de formation n'est pas admis à se présenter."""
    return se_presente & non(formation_constatee)


@constat(
    "BP-ROUTE-02",
    D337_106,
    "condition de pratique professionnelle à constater avant toute décision (colonne pratique_constatee)",
    Weight.RESERVE,
    column="pratique_constatee",
)
def pratique_a_constater(se_presente: Any, pratique_constatee: Any) -> Any:
    """Deux conditions sont exigées ensemble, la formation et la pratique professionnelle."""
    return se_presente & non(pratique_constatee)


@constat(
    "BP-DUR-01",
    D337_101,
    "heures de formation inférieures aux {heures_exigees} exigées, ou à celles du positionnement",
    column="heures_formation",
)
def heures_de_formation(
    formation_continue: Any, distance: Any, titre_detenu: Any, heures_formation: Any, heures_positionnement: Any, p: Any
) -> Any:
    """En formation continue ou à distance, la formation dure au moins {heures_exigees}, ou ce que dit la
    décision de positionnement."""
    exigees = si(heures_positionnement >= 0, heures_positionnement, p.heures_exigees)
    return (formation_continue | distance) & (titre_detenu != "bac_pro") & manquent(heures_formation, exigees)


@constat(
    "BP-DUR-02",
    D337_101,
    "heures de formation en CFA inférieures au minimum : {heures_cfa_par_an} par an de contrat",
    column="heures_formation",
)
def heures_de_cfa(apprenti: Any, titre_detenu: Any, heures_formation: Any, mois_contrat: Any, p: Any) -> Any:
    """Un apprenti suit au moins {heures_cfa_par_an} par an de contrat, au prorata des mois."""
    mois = si(mois_contrat < 0, MOIS_PAR_AN, mois_contrat)
    insuffisantes = manquent(heures_formation * MOIS_PAR_AN, mois * p.heures_cfa_par_an)
    return apprenti & (titre_detenu != "bac_pro") & insuffisantes


@constat(
    "BP-DUR-03",
    D337_101,
    "heures de formation inférieures aux {heures_bac_pro} exigées d'un bachelier professionnel du secteur",
    column="heures_formation",
)
def heures_du_bachelier(titre_detenu: Any, heures_formation: Any, heures_positionnement: Any, p: Any) -> Any:
    """Le titulaire d'un baccalauréat professionnel du même secteur suit au moins {heures_bac_pro} en tout."""
    exigees = si(heures_positionnement >= 0, heures_positionnement, p.heures_bac_pro)
    return (titre_detenu == "bac_pro") & manquent(heures_formation, exigees)


@constat(
    "BP-ROUTE-04",
    D337_102,
    "pratique professionnelle inférieure aux {annees_pratique} exigés de qui n'a pas de diplôme qui l'abrège",
    column="mois_pratique",
)
def pratique_sans_titre(titre_detenu: Any, mois_pratique: Any, p: Any) -> Any:
    """La pratique est de {annees_pratique}, à temps plein ou partiel, dans un emploi en rapport avec le diplôme."""
    return (titre_detenu == "") & manquent(mois_pratique, p.annees_pratique * MOIS_PAR_AN)


@constat(
    "BP-ROUTE-05",
    D337_102,
    "pratique professionnelle inférieure aux {mois_niveau_3} exigés du titulaire d'un diplôme de niveau 3 "
    "({mois_plancher} si le contrat est plus court, avec {heures_plancher} de formation)",
    column="mois_pratique",
)
def pratique_avec_niveau_3(
    titre_detenu: Any, mois_pratique: Any, mois_contrat: Any, heures_formation: Any, p: Any
) -> Any:
    """Le titulaire d'un diplôme de niveau 3 de la liste a {mois_niveau_3} de pratique ; {mois_plancher} quand son
    contrat est plus court à la date de l'examen et sa formation d'au moins {heures_plancher}."""
    court = (mois_contrat >= 0) & (mois_contrat < p.mois_niveau_3) & (heures_formation >= p.heures_plancher)
    return (titre_detenu == "niveau_3") & manquent(mois_pratique, si(court, p.mois_plancher, p.mois_niveau_3))


@constat(
    "BP-ROUTE-06",
    D337_102,
    "pratique professionnelle de moins de {mois_bac_pro_max} pour un bachelier professionnel du secteur : la "
    "spécialité en demande entre {mois_bac_pro_min:nu} et {mois_bac_pro_max:nu}",
    column="mois_pratique",
)
def pratique_avec_bac_pro(titre_detenu: Any, mois_pratique: Any, p: Any) -> Any:
    """Le titulaire d'un baccalauréat professionnel du secteur a de {mois_bac_pro_min} à {mois_bac_pro_max} de pratique,
    selon la spécialité."""
    return (titre_detenu == "bac_pro") & manquent(mois_pratique, p.mois_bac_pro_max)
