"""Ce qu'un candidat à une certification par capitalisation peut faire de son résultat : ce qui lui reste, et jusqu'à
quand ; ce qu'il doit encore présenter."""

from typing import Any

from laureat.reglements.capitalisation.donnees import EXIGE, FINALE
from laureat.reglements.capitalisation.textes import L6113_1, REGLE_DU_CERTIFICATEUR, USAGE
from laureat.reglements.communs.droits import AUCUNE_UNITE
from laureat.reglements.communs.statuts import NOTE, VALIDE_VAE
from laureat.rules import calcul
from laureat.vocabulary import Decision


@calcul("CAPI-08", L6113_1, neutral=False)
def attestations(decision: Any, blocs: Any) -> Any:
    """Chaque bloc validé donne une attestation, même si la certification n'est pas obtenue.

    Phrase (duree_validite) : Les blocs validés sont acquis pour la durée que donne le certificateur, {duree_validite} ;
    une attestation vous est remise pour chacun : {blocs_tenus}.

    Phrase : Les blocs validés sont acquis ; une attestation vous est remise pour chacun : {blocs_attestes}.
    """
    return decision is not Decision.ADMIS and any(blocs.values())


@calcul("CAPI-09", USAGE, neutral=False)
def reste_a_obtenir(decision: Any) -> Any:
    """Le candidat représente les blocs obligatoires qui lui manquent, ou autant d'entre eux qu'il en manque au nombre
    exigé, où compte aussi ce qui est exigé à part ; une note basse, là où les notes se compensent, n'en est pas.

    Phrase (blocs_a_choisir, reste_a_tenir) : Il reste à obtenir, en plus de ce que le certificateur exige à part,
    {blocs_a_choisir} parmi : {a_obtenir}.

    Phrase (blocs_a_choisir) : Il reste à obtenir {blocs_a_choisir} parmi : {a_obtenir}.

    Phrase (a_obtenir) : Il reste à obtenir : {a_obtenir}.
    """
    return decision is not Decision.ADMIS


@calcul("CAPI-03", REGLE_DU_CERTIFICATEUR, neutral=False)
def reste_a_renouveler(decision: Any, obligatoires: Any, perimes: Any, p: Any) -> Any:
    """Le candidat représente les blocs obligatoires qui ne valent plus, là où tous sont exigés.

    Phrase : Il reste à obtenir de nouveau, passé {duree_validite} : {a_renouveler}.
    """
    return decision is not Decision.ADMIS and p.blocs_requis == 0 and any(perimes[u.code] for u in obligatoires)


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=False)
def reste_a_tenir(decision: Any, moyenne: Any, exigences_tenues: Any, bloc_sans_compensation: Any, p: Any) -> Any:
    """Le candidat obtient ce que la règle du certificateur demande et qui manque : la moyenne, un bloc, la finale.

    Phrase (moyenne_insuffisante, exigences_manquees) : Il reste à atteindre {seuil_moyenne} de moyenne, au lieu de
    {moyenne}, et ce que le certificateur exige à part : {exigences_manquees}.

    Phrase (moyenne_insuffisante) : Il reste à atteindre {seuil_moyenne} de moyenne, au lieu de {moyenne}.

    Phrase (exigences_manquees) : Il reste ce que le certificateur exige à part : {exigences_manquees}.
    """
    sous_la_moyenne = p.par_moyenne == 1 and not bloc_sans_compensation and not moyenne.reaches(p.seuil_moyenne)
    if p.blocs_requis > 0:
        return decision is not Decision.ADMIS and not exigences_tenues
    return decision is Decision.AJOURNE and (sous_la_moyenne or not exigences_tenues)


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=False)
def moyenne_a_tenir(decision: Any, moyenne: Any, moyenne_due: Any, p: Any) -> Any:
    """Là où les notes se compensent, ce qui reste à obtenir entre dans une moyenne qui doit encore suffire.

    Phrase : La moyenne des blocs notés, une fois refaite, doit aussi atteindre {seuil_moyenne}.
    """
    return p.par_moyenne == 1 and decision is not Decision.ADMIS and not _sous_la_moyenne(moyenne, moyenne_due, p)


@calcul("CAPI-03", REGLE_DU_CERTIFICATEUR, neutral=AUCUNE_UNITE)
def echeances(decision: Any, obligatoires: Any, facultatives: Any, blocs: Any, annee: Any, p: Any) -> Any:
    """Un bloc acquis vaut, à compter de la session qui l'a donné, autant d'années que le certificateur en donne
    ({duree_validite:nu} ; 0 : sans limite) ; un bloc validé par la VAE ne se périme pas."""
    limites = p.duree_validite > 0 and decision is not Decision.ADMIS
    acquis = (u for u in (*obligatoires, *facultatives) if blocs[u.code] and u.status != VALIDE_VAE)
    return {u.code: echeance(u, annee, p) for u in acquis} if limites else {}


def echeance(u: Any, annee: int, p: Any) -> int:
    """La dernière session pour laquelle un bloc acquis vaut."""
    return int((u.session or annee) + p.duree_validite)


