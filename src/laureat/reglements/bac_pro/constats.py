"""Ce qui se refuse à la lecture d'un candidat, et ce qui se signale."""

from typing import Any

from laureat.reglements.bac_pro.statuts import ANNULE, BENEFICE, DISPENSE, NOTE, VALIDE_VAE, VIDE
from laureat.reglements.bac_pro.textes import ARRETE_CONTROLE, ARRETE_PROJET, D337_69, D337_78, code
from laureat.rules import constat, non, ou, si, somme
from laureat.vocabulary import Citation, Decision
from laureat.vocabulary.citations import Reading


def _remplie(u: Any) -> Any:
    return u.status != VIDE


@constat(
    "R-STRUCT-05",
    D337_69,
    "plus de deux unités facultatives sont remplies ; un candidat en présente deux au plus",
    refusal=True,
    column="UF_LV, UF_MOB, UF_EPS",
)
def trop_de_facultatives(facultatives: Any, p: Any) -> Any:
    """Un candidat présente deux unités facultatives au plus parmi celles qui sont offertes."""
    return somme(si(_remplie(u), 1, 0) for u in facultatives) > p.facultatives_max


@constat(
    "R-UNIT-08",
    Citation("Arrêté du 30 août 2019 (mobilité) ; fiche du registre", Reading.LU),
    "l'unité {unite} n'est pas offerte à la catégorie de ce candidat ; laisser la case vide",
    refusal=True,
    column="{unite}",
)
def unite_non_offerte(facultatives: Any, categorie: Any) -> Any:
    """Une unité facultative que la fiche n'offre pas à une catégorie de candidats ne se remplit pas pour elle."""
    return {
        u.code: _remplie(u) & ou(categorie == str(c) for c, mode in u.unit.modes.items() if mode is None)
        for u in facultatives
        if None in u.unit.modes.values()
    }


@constat(
    "R-CTRL-04",
    Citation("Arrêté du 25 novembre 2021 ; déduit", Reading.DEDUIT),
    "une note de contrôle est donnée en {unite}, que le candidat n'a pas présentée (DI, VA ou NU) ; la retirer",
    refusal=True,
    column="controle_{unite}",
)
def controle_sur_unite_sans_note(obligatoires: Any, controle: Any) -> Any:
    """Une unité dispensée, validée ou annulée ne s'améliore pas à l'épreuve de contrôle."""
    return {
        u.code: controle[u.code].filled & ((u.status == DISPENSE) | (u.status == VALIDE_VAE) | (u.status == ANNULE))
        for u in obligatoires
        if u.code in controle
    }


@constat(
    "R-CTRL-01",
    ARRETE_CONTROLE,
    "deux notes de contrôle dans le même groupe ; une seule par groupe : mathématiques, physique-chimie, "
    "économie-gestion ou PSE d'une part, français ou histoire-géographie d'autre part",
    refusal=True,
    column="controle_…",
)
def deux_controles_dans_un_groupe(obligatoires: Any, controle: Any, p: Any) -> Any:
    """L'épreuve de contrôle porte sur une unité au plus de chaque groupe."""
    groupes = sorted({u.unit.control_group for u in obligatoires if u.code in controle})
    return ou(
        somme(
            si(controle[u.code].filled, 1, 0)
            for u in obligatoires
            if u.code in controle and u.unit.control_group == groupe
        )
        > p.controle_par_groupe
        for groupe in groupes
    )


@constat(
    "R-FORM-02",
    D337_78,
    "forme progressive pour un élève ou un apprenti sans dérogation du recteur : la forme globale est la règle",
)
def progressive_sans_derogation(progressive: Any, scolaire_ou_apprenti: Any, derogation: Any, etalement: Any) -> Any:
    """Les élèves et les apprentis passent l'examen en forme globale, sauf dérogation du recteur ou étalement."""
    return progressive & scolaire_ou_apprenti & non(derogation) & non(etalement)


@constat(
    "R-KEEP-03",
    code("D337-69, D337-78 et D337-79"),
    "note conservée inférieure à 10 en {unite}, hors forme progressive et hors étalement",
)
def conservee_sous_dix(obligatoires: Any, facultatives: Any, progressive: Any, etalement: Any, p: Any) -> Any:
    """Hors forme progressive et hors étalement, seules les notes d'au moins 10 se conservent."""
    hors = non(progressive) & non(etalement)
    return {
        u.code: (u.status == BENEFICE) & (u.mark < p.seuil_conservation) & hors for u in (*obligatoires, *facultatives)
    }


@constat(
    "R-UNIT-09",
    Citation("Arrêté du 7 juillet 2015", Reading.LU_2014),
    "EPS facultative demandée par un candidat dispensé de l'EPS obligatoire",
)
def eps_facultative_du_dispense(obligatoires: Any, facultatives: Any) -> Any:
    """Le candidat dispensé de l'EPS obligatoire ne présente pas l'EPS facultative."""
    dispense = {u.code: u.status == DISPENSE for u in obligatoires}
    return ou(_remplie(u) & dispense[u.unit.excluded_by_dispense] for u in facultatives if u.unit.excluded_by_dispense)


@constat(
    "R-AVG-03",
    ARRETE_PROJET,
    "note de projet ignorée : le projet ne concerne que les élèves et les apprentis",
)
def projet_ignore(projet: Any, scolaire_ou_apprenti: Any) -> Any:
    """Le projet ne concerne que les élèves et les apprentis."""
    note = (projet.status == NOTE) | (projet.status == BENEFICE)
    return note & non(scolaire_ou_apprenti)


@constat(
    "R-CTRL-04",
    ARRETE_CONTROLE,
    "note de contrôle ignorée : l'épreuve de contrôle n'est pas ouverte à ce candidat",
)
def controle_ignore(premier_groupe: Any, controle: Any) -> Any:
    """La note de contrôle de qui n'a pas droit à l'épreuve de contrôle est ignorée."""
    return non(premier_groupe == Decision.CONTROLE) & ou(c.filled for c in controle.values())


@constat("R-CTRL-03", ARRETE_CONTROLE, "contrôle en {unite} : un code n'est pas une note, il n'améliore rien")
def controle_sans_note(premier_groupe: Any, controle: Any) -> Any:
    """À l'épreuve de contrôle, seule une note peut améliorer une unité."""
    au_controle = premier_groupe == Decision.CONTROLE
    return {code: au_controle & c.filled & non(c.present) for code, c in controle.items()}
