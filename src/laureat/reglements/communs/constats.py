"""Ce qui se refuse à la lecture d'un candidat, ce qui réserve sa décision, et ce qui se signale."""

from typing import Any

from laureat.reglements.communs.statuts import (
    ABSENT_JUSTIFIE,
    ANNULE,
    BENEFICE,
    DISPENSE,
    HORS_OPTION,
    VALIDE_VAE,
    VIDE,
    apporte,
)
from laureat.rules import Weight, constat_commun, non, ou, si, somme
from laureat.vocabulary import Decision, Motif

EPS = "eps"
"""Le trait d'une unité d'éducation physique et sportive."""


def remplie(u: Any) -> Any:
    """Quelque chose est saisi pour cette unité."""
    return (u.status != VIDE) & (u.status != HORS_OPTION)


@constat_commun(
    "plus de {facultatives_max:unité facultative|unités facultatives} : un candidat n'en présente pas davantage",
    Weight.REFUSAL,
    column="unités facultatives",
)
def trop_de_facultatives(facultatives: Any, p: Any) -> Any:
    """Un candidat présente {facultatives_max:unité facultative|unités facultatives} au plus parmi celles qui sont
    offertes."""
    return somme(si(remplie(u), 1, 0) for u in facultatives) > p.facultatives_max


@constat_commun(
    "l'unité {unite} n'est pas offerte à la catégorie de ce candidat ; laisser la case vide",
    Weight.REFUSAL,
    column="{unite}",
)
def unite_non_offerte(facultatives: Any, categorie: Any) -> Any:
    """Une unité facultative qui n'est pas offerte à une catégorie de candidats ne se remplit pas pour elle."""
    return {
        u.code: remplie(u) & ou(categorie == c for c, mode in u.unit.modes.items() if mode is None)
        for u in facultatives
        if None in u.unit.modes.values()
    }


@constat_commun(
    "l'unité {unite} n'appartient pas à l'option de ce candidat ; laisser la case vide, ou corriger l'option",
    Weight.REFUSAL,
    column="{unite}",
)
def unite_hors_option(obligatoires: Any, facultatives: Any, option: Any) -> Any:
    """Une unité propre à une option ne se remplit pas pour un candidat d'une autre option."""
    return {
        u.code: remplie(u) & non(ou(option == o for o in u.unit.options)) & non(option == "")
        for u in (*obligatoires, *facultatives)
        if u.unit.options
    }


@constat_commun(
    "option non dite : des unités en dépendent ; remplir la colonne option", Weight.RESERVE, column="option"
)
def option_a_dire(obligatoires: Any, facultatives: Any, option: Any) -> Any:
    """Là où des unités dépendent de l'option, un candidat sans option ne peut pas être décidé."""
    return (option == "") if any(u.unit.options for u in (*obligatoires, *facultatives)) else False


@constat_commun(
    "une note de contrôle est donnée en {unite}, que le candidat n'a pas présentée (DI, VA, NU, ou unité d'une autre "
    "option) ; la retirer",
    Weight.REFUSAL,
    column="controle_{unite}",
)
def controle_sur_unite_sans_note(obligatoires: Any, controle: Any) -> Any:
    """Une unité dispensée, validée, annulée ou d'une autre option ne s'améliore pas à l'épreuve de contrôle."""
    sans_note = (DISPENSE, VALIDE_VAE, ANNULE, HORS_OPTION)
    return {
        u.code: controle[u.code].filled & ou(u.status == status for status in sans_note)
        for u in obligatoires
        if u.code in controle
    }


@constat_commun(
    "plus d'oraux de contrôle remplis que le règlement n'en permet ({controle_par_groupe:nu} au plus par groupe "
    "d'unités) ; n'en garder que le choix du candidat",
    Weight.REFUSAL,
    column="controle_…",
)
def trop_de_controles(obligatoires: Any, controle: Any, p: Any) -> Any:
    """L'épreuve de contrôle porte sur {controle_par_groupe:nu} unité au plus de chaque groupe."""
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


@constat_commun(
    "plus de {oraux_de_controle:oral|oraux} de contrôle remplis ; n'en garder que le choix du candidat",
    Weight.REFUSAL,
    column="controle_…",
)
def trop_d_oraux(controle: Any, p: Any) -> Any:
    """L'épreuve de contrôle comprend {oraux_de_controle:oral|oraux} au plus."""
    return somme(si(c.filled, 1, 0) for c in controle.values()) > p.oraux_de_controle


@constat_commun("forme progressive sans dérogation : pour cette voie, la forme globale est la règle")
def progressive_sans_derogation(progressive: Any, forme_globale: Any, derogation: Any, etalement: Any) -> Any:
    """Certaines voies passent l'examen en forme globale, sauf dérogation de l'autorité ou étalement."""
    return progressive & forme_globale & non(derogation) & non(etalement)


@constat_commun(
    "note conservée inférieure à {seuil_conservation:nu} en {unite}, hors forme progressive et hors étalement : elle "
    "ne se garde pas, et l'unité se représente ; écrire la nouvelle note",
    Weight.REFUSAL,
    column="{unite}",
)
def conservee_sous_le_seuil(obligatoires: Any, facultatives: Any, progressive: Any, etalement: Any, p: Any) -> Any:
    """Hors forme progressive et hors étalement, seules les notes d'au moins {seuil_conservation:nu} se conservent :
    toutes les autres unités se représentent."""
    hors = non(progressive) & non(etalement)
    return {
        u.code: (u.status == BENEFICE) & (u.mark < p.seuil_conservation) & hors for u in (*obligatoires, *facultatives)
    }