@calcul("CAPI-03", REGLE_DU_CERTIFICATEUR, neutral=AUCUNE_UNITE)
def blocs_gardes(decision: Any, obligatoires: Any, facultatives: Any, blocs: Any, annee: Any, p: Any) -> Any:
    """Un bloc acquis l'est encore à la prochaine session, sauf si la durée que donne le certificateur finit avant."""
    tous = (*obligatoires, *facultatives)
    return {u.code: decision is not Decision.ADMIS and _vaut_encore(u, blocs, annee, p) for u in tous}


def _vaut_encore(u: Any, blocs: Any, annee: int, p: Any) -> bool:
    sans_limite = u.status == VALIDE_VAE or p.duree_validite == 0
    return bool(blocs[u.code]) and (sans_limite or echeance(u, annee, p) > annee)


@calcul("CAPI-09", USAGE, neutral=AUCUNE_UNITE)
def blocs_a_repasser(
    decision: Any,
    obligatoires: Any,
    facultatives: Any,
    blocs: Any,
    dispenses: Any,
    moyenne: Any,
    moyenne_due: Any,
    annee: Any,
    p: Any,
) -> Any:
    """À la prochaine session se représentent les blocs sans lesquels rien n'est obtenu ; là où la moyenne ne suffit
    pas, un bloc acquis par une note peut l'être aussi, pour la relever."""
    exiges, autres, manquent = _a_presenter(obligatoires, facultatives, blocs, dispenses, annee, p)
    dus = exiges | (autres if manquent >= len(autres) else set())
    if _sous_la_moyenne(moyenne, moyenne_due, p):
        dus |= {u.code for u in obligatoires if u.status == NOTE}
    return {u.code: decision is not Decision.ADMIS and u.code in dus for u in (*obligatoires, *facultatives)}


def _sous_la_moyenne(moyenne: Any, moyenne_due: Any, p: Any) -> bool:
    return bool(p.par_moyenne == 1 and moyenne_due and not moyenne.reaches(p.seuil_moyenne))


@calcul("CAPI-02", REGLE_DU_CERTIFICATEUR, neutral=AUCUNE_UNITE)
def blocs_au_choix(
    decision: Any, obligatoires: Any, facultatives: Any, blocs: Any, dispenses: Any, annee: Any, p: Any
) -> Any:
    """Là où il manque moins de blocs que n'en laisse le choix, le candidat choisit ceux qu'il présente."""
    _, autres, manquent = _a_presenter(obligatoires, facultatives, blocs, dispenses, annee, p)
    au_choix = decision is not Decision.ADMIS and 0 < manquent < len(autres)
    return dict.fromkeys(autres, True) if au_choix else {}


@calcul("CAPI-09", USAGE, neutral=AUCUNE_UNITE)
def notes_compensees(decision: Any, obligatoires: Any, blocs: Any, moyenne: Any, moyenne_due: Any, p: Any) -> Any:
    """Là où les notes se compensent et où la moyenne suffit, une note basse compte encore à la prochaine session, telle
    quelle ou relevée ; un bloc exigé à part se représente."""
    compensent = p.par_moyenne == 1 and decision is not Decision.ADMIS and not _sous_la_moyenne(moyenne, moyenne_due, p)
    basses = (u for u in obligatoires if u.status == NOTE and not blocs[u.code] and not u.unit.traits & {EXIGE, FINALE})
    return {u.code: compensent for u in basses}


def _a_presenter(
    obligatoires: Any, facultatives: Any, blocs: Any, dispenses: Any, annee: int, p: Any
) -> tuple[set[str], set[str], int]:
    """À la prochaine session : les blocs exigés à part qui manquent, les autres blocs obligatoires qui manquent, et
    combien de ceux-ci sont à obtenir ; une note basse, là où les notes se compensent, ne manque pas."""
    tous = (*obligatoires, *facultatives)
    gardes = {u.code for u in tous if dispenses[u.code] or _vaut_encore(u, blocs, annee, p)}
    exiges = {u.code for u in tous if u.unit.traits & {EXIGE, FINALE} and u.code not in gardes}
    compensees = {u.code for u in obligatoires if p.par_moyenne == 1 and u.status == NOTE}
    manquants = {u.code for u in obligatoires if u.code not in gardes and u.code not in compensees}
    requis = int(p.blocs_requis) or len(obligatoires)
    acquis = len(obligatoires) - len(manquants)
    return exiges, manquants - exiges, max(0, requis - acquis - len(manquants & exiges))


@calcul("CAPI-10", USAGE, neutral=False)
def jury_souverain(decision: Any) -> Any:
    """Le résultat calculé est une proposition au jury de certification.

    Phrase : Ce résultat est une proposition : le jury de certification arrête la décision.
    """
    return True


TOUS = (
    reste_a_obtenir,
    reste_a_renouveler,
    reste_a_tenir,
    moyenne_a_tenir,
    attestations,
    echeances,
    blocs_gardes,
    blocs_a_repasser,
    blocs_au_choix,
    notes_compensees,
    jury_souverain,
)
