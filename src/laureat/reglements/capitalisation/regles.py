"""Les règles d'une certification par capitalisation : tous les blocs, ou la règle que son certificateur écrit."""

from collections.abc import Callable, Mapping
from typing import Any

from laureat.reglements.capitalisation import droits
from laureat.reglements.capitalisation.donnees import EXIGE, FINALE
from laureat.reglements.capitalisation.textes import L6113_1, REGLE_DU_CERTIFICATEUR, USAGE, USAGE_NOTE
from laureat.reglements.communs import constats
from laureat.reglements.communs.champs import Suite, codes_et_noms, unites
from laureat.reglements.communs.notes import termes
from laureat.reglements.communs.statuts import (
    ABSENT,
    ABSENT_JUSTIFIE,
    DISPENSE,
    NON_VALIDE,
    NOTE,
    VALIDE,
    VALIDE_VAE,
    VIDE,
)
from laureat.rules import Average, Everywhere, Ruleset, calcul, cas, et, non, ou, si, somme
from laureat.vocabulary import Decision, format_hundredths, french


@calcul("CAPI-03", REGLE_DU_CERTIFICATEUR, neutral=Everywhere())
def perimes(obligatoires: Any, facultatives: Any, annee: Any, p: Any) -> Any:
    """Un bloc détenu d'une session antérieure vaut autant d'années que le certificateur en donne ({duree_validite:nu} ;
    0 : sans limite) ; au-delà, il est comme à évaluer. Un bloc validé par la VAE ne se périme pas.

    Phrase (blocs_perimes) : {blocs_perimes:Ce bloc détenu n'est plus valable|Ces blocs détenus ne sont plus valables}
    après {duree_validite} : {blocs_perimes}.
    """
    limites = p.duree_validite > 0
    return {
        u.code: (u.status == VALIDE) & (u.session > 0) & (annee - u.session > p.duree_validite) & limites
        for u in (*obligatoires, *facultatives)
    }


@calcul("CAPI-04", USAGE, neutral=Everywhere())
def dispenses(obligatoires: Any, facultatives: Any) -> Any:
    """Un bloc dispensé compte pour acquis, et n'est pas attesté.

    Phrase (blocs_dispenses) : {blocs_dispenses:Bloc dispensé, qui compte pour acquis et n'est pas attesté|Blocs
    dispensés, qui comptent pour acquis et ne sont pas attestés} : {blocs_dispenses}.
    """
    return {u.code: u.status == DISPENSE for u in (*obligatoires, *facultatives)}


@calcul("CAPI-03", L6113_1, neutral=Everywhere())
def blocs(obligatoires: Any, facultatives: Any, perimes: Any, p: Any) -> Any:
    """Un bloc validé, validé par la VAE, détenu d'une session antérieure ou noté au moins {seuil_bloc:nu} est attesté ;
    celui dont la note est celle de l'épreuve finale l'est aussi à {seuil_epreuve_finale:nu}, son propre seuil.

    Phrase (blocs_acquis) : {blocs_acquis:Bloc validé, attesté|Blocs validés, attestés} : {blocs_attestes}.
    """
    return {
        u.code: ((u.status == VALIDE) & non(perimes[u.code]))
        | (u.status == VALIDE_VAE)
        | ((u.status == NOTE) & (u.mark >= p.seuil_bloc) & finale_notee(u, p))
        for u in (*obligatoires, *facultatives)
    }


def finale_notee(u: Any, p: Any) -> Any:
    """La note d'un bloc qui est l'épreuve finale atteint le seuil de celle-ci ; vrai de tout autre bloc."""
    return u.mark >= p.seuil_epreuve_finale if FINALE in u.unit.traits else True


@calcul("CAPI-05", USAGE, neutral=False)
def reste_a_evaluer(obligatoires: Any, perimes: Any) -> Any:
    """Un bloc obligatoire n'a pas été évalué, ou ne vaut plus."""
    return ou((u.status == VIDE) | perimes[u.code] for u in obligatoires)


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=False)
def assez_de_blocs(obligatoires: Any, blocs: Any, dispenses: Any, p: Any) -> Any:
    """Tous les blocs obligatoires sont acquis, ou autant que le certificateur en exige."""
    acquis = somme(si(blocs[u.code] | dispenses[u.code], 1, 0) for u in obligatoires)
    return acquis >= (p.blocs_requis or len(obligatoires))


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=True)
def exigences_tenues(obligatoires: Any, facultatives: Any, blocs: Any, dispenses: Any, p: Any) -> Any:
    """Les blocs que le certificateur rend obligatoires quel que soit le reste sont acquis, et l'épreuve finale notée a
    son seuil, {seuil_epreuve_finale:nu}.

    Phrase (exigences_manquees) : Le certificateur exige à part, quel que soit le reste : {exigences_manquees}.
    """
    tous = (*obligatoires, *facultatives)
    exiges = et(blocs[u.code] | dispenses[u.code] for u in tous if EXIGE in u.unit.traits)
    return exiges & et(finale_tenue(u, blocs, dispenses, p) for u in tous if FINALE in u.unit.traits)