@constat_commun(
    "note conservée en {unite} sans la session qui l'a donnée : l'écrire après un @ (B12@2023) ; sans elle, on ne peut "
    "dire jusqu'à quand elle vaut",
    column="{unite}",
)
def conservee_sans_session(obligatoires: Any, facultatives: Any) -> Any:
    """Une note se conserve {duree_conservation} à compter de la session qui l'a donnée : cette session est à dire."""
    return {u.code: (u.status == BENEFICE) & (u.session == 0) for u in (*obligatoires, *facultatives)}


@constat_commun(
    "note conservée en {unite} d'une autre spécialité : seules celles des enseignements généraux communs se gardent",
    Weight.RESERVE,
    column="motif_{unite}",
)
def conservee_d_une_autre_specialite(obligatoires: Any, facultatives: Any) -> Any:
    """Qui change de spécialité garde ses notes des enseignements généraux communs, et elles seules."""
    return {
        u.code: (u.status == BENEFICE) & (u.motif == Motif.AUTRE_SPECIALITE)
        for u in (*obligatoires, *facultatives)
        if u.professional
    }


@constat_commun(
    "dispense en {unite} sans son motif : remplir la colonne motif_{unite} (titre ou unite)",
    Weight.RESERVE,
    column="motif_{unite}",
)
def dispense_sans_motif(obligatoires: Any, facultatives: Any) -> Any:
    """Une dispense a un motif et un article : un titre, ou une unité acquise."""
    return {u.code: _sans_motif(u) for u in (*obligatoires, *facultatives)}


@constat_commun(
    "dispense en {unite} sans son motif : remplir la colonne motif_{unite} (titre ou unite)",
    Weight.RESERVE,
    column="motif_{unite}",
)
def dispense_hors_eps_sans_motif(obligatoires: Any, facultatives: Any) -> Any:
    """Hors de l'EPS, une dispense a pour motif un titre, ou une unité acquise."""
    return {u.code: _sans_motif(u) for u in (*obligatoires, *facultatives) if EPS not in u.unit.traits}


@constat_commun(
    "dispense en {unite} sans son motif : remplir la colonne motif_{unite} (certificat, titre ou unite ; demande, si "
    "la voie l'ouvre)",
    Weight.RESERVE,
    column="motif_{unite}",
)
def dispense_d_eps_sans_motif(obligatoires: Any, facultatives: Any) -> Any:
    """Une dispense d'EPS a un motif et un article : un certificat, un titre, une unité acquise, ou une demande."""
    return {u.code: _sans_motif(u) for u in (*obligatoires, *facultatives) if EPS in u.unit.traits}


def _sans_motif(u: Any) -> Any:
    return (u.status == DISPENSE) & (u.motif == Motif.SANS)


@constat_commun(
    "dispense en {unite} sur certificat : le certificat médical ne dispense que de l'EPS",
    Weight.RESERVE,
    column="motif_{unite}",
)
def certificat_hors_eps(obligatoires: Any, facultatives: Any) -> Any:
    """Le certificat médical dispense de l'EPS, et d'elle seule ; sa cause ne s'écrit nulle part."""
    return {
        u.code: (u.status == DISPENSE) & (u.motif == Motif.CERTIFICAT)
        for u in (*obligatoires, *facultatives)
        if EPS not in u.unit.traits
    }


@constat_commun(
    "absence justifiée en {unite} sans que la force majeure soit constatée : remplir la colonne motif_{unite} "
    "(force_majeure)",
    Weight.RESERVE,
    column="motif_{unite}",
)
def absence_sans_force_majeure(obligatoires: Any) -> Any:
    """Seule l'absence pour un cas de force majeure dûment constaté vaut la note zéro."""
    return {u.code: (u.status == ABSENT_JUSTIFIE) & (u.motif != Motif.FORCE_MAJEURE) for u in obligatoires}


@constat_commun(
    "{unite} présentée par un candidat dispensé de l'unité obligatoire de même nom : ses points ne sont pas comptés, "
    "ni son bloc ; l'autorité décide (colonne motif_{unite} : admise ou refusee)",
    Weight.RESERVE,
    column="motif_{unite}",
)
def facultative_du_dispense(obligatoires: Any, facultatives: Any) -> Any:
    """Le candidat dispensé d'une unité obligatoire ne présente pas l'unité facultative de même nom."""
    dispense = {u.code: u.status == DISPENSE for u in obligatoires}
    return {
        u.code: apporte(u) & dispense[u.unit.excluded_by_dispense] & (u.motif == Motif.SANS)
        for u in facultatives
        if u.unit.excluded_by_dispense in dispense
    }


def manquent(heures: Any, exigees: Any) -> Any:
    """Des heures, des semaines ou des mois sont dits, et n'atteignent pas ce qui est exigé."""
    return (heures >= 0) & (heures < exigees)


@constat_commun("note de contrôle ignorée : l'épreuve de contrôle n'est pas ouverte à ce candidat")
def controle_ignore(premier_groupe: Any, controle: Any) -> Any:
    """La note de contrôle de qui n'a pas droit à l'épreuve de contrôle est ignorée."""
    return non(premier_groupe == Decision.CONTROLE) & ou(c.filled for c in controle.values())


@constat_commun("contrôle en {unite} : un code n'est pas une note, il n'améliore rien")
def controle_sans_note(premier_groupe: Any, controle: Any) -> Any:
    """À l'épreuve de contrôle, seule une note peut améliorer une unité."""
    au_controle = premier_groupe == Decision.CONTROLE
    return {code: au_controle & c.filled & non(c.present) for code, c in controle.items()}