def finale_tenue(u: Any, blocs: Any, dispenses: Any, p: Any) -> Any:
    """L'épreuve finale, notée, atteint son propre seuil ; sans note, elle est acquise comme un autre bloc."""
    return si(u.status == NOTE, finale_notee(u, p), blocs[u.code] | dispenses[u.code])


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=False)
def bloc_sans_compensation(obligatoires: Any, p: Any) -> Any:
    """Là où les notes se compensent, une absence ou un bloc refusé sans note ne se compense pas."""
    sans_note = ou(
        (u.status == ABSENT) | (u.status == ABSENT_JUSTIFIE) | (u.status == NON_VALIDE) for u in obligatoires
    )
    return si(p.par_moyenne == 1, sans_note, False)


@calcul("CAPI-07", USAGE_NOTE, neutral=Everywhere())
def notees(obligatoires: Any, facultatives: Any) -> Any:
    """Une note de bloc s'affiche telle quelle."""
    return {u.code: u.status == NOTE for u in (*obligatoires, *facultatives)}


@calcul("CAPI-07", USAGE_NOTE, neutral=Everywhere())
def notes_retenues(obligatoires: Any, facultatives: Any) -> Any:
    """La note d'un bloc est celle de la session."""
    return {u.code: u.mark for u in (*obligatoires, *facultatives)}


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=Everywhere())
def comptees(obligatoires: Any, notees: Any, p: Any) -> Any:
    """Là où les notes se compensent, celle de chaque bloc obligatoire noté entre dans la moyenne."""
    par_moyenne = p.par_moyenne == 1
    return {u.code: notees[u.code] & par_moyenne for u in obligatoires}


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=Average.of(()))
def moyenne(obligatoires: Any, comptees: Any, p: Any) -> Any:
    """La moyenne est celle des blocs obligatoires notés, pondérés comme le certificateur l'écrit.

    Phrase (moyenne_faite) : La moyenne des blocs notés est {moyenne:somme} = {moyenne} sur 20.
    """
    return Average.of(termes(obligatoires, comptees) if p.par_moyenne == 1 else ())


@cas("decision", Decision.ADMIS, "CAPI-01", L6113_1)
def tous_acquis(assez_de_blocs: Any, exigences_tenues: Any, p: Any) -> Any:
    """La certification est obtenue quand chaque bloc obligatoire est acquis.

    Phrase : Tous les blocs obligatoires sont acquis : la certification est obtenue.
    """
    return si(p.par_moyenne == 0 and p.blocs_requis == 0, assez_de_blocs & exigences_tenues, False)


@cas("decision", Decision.ADMIS, "CAPI-02", REGLE_DU_CERTIFICATEUR)
def blocs_suffisants(assez_de_blocs: Any, exigences_tenues: Any, p: Any) -> Any:
    """La certification est obtenue avec autant de blocs que le certificateur en exige ({blocs_requis:nu} ; 0 : tous).

    Phrase : Le nombre de blocs exigés, {blocs_requis:nu}, est atteint : la certification est obtenue.
    """
    return si(p.par_moyenne == 0 and p.blocs_requis > 0, assez_de_blocs & exigences_tenues, False)


@cas("decision", Decision.EN_COURS, "CAPI-05", USAGE)
def restent_a_evaluer(reste_a_evaluer: Any) -> Any:
    """Tant qu'un bloc obligatoire n'a pas été évalué, le parcours est en cours.

    Phrase : {manquantes:Un bloc obligatoire reste|Des blocs obligatoires restent} à évaluer : {manquantes}.
    """
    return reste_a_evaluer


@cas("decision", Decision.AJOURNE, "CAPI-02", REGLE_DU_CERTIFICATEUR)
def sans_moyenne(bloc_sans_compensation: Any) -> Any:
    """Une absence, ou un bloc refusé sans note, ajourne : aucune note ne le compense.

    Phrase : La moyenne ne se fait pas : {sans_note}, et aucune note ne le compense.
    """
    return bloc_sans_compensation


@cas("decision", Decision.ADMIS, "CAPI-02", REGLE_DU_CERTIFICATEUR)
def moyenne_atteinte(moyenne: Any, exigences_tenues: Any, p: Any) -> Any:
    """La certification est obtenue quand la moyenne est d'au moins {seuil_moyenne:nu}, et ce que le certificateur exige
    à part est tenu ; sans aucune note, il suffit que les blocs soient acquis.

    Phrase (moyenne) : La moyenne, {moyenne}, est au moins égale à {seuil_moyenne} : la certification est obtenue.

    Phrase : Tous les blocs obligatoires sont acquis sans note : la certification est obtenue.
    """
    if p.par_moyenne == 0:
        return False
    return exigences_tenues & (moyenne.is_empty | moyenne.reaches(p.seuil_moyenne))


@cas("decision", Decision.AJOURNE, "CAPI-02", REGLE_DU_CERTIFICATEUR)
def regle_non_tenue(exigences_tenues: Any, p: Any) -> Any:
    """Sous {seuil_moyenne:nu} de moyenne, ou sans ce que le certificateur exige à part, le candidat est ajourné.

    Phrase (exigences_manquees, moyenne_insuffisante) : La moyenne, {moyenne}, n'atteint pas {seuil_moyenne}, et il
    manque ce que le certificateur exige à part : {exigences_manquees}.

    Phrase (exigences_manquees) : La moyenne, {moyenne}, ne suffit pas : il manque ce que le certificateur exige à
    part, {exigences_manquees}.

    Phrase : La moyenne, {moyenne}, n'atteint pas {seuil_moyenne}.
    """
    return p.par_moyenne == 1


@cas("decision", Decision.AJOURNE, "CAPI-06", USAGE)
def blocs_manquants(reste_a_evaluer: Any) -> Any:
    """Un bloc obligatoire évalué et non validé ajourne le candidat ; les blocs acquis le restent.

    Phrase (nombre_atteint) : Le nombre de blocs exigés, {blocs_requis:nu}, est atteint, mais il manque ce que le
    certificateur exige à part : {exigences_manquees}.

    Phrase (blocs_requis) : Le nombre de blocs exigés, {blocs_requis:nu}, n'est pas atteint ; ne sont pas acquis :
    {pourquoi}.

    Phrase : {non_acquis:Un bloc obligatoire manque|Des blocs obligatoires manquent} : {pourquoi}.
    """
    return non(reste_a_evaluer)


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=False)
def moyenne_due(decision: Any, moyenne: Any, bloc_sans_compensation: Any, p: Any) -> Any:
    """Une moyenne s'affiche là où les notes se compensent, une fois tous les blocs évalués."""
    faite = non(decision == Decision.EN_COURS) & non(bloc_sans_compensation) & non(moyenne.is_empty)
    return si(p.par_moyenne == 1, faite, False)


PROPRES = ("blocs_requis", "duree_validite", "par_moyenne", "seuil_bloc", "seuil_epreuve_finale", "seuil_moyenne")
"""Tout nombre est celui du certificateur."""
REGLES = Ruleset(
    (
        perimes,
        dispenses,
        blocs,
        reste_a_evaluer,
        assez_de_blocs,
        exigences_tenues,
        bloc_sans_compensation,
        notees,
        notes_retenues,
        comptees,
        moyenne,
        tous_acquis,
        blocs_suffisants,
        restent_a_evaluer,
        sans_moyenne,
        moyenne_atteinte,
        regle_non_tenue,
        blocs_manquants,
        moyenne_due,
    ),
    defaults={"decision": Decision.AJOURNE},
)
CONSTATS = (constats.dispense_sans_motif("CAPI-04", USAGE),)
DROITS = droits.TOUS


def _non_acquis(v: Any) -> list[Any]:
    return [u for u in v.obligatoires if not (v.blocs[u.code] or v.dispenses[u.code])]


def _raison(v: Any, u: Any) -> str:
    """Pourquoi un bloc manque : NV, AB, 9,5…"""
    if v.perimes[u.code]:
        return f"validé en {u.session}, plus valable"
    if u.status == NOTE:
        seuil = max(v.p.seuil_bloc, v.p.seuil_epreuve_finale) if FINALE in u.unit.traits else v.p.seuil_bloc
        return f"noté {format_hundredths(u.mark)}, sous {format_hundredths(seuil)}"
    return {ABSENT: "absent", ABSENT_JUSTIFIE: "absence justifiée", NON_VALIDE: "non validé"}.get(u.status, "à évaluer")


def _exigences_manquees(v: Any) -> dict[str, str]:
    """Ce que le certificateur exige à part et que le candidat n'a pas, par bloc : un bloc, l'épreuve finale."""
    dits = {}
    for u in unites(v):
        nom = f"{u.code} ({u.label})"
        if FINALE in u.unit.traits and not finale_tenue(u, v.blocs, v.dispenses, v.p):
            note = f"notée {format_hundredths(u.mark)}, sous {format_hundredths(v.p.seuil_epreuve_finale)}"
            dits[u.code] = f"{nom}, épreuve finale, {note if u.status == NOTE else _raison(v, u)}"
        elif EXIGE in u.unit.traits and not (v.blocs[u.code] or v.dispenses[u.code]):
            dits[u.code] = f"{nom}, {_raison(v, u)}"
    return dits


def _manquent_au_nombre(v: Any) -> int:
    """Ce qui manque au nombre de blocs exigés, une fois obtenu ce qui l'est à part ; zéro là où tous sont exigés."""
    manquees, non_acquis = _exigences_manquees(v), _non_acquis(v)
    acquis = len(v.obligatoires) - len(non_acquis)
    return max(0, int(v.p.blocs_requis) - acquis - sum(u.code in manquees for u in non_acquis))


def _blocs_a_choisir(v: Any) -> str:
    """« 2 blocs », là où il en manque moins que n'en laisse le choix."""
    combien = _manquent_au_nombre(v)
    return french.plural(combien, "bloc") if 0 < combien < len(_a_obtenir(v)) else ""


def _a_obtenir(v: Any) -> Suite:
    """Les blocs obligatoires qui manquent, moins ce que disent ``reste_a_renouveler`` et ``reste_a_tenir``, et les
    notes qui se compensent ; aucun une fois le nombre exigé atteint."""
    if v.p.blocs_requis > 0 and not _manquent_au_nombre(v):
        return Suite()
    manquees = _exigences_manquees(v)
    dites_ailleurs = {*(manquees if v.reste_a_tenir else {})}
    dites_ailleurs |= {u.code for u in v.obligatoires if v.reste_a_renouveler and v.perimes[u.code]}
    return Suite(
        manquees.get(u.code, f"{u.code} ({u.label}), {_raison(v, u)}")
        for u in _non_acquis(v)
        if u.code not in dites_ailleurs and not (v.p.par_moyenne == 1 and u.status == NOTE and u.code not in manquees)
    )


def _blocs_tenus(v: Any) -> Suite:
    """Par bloc attesté, la dernière session pour laquelle il vaut ; un bloc validé par la VAE ne se périme pas."""

    def tenu(u: Any) -> str:
        if u.status == VALIDE_VAE:
            return "sans limite (VAE)"
        return f"jusqu'à la session {droits.echeance(u, v.annee, v.p)}"

    return Suite(f"{u.code} ({u.label}), {tenu(u)}" for u in unites(v) if v.blocs[u.code])


CHAMPS: Mapping[str, Callable[[Any], Any]] = {
    "blocs_attestes": lambda v: codes_et_noms(u for u in unites(v) if v.blocs[u.code]),
    "blocs_dispenses": lambda v: codes_et_noms(u for u in unites(v) if v.dispenses[u.code]),
    "blocs_perimes": lambda v: codes_et_noms(u for u in unites(v) if v.perimes[u.code]),
    "manquantes": lambda v: codes_et_noms(u for u in v.obligatoires if u.status == VIDE or v.perimes[u.code]),
    "non_acquis": lambda v: codes_et_noms(_non_acquis(v)),
    "pourquoi": lambda v: Suite(f"{u.code} ({u.label}), {_raison(v, u)}" for u in _non_acquis(v)),
    "sans_note": lambda v: Suite(
        f"{u.code} ({u.label}), {_raison(v, u)}"
        for u in v.obligatoires
        if u.status in (ABSENT, ABSENT_JUSTIFIE, NON_VALIDE)
    ),
    "moyenne_insuffisante": lambda v: (
        v.moyenne_due and v.p.par_moyenne == 1 and not v.moyenne.reaches(v.p.seuil_moyenne)
    ),
    "moyenne_faite": lambda v: v.moyenne_due,
    "exigences_manquees": lambda v: Suite(_exigences_manquees(v).values()),
    "a_obtenir": _a_obtenir,
    "blocs_a_choisir": _blocs_a_choisir,
    "blocs_tenus": _blocs_tenus,
    "nombre_atteint": lambda v: v.p.blocs_requis > 0 and v.assez_de_blocs and not v.exigences_tenues,
    "reste_a_tenir": lambda v: v.reste_a_tenir,
    "a_renouveler": lambda v: Suite(
        f"{u.code} ({u.label}), {_raison(v, u)}" for u in v.obligatoires if v.perimes[u.code]
    ),
}
